//! What keeps one person's screen from the next: asking whether someone is there, then ending the turn; a page that
//! comes back from the browser's memory is asked for anew; the way back through the history is shut. And what keeps one
//! person's turn from a wrong touch: the way out of a running attempt asks in front of the page.

use crate::ui::live::text;
use domain::kiosk::IDLE_RESET_SECONDS;
use leptos::prelude::*;

/// Id of the question in the page.
const DIALOG: &str = "con-do";
/// Id of the button that ends the turn.
const END: &str = "ket-thuc-luot";
/// Id of the way out of a running attempt, which unfolds its question.
pub(super) const OUT: &str = "ket-thuc";
/// Id of that question.
pub(super) const ASK: &str = "hoi-ket-thuc";

/// Asks after [`domain::kiosk::IDLE_WARNING_SECONDS`] without touch or key, and ends the turn
/// [`IDLE_RESET_SECONDS`] later.
///
/// Without JavaScript nothing of it works: then the way out is the button in the foot of the page, and the turn ends on
/// the server when the next person signs in.
#[island]
pub fn KioskIdle() -> impl IntoView {
    let left = RwSignal::new(IDLE_RESET_SECONDS);
    // The dialog closes by its button or the escape key; either way someone is there.
    let here = move |_| {
        #[cfg(feature = "hydrate")]
        browser::touched();
        left.set(IDLE_RESET_SECONDS);
    };
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::watch(left));
    view! {
        <dialog class="dialog" id=DIALOG aria-labelledby="con-do-hoi" on:close=here>
            <h2 class="dialog__title" id="con-do-hoi">"Bạn còn ở đây không?"</h2>
            <p>
                "Máy sẽ xoá màn hình sau "<b class="num">{text(move || left.get().to_string())}</b>" giây. Những câu đã lưu vẫn còn."
            </p>
            <div class="btn-row">
                <form method="dialog"><button class="btn">"Tôi vẫn ở đây"</button></form>
                <form method="post" action="/kiosk">
                    <button class="btn btn--danger" id=END name="act" value="end">"Kết thúc lượt của tôi"</button>
                </form>
            </div>
        </dialog>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{ASK, DIALOG, END, OUT};
    use crate::quiz::tick::{monotonic, wall};
    use domain::kiosk::{IDLE_RESET_SECONDS, IDLE_WARNING_SECONDS};
    use leptos::prelude::{RwSignal, Set as _, document, window, window_event_listener_untyped};
    use std::cell::Cell;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast as _, JsValue};

    thread_local! {
        /// When someone last touched the screen or a key, by the monotonic clock and by the device's own.
        static TOUCHED: Cell<[f64; 2]> = const { Cell::new([0.0; 2]) };
    }

    pub(super) fn touched() {
        TOUCHED.set([monotonic(), wall()]);
    }

    /// Milliseconds without a touch. Neither clock alone will do: one stands still while the device sleeps, the other
    /// can be set back.
    fn untouched() -> f64 {
        let [by_monotonic, by_wall] = TOUCHED.get();
        (monotonic() - by_monotonic).max(wall() - by_wall)
    }

    pub(super) fn watch(left: RwSignal<u32>) {
        touched();
        keep_out_of_history();
        ask_before_end();
        for event in ["pointerdown", "keydown", "wheel"] {
            window_event_listener_untyped(event, |_| {
                if !dialog(DIALOG).is_some_and(|d| d.open()) {
                    touched();
                }
            });
        }
        gloo_timers::callback::Interval::new(1_000, move || tick(left)).forget();
    }

    /// Measured, not counted: a screen that slept has been idle too.
    fn tick(left: RwSignal<u32>) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "seconds a page is open"
        )]
        let idle = (untouched() / 1_000.0) as u32;
        if idle < IDLE_WARNING_SECONDS {
            return;
        }
        let end_at = IDLE_WARNING_SECONDS + IDLE_RESET_SECONDS;
        left.set(end_at.saturating_sub(idle));
        if let Some(dialog) = dialog(DIALOG).filter(|d| !d.open()) {
            let _ = dialog.show_modal();
        }
        if idle >= end_at {
            end();
        }
    }

    fn end() {
        // Until the answer is there the tick comes by each second, and a turn ends only once.
        touched();
        let button = document().get_element_by_id(END);
        if let Some(button) = button.and_then(|b| b.dyn_into::<web_sys::HtmlElement>().ok()) {
            button.click();
        }
    }

    fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    /// Lifts the question of the way out, which unfolds in the foot by itself, in front of the page.
    fn ask_before_end() {
        let (Some(out), Some(ask)) = (document().get_element_by_id(OUT), dialog(ASK)) else {
            return;
        };
        let Ok(Some(summary)) = out.query_selector("summary") else {
            return;
        };
        let (unfolded, question) = (out.clone(), ask.clone());
        let asked = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            // A dialog in a folded part is not drawn, and one that is open in its place cannot be lifted.
            let _ = unfolded.set_attribute("open", "");
            question.set_open(false);
            let _ = question.show_modal();
        });
        let _ = summary
            .add_event_listener_with_callback("click", asked.into_js_value().unchecked_ref());
        let closed = Closure::<dyn FnMut()>::new(move || {
            let _ = out.remove_attribute("open");
        });
        let _ =
            ask.add_event_listener_with_callback("close", closed.into_js_value().unchecked_ref());
    }

    /// One entry in front of the page's own: “back” lands on it and is sent forward again.
    fn keep_out_of_history() {
        window_event_listener_untyped("pageshow", |event| {
            if event
                .unchecked_into::<web_sys::PageTransitionEvent>()
                .persisted()
            {
                let _ = window().location().reload();
            }
        });
        let Ok(history) = window().history() else {
            return;
        };
        let _ = history.replace_state_with_url(&JsValue::NULL, "", None);
        let _ = history.push_state_with_url(&JsValue::NULL, "", None);
        window_event_listener_untyped("popstate", |_| {
            if let Ok(history) = window().history() {
                let _ = history.forward();
            }
        });
    }
}
