//! Rounds, quiz and prediction.

use super::{one, yes};
use crate::time::Moment;
use crate::units::Points;
use serde::{Deserialize, Serialize};

/// A subject area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Short code used by questions.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Which attempt of a person counts in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// The first that is not void.
    #[default]
    First,
    /// The highest score, then the earlier submission.
    Best,
    /// The last that is not void.
    Last,
}

/// One timed round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Short name in addresses, `dot-1`.
    pub code: String,
    /// Name as printed, `Đợt 1`.
    pub name: String,
    /// First instant a start is accepted.
    #[serde(with = "crate::time::rfc3339")]
    pub opens: Moment,
    /// First instant a start is no longer accepted: exclusive.
    #[serde(with = "crate::time::rfc3339")]
    pub closes: Moment,
    /// Attempts a person may start.
    #[serde(default = "one")]
    pub attempts: u32,
    /// Which of them counts.
    #[serde(default)]
    pub counts: Counting,
    /// Tracks that take part; empty means all.
    #[serde(default)]
    pub tracks: Vec<String>,
}

/// How a paper comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Drawn for each attempt from the bank by the blueprint.
    #[default]
    Drawn,
    /// One of the prepared forms.
    FixedForms,
}

/// What becomes of a question the committee voids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidQuestion {
    /// It leaves the paper: the maximum falls.
    #[default]
    Removed,
    /// Everyone whose paper has it gets its points.
    Credited,
}

/// The multiple-choice part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiz {
    /// Questions on a paper.
    pub questions: u16,
    /// Working time in minutes.
    pub minutes: u16,
    /// Points for each right question.
    pub points_each: Points,
    /// Seconds after the deadline in which what was under way still counts.
    #[serde(default = "default_grace")]
    pub grace_seconds: u16,
    /// Drawn or fixed forms.
    #[serde(default)]
    pub paper: PaperKind,
    /// Prepared forms as lists of question codes, for [`PaperKind::FixedForms`].
    #[serde(default)]
    pub forms: Vec<Form>,
    /// Questions in random order.
    #[serde(default = "yes")]
    pub shuffle_questions: bool,
    /// Options in random order, except where options name letters.
    #[serde(default = "yes")]
    pub shuffle_options: bool,
    /// Whether a submit with gaps is refused.
    #[serde(default)]
    pub submit_requires_all: bool,
    /// What becomes of a void question.
    #[serde(default)]
    pub void_question: VoidQuestion,
    /// How many questions of which topic and level; empty draws freely.
    #[serde(default)]
    pub blueprint: Vec<Cell>,
}

fn default_grace() -> u16 {
    30
}

/// A prepared form: a list of question codes in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Name of the form, `Đề 01`.
    pub name: String,
    /// Question codes in order.
    pub questions: Vec<String>,
}

/// A cell of the blueprint (`ma trận đề`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Topic code; none draws from every topic.
    #[serde(default)]
    pub topic: Option<String>,
    /// Level; none draws from every level.
    #[serde(default)]
    pub level: Option<crate::question::Level>,
    /// Number of questions.
    pub count: u16,
}

/// What is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictionKind {
    /// How many entries are perfect.
    PerfectEntries,
    /// How many take part.
    Participants,
    /// The share of perfect entries in per cent.
    PerfectPercent,
}

/// Over what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Persons, each by the counting attempt.
    #[default]
    Persons,
    /// Every attempt that is not void.
    Attempts,
}

/// Per track or over all tracks of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Over the whole round.
    #[default]
    Overall,
    /// Each track by itself.
    Track,
}

/// The prediction question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// What is predicted.
    pub kind: PredictionKind,
    /// Persons or attempts.
    #[serde(default)]
    pub counted_over: Population,
    /// Per track or overall.
    #[serde(default)]
    pub scope: Scope,
    /// Decimals of a percentage, 0 to 5; must be 0 for counts.
    #[serde(default)]
    pub decimals: u8,
    /// Whether a winner where the prediction decides must have a perfect entry.
    #[serde(default)]
    pub winner_must_be_perfect: bool,
}
