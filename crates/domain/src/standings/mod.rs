//! What the public may read of standings once they are published. How they are computed is `scoring::standings`.

use crate::time::{Moment, Span};
use crate::units::{Dong, Points};
use serde::{Deserialize, Serialize};

/// One published line. Winners are named; everyone else finds only themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicLine {
    /// Standard competition rank: 1, 2, 2, 4.
    pub rank: u32,
    /// Full name of a winner.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Quiz score.
    pub score: Points,
    /// Prediction as typed.
    pub prediction: Option<String>,
    /// Distance to the true number, as a person reads it.
    pub distance: Option<String>,
    /// Working time.
    pub duration: Option<Span>,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Prize tier, if any.
    pub prize: Option<String>,
    /// Money, if any.
    pub amount: Option<Dong>,
}
