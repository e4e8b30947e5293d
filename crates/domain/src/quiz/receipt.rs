//! The receipt (`biên nhận`): proof that the server has an entry, without a word about its score.

use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What a receipt states. Nothing in it depends on which answers are right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Contest title.
    pub contest: String,
    /// Round name.
    pub round: String,
    /// Recorded instant of submission.
    pub submitted_at: Moment,
    /// Whether the server closed the attempt at its deadline.
    pub by_server: bool,
    /// Questions with an answer.
    pub answered: u16,
    /// Questions on the paper.
    pub questions: u16,
    /// The prediction as typed, when one was asked for and given.
    pub prediction: Option<String>,
    /// Whether a prediction was asked for.
    pub asks_prediction: bool,
    /// Hash of the drawn paper.
    pub paper_hash: String,
}

impl Receipt {
    /// The text that is signed: one field a line, in this order, so that the signature can be checked again.
    #[must_use]
    pub fn signed_text(&self, attempt_id: &str) -> String {
        format!(
            "hoithi/receipt/1\n{attempt_id}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
            self.contest,
            self.round,
            self.submitted_at.0,
            i64::from(self.by_server),
            self.answered,
            self.questions,
            self.prediction.as_deref().unwrap_or(""),
            self.paper_hash
        )
    }
}

/// Writes a code in groups of four, so that it can be read aloud and typed: `7k2m-…`.
#[must_use]
pub fn grouped_code(code: &str) -> String {
    code.as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).to_uppercase())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_grouped() {
        assert_eq!(grouped_code("0123456789ab"), "0123-4567-89AB");
        assert_eq!(
            crate::ids::clean_code("0123-4567-89AB").as_deref(),
            Some("0123456789ab")
        );
    }
}
