//! The queue between the page and the server: each choice waits here until the server says it is saved.
//!
//! One save is under way at a time. A lost network keeps what waits and tries again with the same key, so that a save
//! that did arrive is not made twice. Nothing is written to the device's storage: on a shared device the next person
//! finds nothing.

use super::dom;
use super::reply::SaveState;
use super::waiting::{Pending, Waiting, taken};
use crate::error::AppError;
#[cfg(feature = "hydrate")]
use crate::quiz::line::wait;
use crate::quiz::line::{EVERY, in_time, leave, turn};
use crate::quiz::tick::{self, ServerClock};
use crate::quiz::wire::{SaveTold, SheetTold};
use domain::quiz::save::Held;
use domain::time::{Moment, Span};
use leptos::prelude::*;

/// The state of the sheet in the browser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saver {
    /// What each part shows.
    pub(super) held: RwSignal<Vec<Held>>,
    /// What became of saving.
    pub(super) state: RwSignal<SaveState>,
    /// The server's time now, and the deadline; an outage or granted time moves it.
    clock: RwSignal<(Moment, Moment)>,
    /// The person wants to check and send: the page goes there once nothing waits.
    pub(super) checks: RwSignal<bool>,
    /// A choice made here that another page or device was before: its part, and what was chosen last. It stays until the
    /// person chooses again, whatever is saved meanwhile.
    pub(super) overtaken: RwSignal<Option<(usize, String)>>,
    server: StoredValue<ServerClock>,
    pub(super) queue: StoredValue<Queue>,
    pub(super) questions: usize,
}

/// What waits, and what the requests need.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) attempt: String,
    pub(super) waiting: Waiting,
    count: u32,
    /// Number of the wait before the next try: an older one that ends has nothing to do.
    wait: u32,
    /// Nothing is sent before, by the monotonic clock: a busy server said so.
    not_before: f64,
    /// Number of the pause in typing that is waited for: an older one that ends has nothing to do.
    pub(super) pause: u32,
    /// The page is being left on purpose.
    pub(super) leaves: bool,
    /// In which second of five it asks the server once time is over: everybody's ends at one instant.
    turn: i64,
}

impl Saver {
    pub(super) fn new(told: SheetTold) -> Self {
        let newest = told.held.iter().filter_map(|h| h.saved_at).max();
        Self {
            held: RwSignal::new(told.held),
            state: RwSignal::new(newest.map_or(SaveState::Idle, SaveState::Saved)),
            clock: RwSignal::new((told.now, told.deadline)),
            checks: RwSignal::new(false),
            overtaken: RwSignal::new(None),
            server: StoredValue::new(ServerClock::rendered(told.now)),
            queue: StoredValue::new(Queue {
                attempt: told.attempt,
                waiting: Waiting::default(),
                count: 0,
                wait: 0,
                not_before: 0.0,
                pause: 0,
                leaves: false,
                turn: turn(),
            }),
            questions: told.questions,
        }
    }

    /// Time left; negative once it is over.
    pub(super) fn left(self) -> Span {
        let (now, deadline) = self.clock.get();
        deadline - now
    }

    /// When time is over.
    pub(super) fn deadline(self) -> Moment {
        self.clock.get().1
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
    pub(super) fn slot(self, part: usize) -> i64 {
        if part < self.questions {
            i64::try_from(part).unwrap_or(i64::MAX)
        } else {
            -1
        }
    }

    /// Starts the clock. In the browser only.
    pub(super) fn start(self) {
        tick::every_second(move || {
            let now = self.server.with_value(|s| s.now());
            let (_, deadline) = self.clock.get_untracked();
            self.clock.set((now, deadline));
            if now >= deadline {
                self.time_is_over(now - deadline);
            }
        });
        #[cfg(feature = "hydrate")]
        self.listen();
    }

    /// Takes a choice: saves it as soon as possible. The field shows it already.
    pub(super) fn choose(self, part: usize, value: String) {
        self.checks.set(false);
        self.overtaken.set(None);
        self.change(part, |held| held.value.clone_from(&value));
        let key = self.new_key();
        self.queue
            .update_value(|q| q.waiting.put(Pending::new(part, value, key)));
        self.send();
    }

    pub(super) fn change(self, part: usize, act: impl FnOnce(&mut Held)) {
        self.held.update(|held| {
            if let Some(held) = held.get_mut(part) {
                act(held);
            }
        });
    }

    pub(super) fn held_at(self, part: usize) -> Held {
        self.held
            .with_untracked(|h| h.get(part).cloned().unwrap_or_default())
    }

    /// Parts whose choice has not reached the server, oldest first.
    pub(super) fn waiting(self) -> Vec<usize> {
        self.queue.with_value(|q| q.waiting.parts())
    }

    pub(super) fn waits(self, part: usize) -> bool {
        self.queue.with_value(|q| q.waiting.has(part))
    }

    fn next(self) -> Option<(String, Pending)> {
        let mut next = None;
        self.queue.update_value(|q| {
            if tick::monotonic() >= q.not_before {
                next = q.waiting.next().map(|p| (q.attempt.clone(), p));
            }
        });
        next
    }

    /// Sends what waits, one after the other.
    pub(super) fn send(self) {
        let Some((attempt, next)) = self.next() else {
            return;
        };
        if !matches!(self.state.get_untracked(), SaveState::Retrying { .. }) {
            self.state.set(SaveState::Saving);
        }
        let base = self.held_at(next.part).revision;
        leptos::task::spawn_local(async move {
            let call = crate::quiz::api::save_answer(
                attempt,
                next.key.clone(),
                self.slot(next.part),
                base,
                next.value.clone(),
            );
            let reply = in_time(call).await;
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
                Err(AppError::Busy { retry_after }) => self.retry(Some(retry_after)),
                Err(AppError::Network) => self.retry(None),
            }
        });
    }

    fn settle(self, sent: &Pending, told: SaveTold) {
        self.queue.update_value(|q| q.waiting.settle(&sent.key));
        match told {
            SaveTold::Saved(now) => self.saved(sent.part, &now),
            SaveTold::Newer(theirs) => self.newer(sent, theirs),
            SaveTold::Refused(reason) => self.refused(sent, reason),
        }
        self.send();
        self.go_and_check();
    }

    /// Another page or device was before: its answer is shown, and the person asked. Where it is the very choice made last
    /// here, nothing is lost.
    fn newer(self, sent: &Pending, theirs: Held) {
        let part = sent.part;
        let last = self.queue.with_value(|q| q.waiting.newest(part).cloned());
        let mine = last.map_or_else(|| sent.value.clone(), |last| last.value);
        self.queue.update_value(|q| q.waiting.drop_part(part));
        self.take(part, theirs.clone());
        if theirs.value == mine {
            self.saved(part, &theirs);
        } else {
            self.state.set(SaveState::Stale);
            self.overtaken.set(Some((part, mine)));
        }
    }

    /// A choice is refused, unless it was mended meanwhile.
    fn refused(self, sent: &Pending, reason: String) {
        let typed = sent.part >= self.questions;
        let shown = dom::value(sent.part, self.questions);
        let mut last = false;
        self.queue
            .update_value(|q| last = q.waiting.refuse(sent, shown.as_deref(), typed));
        if !last {
            self.state.set(if self.typing().is_some() {
                SaveState::Typing
            } else {
                SaveState::Saving
            });
            return;
        }
        if typed {
            // It is none: it does not count as an answer.
            self.change(sent.part, |held| {
                if held.revision == 0 {
                    held.value.clear();
                }
            });
        }
        self.state.set(SaveState::Refused(reason));
        self.refresh();
    }

    /// The server holds what was sent.
    fn saved(self, part: usize, now: &Held) {
        dom::show_revision(part, self.questions, now.revision);
        self.change(part, |held| {
            held.revision = now.revision;
            held.saved_at = now.saved_at;
        });
        let Some(at) = now.saved_at else {
            return;
        };
        self.server.update_value(|s| s.hear(at));
        self.state.set(if self.typing().is_some() {
            SaveState::Typing
        } else {
            SaveState::Saved(at)
        });
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

    /// Tries again after a while: not before `busy` seconds, when the server said so.
    fn retry(self, busy: Option<u32>) {
        let tries = match self.state.get_untracked() {
            SaveState::Retrying { tries, .. } => tries + 1,
            _ => 1,
        };
        let busy_ms = busy.unwrap_or(0).min(60) * 1_000;
        let busy = busy.is_some();
        self.state.set(SaveState::Retrying { tries, busy });
        self.queue.update_value(|q| {
            q.wait += 1;
            q.not_before = tick::monotonic() + f64::from(busy_ms);
        });
        #[cfg(feature = "hydrate")]
        {
            let number = self.queue.with_value(|q| q.wait);
            let again = move || {
                // Another try has failed since, and waits by itself.
                if self.queue.with_value(|q| q.wait) == number {
                    // Due now, though a coarse clock may still say otherwise.
                    self.queue.update_value(|q| q.not_before = 0.0);
                    self.send();
                }
            };
            gloo_timers::callback::Timeout::new(wait(tries, busy_ms), again).forget();
        }
    }

    /// Asks what the server holds: a page back from sleep, a second device, a refusal.
    pub(super) fn refresh(self) {
        leptos::task::spawn_local(async move {
            let attempt = self.queue.with_value(|q| q.attempt.clone());
            let told = match in_time(crate::quiz::api::quiz_state(attempt.clone())).await {
                Ok(told) => told,
                Err(AppError::SignedOut | AppError::NotFound) => {
                    self.state.set(SaveState::SignedOut);
                    return;
                }
                Err(_) => return,
            };
            self.server.update_value(|s| s.hear(told.now));
            let now = self.server.with_value(|s| s.now());
            self.clock.set((now, told.deadline));
            if !told.open {
                self.leaves();
                leave(&attempt, "bien-nhan");
                return;
            }
            for (part, theirs) in told.held.into_iter().enumerate() {
                // A choice on its way is answered by its own reply.
                if !self.waits(part) {
                    self.take(part, theirs);
                }
            }
            self.go_and_check();
        });
    }

    /// At the deadline the server closes the attempt with what is saved; once grace is over the page goes to the receipt.
    fn time_is_over(self, over: Span) {
        self.keep_typed();
        // Asking every five seconds is enough: the server decides, the page only follows.
        let signed_out = matches!(self.state.get_untracked(), SaveState::SignedOut);
        if !signed_out && over.0 / 1_000 % EVERY == self.queue.with_value(|q| q.turn) {
            self.refresh();
        }
    }

    fn new_key(self) -> String {
        self.queue.update_value(|q| q.count += 1);
        let n = self.queue.with_value(|q| q.count);
        #[cfg(feature = "hydrate")]
        {
            let random = js_sys::Math::random().to_bits();
            let clock = tick::monotonic().to_bits();
            format!("{random:x}-{clock:x}-{n}")
        }
        #[cfg(not(feature = "hydrate"))]
        format!("{n}")
    }
}
