//! The device page: pairing, the start screen, a turn, and the page on one's own phone that takes an attempt over.

use super::foot::KioskFoot;
use super::forms::HandoffShown;
use super::frame::HeadOf;
use super::help::{ClerkStep, HELP, HELP_START, PersonStep, can_help};
use super::left::{SecondsLeft, TakenOver};
use super::listen::Listen;
use crate::forms::shown;
use crate::request;
use crate::ui::field::{ErrorSummary, TextField};
use crate::ui::frame::Frame;
use crate::ui::icon::{Glyph, Icon, Seal};
use crate::ui::page::{Title, loaded};
use crate::ui::qr::Qr;
use domain::contest::rule_sheet::Identity;
use domain::contest::{RoundPhase, RuleSheet};
use domain::time::Moment;
use leptos::prelude::*;
use services::kiosk::{KioskHome, KioskRound};
use std::sync::Arc;

/// Longest wait before the start screen asks for itself anew.
const LONGEST_WAIT: i64 = 600;

/// The device page.
#[component]
pub fn KioskPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let step = request::query("giup").unwrap_or_default();
    let handoff = shown::<HandoffShown>();
    let load = async move {
        let Some(home) = services.kiosk_status(&actor).await? else {
            return Ok(view! { <Pairing/> }.into_any());
        };
        let now = services.now();
        let helps = home.assisted_entry && can_help(home.identity) && open_round(&home).is_some();
        let signed_in = actor.person.is_some();
        let (rules, units) = if helps && !step.is_empty() {
            let rules = services.contest(&home.contest_code).await?.rules;
            let units = services.units(&home.contest_code).await?;
            (
                Some(rules),
                units
                    .into_iter()
                    .map(|u| (u.id.as_str().to_owned(), u.name))
                    .collect(),
            )
        } else {
            (None, Vec::new())
        };
        let screen = match (handoff, rules) {
            (Some(handoff), _) if signed_in => Screen::Handoff(handoff),
            (_, Some(rules)) if signed_in => Screen::Clerk(rules),
            (_, Some(rules)) => Screen::Person(rules, units),
            _ if signed_in => Screen::Turn { helps },
            _ => Screen::Start { helps },
        };
        Ok(view! { <Kiosk home=home screen=screen now=now/> }.into_any())
    };
    view! { <Title text="Ki-ốt dự thi"/>{loaded(load)} }
}

/// The round that can be entered now.
fn open_round(home: &KioskHome) -> Option<&KioskRound> {
    home.round.as_ref().filter(|r| r.phase == RoundPhase::Open)
}

/// What the device shows.
enum Screen {
    Start { helps: bool },
    Person(Arc<RuleSheet>, Vec<(String, String)>),
    Clerk(Arc<RuleSheet>),
    Turn { helps: bool },
    Handoff(Arc<HandoffShown>),
}

/// A device that is no kiosk yet.
#[component]
fn Pairing() -> impl IntoView {
    view! {
        <Frame>
            <div class="wrap wrap--narrow section stack">
                <ErrorSummary title="Chưa ghép được máy"/>
                <h1>"Ghép máy này làm ki-ốt dự thi"</h1>
                <p class="lede">"Ban Tổ chức tạo mã ở trang quản trị, mục ki-ốt. Mã gồm 12 chữ và số, dùng một lần trong 15 phút."</p>
                <form class="form" method="post" action="/kiosk">
                    <TextField name="code" label="Mã ghép máy" hint="Thí dụ: 7K2M-9QRT-4XBD." class="input--big input--code"/>
                    <button class="btn" name="act" value="pair">"Ghép máy này"</button>
                </form>
                <p class="hint">"Bạn đến đây để dự thi? "<a href="/">"Tìm cuộc thi của tôi"</a></p>
            </div>
        </Frame>
    }
}

#[component]
fn Kiosk(home: KioskHome, screen: Screen, now: Moment) -> impl IntoView {
    let resting = matches!(screen, Screen::Start { .. });
    let handing = matches!(screen, Screen::Handoff(_));
    let round = home.round.clone();
    let contest = home.contest_code.clone();
    let inside = match screen {
        Screen::Start { helps } => {
            refresh_at_change(round.as_ref(), now);
            view! { <Start contest=contest title=home.contest.clone() identity=home.identity round=round helps=helps/> }
                .into_any()
        }
        Screen::Person(rules, units) => view! { <PersonStep rules=rules units=units/> }.into_any(),
        Screen::Clerk(rules) => {
            view! { <ClerkStep can_win=rules.eligibility.assisted_can_win/> }.into_any()
        }
        Screen::Turn { helps } => {
            view! { <Turn contest=contest round=round helps=helps/> }.into_any()
        }
        Screen::Handoff(handoff) => view! { <HandoffCode handoff=handoff now=now/> }.into_any(),
    };
    view! {
        <div class="page kiosk">
            <a class="skip" href="#main">"Đến nội dung chính"</a>
            <HeadOf home=Some(home)/>
            <main class="kiosk__main" id="main" tabindex="-1">{inside}</main>
            {(!resting).then(|| view! { <KioskFoot running=handing/> })}
        </div>
    }
}

/// The start screen asks for itself when the round opens or closes. Nobody has typed anything on it, so nothing is lost.
fn refresh_at_change(round: Option<&KioskRound>, now: Moment) {
    let next = round
        .into_iter()
        .flat_map(|r| [r.opens, r.closes])
        .find(|at| *at > now);
    let seconds = next.map_or(LONGEST_WAIT, |at| {
        ((at - now).0 / 1_000 + 1).min(LONGEST_WAIT)
    });
    request::respond_header("refresh", &seconds.to_string());
}

/// Address of the page on which one identifies oneself and starts.
fn enter_address(contest: &str, round: &KioskRound) -> String {
    format!("/cuoc-thi/{contest}/vao-thi/{}", round.code)
}

#[component]
fn Start(
    contest: String,
    title: String,
    identity: Identity,
    round: Option<KioskRound>,
    helps: bool,
) -> impl IntoView {
    let open = round.clone().filter(|r| r.phase == RoundPhase::Open);
    let Some(open) = open else {
        let when = round.map_or_else(
            || "Cuộc thi này chưa có đợt thi.".to_owned(),
            |r| waiting_words(&r),
        );
        return view! {
            <div class="kiosk__hello">
                <Icon glyph=Glyph::Clock class="icon--xl"/>
                <h1>"Bây giờ chưa vào thi được"</h1>
                <p class="lede">{when}</p>
            </div>
        }
        .into_any();
    };
    let enter = enter_address(&contest, &open);
    let aloud = format!(
        "Chào mừng bạn đến với {title}. {} đang mở. Chạm vào nút Bắt đầu thi để vào thi.",
        open.name
    );
    view! {
        <div class="kiosk__hello">
            <ErrorSummary title="Chưa làm được"/>
            <Seal/>
            <p class="lede">{format!("{} đang mở, đến {}", open.name, open.closes.closing_words())}</p>
            <h1>"Chào mừng bạn đến dự thi"</h1>
            <a class="btn btn--shout" href=enter>"Bắt đầu thi"<Icon glyph=Glyph::Right/></a>
            {helps.then(|| view! { <a class="btn btn--second" href=HELP><Icon glyph=Glyph::People/>"Nhờ cán bộ giúp"</a> })}
            <Listen text=aloud label="Nghe hướng dẫn"/>
            <ol class="steps">
                {steps(identity).into_iter().map(|(what, how)| view! { <li><h2 class="h3">{what}</h2><p>{how}</p></li> }).collect_view()}
            </ol>
        </div>
    }
    .into_any()
}

/// What comes, in three steps.
fn steps(identity: Identity) -> [(&'static str, &'static str); 3] {
    let first = match identity {
        Identity::Roster | Identity::Sso => {
            ("Cầm sẵn phiếu dự thi", "Nhập mã và mật mã in trên phiếu.")
        }
        Identity::SelfDeclared => (
            "Cho biết bạn là ai",
            "Họ tên, ngày sinh, số điện thoại và nơi ở.",
        ),
        Identity::LocalAccount => ("Đăng nhập", "Lần đầu thì khai thông tin và đặt mật khẩu."),
    };
    [
        first,
        ("Trả lời từng câu", "Chạm vào đáp án là đã lưu."),
        (
            "Gửi bài, nhận biên nhận",
            "Rồi bấm “Kết thúc lượt của tôi”; người sau bắt đầu từ màn hình trống.",
        ),
    ]
}

fn waiting_words(round: &KioskRound) -> String {
    match round.phase {
        RoundPhase::Draft => format!("Ban Tổ chức đang chuẩn bị {}.", round.name),
        RoundPhase::Committed => format!("{} mở lúc {}.", round.name, round.opens.opening_words()),
        _ => format!(
            "{} đã đóng lúc {}. Cảm ơn bạn đã quan tâm.",
            round.name,
            round.closes.closing_words()
        ),
    }
}

/// Someone is signed in and came back to the device page.
#[component]
fn Turn(contest: String, round: Option<KioskRound>, helps: bool) -> impl IntoView {
    let enter = round
        .filter(|r| r.phase == RoundPhase::Open)
        .map(|r| enter_address(&contest, &r));
    view! {
        <div class="kiosk__hello">
            <ErrorSummary title="Chưa làm được"/>
            <h1>"Lượt của bạn đang mở"</h1>
            <p class="lede">"Bấm để thi hoặc làm tiếp bài đang làm dở. Xong việc thì kết thúc lượt để người sau không thấy bài của bạn."</p>
            {enter.map(|to| view! { <a class="btn btn--shout" href=to>"Vào thi"<Icon glyph=Glyph::Right/></a> })}
            {helps.then(|| view! { <a class="btn btn--second" href=HELP_START><Icon glyph=Glyph::People/>"Nhờ cán bộ giúp"</a> })}
            <a class="btn btn--quiet" href="/cua-toi">"Bài thi của tôi"</a>
        </div>
    }
}

#[component]
fn HandoffCode(handoff: Arc<HandoffShown>, now: Moment) -> impl IntoView {
    let address = format!("{}/kiosk/tiep-tuc/{}", request::origin(), handoff.token);
    let back = format!("/thi/{}", handoff.attempt);
    // When the code is over, the device page: it shows the turn, or the start screen once the phone has taken over.
    let seconds = ((handoff.expires_at - now).0.max(0) / 1_000 + 1).to_string();
    request::respond_header("refresh", &format!("{seconds}; url=/kiosk"));
    let (expires_at, attempt) = (handoff.expires_at, handoff.attempt.clone());
    view! {
        <div class="kiosk__hello">
            <h1>"Quét mã này bằng điện thoại của bạn"</h1>
            <Qr text=address label="Mã QR để làm tiếp trên điện thoại"/>
            <TakenOver><span data-attempt=attempt hidden></span></TakenOver>
            <p class="lede"><SecondsLeft until=expires_at server_now=now/></p>
            <p>
                {format!("Mã dùng một lần, đến {}. ", expires_at.hms())}
                "Điện thoại mở bài rồi thì lượt trên máy này tự kết thúc; giờ làm bài vẫn chạy."
            </p>
            <a class="btn btn--second" href=back><Icon glyph=Glyph::Left/>"Làm tiếp trên máy này"</a>
        </div>
    }
}

/// On the phone: one button. Opening the page uses nothing up.
#[component]
pub fn HandoffPage() -> impl IntoView {
    view! {
        <Title text="Làm tiếp trên điện thoại"/>
        <Frame>
            <div class="wrap wrap--narrow section stack">
                <ErrorSummary title="Chưa mở được bài"/>
                <h1>"Làm tiếp bài thi trên điện thoại này"</h1>
                <p class="lede">"Những câu đã lưu ở ki-ốt vẫn còn nguyên. Giờ làm bài vẫn chạy."</p>
                <form method="post"><button class="btn btn--wide" name="act" value="take">"Mở bài thi của tôi"<Icon glyph=Glyph::Right/></button></form>
                <p class="hint">"Chỉ bấm trên điện thoại của chính bạn. Mã dùng một lần, trong 60 giây; hết hạn thì lấy mã mới ở ki-ốt."</p>
            </div>
        </Frame>
    }
}
