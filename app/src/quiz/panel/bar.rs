//! The bar on top of the sheet: time left, what is saved, how many are answered.

use super::Panel;
use super::queue::Saver;
use super::reply::SaveState;
use crate::ui::icon::{Glyph, LiveIcon};
use crate::ui::live::{flag, text, word};
use domain::time::Span;
use leptos::prelude::*;

/// Minutes at which the time left is announced.
const ANNOUNCED: [i64; 3] = [10, 5, 1];

const CLOCK: &str = Glyph::Clock.path();
const TICK: &str = Glyph::Tick.path();
const ALERT: &str = Glyph::Alert.path();
const WARN: &str = Glyph::Warn.path();
const INFO: &str = Glyph::Info.path();
const RETRY: &str = Glyph::Retry.path();

/// The bar.
#[component]
pub(super) fn Bar(panel: Panel) -> impl IntoView {
    let Panel {
        saver, questions, ..
    } = panel;
    let left = move || saver.left();
    let class = word(move || match left().0 {
        l if l <= 60_000 => "quiz-bar quiz-bar--urgent",
        l if l <= 300_000 => "quiz-bar quiz-bar--soon",
        _ => "quiz-bar",
    });
    let clock = text(move || left().clock());
    // Whole seconds, as the clock beside it shows them: nobody wants milliseconds read aloud.
    let spoken = text(move || {
        let seconds = (left().0.max(0) + 999) / 1_000;
        format!("Còn {}", Span(seconds * 1_000).words())
    });
    let announced = text(move || announcement(left()));
    let count = text(move || {
        let answered = saver.held.with(|held| {
            let questions = held.iter().take(questions);
            questions.filter(|h| !h.value.is_empty()).count()
        });
        format!("{answered}/{questions}")
    });
    let line = move || line(saver);
    let line_class = word(move || line().0);
    let line_icon = word(move || line().1);
    let line_text = text(move || line().2);
    view! {
        <section class=class aria-label="Giờ và bài lưu">
            <div class="wrap quiz-bar__in">
                <p class="clock" role="timer" aria-live="off" aria-label=spoken>
                    <LiveIcon path=word(|| CLOCK)/>
                    <span class="clock__t" aria-hidden="true">{clock}</span>
                </p>
                <p class=line_class role="status"><LiveIcon path=line_icon/><span class="num">{line_text}</span></p>
                <a class="btn btn--second btn--small quiz-bar__nav" href="#danh-sach">
                    <LiveIcon path=word(|| const { Glyph::List.path() })/>
                    <span class="num">{count}</span>
                    <span class="sr">" câu đã trả lời. Danh sách câu"</span>
                </a>
            </div>
            <NoteLine panel=panel/>
        </section>
        <p class="sr" role="status">{announced}</p>
    }
}

/// What a reader hears at 10, 5 and 1 minutes, and nothing in between.
fn announcement(left: Span) -> String {
    let minutes = (left.0 + 59_999) / 60_000;
    if ANNOUNCED.contains(&minutes) && left.0 > 0 {
        format!("Còn {minutes} phút")
    } else {
        String::new()
    }
}

/// Class, icon and words of the line about saving.
fn line(saver: Saver) -> (&'static str, &'static str, String) {
    match saver.state.get() {
        SaveState::Idle => ("save-state", INFO, "Chọn là lưu ngay".to_owned()),
        SaveState::Saving => (
            "save-state save-state--saving",
            RETRY,
            "Đang lưu…".to_owned(),
        ),
        SaveState::Saved(at) => (
            "save-state save-state--saved",
            TICK,
            format!("Đã lưu lúc {}", at.hms()),
        ),
        SaveState::Retrying { .. } => ("save-state save-state--retry", RETRY, unsaved(saver)),
        SaveState::Stale(_) => (
            "save-state save-state--retry",
            INFO,
            "Đã có bản mới hơn".to_owned(),
        ),
        SaveState::Refused(_) => (
            "save-state save-state--failed",
            ALERT,
            "Không lưu được".to_owned(),
        ),
        SaveState::SignedOut => (
            "save-state save-state--failed",
            ALERT,
            "Phiên đã hết".to_owned(),
        ),
    }
}

/// The first three that wait, by name.
fn unsaved(saver: Saver) -> String {
    let mut text = "Chưa lưu ".to_owned();
    for (i, part) in saver.waiting().into_iter().take(3).enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&saver.name(part));
    }
    text
}

/// Why the server has not answered, as far as the page can tell.
fn unreached(busy: bool) -> &'static str {
    #[cfg(feature = "hydrate")]
    let online = window().navigator().on_line();
    #[cfg(not(feature = "hydrate"))]
    let online = true;
    match (busy, online) {
        (true, _) => "Máy chủ đang bận.",
        (false, true) => "Chưa tới được máy chủ.",
        (false, false) => "Mất mạng.",
    }
}

/// What happened and what comes next.
struct Note {
    class: &'static str,
    icon: &'static str,
    strong: String,
    text: String,
}

fn note(panel: Panel, left: Span) -> Option<Note> {
    let told = |class, icon, strong: String, text: &str| {
        Some(Note {
            class,
            icon,
            strong,
            text: text.to_owned(),
        })
    };
    const URGENT: &str = "quiz-note quiz-note--urgent";
    const MILD: &str = "quiz-note quiz-note--warn";
    match panel.saver.state.get() {
        SaveState::Retrying { tries, busy } => told(
            MILD,
            RETRY,
            format!("{} Đang gửi lại, lần {tries}. ", unreached(busy)),
            "Cứ làm tiếp, đừng đóng trang. Các câu trước đã lưu vẫn còn.",
        ),
        SaveState::Stale(part) => told(
            MILD,
            INFO,
            format!("Thiết bị khác đã lưu {} sau. ", panel.saver.name(part)),
            "Trang đang hiện bản mới nhất; chọn lại nếu bạn muốn đổi.",
        ),
        SaveState::Refused(reason) => told(
            URGENT,
            ALERT,
            "Câu này không được lưu. ".to_owned(),
            &reason,
        ),
        SaveState::SignedOut => told(
            URGENT,
            ALERT,
            "Phiên làm việc đã hết. ".to_owned(),
            "Đăng nhập lại để làm tiếp; những câu đã lưu vẫn còn.",
        ),
        _ if !panel.live.get() => None,
        _ if left.0 <= 0 => told(
            MILD,
            CLOCK,
            "Hết giờ. ".to_owned(),
            "Máy chủ đang chốt những câu đã lưu, biên nhận sẽ hiện ngay sau đó.",
        ),
        _ if left.0 <= 60_000 => told(
            URGENT,
            WARN,
            "Còn 1 phút. ".to_owned(),
            "Hết giờ, máy chủ tự nộp những câu đã lưu.",
        ),
        _ => None,
    }
}

/// The sentence under the bar.
#[component]
fn NoteLine(panel: Panel) -> impl IntoView {
    let saver = panel.saver;
    let note = move || note(panel, saver.left());
    let none = flag(move || note().is_none());
    let class = word(move || note().map_or("", |n| n.class));
    let icon = word(move || note().map_or("", |n| n.icon));
    let strong = text(move || note().map(|n| n.strong).unwrap_or_default());
    let words = text(move || note().map(|n| n.text).unwrap_or_default());
    // A busy server said when to come back.
    let calm = flag(move || !matches!(saver.state.get(), SaveState::Retrying { busy: false, .. }));
    view! {
        <div role="status">
            <div class=class hidden=none>
                <div class="wrap">
                    <LiveIcon path=icon/>
                    <p>
                        <b>{strong}</b><span>{words}</span>
                        <button type="button" class="btn btn--quiet" hidden=calm on:click=move |_| saver.send()>"Thử gửi ngay"</button>
                    </p>
                </div>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_announced_once_each() {
        assert_eq!(announcement(Span(600_000)), "Còn 10 phút");
        assert_eq!(announcement(Span(540_000)), "");
        assert_eq!(announcement(Span(59_000)), "Còn 1 phút");
        assert_eq!(announcement(Span(0)), "");
    }
}
