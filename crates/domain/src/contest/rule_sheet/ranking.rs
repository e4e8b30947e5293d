//! Ranking keys and ties, within a round and over all.

use super::Scope;
use serde::{Deserialize, Serialize};

/// A key of the ranking chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankingKey {
    /// Quiz score, high first.
    Score,
    /// Smallest absolute distance of the prediction.
    Prediction,
    /// Those who did not exceed the true number first.
    PredictionNotOver,
    /// Working time, short first.
    Duration,
    /// Instant of submission, early first.
    SubmittedAt,
    /// Essay points, high first.
    Essay,
    /// Quiz and essay together, high first.
    Total,
}

impl RankingKey {
    /// Every key. A ranking has room for as many, the form offers them, the property tests try them.
    pub const ALL: [Self; 7] = [
        Self::Score,
        Self::Prediction,
        Self::PredictionNotOver,
        Self::Duration,
        Self::SubmittedAt,
        Self::Essay,
        Self::Total,
    ];
}

/// What happens to entries the whole chain leaves equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unresolved {
    /// They share the money of the places they occupy.
    #[default]
    Share,
    /// A draw anyone can repeat.
    Draw,
    /// The committee decides and records why.
    Committee,
}

/// How entries are ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Keys in order.
    pub keys: Vec<RankingKey>,
    /// What happens to ties the keys leave; must be chosen before commitment.
    #[serde(default)]
    pub unresolved: Option<Unresolved>,
    /// The event whose public number decides a draw, named before opening.
    #[serde(default)]
    pub draw_event: String,
    /// One list per track, or one list over all tracks.
    #[serde(default = "default_list")]
    pub list: Scope,
}

fn default_list() -> Scope {
    Scope::Track
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            keys: vec![RankingKey::Score],
            unresolved: None,
            draw_event: String::new(),
            list: Scope::Track,
        }
    }
}

/// Ranking of all rounds together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overall {
    /// Round codes summed; empty means all.
    #[serde(default)]
    pub rounds: Vec<String>,
    /// Least rounds a person must have taken part in.
    #[serde(default)]
    pub min_rounds: u32,
}

#[cfg(test)]
mod tests {
    use super::RankingKey;

    /// A new key is missed here by the compiler; its place is that in [`RankingKey::ALL`].
    fn place(key: RankingKey) -> usize {
        match key {
            RankingKey::Score => 0,
            RankingKey::Prediction => 1,
            RankingKey::PredictionNotOver => 2,
            RankingKey::Duration => 3,
            RankingKey::SubmittedAt => 4,
            RankingKey::Essay => 5,
            RankingKey::Total => 6,
        }
    }

    #[test]
    fn all_keys_are_listed_once() {
        let places: Vec<usize> = RankingKey::ALL.into_iter().map(place).collect();
        assert_eq!(places, (0..RankingKey::ALL.len()).collect::<Vec<_>>());
    }
}
