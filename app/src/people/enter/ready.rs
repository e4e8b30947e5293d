//! What someone signed in finds before the first question: who they are here, and the one thing to do next.

use super::Opening;
use crate::error::problems;
use crate::request;
use crate::ui::icon::{Glyph, Icon};
use domain::quiz::start::StartRefused;
use domain::time::Moment;
use leptos::prelude::*;
use services::Rejection;
use services::contest::{Contest, RoundState};
use services::quiz::{Entrance, Next};
use services::standings::OwnEntry;

#[component]
pub(super) fn Ready(
    contest: Contest,
    round: RoundState,
    entrance: Entrance,
    now: Moment,
) -> impl IntoView {
    let Entrance {
        name,
        unit,
        next,
        extra,
        entries,
    } = entrance;
    let card = match next {
        Next::Resume { deadline } => view! { <Resume deadline=deadline/> }.into_any(),
        Next::New { left } => {
            let minutes = extra.0 / 60_000;
            view! { <Begin contest=contest round=round left=left extra_minutes=minutes/> }
                .into_any()
        }
        Next::Refused(why) => view! { <Refused why=why/><Opening round=round now=now/> }.into_any(),
    };
    // On a kiosk the foot of the page ends the turn.
    let leave = !request::on_kiosk();
    view! {
        <p class="lede">"Bạn vào thi với tên "<b>{name}</b>{(!unit.is_empty()).then(|| format!(", {unit}"))}"."</p>
        {card}
        <Finished entries=entries/>
        {leave.then(|| view! {
            <form method="post" action="/dang-xuat"><button class="btn btn--quiet">"Không phải bạn? Đăng xuất"</button></form>
        })}
    }
}

#[component]
fn Begin(contest: Contest, round: RoundState, left: u32, extra_minutes: i64) -> impl IntoView {
    let quiz = contest.rules.quiz.as_ref();
    let (questions, minutes) = quiz.map_or((0, 0), |q| (q.questions, q.minutes));
    let guess = if contest.rules.prediction.is_some() {
        " và 1 câu dự đoán"
    } else {
        ""
    };
    let more = if extra_minutes > 0 {
        format!(" và {extra_minutes}\u{a0}phút bạn được cộng thêm")
    } else {
        String::new()
    };
    let closing = round.clock.closes.closing_words();
    view! {
        <div class="card card--accent stack">
            <dl class="rules">
                <div><dt>"Bài thi"</dt><dd>{format!("{questions} câu hỏi{guess}")}</dd></div>
                <div><dt>"Thời gian"</dt><dd>{format!("{minutes}\u{a0}phút{more}, tính từ lúc bấm nút. Đợt đóng lúc {closing}; ai bắt đầu muộn thì hết giờ lúc đợt đóng.")}</dd></div>
                <div><dt>"Hết giờ"</dt><dd>"Máy chủ tự nộp những câu đã lưu. Khi đó giờ nộp là lúc hết giờ và thời gian làm bài tính là toàn bộ thời gian cho phép."</dd></div>
                <div><dt>"Số lượt"</dt><dd>{format!("Bạn còn {left} lượt. Bấm “Bắt đầu thi” là đã dùng một lượt.")}</dd></div>
            </dl>
            <form method="post"><button class="btn btn--shout btn--wide" name="act" value="start">"Bắt đầu thi"<Icon glyph=Glyph::Right/></button></form>
        </div>
    }
}

#[component]
fn Resume(deadline: Moment) -> impl IntoView {
    view! {
        <div class="card card--accent stack">
            <h2 class="card__title">"Bài của bạn đang làm dở"</h2>
            <p>{format!("Những câu đã lưu vẫn còn. Giờ làm bài vẫn chạy, hết lúc {}.", deadline.stamp())}</p>
            <form method="post"><button class="btn btn--shout btn--wide" name="act" value="start">"Làm tiếp"<Icon glyph=Glyph::Right/></button></form>
        </div>
    }
}

#[component]
fn Refused(why: StartRefused) -> impl IntoView {
    let title = match why {
        StartRefused::NoAttemptsLeft { .. } => "Bạn đã thi xong đợt này",
        StartRefused::Ineligible { .. } => "Bạn không dự thi được đợt này",
        StartRefused::NotYet { .. } | StartRefused::Over { .. } | StartRefused::NotCommitted => {
            "Bây giờ chưa vào thi được"
        }
    };
    let sentence = problems(&Rejection::Start(why)).pop();
    let sentence = sentence.map(|p| p.message).unwrap_or_default();
    view! {
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Clock/><div><p class="notice__title">{title}</p><p>{sentence}</p></div></div>
    }
}

/// Attempts already over, each with its receipt.
#[component]
fn Finished(entries: Vec<OwnEntry>) -> impl IntoView {
    let over: Vec<OwnEntry> = entries.into_iter().filter(|e| e.has_receipt).collect();
    (!over.is_empty()).then(|| {
        let links = over
            .into_iter()
            .map(|entry| {
                let sheet = format!("/thi/{}", entry.attempt.as_str());
                let at = entry.submitted_at.map(Moment::stamp).unwrap_or_default();
                let void = entry.void.is_some().then_some(" Bài này đã bị huỷ.");
                view! {
                    <li>
                        {format!("Lượt {}, nộp lúc {at}.{} ", entry.number, void.unwrap_or_default())}
                        <a href=format!("{sheet}/bien-nhan")>{format!("Biên nhận lượt {}", entry.number)}</a>
                        {entry.has_result.then(|| view! { " · "<a href=format!("{sheet}/ket-qua")>"Xem kết quả"</a> })}
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="stack" aria-labelledby="da-thi">
                <h2 class="h3" id="da-thi">"Bài bạn đã nộp trong đợt này"</h2>
                <ul>{links}</ul>
                <p><a class="btn btn--second" href="/cua-toi">"Bài thi của tôi"</a></p>
            </section>
        }
    })
}
