//! Prizes, individual and collective.

use crate::units::Dong;
use serde::{Deserialize, Serialize};

/// Prizes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prizes {
    /// Individual tiers, highest first.
    #[serde(default)]
    pub individual: Vec<IndividualPrize>,
    /// Collective prizes.
    #[serde(default)]
    pub collective: Vec<CollectivePrize>,
    /// Whether prizes, individual and collective, are given in each round or once for the contest (`[overall]`).
    #[serde(default)]
    pub given: Given,
    /// Whether a person may take several individual prizes of one round.
    #[serde(default)]
    pub several_per_person: bool,
    /// Whether one unit may win two collective prizes.
    #[serde(default)]
    pub several_per_unit: bool,
}

/// When individual prizes are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// In every round.
    #[default]
    EachRound,
    /// Once, by the overall ranking.
    Overall,
}

/// A tier of individual prizes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndividualPrize {
    /// Short code, `nhat`.
    pub code: String,
    /// Name, `Giải Nhất`.
    pub name: String,
    /// Prizes of this tier.
    pub count: u32,
    /// Money of each.
    pub amount: Dong,
    /// Certificate.
    #[serde(default)]
    pub certificate: String,
}

/// What a collective prize counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectiveKey {
    /// Persons of the unit with a counting entry.
    Participants,
    /// What [`CollectivePrize::right_counts`] sums.
    PerfectEntries,
    /// Participants over the roster.
    ParticipationRate,
    /// Mean quiz score of counting entries.
    MeanScore,
}

/// A weighted part of a collective criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightedKey {
    /// What is counted.
    pub key: CollectiveKey,
    /// Weight in per cent; one key alone has 100.
    #[serde(default = "hundred")]
    pub weight: u8,
}

fn hundred() -> u8 {
    100
}

/// What "right" sums for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RightCounts {
    /// Persons whose counting entry is perfect.
    #[default]
    PerfectPersons,
    /// Right answers of all counting entries.
    RightAnswers,
}

/// Whether the money of several collective prizes is each or together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountIs {
    /// For each prize.
    #[default]
    Each,
    /// For all prizes of this line together.
    Together,
}

/// A collective prize.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectivePrize {
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How many.
    pub count: u32,
    /// Money.
    pub amount: Dong,
    /// Each or together.
    #[serde(default)]
    pub amount_is: AmountIs,
    /// Certificate.
    #[serde(default)]
    pub certificate: String,
    /// What is counted, with weights.
    pub keys: Vec<WeightedKey>,
    /// What "right" sums.
    #[serde(default)]
    pub right_counts: RightCounts,
    /// Keys that order units the criterion leaves equal.
    #[serde(default)]
    pub tie: Vec<CollectiveKey>,
    /// Units with fewer people on the roster (without a roster: fewer participants) do not compete.
    #[serde(default)]
    pub min_size: u32,
    /// Level of the unit tree the prize is for, 0 = the unit fixed at the start, 1 = its parent, …
    #[serde(default)]
    pub roll_up: u8,
}
