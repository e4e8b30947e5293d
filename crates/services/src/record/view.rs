//! Proposals as the committee reads them.

use crate::standings::{DiffView, Honoured};
use domain::ids::ProposalId;
use domain::record::{Change, ConfirmRefused, ProposalState};
use domain::time::Moment;

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalView {
    /// Id.
    pub id: ProposalId,
    /// Round code, for links.
    pub round_code: String,
    /// Round.
    pub round: String,
    /// What is proposed.
    pub change: Change,
    /// One plain sentence: what it will do, or did.
    pub sentence: String,
    /// Reason given; empty for a publication.
    pub reason: String,
    /// State.
    pub state: ProposalState,
    /// Name of who proposed.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Moment,
    /// Name of who confirmed or dropped it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Why a colleague refused it; empty otherwise.
    pub refused_because: String,
    /// Whether the asking person proposed it.
    pub is_own: bool,
    /// Whether the asking person may confirm; the reason where not. A person without the permission sees none.
    pub may_confirm: Option<Result<(), ConfirmRefused>>,
    /// Whether the asking person may drop it.
    pub may_drop: bool,
}

impl ProposalView {
    /// Whether it is confirmed on the page of the roster, with the file.
    #[must_use]
    pub fn needs_file(&self) -> bool {
        matches!(self.change, Change::ImportRoster { .. })
    }
}

/// Exactly what a proposal would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewView {
    /// The proposal.
    pub proposal: ProposalView,
    /// What the sentence of a list does not tell; each page of a preview shows it.
    pub notes: Vec<String>,
    /// Consequences as sentences.
    pub consequences: Vec<String>,
    /// Whom a publication will name.
    pub honoured: Vec<Honoured>,
    /// The standings as they would become, compared with the newest version; none before sealing, when no score
    /// exists, and for a publication.
    pub diff: Option<DiffView>,
}

/// What a confirmation came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Number of the new standings version, where there is one.
    pub version: Option<i64>,
    /// Running attempts whose deadline moved.
    pub extended: u64,
    /// Attempts the server had closed that run again.
    pub reopened: u64,
}
