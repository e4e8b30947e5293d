//! The live question sheet.
//!
//! On the server it is a plain form with every question and a “Lưu” button. In the browser it shows one question at a
//! time, saves each choice as it is made and says what became of it. The questions themselves are children: written by
//! the server, not built again in the browser (`docs/adr/0004-islands-without-props.md`).

mod bar;
mod dom;
mod leaving;
mod navigator;
mod queue;
mod reply;
mod saving;
mod typing;
mod waiting;

use crate::quiz::wire::{Line as _, SheetTold};
use crate::ui::icon::{Glyph, LiveIcon};
use crate::ui::live::{flag, text, word};
use bar::Bar;
use dom::Change;
use leptos::prelude::*;
use navigator::Navigator;
use queue::Saver;
use reply::SaveState;

/// What the parts of the panel share.
#[derive(Debug, Clone, Copy)]
struct Panel {
    /// Saves and what became of them.
    saver: Saver,
    /// Whether the panel is awake.
    live: RwSignal<bool>,
    /// The part that is open: a question by place, then the prediction.
    open: RwSignal<usize>,
    /// Questions marked to look at again.
    flagged: RwSignal<Vec<usize>>,
    /// Number of questions.
    questions: usize,
    /// Number of parts: one more with a prediction.
    parts: usize,
}

impl Panel {
    /// A part's short name, `Câu 3`.
    fn name(self, part: usize) -> String {
        if part < self.questions {
            format!("Câu {}", part + 1)
        } else {
            "Dự đoán".to_owned()
        }
    }

    /// Opens what was typed and refused, if that is why the page stays.
    fn show_refused(self) {
        let refused = matches!(self.saver.state.get_untracked(), SaveState::Refused(_));
        if let Some(part) = self.saver.typing().filter(|_| refused) {
            self.go(part);
        }
    }

    /// Opens a part.
    fn go(self, part: usize) {
        self.open.set(part);
        dom::focus(part);
    }
}

/// What the server says of the sheet: on the server the page knows it, in the browser it stands in the form.
fn told() -> (SheetTold, String) {
    #[cfg(feature = "hydrate")]
    let line = document()
        .get_element_by_id("bai-thi")
        .and_then(|form| form.get_attribute("data-sheet"))
        .unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    let line = expect_context::<SheetTold>().to_line();
    #[expect(
        clippy::expect_used,
        reason = "written by this very program a moment ago"
    )]
    let told = SheetTold::parse(&line).expect("the sheet's own line");
    (told, line)
}

/// The sheet. It finds what the server says of it as context [`SheetTold`] on the server, in the form in the browser.
#[island]
pub fn QuizPanel(
    /// The fields of the form.
    children: Children,
) -> impl IntoView {
    let (told, line) = told();
    let questions = told.questions;
    let first_gap = told.held.iter().position(|h| h.value.is_empty());
    let panel = Panel {
        live: RwSignal::new(false),
        open: RwSignal::new(first_gap.unwrap_or(0)),
        flagged: RwSignal::new(Vec::new()),
        questions,
        parts: told.held.len(),
        saver: Saver::new(told),
    };
    // Once what the server wrote has been taken over: what changes before that is not seen.
    Effect::new(move |_| {
        panel.saver.start();
        panel.saver.catch_up(panel.parts);
        panel.live.set(true);
    });
    Effect::new(move |_| dom::show_only(panel.open.get()));
    let changed = move |event: leptos::ev::Event| match dom::change(&event, questions) {
        Some(Change::Value(part, value)) => panel.saver.choose(part, value),
        Some(Change::Typed(_)) => panel.saver.keep_typed(),
        Some(Change::Flag(place, on)) => panel.flagged.update(|f| {
            f.retain(|p| *p != place);
            if on {
                f.push(place);
            }
        }),
        None => {}
    };
    let typed = move |event: leptos::ev::Event| {
        if let Some(Change::Typed(part)) = dom::change(&event, questions) {
            panel.saver.typed(part);
        }
    };
    let check = move |event: leptos::ev::SubmitEvent| {
        if panel.live.get_untracked() && panel.saver.holds_back() {
            event.prevent_default();
            panel.show_refused();
        }
    };
    let asleep = move || !panel.live.get();
    view! {
        <Bar panel=panel/>
        <div class="wrap quiz-layout">
            <form class="quiz-layout__main" method="post" id="bai-thi" autocomplete="off" data-sheet=line data-asleep=flag(asleep)
                on:change=changed on:input=typed on:submit=check>
                <input type="hidden" name="live" value="1" disabled=flag(asleep)/>
                {children()}
                <Steps panel=panel/>
            </form>
            <aside class="quiz-layout__side card" aria-label="Các câu">
                <Navigator panel=panel/>
                <button class="btn btn--second btn--wide" form="bai-thi" name="act" value="check">"Kiểm tra và gửi bài"</button>
            </aside>
        </div>
    }
}

/// Before and after; the last part leads to the check. Asleep: save, and save and check.
#[component]
fn Steps(panel: Panel) -> impl IntoView {
    let open = move || panel.open.get();
    let last = move || open() + 1 >= panel.parts;
    let asleep = move || !panel.live.get();
    let step = move |forward: bool| {
        let open = panel.open.get_untracked();
        panel.go(if forward {
            open + 1
        } else {
            open.saturating_sub(1)
        });
    };
    view! {
        <div class="btn-row btn-row--split quiz-acts">
            <button class="btn btn--second" name="act" value="save" hidden=flag(move || !asleep())>"Lưu"</button>
            <button class="btn" name="act" value="check" hidden=flag(move || !asleep())>"Lưu và kiểm tra bài"</button>
            <button type="button" class="btn btn--second" hidden=flag(move || asleep() || open() == 0) on:click=move |_| step(false)>
                <LiveIcon path=word(|| const { Glyph::Left.path() })/>
                <span>{text(move || panel.name(open().saturating_sub(1)))}</span>
            </button>
            <button type="button" class="btn" hidden=flag(move || asleep() || last()) on:click=move |_| step(true)>
                <span>{text(move || panel.name(open() + 1))}</span>
                <LiveIcon path=word(|| const { Glyph::Right.path() })/>
            </button>
            <button class="btn" name="act" value="check" hidden=flag(move || asleep() || !last())>"Kiểm tra bài"</button>
        </div>
    }
}
