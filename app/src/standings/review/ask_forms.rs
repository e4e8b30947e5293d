//! The forms of proposals, each a page of its own.

use super::super::list::{Asked, figure, or_dash};
use super::Reviewed;
use super::ask::AskKind;
use super::find::{Chosen, Find};
use super::later_forms::{ChangeKey, MoveClosing};
use super::summary::tie_words;
use crate::forms::problem_of;
use crate::ui::field::{CheckField, ErrorSummary, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reason::ReasonField;
use domain::contest::RoundPhase;
use leptos::prelude::*;
use services::contest::{Contest, RoundState};
use services::record::FoundPerson;
use services::standings::{LineView, TieEnd, TieView};

/// Most of the tied that can be put in order by hand.
const BY_HAND: usize = 100;

#[component]
pub(super) fn AskPage(
    kind: AskKind,
    contest: Contest,
    round: RoundState,
    phase: RoundPhase,
    reviewed: Option<Reviewed>,
    found: Vec<FoundPerson>,
    asked: Asked,
) -> impl IntoView {
    let back = asked.with(&[
        ("lam", ""),
        ("bai", ""),
        ("nhom", ""),
        ("nguoi", ""),
        ("chon", ""),
    ]);
    let chosen = Chosen::of(kind, &found, &asked);
    // Either fields to send, or what must be chosen or settled before there is anything to send.
    let (fields, first) = match kind {
        AskKind::VoidEntry | AskKind::GrantExtra if chosen.is_none() => (
            None,
            Some(view! { <Find kind=kind found=found asked=asked/> }.into_any()),
        ),
        AskKind::VoidEntry => (
            Some(view! { <VoidEntry chosen=chosen reviewed=reviewed phase=phase/> }.into_any()),
            None,
        ),
        AskKind::VoidQuestion => (Some(view! { <VoidQuestion/> }.into_any()), None),
        AskKind::GrantExtra => (Some(view! { <GrantExtra chosen=chosen/> }.into_any()), None),
        AskKind::ChangeKey => (Some(view! { <ChangeKey/> }.into_any()), None),
        AskKind::MoveClosing => {
            let closes = round.clock.closes;
            (
                Some(view! { <MoveClosing closes=closes/> }.into_any()),
                None,
            )
        }
        AskKind::Outage => (Some(view! { <Outage/> }.into_any()), None),
        AskKind::Settle => settle(reviewed, &asked),
        AskKind::Draw => {
            let event = contest.rules.ranking.draw_event.clone();
            (Some(view! { <Draw event=event/> }.into_any()), None)
        }
        AskKind::Publish => publish(reviewed),
    };
    view! {
        <ErrorSummary title="Chưa gửi được đề nghị"/>
        <div class="page-head">
            <nav class="crumbs" aria-label="Đường dẫn">
                <ol><li><a href=back.clone()>{format!("Rà soát {}", round.rule.name)}</a></li><li aria-current="page">{kind.name()}</li></ol>
            </nav>
            <h1>{format!("Đề nghị: {} ở {}", kind.name().to_lowercase(), round.rule.name)}</h1>
            <p class="lede">"Gửi đề nghị chưa thay đổi gì. Một người khác sẽ xem trước rồi xác nhận."</p>
        </div>
        {fields.map(|fields| view! {
            <form class="form measure" method="post">
                {fields}
                <div class="btn-row">
                    <button class="btn" name="act" value=kind.key()>"Gửi đề nghị"</button>
                    <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                </div>
            </form>
        })}
        {first}
    }
}

#[component]
fn VoidEntry(
    chosen: Option<Chosen>,
    reviewed: Option<Reviewed>,
    phase: RoundPhase,
) -> impl IntoView {
    let entry = chosen
        .as_ref()
        .and_then(|c| c.attempt.as_ref())
        .map(|a| a.attempt.as_str().to_owned());
    let line = reviewed.and_then(|r| {
        let mut lines = r.view.lines.lines.into_iter().chain(r.view.winners);
        lines.find(|l| Some(l.entry.as_str()) == entry.as_deref())
    });
    view! {
        <input type="hidden" name="attempt" value=entry/>
        {chosen.map(|c| view! { <Facts chosen=c line=line/> })}
        <ReasonField label="Lý do huỷ"/>
        {(phase == RoundPhase::Open).then(|| view! {
            <CheckField name="retake" label="Cho người này thi lại một lần khi đợt còn mở" hint="Không đánh dấu thì người này không được thi lại."/>
        })}
    }
}

/// Whom a proposal is about; points only where they exist and stand on the page of lines.
#[component]
fn Facts(chosen: Chosen, line: Option<LineView>) -> impl IntoView {
    let rank = line.as_ref().and_then(|l| l.rank).map(|r| r.to_string());
    let attempt = chosen.attempt.map(|a| {
        let sent = a.submitted_at.map_or_else(
            || "chưa nộp".to_owned(),
            |t| format!("nộp lúc {}", t.stamp_exact()),
        );
        format!(
            "Lượt {}, bắt đầu lúc {}, {sent}",
            a.number,
            a.started_at.stamp()
        )
    });
    view! {
        <dl class="rules">
            <div><dt>"Người dự thi"</dt><dd>{chosen.who}</dd></div>
            {attempt.map(|words| view! { <div><dt>"Bài thi"</dt><dd>{words}</dd></div> })}
            {line.map(|l| view! {
                <div><dt>"Điểm, hạng"</dt><dd>{format!("{}/{} điểm, hạng {}", l.score.format(','), l.max_score.format(','), or_dash(rank))}</dd></div>
                <div><dt>"Dự đoán"</dt><dd>{or_dash(l.prediction.as_deref().map(figure))}</dd></div>
            })}
        </dl>
    }
}

#[component]
fn VoidQuestion() -> impl IntoView {
    view! {
        <TextField name="question" label="Mã câu hỏi" hint="Mã ghi ở trang Câu hỏi." class="input--medium"/>
        <ReasonField label="Lý do huỷ"/>
    }
}

#[component]
fn GrantExtra(chosen: Option<Chosen>) -> impl IntoView {
    let person = chosen.as_ref().map(|c| c.person.clone());
    view! {
        <input type="hidden" name="person" value=person/>
        {chosen.map(|c| view! { <Facts chosen=c line=None/> })}
        <TextField name="minutes" label="Thêm bao nhiêu phút" hint="Từ 1 đến 240." inputmode="numeric" class="input--short" unit="phút"/>
        <ReasonField label="Lý do"/>
    }
}

#[component]
fn Outage() -> impl IntoView {
    view! {
        <div class="form-grid">
            <TextField name="from" label="Bắt đầu gián đoạn" hint="Giờ Việt Nam." kind="datetime-local"/>
            <TextField name="until" label="Chạy lại lúc" hint="Giờ Việt Nam, không ở tương lai." kind="datetime-local"/>
        </div>
        <ReasonField label="Chuyện gì đã xảy ra"/>
    }
}

#[component]
fn Draw(event: String) -> impl IntoView {
    view! {
        <p>{format!("Sự kiện nêu trong thể lệ: {}.", event.trim_end_matches('.'))}</p>
        <TextField name="number" label="Con số công khai" hint="Chỉ gồm chữ số, giữ cả số 0 ở đầu." inputmode="numeric" class="input--code"/>
        <ReasonField label="Con số được công bố ở đâu" hint="Thí dụ: trang của công ty xổ số, kỳ quay ngày 21/7/2024."/>
    }
}

/// Fields to send, or what stands in the way.
type Asking = (Option<AnyView>, Option<AnyView>);

fn instead(words: impl Into<String>) -> Asking {
    let words = words.into();
    (None, Some(view! { <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>{words}</p></div></div> }.into_any()))
}

fn publish(reviewed: Option<Reviewed>) -> Asking {
    let Some(reviewed) = reviewed else {
        return instead("Đợt này chưa niêm phong nên chưa có kết quả để công bố.");
    };
    let Some(newest) = reviewed.versions.first().cloned() else {
        return instead("Đợt này chưa có phiên bản kết quả nào.");
    };
    if newest.published {
        return instead(format!(
            "Bản {}, bản mới nhất, đang được công bố rồi.",
            newest.version
        ));
    }
    if reviewed.view.newest == reviewed.view.version.version && reviewed.view.pending {
        return instead("Còn giải chờ bốc thăm hoặc chờ quyết định. Giải quyết trước khi công bố.");
    }
    let words = match reviewed.versions.iter().find(|v| v.published) {
        Some(v) => format!(
            "Bản {}. Trang kết quả sẽ ghi rõ lý do có bản mới.",
            v.version
        ),
        None => "Chưa có bản nào được công bố.".to_owned(),
    };
    let fields = view! {
        <input type="hidden" name="standings" value=newest.id.as_str().to_owned()/>
        <dl class="rules">
            <div><dt>"Công bố"</dt><dd>{format!("Bản {}, tính lúc {}", newest.version, newest.computed_at.stamp())}</dd></div>
            <div><dt>"Lý do có bản này"</dt><dd>{newest.reason}</dd></div>
            <div><dt>"Bản đang công bố"</dt><dd>{words}</dd></div>
            <div><dt>"Mã băm"</dt><dd class="hash">{newest.hash}</dd></div>
        </dl>
    };
    (Some(fields.into_any()), None)
}

/// The tie to settle: the one chosen, or the only one that waits.
fn tie_of(reviewed: Option<Reviewed>, asked: &Asked) -> (Vec<(usize, TieView)>, Option<TieView>) {
    let ties = reviewed.map(|r| r.view.ties).unwrap_or_default();
    let waiting: Vec<(usize, TieView)> = ties
        .into_iter()
        .enumerate()
        .filter(|(_, t)| t.end == TieEnd::Pending)
        .collect();
    let wanted: Option<usize> = asked.some("nhom").and_then(|n| n.parse().ok());
    let chosen = match (wanted, waiting.as_slice()) {
        (Some(place), _) => waiting
            .iter()
            .find(|(i, _)| *i == place)
            .map(|(_, t)| t.clone()),
        (None, [(_, only)]) => Some(only.clone()),
        (None, _) => None,
    };
    (waiting, chosen)
}

fn settle(reviewed: Option<Reviewed>, asked: &Asked) -> Asking {
    let (waiting, chosen) = tie_of(reviewed, asked);
    if waiting.is_empty() {
        return instead("Không còn nhóm nào chờ quyết định.");
    }
    let Some(tie) = chosen else {
        let links = waiting.into_iter().map(|(i, tie)| {
            view! { <li><a href=asked.with(&[("nhom", &i.to_string())])>{tie_words(&tie)}</a></li> }
        });
        let links = links.collect_view();
        return (
            None,
            Some(
                view! { <p>"Chọn nhóm cần quyết định:"</p><ul class="list">{links}</ul> }
                    .into_any(),
            ),
        );
    };
    if tie.members.len() > BY_HAND {
        return instead(format!(
            "{}. Nhóm quá {BY_HAND} người nên không xếp tay ở trang này được.",
            tie_words(&tie)
        ));
    }
    (Some(view! { <Order tie=tie/> }.into_any()), None)
}

#[component]
fn Order(tie: TieView) -> impl IntoView {
    let total = tie.members.len();
    let items = tie.members.iter().map(|m| {
        let unit = if m.unit.is_empty() { String::new() } else { format!(", {}", m.unit) };
        view! { <TextField name=format!("thu-tu-{}", m.id) label=format!("{}{unit}", m.name) inputmode="numeric" class="input--short"/> }
    });
    let items = items.collect_view();
    view! {
        <fieldset class="fieldset" id="order">
            <legend class="fieldset__legend">{tie_words(&tie)}</legend>
            <p class="field__hint">{format!("Ghi thứ tự từ 1 đến {total}, mỗi số một lần. Số 1 được giải cao nhất.")}</p>
            {problem_of("order").map(|e| view! { <p class="field__error"><Icon glyph=Glyph::Alert/>{e}</p> })}
            {items}
        </fieldset>
        <ReasonField label="Căn cứ của quyết định"/>
    }
}
