//! The second person of an import once a rule sheet is locked. Nothing of the file is kept: both bring the same one, and the
//! proposal remembers only its hash and the hash of what it does.

use crate::contest::{Contest, RoundState};
use crate::record::needs_proposal;
use crate::{Actor, Result, Services};
use domain::contest::RoundPhase;
use domain::ids::ProposalId;
use domain::quiz::paper::hex;
use domain::record::{Change, ConfirmRefused, ProposalState, roster_needs_two};
use domain::time::Moment;
use sha2::{Digest, Sha256};
use store::Tx;

/// Whether an import takes a second person now, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondPerson {
    /// Nothing is locked: one person imports alone.
    NotNeeded,
    /// Nobody has proposed this file yet.
    ToPropose,
    /// Somebody proposed exactly this import.
    Proposed {
        /// Name of who did.
        by: String,
        /// Why.
        reason: String,
        /// Whether the asking person may confirm it; the reason where not. Without the permission there is none.
        may_confirm: Option<std::result::Result<(), ConfirmRefused>>,
    },
}

/// The hash of what an import would do.
pub(super) fn outcome(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl Contest {
    /// Whether a round is open, or closed and not sealed.
    #[must_use]
    pub fn has_running_round(&self, now: Moment) -> bool {
        let runs = |r: &RoundState| matches!(r.phase(now), RoundPhase::Open | RoundPhase::Closed);
        self.rounds.iter().any(runs)
    }

    /// Whether an edit of the roster takes two people now.
    #[must_use]
    pub fn roster_needs_two(&self, now: Moment) -> bool {
        roster_needs_two(self.rounds.iter().map(|r| r.phase(now)))
    }
}

impl Services {
    /// How far the second person is with this file.
    pub(super) async fn second_person(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: &Contest,
        (file, text): (&str, &str),
    ) -> Result<SecondPerson> {
        if !contest.roster_needs_two(self.now()) {
            return Ok(SecondPerson::NotNeeded);
        }
        let Some(id) = self.waiting_import(tx, contest, (file, text)).await? else {
            return Ok(SecondPerson::ToPropose);
        };
        let proposal = self.proposal_view(tx, actor, id.as_str()).await?;
        Ok(SecondPerson::Proposed {
            by: proposal.proposed_by,
            reason: proposal.reason,
            may_confirm: proposal.may_confirm,
        })
    }

    /// The proposal that waits for exactly this import.
    async fn waiting_import(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        (wanted_file, text): (&str, &str),
    ) -> Result<Option<ProposalId>> {
        let wanted = outcome(text);
        let rows = store::record::proposals(tx, contest.id.as_str()).await?;
        let waiting = rows
            .iter()
            .filter(|r| r.state == ProposalState::Proposed.code());
        let mut found = waiting.filter(|row| {
            matches!(
                serde_json::from_str(&row.change),
                Ok(Change::ImportRoster { file, outcome, .. }) if file == wanted_file && outcome == wanted
            )
        });
        Ok(found.next().map(|row| ProposalId::from_text(&row.id)))
    }

    /// Confirms the proposal of this import inside its transaction; nothing to confirm before the first commitment.
    pub(super) async fn confirm_import(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: &Contest,
        what: (&str, &str),
    ) -> Result<()> {
        if !contest.roster_needs_two(self.now()) {
            return Ok(());
        }
        let id = self.waiting_import(tx, contest, what).await?;
        let id = id.ok_or_else(needs_proposal)?;
        self.confirm_with_file(tx, actor, id.as_str()).await
    }
}
