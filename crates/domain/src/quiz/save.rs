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
    /// The attempt was sent or closed.
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
    if context.attempt.state != AttemptState::InProgress {
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
mod tests {
    use super::*;
    use crate::contest::rule_sheet::{Population, PredictionKind, Scope};
    use crate::time::Span;

    fn clock() -> RoundClock {
        RoundClock {
            opens: Moment(0),
            closes: Moment(100_000),
            grace: Span(5_000),
            outages: vec![],
        }
    }

    fn attempt() -> Attempt {
        Attempt {
            state: AttemptState::InProgress,
            started_at: Moment(0),
            allowed: Span(60_000),
            extra: Span(0),
            submitted_at: None,
        }
    }

    fn rule() -> Prediction {
        Prediction {
            kind: PredictionKind::PerfectEntries,
            counted_over: Population::Persons,
            scope: Scope::Overall,
            decimals: 0,
            winner_must_be_perfect: false,
        }
    }

    fn run(held: &Held, slot: Slot, value: &str, base: u32, at: i64) -> (SaveReply, Option<Held>) {
        let (attempt, clock, rule) = (attempt(), clock(), rule());
        let shape = PaperShape::parse("4,4m,2").expect("shape");
        let context = SaveContext {
            attempt: &attempt,
            clock: &clock,
            shape: &shape,
            prediction: Some(&rule),
        };
        decide(
            context,
            held,
            &Save {
                slot,
                value: value.into(),
                base_revision: base,
            },
            Moment(at),
        )
    }

    #[test]
    fn saves_at_deadline_and_at_deadline_and_grace() {
        for (at, recorded) in [
            (59_999, Some(59_999)),
            (60_000, Some(60_000)),
            (64_999, Some(60_000)),
            (65_000, None),
        ] {
            let (reply, held) = run(&Held::default(), Slot::Question(0), "1", 0, at);
            match recorded {
                Some(want) => assert_eq!(
                    reply,
                    SaveReply::Saved {
                        slot: Slot::Question(0),
                        revision: 1,
                        saved_at: Moment(want)
                    }
                ),
                None => assert_eq!(
                    reply,
                    SaveReply::Refused {
                        slot: Slot::Question(0),
                        why: SaveRefused::Late {
                            deadline: Moment(60_000)
                        }
                    }
                ),
            }
            assert_eq!(held.is_some(), recorded.is_some());
        }
    }

    #[test]
    fn an_older_save_never_overwrites_a_newer() {
        let held = Held {
            value: "2".into(),
            revision: 3,
            saved_at: Some(Moment(9)),
        };
        let (reply, now) = run(&held, Slot::Question(0), "1", 2, 100);
        assert_eq!(
            reply,
            SaveReply::Stale {
                slot: Slot::Question(0),
                held: held.clone()
            }
        );
        assert_eq!(now, None);
        let (_, now) = run(&held, Slot::Question(0), "1", 3, 100);
        assert_eq!(now.map(|h| h.revision), Some(4));
    }

    #[test]
    fn impossible_choices_are_refused() {
        for (place, value) in [(0, "4"), (0, "0,1"), (0, "x"), (2, "2"), (1, "0,9")] {
            let (reply, held) = run(&Held::default(), Slot::Question(place), value, 0, 1);
            assert!(
                matches!(
                    reply,
                    SaveReply::Refused {
                        why: SaveRefused::BadChoice,
                        ..
                    }
                ),
                "{place} {value}"
            );
            assert_eq!(held, None);
        }
        let (reply, _) = run(&Held::default(), Slot::Question(3), "0", 0, 1);
        assert!(matches!(
            reply,
            SaveReply::Refused {
                why: SaveRefused::NoSuchPlace,
                ..
            }
        ));
    }

    #[test]
    fn choices_have_one_stored_form_and_can_be_cleared() {
        let (_, held) = run(&Held::default(), Slot::Question(1), "3, 0,3", 0, 1);
        assert_eq!(held.map(|h| h.value).as_deref(), Some("0,3"));
        let (_, held) = run(&Held::default(), Slot::Question(1), "", 0, 1);
        assert_eq!(held.map(|h| h.value).as_deref(), Some(""));
        let (_, held) = run(&Held::default(), Slot::Prediction, "1.250", 0, 1);
        assert_eq!(held.map(|h| h.value).as_deref(), Some("1250"));
        let (reply, _) = run(&Held::default(), Slot::Prediction, "nhiều", 0, 1);
        assert!(matches!(
            reply,
            SaveReply::Refused {
                why: SaveRefused::BadPrediction { .. },
                ..
            }
        ));
    }

    #[test]
    fn shapes_round_trip() {
        for text in ["", "4", "4,4m,2"] {
            assert_eq!(PaperShape::parse(text).expect("shape").to_text(), text);
        }
        assert_eq!(PaperShape::parse("4,x"), None);
    }
}
