//! Receipts: made for the person, checked again by anyone who has the code.

use super::{attempt_of, held_of};
use crate::vault::{Purpose, token_hash};
use crate::{Actor, Result, ServiceError, Services};
use domain::quiz::attempt::AttemptState;
use domain::quiz::paper::hex;
use domain::quiz::receipt::Receipt;
use domain::quiz::save::{PaperShape, Slot};
use store::quiz::AttemptRow;
use store::{StoreError, Tx};

/// A receipt with its code and signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptView {
    /// What it states.
    pub receipt: Receipt,
    /// 128-bit code, 26 letters.
    pub code: String,
    /// Signature of the server over what it states.
    pub signature: String,
    /// Whether this server's key made the code that the attempt got at its start. Where it did not, code and signature
    /// here are not those on the person's receipt and prove nothing.
    pub fits: bool,
    /// Whether the entry was voided since.
    pub void: bool,
    /// Contest code, for links.
    pub contest_code: String,
    /// Round code, for links.
    pub round_code: String,
    /// Name of the person, for themselves alone: who holds the code does not learn it.
    pub name: Option<String>,
}

impl Services {
    /// The receipt of the actor's own attempt; `None` while it still runs.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a foreign attempt.
    pub async fn own_receipt(
        &self,
        actor: &Actor,
        attempt_id: &str,
    ) -> Result<Option<ReceiptView>> {
        let mut tx = self.db().read().await?;
        let row = store::quiz::find_attempt(&mut tx, attempt_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        Self::own_attempt(actor, &row)?;
        let person = store::people::find_person(&mut tx, &row.person_id).await?;
        let view = self.receipt(&mut tx, &row).await?;
        let name = person.map(|p| p.full_name);
        Ok(view.map(|view| ReceiptView { name, ..view }))
    }

    /// The receipt with this code, for anyone who holds it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when no finished attempt has it.
    pub async fn receipt_by_code(&self, typed: &str) -> Result<ReceiptView> {
        let code = domain::ids::clean_code(typed)
            .filter(|c| c.len() == 26)
            .ok_or(ServiceError::NotFound)?;
        let mut tx = self.db().read().await?;
        let row = store::quiz::find_attempt_by_receipt(&mut tx, &token_hash(&code))
            .await?
            .ok_or(ServiceError::NotFound)?;
        self.receipt(&mut tx, &row)
            .await?
            .ok_or(ServiceError::NotFound)
    }

    async fn receipt(&self, tx: &mut Tx, row: &AttemptRow) -> Result<Option<ReceiptView>> {
        let attempt = attempt_of(row)?;
        let Some(submitted_at) = attempt.submitted_at else {
            return Ok(None);
        };
        let round_row = store::contest::find_round(tx, &row.round_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let contest = self.contest_by_id(tx, &round_row.contest_id).await?;
        let round = contest
            .round_by_id(&row.round_id)
            .ok_or(ServiceError::NotFound)?;
        let shape = PaperShape::parse(&row.shape).ok_or(StoreError::Inconsistent {
            table: "attempt",
            column: "shape",
        })?;
        let held = held_of(&store::quiz::answers(tx, std::slice::from_ref(&row.id)).await?);
        let filled = |question: bool| {
            held.iter().filter(move |(s, h)| {
                matches!(s, Slot::Question(_)) == question && !h.value.is_empty()
            })
        };
        let receipt = Receipt {
            contest: contest.rules.title.clone(),
            round: round.rule.name.clone(),
            submitted_at,
            by_server: attempt.state == AttemptState::Finalised,
            answered: u16::try_from(filled(true).count()).unwrap_or(u16::MAX),
            questions: u16::try_from(shape.0.len()).unwrap_or(u16::MAX),
            prediction: filled(false).next().map(|(_, h)| h.value.clone()),
            asks_prediction: contest.rules.prediction.is_some(),
            paper_hash: row.paper_hash.clone(),
        };
        let signed = self
            .vault()
            .keyed_bytes(Purpose::Receipt, receipt.signed_text(&row.id).as_bytes());
        let code = self.receipt_token(&row.id);
        Ok(Some(ReceiptView {
            receipt,
            fits: token_hash(&code) == row.receipt_hash,
            code,
            signature: hex(&signed),
            void: row.void_reason.is_some(),
            contest_code: contest.rules.code.clone(),
            round_code: round.rule.code.clone(),
            name: None,
        }))
    }
}
