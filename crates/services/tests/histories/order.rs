//! Whether there is an order of the acts that the model agrees with and that keeps every act which was answered before
//! another was begun in front of it (Wing and Gong's search, with Lowe's memory of places already seen).

use crate::act::{Act, Event};
use crate::model::Model;
use std::collections::HashSet;

/// Where a search stands: what is in order already, and what there is then.
struct Place {
    done: u128,
    /// Ways that are not tried yet.
    ways: Vec<(usize, Model)>,
}

/// What is known of a history.
struct Search<'a> {
    events: &'a [Event],
    origin: i64,
    /// Keys that come more than once.
    again: HashSet<&'a str>,
}

/// The key of a save.
fn key(event: &Event) -> Option<&str> {
    match &event.act {
        Act::Save { key, .. } => Some(key),
        _ => None,
    }
}

/// Fits, or says how far an order came.
///
/// # Errors
/// Where no order fits: the longest beginning found, and everything that was said.
pub(crate) fn fits(history: &(i64, Vec<Event>)) -> Result<(), String> {
    let mut keys = HashSet::new();
    let search = Search {
        events: &history.1,
        origin: history.0,
        again: history
            .1
            .iter()
            .filter_map(key)
            .filter(|k| !keys.insert(*k))
            .collect(),
    };
    assert!(
        history.1.len() < 128,
        "more acts than the search can number"
    );
    let all = (1_u128 << history.1.len()) - 1;
    let mut seen: HashSet<(u128, Model)> = HashSet::new();
    let mut best = 0_u128;
    let mut path = vec![search.place(0, &Model::default())];
    while let Some(place) = path.last_mut() {
        if place.done == all {
            return Ok(());
        }
        let Some((n, model)) = place.ways.pop() else {
            path.pop();
            continue;
        };
        let done = place.done | 1 << n;
        if done.count_ones() > best.count_ones() {
            best = done;
        }
        if !seen.contains(&(done, model.clone())) {
            path.push(search.place(done, &model));
            seen.insert((done, model));
        }
    }
    Err(search.report(best))
}

impl Search<'_> {
    /// The ways on from here. An act that fits and changes nothing can come now whatever else follows: no other way is
    /// needed then. (Not so the committee's: what finds nothing to close now may find it later.)
    fn place(&self, done: u128, model: &Model) -> Place {
        let left = || (0..self.events.len()).filter(move |n| done & 1 << n == 0);
        let first_answer = left().map(|n| self.events[n].answered).min().unwrap_or(0);
        let mut ways = Vec::new();
        for n in left().filter(|n| self.events[*n].begun < first_answer) {
            let event = &self.events[n];
            let again = key(event).is_some_and(|key| self.again.contains(key));
            let next = model.after(&event.act, &event.told, self.origin, again);
            let settled = !matches!(event.act, Act::Void | Act::Close { .. });
            if settled && *next == [model.clone()] {
                ways = vec![(n, model.clone())];
                break;
            }
            ways.extend(next.into_iter().map(|next| (n, next)));
        }
        Place { done, ways }
    }

    fn report(&self, best: u128) -> String {
        let line = |(n, event): (usize, &Event)| {
            let mark = if best & 1 << n == 0 { "?" } else { " " };
            format!(
                "{mark} {:>4}–{:<4} actor {:>2} {:?} → {:?}",
                event.begun, event.answered, event.actor, event.act, event.told
            )
        };
        let lines: Vec<String> = self.events.iter().enumerate().map(line).collect();
        format!(
            "fits no order of its acts (? not reached)\n{}",
            lines.join("\n")
        )
    }
}

mod tests {
    use super::fits;
    use crate::act::{Act, Event, Stored, Told};
    use domain::quiz::save::{SaveReply, Slot};
    use domain::quiz::submit::Submit;
    use domain::time::Moment;

    fn event(act: Act, told: Told, begun: u64, answered: u64) -> Event {
        Event {
            actor: 0,
            act,
            told,
            begun,
            answered,
        }
    }

    fn start(id: &str, begun: u64, answered: u64) -> Event {
        event(Act::Start, Told::Started(id.into()), begun, answered)
    }

    fn save(key: &str, base: u32, revision: u32, begun: u64, answered: u64) -> Event {
        let act = Act::Save {
            key: key.into(),
            slot: 0,
            value: key.into(),
            base,
            at: 5,
        };
        let told = Told::Save(SaveReply::Saved {
            slot: Slot::Question(0),
            revision,
            saved_at: Moment(5),
        });
        event(act, told, begun, answered)
    }

    fn read(slots: &[(i64, &str, u32)], begun: u64, answered: u64) -> Event {
        let slots = slots.iter().map(|(n, v, r)| (*n, ((*v).to_owned(), *r, 5)));
        let stored = Stored {
            state: "in_progress".into(),
            attempts: 1,
            slots: slots.collect(),
            ..Stored::default()
        };
        event(Act::Read, Told::Stored(stored), begun, answered)
    }

    #[test]
    fn sound_histories_fit() {
        let sent = Told::Submit(Submit::Sent { at: Moment(9) });
        for events in [
            vec![
                start("a", 1, 2),
                save("x", 0, 1, 3, 4),
                read(&[(0, "x", 1)], 5, 6),
            ],
            // Two at once: either may be first.
            vec![
                start("a", 1, 2),
                save("x", 1, 2, 3, 6),
                save("y", 0, 1, 4, 5),
            ],
            // Not answered yet when it was read: before or after.
            vec![start("a", 1, 2), save("x", 0, 1, 3, 6), read(&[], 4, 5)],
            vec![
                start("a", 1, 2),
                save("x", 0, 1, 3, 6),
                read(&[(0, "x", 1)], 4, 5),
            ],
            vec![
                start("a", 1, 9),
                start("a", 2, 8),
                event(Act::Submit { at: 9 }, sent, 10, 11),
            ],
        ] {
            assert_eq!(fits(&(0, events.clone())), Ok(()), "{events:?}");
        }
    }

    #[test]
    fn broken_promises_do_not() {
        let already = || event(Act::Submit { at: 9 }, Told::Submit(Submit::Already), 3, 4);
        for (what, events) in [
            ("two attempts", vec![start("a", 1, 3), start("b", 2, 4)]),
            (
                "lost",
                vec![start("a", 1, 2), save("x", 0, 1, 3, 4), read(&[], 5, 6)],
            ),
            (
                "twice the same revision",
                vec![
                    start("a", 1, 2),
                    save("x", 0, 1, 3, 6),
                    save("y", 0, 1, 4, 5),
                ],
            ),
            (
                "older over newer",
                vec![
                    start("a", 1, 2),
                    save("x", 0, 1, 3, 4),
                    save("y", 0, 2, 5, 6),
                ],
            ),
            ("never sent", vec![start("a", 1, 2), already()]),
            (
                "read before it was written",
                vec![
                    start("a", 1, 2),
                    read(&[(0, "x", 1)], 3, 4),
                    save("x", 0, 1, 5, 6),
                ],
            ),
        ] {
            assert!(fits(&(0, events)).is_err(), "{what}");
        }
    }
}
