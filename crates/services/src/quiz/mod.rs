//! The quiz: starting, saving, submitting, receipts. Starts, saves and submits go through the writer of [`hot`].

mod entrance;
mod hot;
mod receipt;
mod sheet;
mod start;
mod sweep;

pub use entrance::{Entrance, Next};
pub use hot::HotQueue;
pub(crate) use hot::run_writer;
pub use receipt::ReceiptView;
pub(crate) use sheet::Sheets;
pub use start::StartOn;
pub use sweep::Swept;

use crate::contest::{Contest, RoundState};
use crate::planted::Bug;
use crate::question::Bank;
use crate::vault::Purpose;
use crate::{Actor, Result, ServiceError, Services};
use domain::quiz::attempt::{Attempt, AttemptState};
use domain::quiz::paper::{self, Paper};
use domain::quiz::save::{Held, Save, SaveReply, Slot};
use domain::quiz::start::Earlier;
use domain::quiz::submit::Submit;
use domain::time::{Moment, Span};
pub(crate) use start::counting;
use store::StoreError;
use store::Tx;
use store::quiz::{AnswerRow, AttemptRow};

/// The attempt of a stored row.
pub(crate) fn attempt_of(row: &AttemptRow) -> Result<Attempt> {
    let state = AttemptState::parse(&row.state).ok_or(StoreError::Inconsistent {
        table: "attempt",
        column: "state",
    })?;
    Ok(Attempt {
        state,
        started_at: Moment(row.started_at),
        allowed: Span(row.allowed_ms),
        extra: Span(row.extra_ms),
        submitted_at: row.submitted_at.map(Moment),
    })
}

/// An attempt as a start looks back at it.
pub(crate) fn earlier_of(row: &AttemptRow) -> Result<Earlier> {
    let number = u32::try_from(row.attempt_number).map_err(ServiceError::internal)?;
    Ok(Earlier {
        attempt: attempt_of(row)?,
        number,
        void: row.void_reason.is_some(),
    })
}

/// What slots hold, by slot.
pub(crate) fn held_of(rows: &[AnswerRow]) -> Vec<(Slot, Held)> {
    rows.iter()
        .filter_map(|row| {
            let slot = Slot::from_number(row.slot)?;
            let revision = u32::try_from(row.revision).ok()?;
            Some((
                slot,
                Held {
                    value: row.held_value.clone(),
                    revision,
                    saved_at: Some(Moment(row.saved_at)),
                },
            ))
        })
        .collect()
}

impl Services {
    /// Commands that wait for the writer now.
    #[must_use]
    pub fn waiting_commands(&self) -> usize {
        self.0.hot.waiting()
    }

    /// The round secret, opened.
    pub(crate) fn round_secret(&self, round: &RoundState) -> Result<Vec<u8>> {
        let sealed = round
            .row
            .secret_sealed
            .as_deref()
            .ok_or(ServiceError::NotFound)?;
        self.vault()
            .open(Purpose::RoundSecret, round.id.as_str(), sealed)
            .map_err(ServiceError::internal)
    }

    /// The paper of an attempt, drawn again from bank, blueprint and seed.
    pub(crate) async fn paper(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        attempt_id: &str,
    ) -> Result<Paper> {
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        self.paper_of(contest, round, &bank, attempt_id)
    }

    /// The same from a bank at hand.
    pub(crate) fn paper_of(
        &self,
        contest: &Contest,
        round: &RoundState,
        bank: &Bank,
        attempt_id: &str,
    ) -> Result<Paper> {
        let quiz = contest.rules.quiz.as_ref().ok_or(ServiceError::NotFound)?;
        let seed = paper::seed(&self.round_secret(round)?, attempt_id);
        paper::draw(&bank.draw, quiz, &seed)
            .map_err(|s| ServiceError::internal(format!("committed bank: {s:?}")))
    }

    /// Whether this actor may act on an attempt: its own person, and on a handed-off phone only that attempt.
    ///
    /// A foreign attempt is not found, so that its existence is not told either.
    pub(crate) fn own_attempt(actor: &Actor, row: &AttemptRow) -> Result<()> {
        let person = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        let allowed = person.id.as_str() == row.person_id
            && person
                .only_attempt
                .as_ref()
                .is_none_or(|only| *only == row.id);
        if allowed {
            Ok(())
        } else {
            Err(ServiceError::NotFound)
        }
    }

    /// Saves one answer or the prediction. When this returns `Saved`, it is durable.
    ///
    /// `received_at` is the instant the request entered the server, before any queue.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when the queue is full or the commit failed: retry with the same key.
    pub async fn save_answer(
        &self,
        actor: &Actor,
        attempt_id: &str,
        key: &str,
        save: Save,
        received_at: Moment,
    ) -> Result<SaveReply> {
        let person = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        if person
            .only_attempt
            .as_ref()
            .is_some_and(|only| only != attempt_id)
        {
            return Err(ServiceError::NotFound);
        }
        // What the database refuses would fail the batch of all the others: it never gets that far.
        if !is_id(attempt_id) {
            return Err(ServiceError::NotFound);
        }
        if !is_id(key) {
            return Err(ServiceError::field("key", "Thiếu mã lượt gửi."));
        }
        if save.value.contains('\0') {
            return Err(ServiceError::field(
                "value",
                "Đáp án có chữ không đọc được. Chọn lại.",
            ));
        }
        let received_at = if self.0.planted.has(Bug::ClientTime) {
            received_at + SLOW
        } else {
            received_at
        };
        let command = hot::SaveCommand {
            attempt_id: attempt_id.to_owned(),
            person_id: person.id.as_str().to_owned(),
            key: key.to_owned(),
            save,
            received_at,
        };
        self.0.hot.save(command).await
    }

    /// Sends an attempt.
    ///
    /// # Errors
    /// As [`Services::save_answer`].
    pub async fn submit(
        &self,
        actor: &Actor,
        attempt_id: &str,
        received_at: Moment,
    ) -> Result<Submit> {
        let person = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        if person
            .only_attempt
            .as_ref()
            .is_some_and(|only| only != attempt_id)
        {
            return Err(ServiceError::NotFound);
        }
        if !is_id(attempt_id) {
            return Err(ServiceError::NotFound);
        }
        let command = hot::SubmitCommand {
            attempt_id: attempt_id.to_owned(),
            person_id: person.id.as_str().to_owned(),
            received_at,
        };
        self.0.hot.submit(command).await
    }
}

/// How far behind the page's clock is where [`Bug::ClientTime`] is planted.
const SLOW: Span = Span::minutes(-1);

/// Whether a text can be an id or a key of ours: up to 64 visible ASCII characters.
fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}
