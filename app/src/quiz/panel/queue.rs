//! The queue between the page and the server: each choice waits here until the server says it is saved.
//!
//! One save is under way at a time. A lost network keeps what waits and tries again with the same key, so that a save
//! that did arrive is not made twice. Nothing is written to the device's storage: on a shared device the next person
//! finds nothing.

use super::dom;
use super::waiting::{Pending, Waiting, taken};
use crate::error::AppError;
use crate::quiz::wire::{SaveTold, SheetTold};
use domain::quiz::save::Held;
use domain::time::{Moment, Span};
use leptos::prelude::*;

/// What became of saving, for the bar and the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaveState {
    /// Nothing to save yet.
    Idle,
    /// Under way.
    Saving,
    /// Everything is on the server.
    Saved(Moment),
    /// No answer from the server; how often it was tried.
    Retrying(u32),
    /// Another device saved later: its answer is shown.
    Stale(usize),
    /// Refused, with the reason.
    Refused(String),
    /// The session has ended.
    SignedOut,
}

/// The state of the sheet in the browser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saver {
    /// What each part shows.
    pub(super) held: RwSignal<Vec<Held>>,
    /// What became of saving.
    pub(super) state: RwSignal<SaveState>,
    /// The server's time now, and the deadline; an outage or granted time moves it.
    clock: RwSignal<(Moment, Moment)>,
    queue: StoredValue<Queue>,
    questions: usize,
}

/// What waits, and what the requests need.
#[derive(Debug)]
struct Queue {
    attempt: String,
    waiting: Waiting,
    count: u32,
}

impl Saver {
    pub(super) fn new(told: SheetTold) -> Self {
        let newest = told.held.iter().filter_map(|h| h.saved_at).max();
        Self {
            held: RwSignal::new(told.held),
            state: RwSignal::new(newest.map_or(SaveState::Idle, SaveState::Saved)),
            clock: RwSignal::new((told.now, told.deadline)),
            queue: StoredValue::new(Queue {
                attempt: told.attempt,
                waiting: Waiting::default(),
                count: 0,
            }),
            questions: told.questions,
        }
    }

    /// Time left; negative once it is over.
    pub(super) fn left(self) -> Span {
        let (now, deadline) = self.clock.get();
        deadline - now
    }

    /// A part within a sentence, `câu 3`.
    pub(super) fn name(self, part: usize) -> String {
        if part < self.questions {
            format!("câu {}", part + 1)
        } else {
            "câu dự đoán".to_owned()
        }
    }

    /// The number the server knows a part by: the place, or −1 for the prediction.
    fn slot(self, part: usize) -> i64 {
        if part < self.questions {
            i64::try_from(part).unwrap_or(i64::MAX)
        } else {
            -1
        }
    }

    /// Starts the clock and listens for the network coming back. In the browser only.
    pub(super) fn start(self, server_now: Moment) {
        crate::quiz::tick::every_second(server_now, move |now| {
            let (_, deadline) = self.clock.get_untracked();
            self.clock.set((now, deadline));
            if now >= deadline {
                self.time_is_over(now - deadline);
            }
        });
        #[cfg(feature = "hydrate")]
        {
            let again = move || self.send();
            let handle = window_event_listener_untyped("online", move |_| again());
            on_cleanup(move || handle.remove());
            let fresh = move || self.refresh();
            let handle = window_event_listener_untyped("pageshow", move |_| fresh());
            on_cleanup(move || handle.remove());
        }
    }

    /// Takes a choice: saves it as soon as possible. The field shows it already.
    pub(super) fn choose(self, part: usize, value: String) {
        self.change(part, |held| held.value.clone_from(&value));
        let key = self.new_key();
        self.queue
            .update_value(|q| q.waiting.put(Pending::new(part, value, key)));
        self.send();
    }

    /// A field is being typed in: what was refused is no longer said, and what the server tells does not wipe it.
    pub(super) fn edited(self, part: usize) {
        self.queue.update_value(|q| q.waiting.edit(part));
        if matches!(self.state.get_untracked(), SaveState::Refused(_)) {
            self.state.set(SaveState::Idle);
        }
    }

    fn change(self, part: usize, act: impl FnOnce(&mut Held)) {
        self.held.update(|held| {
            if let Some(held) = held.get_mut(part) {
                act(held);
            }
        });
    }

    fn held_at(self, part: usize) -> Held {
        self.held
            .with_untracked(|h| h.get(part).cloned().unwrap_or_default())
    }

    /// Parts whose choice has not reached the server, oldest first.
    pub(super) fn waiting(self) -> Vec<usize> {
        self.queue.with_value(|q| q.waiting.parts())
    }

    fn waits(self, part: usize) -> bool {
        self.queue.with_value(|q| q.waiting.has(part))
    }

    fn next(self) -> Option<(String, Pending)> {
        let mut next = None;
        self.queue.update_value(|q| {
            next = q.waiting.next().map(|p| (q.attempt.clone(), p));
        });
        next
    }

    /// Sends what waits, one after the other.
    pub(super) fn send(self) {
        let Some((attempt, next)) = self.next() else {
            return;
        };
        if !matches!(self.state.get_untracked(), SaveState::Retrying(_)) {
            self.state.set(SaveState::Saving);
        }
        let base = self.held_at(next.part).revision;
        leptos::task::spawn_local(async move {
            let reply = crate::quiz::api::save_answer(
                attempt,
                next.key.clone(),
                self.slot(next.part),
                base,
                next.value.clone(),
            )
            .await;
            self.queue.update_value(|q| q.waiting.back());
            match reply {
                Ok(told) => self.settle(&next, told),
                Err(AppError::SignedOut | AppError::NotFound | AppError::Forbidden) => {
                    self.state.set(SaveState::SignedOut)
                }
                Err(AppError::Refused { message }) => {
                    self.queue.update_value(|q| q.waiting.settle(&next.key));
                    self.state.set(SaveState::Refused(message));
                    self.send();
                }
                Err(AppError::Busy { .. } | AppError::Network) => self.retry(),
            }
        });
    }

    fn settle(self, sent: &Pending, told: SaveTold) {
        self.queue.update_value(|q| q.waiting.settle(&sent.key));
        match told {
            SaveTold::Saved(now) => {
                dom::show_revision(sent.part, self.questions, now.revision);
                self.change(sent.part, |held| {
                    held.revision = now.revision;
                    held.saved_at = now.saved_at;
                });
                if let Some(at) = now.saved_at {
                    self.state.set(SaveState::Saved(at));
                }
            }
            SaveTold::Newer(theirs) => {
                self.queue.update_value(|q| q.waiting.drop_part(sent.part));
                self.take(sent.part, theirs);
                self.state.set(SaveState::Stale(sent.part));
            }
            SaveTold::Refused(reason) => {
                self.state.set(SaveState::Refused(reason));
                self.refresh();
            }
        }
        self.send();
    }

    /// Takes over what the server holds, unless that is older than what is shown.
    fn take(self, part: usize, theirs: Held) {
        let waits = self.waits(part);
        let Some(now) = taken(self.held_at(part), theirs, waits) else {
            return;
        };
        dom::show_revision(part, self.questions, now.revision);
        if !waits {
            dom::show_value(part, self.questions, &now.value);
        }
        self.change(part, |held| *held = now);
    }

    fn retry(self) {
        let tries = match self.state.get_untracked() {
            SaveState::Retrying(n) => n + 1,
            _ => 1,
        };
        self.state.set(SaveState::Retrying(tries));
        #[cfg(feature = "hydrate")]
        {
            // 1, 2, 4, 8 s and then every 10 s, each with jitter, so that a server that comes back is not run over.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 800"
            )]
            let jitter = (js_sys::Math::random() * 800.0) as u32;
            let wait = (500_u32 << tries.min(5)).min(10_000) + jitter;
            gloo_timers::callback::Timeout::new(wait, move || self.send()).forget();
        }
    }

    /// Asks what the server holds: a page back from sleep, a second device, a refusal.
    pub(super) fn refresh(self) {
        leptos::task::spawn_local(async move {
            let attempt = self.queue.with_value(|q| q.attempt.clone());
            let Ok(told) = crate::quiz::api::quiz_state(attempt.clone()).await else {
                return;
            };
            self.clock.update(|c| c.1 = told.deadline);
            if !told.open {
                leave(&attempt);
                return;
            }
            for (part, theirs) in told.held.into_iter().enumerate() {
                // A choice on its way is answered by its own reply.
                if !self.waits(part) {
                    self.take(part, theirs);
                }
            }
        });
    }

    /// At the deadline the server closes the attempt with what is saved; once grace is over the page goes to the receipt.
    fn time_is_over(self, over: Span) {
        // Asking once a second at most every five seconds is enough: the server decides, the page only follows.
        if over.0 / 1_000 % 5 == 0 {
            self.refresh();
        }
    }

    fn new_key(self) -> String {
        self.queue.update_value(|q| q.count += 1);
        let n = self.queue.with_value(|q| q.count);
        #[cfg(feature = "hydrate")]
        {
            let random = js_sys::Math::random().to_bits();
            let clock = crate::quiz::tick::monotonic().to_bits();
            format!("{random:x}-{clock:x}-{n}")
        }
        #[cfg(not(feature = "hydrate"))]
        format!("{n}")
    }
}

/// Goes to the receipt of a closed attempt.
fn leave(attempt: &str) {
    #[cfg(feature = "hydrate")]
    {
        let _ = leptos::prelude::window()
            .location()
            .replace(&format!("/thi/{attempt}/bien-nhan"));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = attempt;
}
