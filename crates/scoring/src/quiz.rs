//! Marking a paper against the answer key (DESIGN 4).

use crate::question::AnswerKey;
use domain::contest::rule_sheet::{Quiz, VoidQuestion};
use domain::quiz::paper::{Paper, PaperItem};
use domain::quiz::save::{Held, Slot};
use domain::units::Points;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a paper is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// Points reached.
    pub score: Points,
    /// Points that could be reached: less where void questions are removed.
    pub max_score: Points,
    /// Questions marked right, credited ones included.
    pub right: u16,
    /// Questions that count: those on the paper without removed ones.
    pub questions: u16,
    /// Questions with a saved answer, void ones included.
    pub answered: u16,
}

impl Marked {
    /// Full score, a maximum above 0 and at least one saved answer (DESIGN 4, "What a prediction is measured against").
    #[must_use]
    pub fn is_perfect(self) -> bool {
        self.answered > 0 && self.max_score.0 > 0 && self.score == self.max_score
    }
}

/// Marks what the slots hold. Blank and impossible choices are wrong; of a question that allows several options the
/// chosen set must be one of those the key accepts. `void` names the questions the committee voided; they are `removed` or `credited`
/// as the quiz says.
#[must_use]
pub fn mark(
    paper: &Paper,
    held: &[(Slot, Held)],
    keys: &AnswerKey,
    void: &BTreeSet<String>,
    quiz: &Quiz,
) -> Marked {
    let (mut right, mut questions, mut answered) = (0_u16, 0_u16, 0_u16);
    for (place, item) in (0_u16..).zip(&paper.items) {
        let value = value_at(held, Slot::Question(place));
        answered += u16::from(!value.is_empty());
        if void.contains(&item.code) {
            if quiz.void_question == VoidQuestion::Credited {
                questions += 1;
                right += 1;
            }
            continue;
        }
        questions += 1;
        right += u16::from(is_right(item, value, keys));
    }
    let worth = |count: u16| Points(quiz.points_each.0.saturating_mul(i64::from(count)));
    Marked {
        score: worth(right),
        max_score: worth(questions),
        right,
        questions,
        answered,
    }
}

/// The newest value of a slot; empty when nothing is held.
fn value_at(held: &[(Slot, Held)], slot: Slot) -> &str {
    held.iter()
        .filter(|(s, _)| *s == slot)
        .max_by_key(|(_, h)| h.revision)
        .map_or("", |(_, h)| h.value.trim())
}

fn is_right(item: &PaperItem, value: &str, keys: &AnswerKey) -> bool {
    chosen(item, value).is_some_and(|chosen| keys.accepts(&item.code, &chosen))
}

/// The bank's options behind the places chosen, `None` when a place does not exist.
fn chosen(item: &PaperItem, value: &str) -> Option<BTreeSet<u8>> {
    value
        .split(',')
        .map(|place| {
            let place: usize = place.trim().parse().ok()?;
            item.order.get(place).copied()
        })
        .collect()
}

#[cfg(test)]
mod tests;
