//! The bar on top of the sheet: time left, what is saved, how many are answered.

use super::Panel;
use super::saving::{line, note};
use crate::quiz::left::{announcement, class, spoken};
use crate::ui::icon::{Glyph, LiveIcon};
use crate::ui::live::{flag, text, word};
use leptos::prelude::*;

/// The bar.
#[component]
pub(super) fn Bar(panel: Panel) -> impl IntoView {
    let Panel {
        saver, questions, ..
    } = panel;
    let left = move || saver.left();
    let class = word(move || class(left()));
    let clock = text(move || left().clock());
    let spoken = text(move || spoken(left()));
    let announced = text(move || announcement(left()));
    let end = text(move || format!("Hết giờ lúc {}. ", saver.deadline().hms()));
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
        <section class=class aria-label="Giờ và bài lưu" data-asleep=flag(move || !panel.live.get())>
            <div class="wrap quiz-bar__in">
                <p class="clock" role="timer" aria-live="off" aria-label=spoken>
                    <LiveIcon path=word(|| const { Glyph::Clock.path() })/>
                    <span class="clock__t" aria-hidden="true">{clock}</span>
                </p>
                <p class="save-state quiz-bar__waking">"Đang chuẩn bị…"</p>
                <p class="quiz-bar__plain"><b class="num">{end}</b>"Chọn xong bấm “Lưu”."</p>
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
    let calm = flag(move || note().is_none_or(|n| n.act.is_none()));
    let button = word(move || note().and_then(|n| n.act).unwrap_or_default());
    view! {
        <div role="status">
            <div class=class hidden=none>
                <div class="wrap">
                    <LiveIcon path=icon/>
                    <p>
                        <b>{strong}</b><span>{words}</span>
                        <button type="button" class="btn btn--quiet" hidden=calm on:click=move |_| saver.press()>{button}</button>
                    </p>
                </div>
            </div>
        </div>
    }
}
