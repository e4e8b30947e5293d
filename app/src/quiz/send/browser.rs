//! The check as it is open in the browser.

use super::{Sending, line, note};
use crate::error::AppError;
use crate::quiz::api::quiz_state;
use crate::quiz::left::{announcement, class, spoken};
use crate::quiz::line::{EVERY, in_time, leave, turn, wait};
use crate::quiz::tick::{self, ServerClock};
use crate::quiz::wire::{Line as _, SheetTold};
use domain::time::{Moment, Span};
use leptos::prelude::{document, window, window_event_listener_untyped};
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlFormElement, RequestRedirect, ResponseType};

/// The check as it is open in the browser.
struct Check {
    bar: Element,
    attempt: String,
    clock: Cell<ServerClock>,
    deadline: Cell<Moment>,
    sending: Cell<Sending>,
}

pub(super) fn start() {
    let Some(check) = find() else {
        return;
    };
    let _ = check.bar.remove_attribute("data-asleep");
    let check = Rc::new(check);
    let (ticking, turn) = (check.clone(), turn());
    tick::every_second(move || {
        ticking.show();
        // Asking every few seconds is enough: the server decides, the page only follows.
        let over = -ticking.left().0;
        if over >= 0 && over / 1_000 % EVERY == turn {
            spawn_local(refresh(ticking.clone()));
        }
    });
    let slept = check.clone();
    tick::after_sleep(move || spawn_local(refresh(slept.clone())));
    std::mem::forget(window_event_listener_untyped("submit", move |event| {
        if event.target().is_some_and(is_ours) {
            event.prevent_default();
            if check.sending.get() == Sending::Not {
                spawn_local(send_until_there(check.clone(), event));
            }
        }
    }));
}

fn find() -> Option<Check> {
    let bar = document().query_selector("[data-sheet]").ok()??;
    let told = SheetTold::parse(&bar.get_attribute("data-sheet")?)?;
    Some(Check {
        bar,
        attempt: told.attempt,
        clock: Cell::new(ServerClock::rendered(told.now)),
        deadline: Cell::new(told.deadline),
        sending: Cell::new(Sending::Not),
    })
}

/// Whether it is the form that sends, and not a kiosk's way out.
fn is_ours(target: web_sys::EventTarget) -> bool {
    let form: Element = target.unchecked_into();
    form.id() == "gui-bai"
}

/// Writes a text where it is another: what is said aloud is said once.
fn put(place: &Element, text: &str) {
    if place.text_content().as_deref() != Some(text) {
        place.set_text_content(Some(text));
    }
}

impl Check {
    fn left(&self) -> Span {
        self.deadline.get() - self.clock.get().now()
    }

    fn put(&self, what: &str, text: &str) {
        if let Ok(Some(place)) = self.bar.query_selector(what) {
            put(&place, text);
        }
    }

    fn show(&self) {
        let left = self.left();
        self.bar.set_class_name(class(left));
        self.put(".clock__t", &left.clock());
        if let Ok(Some(clock)) = self.bar.query_selector(".clock") {
            let _ = clock.set_attribute("aria-label", &spoken(left));
        }
        let (words, class) = line(self.sending.get());
        self.put("[data-line]", words);
        if let Ok(Some(line)) = self.bar.query_selector("[data-line]") {
            line.set_class_name(class);
        }
        let (strong, words) = note(self.sending.get(), left);
        self.put("[data-note] b", &strong);
        self.put("[data-note] span", words);
        if let Ok(Some(note)) = self.bar.query_selector("[data-note]") {
            let _ = note.toggle_attribute_with_force("hidden", words.is_empty());
        }
        if let Ok(Some(place)) = document().query_selector("[data-announced]") {
            put(&place, &announcement(left));
        }
    }

    fn becomes(&self, sending: Sending) {
        self.sending.set(sending);
        self.show();
    }
}

/// Asks what became of the attempt: a closed one has a receipt.
async fn refresh(check: Rc<Check>) {
    let told = match in_time(quiz_state(check.attempt.clone())).await {
        Ok(told) => told,
        // Nobody is asked for ever: the server leads to signing in.
        Err(AppError::SignedOut | AppError::NotFound) => return leave(&check.attempt, "bien-nhan"),
        Err(_) => return,
    };
    let mut clock = check.clock.get();
    clock.hear(told.now);
    check.clock.set(clock);
    check.deadline.set(told.deadline);
    if !told.open {
        leave(&check.attempt, "bien-nhan");
    }
}

/// What came of one try.
enum Came {
    /// The server leads on: to the receipt, or to signing in.
    LeadsOn,
    /// It has something to say that a page shows best.
    Says,
    /// Nothing came, or to come back in so many seconds.
    Nothing(Option<u32>),
}

/// Sends until the server answers. To send twice is to send once.
async fn send_until_there(check: Rc<Check>, event: Event) {
    check.becomes(Sending::UnderWay);
    let mut tries = 0;
    loop {
        match send().await {
            Came::LeadsOn => return leave(&check.attempt, "bien-nhan"),
            Came::Says => {
                // Whoever comes back to this page can send again.
                check.becomes(Sending::Not);
                return send_plainly(&event);
            }
            Came::Nothing(asked_for) => {
                tries += 1;
                let busy = asked_for.is_some();
                check.becomes(Sending::Retrying { tries, busy });
                let asked_for = asked_for.unwrap_or(0).min(60) * 1_000;
                gloo_timers::future::TimeoutFuture::new(wait(tries, asked_for)).await;
            }
        }
    }
}

/// One try: the form, as the browser would send it, without following where it leads.
async fn send() -> Came {
    use gloo_net::http::Request;
    let here = window().location().pathname().unwrap_or_default();
    let call = async {
        let request = Request::post(&here)
            .redirect(RequestRedirect::Manual)
            .header("content-type", "application/x-www-form-urlencoded")
            .body("act=submit");
        let Ok(request) = request else {
            return Err(AppError::Network);
        };
        request.send().await.map_err(|_| AppError::Network)
    };
    let Ok(reply) = in_time(call).await else {
        return Came::Nothing(None);
    };
    if reply.type_() == ResponseType::Opaqueredirect {
        return Came::LeadsOn;
    }
    let after = || reply.headers().get("retry-after")?.parse().ok();
    match reply.status() {
        429 | 503 => Came::Nothing(Some(after().unwrap_or(2))),
        500.. => Came::Nothing(None),
        _ => Came::Says,
    }
}

/// Lets the browser send the form after all: what the server says needs a page.
fn send_plainly(event: &Event) {
    if let Some(form) = event.target() {
        let _ = form.unchecked_into::<HtmlFormElement>().submit();
    }
}
