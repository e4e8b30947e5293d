//! What is judged over time: essays, dossiers in stages, movements.

use super::{one, yes};
use crate::time::Day;
use crate::units::{Dong, Points};
use serde::{Deserialize, Serialize};

/// The essay part: room for what its issue fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Essay {
    /// Whether an entry without an essay is complete.
    pub compulsory: bool,
    /// Points at most.
    pub max_points: Points,
    /// Essays one person may send.
    #[serde(default = "one")]
    pub per_person: u32,
    /// Themes.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Requirements in the plan's words.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// Must not repeat what was applied up to this day.
    #[serde(default)]
    pub novelty_until: Option<Day>,
}

/// Initiatives judged in stages: room for what its issue fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dossier {
    /// Parts a dossier has.
    pub parts: Vec<String>,
    /// Themes.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Form of sending, in the plan's words.
    #[serde(default)]
    pub sending: String,
    /// Criteria with weights in per cent; a weight of 0 is still open.
    pub criteria: Vec<Criterion>,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Blocs that must register at least one.
    #[serde(default)]
    pub obliged_blocs: Vec<String>,
    /// Whether units may register one together.
    #[serde(default)]
    pub joint: bool,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Name.
    pub name: String,
    /// Weight in per cent.
    #[serde(default)]
    pub weight: u8,
}

/// A stage of elimination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Short code.
    pub code: String,
    /// Name: vòng loại, sơ khảo, chung khảo.
    pub name: String,
    /// What happens, in the plan's words.
    pub how: String,
    /// Units send before this day (that day excluded).
    #[serde(default)]
    pub send_before: Option<Day>,
    /// Finished before this day (that day excluded).
    #[serde(default)]
    pub done_before: Option<Day>,
    /// Dossiers that go on to the next stage; 0: the committee decides when it sees them.
    #[serde(default)]
    pub advance: u32,
    /// Judges who mark each dossier; 0: not ours to mark.
    #[serde(default)]
    pub judges: u8,
}

/// A movement over years: room for what its issue fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// The overall aim.
    pub aim: String,
    /// First day; none: the day the plan is issued.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day, included.
    pub until: Day,
    /// Measured targets.
    pub targets: Vec<Target>,
    /// Fields of reform.
    pub fields: Vec<String>,
    /// Groups of emulation tasks.
    pub tasks: Vec<String>,
    /// Criteria for collectives.
    pub collective_criteria: Vec<String>,
    /// Criteria for individuals.
    pub individual_criteria: Vec<String>,
    /// Award levels in the plan's words.
    pub awards: Vec<String>,
    /// Papers a dossier has.
    pub papers: Vec<String>,
    /// How an emulation council decides.
    #[serde(default)]
    pub council: Council,
    /// Collectives awarded a year at most; 0: as the standing office proposes.
    #[serde(default)]
    pub collective_quota: u32,
    /// Individuals awarded a year at most; 0: as the standing office proposes.
    #[serde(default)]
    pub individual_quota: u32,
    /// Money with a collective's award; 0: as the rules on emulation set it.
    #[serde(default)]
    pub collective_amount: Dong,
    /// Money with an individual's award; 0: as the rules on emulation set it.
    #[serde(default)]
    pub individual_amount: Dong,
}

/// How an emulation council (`Hội đồng Thi đua – Khen thưởng`) decides. Shares are of all members; those absent are
/// asked in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Council {
    /// At least this share of the members must be present, in per cent.
    #[serde(default = "two_thirds")]
    pub quorum_percent: u8,
    /// More than this share of all members must agree, in per cent.
    #[serde(default = "half")]
    pub more_than_percent: u8,
    /// Whether the ballot is secret.
    #[serde(default = "yes")]
    pub secret_ballot: bool,
}

fn two_thirds() -> u8 {
    67
}

fn half() -> u8 {
    50
}

impl Default for Council {
    fn default() -> Self {
        Self {
            quorum_percent: two_thirds(),
            more_than_percent: half(),
            secret_ballot: true,
        }
    }
}

/// How a target is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// At least `low` per cent.
    AtLeast,
    /// At most `high` per cent.
    AtMost,
    /// Between `low` and `high` per cent.
    Range,
    /// Higher than the year before.
    HigherThanLastYear,
    /// Not a number.
    Qualitative,
}

/// A measured target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The target in words.
    pub name: String,
    /// How it is measured.
    pub kind: TargetKind,
    /// Lower bound in per cent.
    #[serde(default)]
    pub low: Option<u16>,
    /// Upper bound in per cent.
    #[serde(default)]
    pub high: Option<u16>,
    /// What it is compared with.
    #[serde(default)]
    pub baseline: String,
    /// By when or in which period.
    #[serde(default)]
    pub period: String,
}
