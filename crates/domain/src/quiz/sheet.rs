//! What a person sees of a running attempt: the question sheet. It has no field for a key or a score.

use super::attempt::AttemptState;
use super::save::{Held, Slot};
use crate::contest::rule_sheet::Prediction;
use crate::question::Kind;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// A question as shown, options in the order of this paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetQuestion {
    /// Kind.
    pub kind: Kind,
    /// Stem.
    pub stem: String,
    /// Options by letter.
    pub options: Vec<String>,
}

/// The whole sheet of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizSheet {
    /// Attempt id, used in addresses.
    pub attempt: String,
    /// Contest code.
    pub contest_code: String,
    /// Contest title.
    pub contest: String,
    /// Round name.
    pub round: String,
    /// State.
    pub state: AttemptState,
    /// Deadline; what the server receives until it (and the grace after it) counts.
    pub deadline: Moment,
    /// Seconds of grace.
    pub grace_seconds: i64,
    /// The server's clock when the sheet was made; the browser's clock only displays the difference.
    pub server_now: Moment,
    /// Questions in order.
    pub questions: Vec<SheetQuestion>,
    /// What is saved.
    pub held: Vec<(Slot, Held)>,
    /// The prediction asked for.
    pub prediction: Option<Prediction>,
    /// Whether a submit with gaps is refused.
    pub requires_all: bool,
    /// Whether the attempt runs on a kiosk.
    pub kiosk: bool,
}

impl QuizSheet {
    /// What a slot holds; nothing yet is an empty value of revision 0.
    #[must_use]
    pub fn held(&self, slot: Slot) -> Held {
        self.held
            .iter()
            .find(|(s, _)| *s == slot)
            .map_or_else(Held::default, |(_, h)| h.clone())
    }

    /// Questions with an answer.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.held
            .iter()
            .filter(|(s, h)| matches!(s, Slot::Question(_)) && !h.value.is_empty())
            .count()
    }

    /// Slots without an answer.
    #[must_use]
    pub fn gaps(&self) -> Vec<Slot> {
        let places = u16::try_from(self.questions.len()).unwrap_or(u16::MAX);
        (0..places)
            .map(Slot::Question)
            .chain(self.prediction.is_some().then_some(Slot::Prediction))
            .filter(|slot| self.held(*slot).value.is_empty())
            .collect()
    }
}
