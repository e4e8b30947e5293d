//! The page is left, comes back or goes on to the check: nothing chosen may get lost on the way.

use super::queue::Saver;
use super::reply::SaveState;
use crate::quiz::line::{leave, online};
use leptos::prelude::*;

/// Milliseconds between two looks whether the server answers.
#[cfg(feature = "hydrate")]
const LOOK: u32 = 3_000;

impl Saver {
    /// The page is left by a button of its own: what waits goes with the form.
    pub(super) fn leaves(self) {
        self.queue.update_value(|q| q.leaves = true);
    }

    /// Whether the way to the check has to wait: for what is not saved yet, or for the network, without which the browser
    /// would show an error of its own in place of the paper. The page goes there by itself then.
    pub(super) fn holds_back(self) -> bool {
        self.keep_typed();
        if matches!(self.state.get_untracked(), SaveState::SignedOut) {
            // The server leads to signing in; what waits goes with the form.
            self.leaves();
            return false;
        }
        if matches!(self.state.get_untracked(), SaveState::Refused(_)) && self.typing().is_some() {
            // The sentence about it stands under the clock.
            return true;
        }
        if self.waiting().is_empty() && online() {
            self.leaves();
            return false;
        }
        let asked = self.checks.get_untracked();
        self.checks.set(true);
        if self.waiting().is_empty() {
            self.state.set(SaveState::Offline);
            if !asked {
                self.go_once_there();
            }
        }
        true
    }

    /// Goes to the check as soon as the server answers. What the browser says of a network may be wrong, and stay so.
    fn go_once_there(self) {
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            while self.checks.get_untracked()
                && matches!(self.state.get_untracked(), SaveState::Offline)
            {
                self.refresh();
                gloo_timers::future::TimeoutFuture::new(LOOK).await;
            }
        });
    }

    /// Goes to the check, where that was asked for, nothing waits any more and nothing is left to be decided.
    pub(super) fn go_and_check(self) {
        if !self.checks.get_untracked() || !self.waiting().is_empty() {
            return;
        }
        self.checks.set(false);
        let settled = matches!(
            self.state.get_untracked(),
            SaveState::Saved(_) | SaveState::Offline
        );
        if settled && self.overtaken.with_untracked(Option::is_none) {
            self.leaves();
            leave(&self.queue.with_value(|q| q.attempt.clone()), "kiem-tra");
        }
    }

    /// Listens for the network and the person coming and going.
    #[cfg(feature = "hydrate")]
    pub(super) fn listen(self) {
        use crate::quiz::tick;
        tick::after_sleep(move || self.refresh());
        // The panel lives as long as its page, so do these.
        on("online", move |_| self.send());
        on("pageshow", move |_| {
            self.queue.update_value(|q| q.leaves = false);
            self.refresh();
        });
        on("pagehide", move |_| self.send_last());
        // A telephone that is put away may never come to `pagehide`.
        on("visibilitychange", move |_| {
            if document().hidden() {
                self.send_last();
            }
        });
        on("beforeunload", move |event| {
            self.keep_typed();
            if self.would_lose() {
                event.prevent_default();
            }
        });
    }

    /// Whether a reload or a wrong touch would lose a choice that never reached the server. A kiosk must not ask: there
    /// the page also goes because nobody is left to answer.
    #[cfg(feature = "hydrate")]
    fn would_lose(self) -> bool {
        let root = document().document_element();
        let kiosk = root.is_some_and(|root| root.has_attribute("data-surface"));
        let leaves = self.queue.with_value(|q| q.leaves);
        !kiosk && !leaves && !self.waiting().is_empty()
    }

    /// The page goes: the browser sends what waits when it is gone, under the keys it was or will be sent with, so nothing
    /// counts twice.
    #[cfg(feature = "hydrate")]
    fn send_last(self) {
        use crate::quiz::api::SaveAnswer;
        use crate::quiz::wire::Line as _;
        self.keep_typed();
        let navigator = window().navigator();
        let attempt = self.queue.with_value(|q| q.attempt.clone());
        for (choice, beyond) in self.queue.with_value(|q| q.waiting.last_word()) {
            let save = SaveAnswer {
                attempt: attempt.clone(),
                key: choice.key,
                slot: self.slot(choice.part),
                base: self.held_at(choice.part).revision + beyond,
                value: choice.value,
            };
            let _ =
                navigator.send_beacon_with_opt_str("/api/quiz/save", Some(save.to_line().as_str()));
        }
    }
}

#[cfg(feature = "hydrate")]
fn on(event: &'static str, act: impl Fn(web_sys::Event) + 'static) {
    std::mem::forget(window_event_listener_untyped(event, act));
}
