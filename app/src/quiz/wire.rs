//! What the live sheet and the server say to each other: small, because every byte of reading it is sent to a phone.

use domain::quiz::save::Held;
use domain::time::Moment;
use serde::{Deserialize, Serialize};

/// The reply to a save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveTold {
    /// Whether the value sent is the one held now; otherwise a newer one is, or it was refused.
    pub saved: bool,
    /// What is held now; of a value just saved only the revision and the instant, of a refusal nothing.
    pub held: Held,
    /// Why it does not count, as a sentence.
    pub refused: Option<String>,
}

/// What the server holds of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetTold {
    /// Whether it still takes answers.
    pub open: bool,
    /// Deadline; an outage or granted time moves it.
    pub deadline: Moment,
    /// By part: the questions in order, then the prediction.
    pub held: Vec<Held>,
}

#[cfg(feature = "ssr")]
mod server {
    use super::{SaveTold, SheetTold};
    use crate::quiz::words::refusal;
    use domain::quiz::AttemptState;
    use domain::quiz::save::{Held, SaveReply, Slot};
    use domain::quiz::sheet::QuizSheet;

    impl SaveTold {
        /// The reply to a save. It depends on nothing else, so a replay is told the same, byte for byte.
        #[must_use]
        pub fn of(reply: SaveReply) -> Self {
            match reply {
                SaveReply::Saved {
                    revision, saved_at, ..
                } => Self {
                    saved: true,
                    held: Held {
                        value: String::new(),
                        revision,
                        saved_at: Some(saved_at),
                    },
                    refused: None,
                },
                SaveReply::Stale { held, .. } => Self {
                    saved: false,
                    held,
                    refused: None,
                },
                SaveReply::Refused { why, .. } => Self {
                    saved: false,
                    held: Held::default(),
                    refused: Some(refusal(&why)),
                },
            }
        }
    }

    impl SheetTold {
        /// What the live sheet needs of a sheet.
        #[must_use]
        pub fn of(sheet: &QuizSheet) -> Self {
            let questions = (0..u16::try_from(sheet.questions.len()).unwrap_or(u16::MAX))
                .map(Slot::Question)
                .chain(sheet.prediction.is_some().then_some(Slot::Prediction));
            Self {
                open: sheet.state == AttemptState::InProgress,
                deadline: sheet.deadline,
                held: questions.map(|slot| sheet.held(slot)).collect(),
            }
        }
    }
}
