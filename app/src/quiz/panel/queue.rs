//! The queue between the page and the server: each choice waits here until the server says it is saved.
//!
//! One save is under way at a time. A lost network keeps what waits and tries again with the same key, so that a save
//! that did arrive is not made twice. Nothing is written to the device's storage: on a shared device the next person
//! finds nothing.

use crate::error::AppError;
use domain::quiz::save::{Held, SaveRefused, SaveReply, Slot};
use domain::quiz::sheet::QuizSheet;
use domain::time::Moment;
use leptos::prelude::*;
use std::collections::BTreeMap;

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
    Stale(Slot),
    /// Refused, with the reason.
    Refused(String),
    /// The session has ended.
    SignedOut,
}

/// A choice that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    value: String,
    key: String,
}

/// The state of the sheet in the browser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saver {
    /// What each slot shows.
    pub(super) held: RwSignal<BTreeMap<Slot, Held>>,
    /// What became of saving.
    pub(super) state: RwSignal<SaveState>,
    /// The server's time now.
    pub(super) now: RwSignal<Moment>,
    /// The deadline; an outage or granted time moves it.
    pub(super) deadline: RwSignal<Moment>,
    pending: RwSignal<BTreeMap<Slot, Pending>>,
    attempt: StoredValue<String>,
    busy: StoredValue<bool>,
    count: StoredValue<u32>,
}

impl Saver {
    pub(super) fn new(sheet: &QuizSheet) -> Self {
        let newest = sheet.held.iter().filter_map(|(_, h)| h.saved_at).max();
        Self {
            held: RwSignal::new(sheet.held.iter().cloned().collect()),
            state: RwSignal::new(newest.map_or(SaveState::Idle, SaveState::Saved)),
            now: RwSignal::new(sheet.server_now),
            deadline: RwSignal::new(sheet.deadline),
            pending: RwSignal::new(BTreeMap::new()),
            attempt: StoredValue::new(sheet.attempt.clone()),
            busy: StoredValue::new(false),
            count: StoredValue::new(0),
        }
    }

    /// Starts the clock and listens for the network coming back. In the browser only.
    pub(super) fn start(self, sheet: &QuizSheet) {
        crate::quiz::tick::every_second(sheet.server_now, move |now| {
            self.now.set(now);
            if now >= self.deadline.get_untracked() {
                self.time_is_over(now);
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

    /// Takes a choice: shows it at once, saves it as soon as possible.
    pub(super) fn choose(self, slot: Slot, value: String) {
        self.held
            .update(|held| held.entry(slot).or_default().value.clone_from(&value));
        let key = self.new_key();
        self.pending.update(|p| {
            p.insert(slot, Pending { value, key });
        });
        self.send();
    }

    /// Slots whose choice has not reached the server.
    pub(super) fn waiting(self) -> Vec<Slot> {
        self.pending.with(|p| p.keys().copied().collect())
    }

    /// Sends what waits, one after the other.
    pub(super) fn send(self) {
        if self.busy.get_value() {
            return;
        }
        let Some((slot, next)) = self
            .pending
            .with_untracked(|p| p.first_key_value().map(|(s, n)| (*s, n.clone())))
        else {
            return;
        };
        self.busy.set_value(true);
        if !matches!(self.state.get_untracked(), SaveState::Retrying(_)) {
            self.state.set(SaveState::Saving);
        }
        let base = self
            .held
            .with_untracked(|h| h.get(&slot).map_or(0, |h| h.revision));
        leptos::task::spawn_local(async move {
            let reply = crate::quiz::api::save_answer(
                self.attempt.get_value(),
                next.key.clone(),
                slot.number(),
                next.value.clone(),
                base,
            )
            .await;
            self.busy.set_value(false);
            match reply {
                Ok(reply) => self.settle(slot, &next, reply),
                Err(AppError::SignedOut | AppError::NotFound | AppError::Forbidden) => {
                    self.state.set(SaveState::SignedOut)
                }
                Err(AppError::Refused { message }) => {
                    self.forget(slot, &next);
                    self.state.set(SaveState::Refused(message));
                    self.send();
                }
                Err(AppError::Busy { .. } | AppError::Network) => self.retry(),
            }
        });
    }

    fn settle(self, slot: Slot, sent: &Pending, reply: SaveReply) {
        let newer_waits = self
            .pending
            .with_untracked(|p| p.get(&slot).is_some_and(|now| now.key != sent.key));
        self.forget(slot, sent);
        match reply {
            SaveReply::Saved {
                revision, saved_at, ..
            } => {
                self.held.update(|held| {
                    let held = held.entry(slot).or_default();
                    held.revision = revision;
                    held.saved_at = Some(saved_at);
                });
                self.state.set(SaveState::Saved(saved_at));
            }
            SaveReply::Stale { held: theirs, .. } => {
                let mine = self
                    .held
                    .with_untracked(|h| h.get(&slot).map(|h| h.value.clone()));
                self.held.update(|held| {
                    let value = if newer_waits {
                        mine.unwrap_or_default()
                    } else {
                        theirs.value.clone()
                    };
                    held.insert(slot, Held { value, ..theirs });
                });
                self.state.set(SaveState::Stale(slot));
            }
            SaveReply::Refused { why, .. } => {
                self.state.set(SaveState::Refused(refusal(&why)));
                self.refresh();
            }
        }
        self.send();
    }

    /// Takes a settled choice out of the queue, unless a newer one took its place.
    fn forget(self, slot: Slot, sent: &Pending) {
        self.pending.update(|p| {
            if p.get(&slot).is_some_and(|now| now.key == sent.key) {
                p.remove(&slot);
            }
        });
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
            let Ok(sheet) = crate::quiz::api::quiz_state(self.attempt.get_value()).await else {
                return;
            };
            self.deadline.set(sheet.deadline);
            if sheet.state != domain::quiz::AttemptState::InProgress {
                leave(&sheet.attempt);
                return;
            }
            let waiting = self
                .pending
                .with_untracked(|p| p.keys().copied().collect::<Vec<_>>());
            self.held.update(|held| {
                for (slot, theirs) in sheet.held.into_iter().filter(|(s, _)| !waiting.contains(s)) {
                    held.insert(slot, theirs);
                }
            });
        });
    }

    /// At the deadline the server closes the attempt with what is saved; once grace is over the page goes to the receipt.
    fn time_is_over(self, now: Moment) {
        // Asking once a second at most every five seconds is enough: the server decides, the page only follows.
        if (now - self.deadline.get_untracked()).0 / 1_000 % 5 == 0 {
            self.refresh();
        }
    }

    fn new_key(self) -> String {
        self.count.update_value(|n| *n += 1);
        let n = self.count.get_value();
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

/// A refusal as a sentence. The page says it; the island has no table of its own for pages.
pub(crate) fn refusal(why: &SaveRefused) -> String {
    use domain::quiz::prediction::BadPrediction;
    match why {
        SaveRefused::Late { deadline } => {
            format!("Hết giờ lúc {}. Câu này không kịp lưu.", deadline.hms())
        }
        SaveRefused::Closed => "Bài thi đã nộp, không sửa được nữa.".to_owned(),
        SaveRefused::NoSuchPlace | SaveRefused::BadChoice => {
            "Lựa chọn không hợp lệ. Tải lại trang rồi chọn lại.".to_owned()
        }
        SaveRefused::BadPrediction { problem } => match problem {
            BadPrediction::NotANumber => "Dự đoán phải là một số, thí dụ: 1250.".to_owned(),
            BadPrediction::NotWhole => "Dự đoán phải là số nguyên, thí dụ: 1250.".to_owned(),
            BadPrediction::TooManyDecimals { decimals } => {
                format!("Dự đoán có nhiều nhất {decimals} chữ số sau dấu phẩy.")
            }
            BadPrediction::TooLarge { max } => format!("Dự đoán lớn nhất là {max}."),
        },
    }
}
