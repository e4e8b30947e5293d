//! Deciding one save: what counts, what is stale, what is refused (DESIGN 4, "Saving").

use super::attempt::{Attempt, AttemptState};
use super::prediction::{self, BadPrediction, Predicted};
use crate::contest::RoundClock;
use crate::contest::rule_sheet::Prediction;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// A place on the paper that can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// Question at this place, 0 first.
    Question(u16),
    /// The prediction.
    Prediction,
}

impl Slot {
    /// Stored form: the place, or −1 for the prediction.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Question(place) => i64::from(place),
            Self::Prediction => -1,
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        if number == -1 {
            Some(Self::Prediction)
        } else {
            u16::try_from(number).ok().map(Self::Question)
        }
    }
}

/// How many options each place of a paper has, and whether several may be chosen. It carries no key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaperShape(pub Vec<PlaceShape>);

/// One place of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceShape {
    /// Options shown.
    pub options: u8,
    /// Whether several may be chosen.
    pub several: bool,
}

impl PaperShape {
    /// Stored form, `4,4,2,4m`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let places: Vec<String> = self
            .0
            .iter()
            .map(|p| format!("{}{}", p.options, if p.several { "m" } else { "" }))
            .collect();
        places.join(",")
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let places: Option<Vec<PlaceShape>> = text
            .split(',')
            .map(|p| {
                let options = p.trim_end_matches('m').parse().ok()?;
                Some(PlaceShape {
                    options,
                    several: p.ends_with('m'),
                })
            })
            .collect();
        places.map(Self)
    }
}

/// What a slot holds now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Held {
    /// Options chosen by place (`0` = A as shown, ascending, `0,2`), or the typed prediction; empty when cleared.
    pub value: String,
    /// 0 before the first save.
    pub revision: u32,
    /// Instant of the save that is held.
    pub saved_at: Option<Moment>,
}

/// A save as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// Where.
    pub slot: Slot,
    /// New value as in [`Held::value`]; empty clears.
    pub value: String,
    /// The revision the page showed when the person chose.
    pub base_revision: u32,
}

/// Why a save does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum SaveRefused {
    /// Received at or after deadline + grace.
    Late {
        /// The deadline.
        deadline: Moment,
    },
    /// The attempt was sent, or its round is sealed.
    Closed,
    /// The paper has no such place.
    NoSuchPlace,
    /// The place has no such option, or several were chosen where one is allowed.
    BadChoice,
    /// Not a prediction the rule sheet asks for.
    BadPrediction {
        /// What is wrong with it.
        problem: BadPrediction,
    },
}

/// The reply to a save. Its text is stored with the idempotency key and sent again to a replay, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum SaveReply {
    /// Durable now.
    Saved {
        /// Where.
        slot: Slot,
        /// Revision of the held value.
        revision: u32,
        /// Recorded instant, never after the deadline.
        saved_at: Moment,
    },
    /// A newer save is held: the page shows it instead.
    Stale {
        /// Where.
        slot: Slot,
        /// What is held.
        held: Held,
    },
    /// Does not count.
    Refused {
        /// Where.
        slot: Slot,
        /// Why.
        why: SaveRefused,
    },
}

/// Everything a save is decided on.
#[derive(Debug, Clone, Copy)]
pub struct SaveContext<'a> {
    /// The attempt.
    pub attempt: &'a Attempt,
    /// Times of the round.
    pub clock: &'a RoundClock,
    /// Places and options of the paper.
    pub shape: &'a PaperShape,
    /// The prediction asked for, if any.
    pub prediction: Option<&'a Prediction>,
}

/// Decides a save received at `received_at` against what the slot holds. Pure; the caller has already looked for a
/// replay of the same idempotency key.
#[must_use]
pub fn decide(
    context: SaveContext<'_>,
    held: &Held,
    save: &Save,
    received_at: Moment,
) -> (SaveReply, Option<Held>) {
    let slot = save.slot;
    let refuse = |why| (SaveReply::Refused { slot, why }, None);
    if context.attempt.state == AttemptState::Submitted {
        return refuse(SaveRefused::Closed);
    }
    if !context.attempt.accepts(context.clock, received_at) {
        return refuse(SaveRefused::Late {
            deadline: context.attempt.deadline(context.clock),
        });
    }
    let value = match clean_value(context.shape, context.prediction, save) {
        Ok(value) => value,
        Err(why) => return refuse(why),
    };
    if save.base_revision < held.revision {
        // Another save brought this very value: a form that goes out right after its field's own save, a second tap.
        if let (true, Some(saved_at)) = (value == held.value, held.saved_at) {
            let revision = held.revision;
            let saved = SaveReply::Saved {
                slot,
                revision,
                saved_at,
            };
            return (saved, None);
        }
        return (
            SaveReply::Stale {
                slot,
                held: held.clone(),
            },
            None,
        );
    }
    let saved_at = context.attempt.recorded(context.clock, received_at);
    let revision = held.revision + 1;
    let now_held = Held {
        value,
        revision,
        saved_at: Some(saved_at),
    };
    (
        SaveReply::Saved {
            slot,
            revision,
            saved_at,
        },
        Some(now_held),
    )
}

fn clean_value(
    shape: &PaperShape,
    rule: Option<&Prediction>,
    save: &Save,
) -> Result<String, SaveRefused> {
    match save.slot {
        Slot::Question(place) => {
            let place = shape
                .0
                .get(usize::from(place))
                .ok_or(SaveRefused::NoSuchPlace)?;
            clean_choice(*place, &save.value).ok_or(SaveRefused::BadChoice)
        }
        Slot::Prediction => {
            let rule = rule.ok_or(SaveRefused::NoSuchPlace)?;
            if save.value.trim().is_empty() {
                return Ok(String::new());
            }
            prediction::parse(rule, &save.value)
                .map(Predicted::format)
                .map_err(|problem| SaveRefused::BadPrediction { problem })
        }
    }
}

/// The choice in stored form: places ascending, without repeats. `None` when it is not possible on this place.
fn clean_choice(place: PlaceShape, value: &str) -> Option<String> {
    if value.trim().is_empty() {
        return Some(String::new());
    }
    let mut chosen: Vec<u8> = value
        .split(',')
        .map(|v| v.trim().parse().ok())
        .collect::<Option<_>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    let possible =
        chosen.iter().all(|c| *c < place.options) && (place.several || chosen.len() == 1);
    possible.then(|| {
        chosen
            .iter()
            .map(u8::to_string)
            .collect::<Vec<_>>()
            .join(",")
    })
}

#[cfg(test)]
mod tests;
