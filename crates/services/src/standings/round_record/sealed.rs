//! The hash of a round's record: made when the round is sealed, compared whenever it is marked again.

use super::RoundRecord;
use crate::Result;
use domain::quiz::paper::hex;
use sha2::{Digest, Sha256};

impl RoundRecord {
    /// Hash of the record as it is sealed: SHA-256 over the line `hoithi/record/2`, then for every attempt in the order
    /// of its id the fields id, person, unit, track, number, start, submission, state, time granted, who helped, and
    /// `slot=value` for every slot ever saved, in the order of slots (−1, the prediction, first).
    ///
    /// A field is written `length in bytes:text` and ends with a line feed; times are epoch milliseconds. A void attempt
    /// that nobody closed is written as the server will close it. What is decided after sealing (void entries, void
    /// questions, scores) is not in it: whoever holds the database can show that no answer was touched since.
    pub(crate) fn hash(&self) -> Result<String> {
        self.hash_as(Form::Second)
    }

    fn hash_as(&self, form: Form) -> Result<String> {
        let mut hasher = Sha256::new();
        hasher.update(match form {
            Form::First => b"hoithi/record/1\n",
            Form::Second => b"hoithi/record/2\n",
        });
        let second = form == Form::Second;
        let mut field = |text: &str| hasher.update(format!("{}:{text}\n", text.len()));
        for row in &self.attempts {
            let attempt = self.closed(row)?;
            field(&row.id);
            field(&row.person_id);
            if second {
                field(&row.unit_id);
                field(row.track.as_deref().unwrap_or_default());
            }
            field(&row.attempt_number.to_string());
            field(&row.started_at.to_string());
            field(&attempt.submitted_at.map_or(0, |at| at.0).to_string());
            field(attempt.state.code());
            if second {
                field(&row.extra_ms.to_string());
                field(row.assisted_by.as_deref().unwrap_or_default());
            }
            for answer in self.answers.get(&row.id).into_iter().flatten() {
                field(&format!("{}={}", answer.slot, answer.held_value));
            }
        }
        Ok(hex(&hasher.finalize()))
    }

    /// Whether the record is what was sealed; a round not yet sealed has nothing to differ from.
    pub(crate) fn is_untouched(&self) -> Result<bool> {
        let sealed = self.round.row.entries_hash.as_deref();
        Ok(match sealed {
            Some(sealed) => sealed == self.hash()? || sealed == self.hash_as(Form::First)?,
            None => true,
        })
    }
}

/// Forms of the sealed record. Rounds sealed under the first stay what they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    First,
    Second,
}
