//! All questions at a glance: words for readers, shapes for eyes.

use super::Panel;
use crate::ui::live::word;
use leptos::prelude::*;

/// The list of parts.
#[component]
pub(super) fn Navigator(panel: Panel) -> impl IntoView {
    view! {
        <nav class="navigator" id="danh-sach" aria-labelledby="danh-sach-ten" tabindex="-1">
            <h2 class="navigator__title" id="danh-sach-ten">"Danh sách câu"</h2>
            <ol class="navigator__grid">{(0..panel.parts).map(|part| cell(panel, part)).collect_view()}</ol>
            <ul class="navigator__key" aria-hidden="true">
                <li><span class="cell is-answered"></span>"Đã trả lời"</li>
                <li><span class="cell"></span>"Chưa trả lời"</li>
                <li><span class="cell is-flagged"></span>"Cần xem lại"</li>
            </ul>
        </nav>
    }
}

fn cell(panel: Panel, part: usize) -> impl IntoView {
    let question = part < panel.questions;
    let state = move || {
        let answered = panel
            .saver
            .held
            .with(|h| h.get(part).is_some_and(|h| !h.value.is_empty()));
        let flagged = panel.flagged.with(|f| f.contains(&part));
        match (answered, flagged) {
            (true, true) => ("cell is-answered is-flagged", ", đã trả lời, cần xem lại"),
            (true, false) => ("cell is-answered", ", đã trả lời"),
            (false, true) => ("cell is-flagged", ", chưa trả lời, cần xem lại"),
            (false, false) => ("cell", ", chưa trả lời"),
        }
    };
    let class = word(move || state().0);
    let words = word(move || state().1);
    let here = word(move || {
        if panel.live.get() && panel.open.get() == part {
            "step"
        } else {
            "false"
        }
    });
    let go = move |ev: leptos::ev::MouseEvent| {
        if panel.live.get_untracked() {
            ev.prevent_default();
            panel.go(part);
        }
    };
    let (prefix, label) = if question {
        ("Câu ", (part + 1).to_string())
    } else {
        ("", panel.name(part))
    };
    view! {
        <li class=if question { "" } else { "navigator__wide" }>
            <a class=class href=format!("#cau-{}", part + 1) aria-current=here on:click=go>
                <span class="sr">{prefix}</span>{label}<span class="sr">{words}</span>
            </a>
        </li>
    }
}
