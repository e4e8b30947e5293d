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
    // The same value again is no other opinion, and stays the save it was.
    let (reply, now) = run(&held, Slot::Question(0), "2", 2, 100);
    let saved = SaveReply::Saved {
        slot: Slot::Question(0),
        revision: 3,
        saved_at: Moment(9),
    };
    assert_eq!((reply, now), (saved, None));
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
