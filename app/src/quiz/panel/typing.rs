//! A number being typed is a choice once the fingers rest, not only when the field is left: whoever types in the last
//! second has not left it when time is over.

use super::dom;
use super::queue::Saver;
use super::reply::SaveState;
use leptos::prelude::*;

/// A rest of the fingers that ends a number, in milliseconds.
#[cfg(feature = "hydrate")]
const REST: u32 = 700;

impl Saver {
    /// Something is typed into a part: nothing told by the server may wipe it, what was refused is no longer said, and it
    /// is saved after a rest.
    pub(super) fn typed(self, part: usize) {
        self.queue.update_value(|q| {
            q.waiting.edit(part);
            q.pause += 1;
        });
        if !matches!(self.state.get_untracked(), SaveState::Retrying { .. }) {
            self.state.set(SaveState::Typing);
        }
        #[cfg(feature = "hydrate")]
        {
            let number = self.queue.with_value(|q| q.pause);
            let rested = move || {
                if self.queue.with_value(|q| q.pause) == number {
                    self.keep_typed();
                }
            };
            gloo_timers::callback::Timeout::new(REST, rested).forget();
        }
    }

    /// The part with something typed that is not on its way yet.
    pub(super) fn typing(self) -> Option<usize> {
        self.queue.with_value(|q| q.waiting.edited())
    }

    /// Saves what was typed: after a rest, when the field or the page is left, and when time is over.
    pub(super) fn keep_typed(self) {
        let Some(part) = self.typing() else {
            return;
        };
        let shown = dom::value(part, self.questions);
        let kept = shown.filter(|value| self.queue.with_value(|q| q.waiting.keeps(value)));
        if let Some(value) = kept {
            self.choose(part, value);
        }
    }

    /// Saves what was chosen while the page was waking: the fields took it, and nobody listened yet.
    pub(super) fn catch_up(self, parts: usize) {
        for part in 0..parts {
            let Some(shown) = dom::value(part, self.questions) else {
                continue;
            };
            if shown == self.held_at(part).value {
                continue;
            }
            if part < self.questions {
                self.choose(part, shown);
            } else {
                self.typed(part);
            }
        }
    }
}
