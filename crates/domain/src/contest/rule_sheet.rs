//! The rule sheet (`thể lệ`): a typed, versioned document that says everything a contest decides.
//!
//! Every field that the five programmes leave open has a stated default here and is a setting. The document is
//! plain data: reading TOML is the `exchange` crate's work, checking it is [`super::check`].

mod people;
mod prizes;
mod quiz;
mod ranking;
mod work;

use crate::time::Day;
use crate::units::Points;
use serde::{Deserialize, Serialize};

pub use people::{Attribute, Bloc, Eligibility, Identity, Track};
pub use prizes::{
    AmountIs, CollectiveKey, CollectivePrize, Given, IndividualPrize, Prizes, RightCounts,
    WeightedKey,
};
pub use quiz::{
    Cell, Counting, Form, PaperKind, Population, Prediction, PredictionKind, Quiz, Round, Scope,
    Topic, VoidQuestion,
};
pub use ranking::{Overall, Ranking, RankingKey, Unresolved};
pub use work::{Council, Criterion, Dossier, Essay, Movement, Stage, Target, TargetKind};

/// Version of the document format this program writes.
pub const FORMAT: u32 = 1;

/// The whole rule sheet of one contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSheet {
    /// Format of the document, [`FORMAT`].
    pub format: u32,
    /// Short name in addresses, `bong-son-2024`.
    pub code: String,
    /// Full title, as printed.
    pub title: String,
    /// Body that organises the contest.
    pub organiser: String,
    /// Where people reach the committee: office, telephone, address.
    #[serde(default)]
    pub contact: String,
    /// One or two sentences for the home page.
    #[serde(default)]
    pub summary: String,
    /// Who may enter, in the plan's words.
    pub who: String,
    /// Entries the plan calls invalid, in its words.
    #[serde(default)]
    pub invalid_entries: Vec<String>,
    /// Plan and documents the contest stands on.
    #[serde(default)]
    pub legal_basis: Vec<LegalText>,
    /// Texts to study.
    #[serde(default)]
    pub study: Vec<LegalText>,
    /// Identity, age, blocs, exclusions.
    pub eligibility: Eligibility,
    /// Subject areas questions belong to.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// Groups with lists of their own. Empty: everyone is in one list.
    #[serde(default)]
    pub tracks: Vec<Track>,
    /// Timed rounds in order.
    #[serde(default)]
    pub rounds: Vec<Round>,
    /// The multiple-choice part.
    #[serde(default)]
    pub quiz: Option<Quiz>,
    /// The prediction question.
    #[serde(default)]
    pub prediction: Option<Prediction>,
    /// The essay part.
    #[serde(default)]
    pub essay: Option<Essay>,
    /// Initiatives judged in stages.
    #[serde(default)]
    pub dossier: Option<Dossier>,
    /// A movement over years.
    #[serde(default)]
    pub movement: Option<Movement>,
    /// How entries are ordered.
    #[serde(default)]
    pub ranking: Ranking,
    /// Prizes.
    #[serde(default)]
    pub prizes: Prizes,
    /// Declared only if rounds are also ranked together.
    #[serde(default)]
    pub overall: Option<Overall>,
    /// How many of the roster must take part, where the plan sets a target.
    #[serde(default)]
    pub participation: Option<Participation>,
    /// Where the money comes from, in the plan's words.
    #[serde(default)]
    pub funding: String,
    /// Bodies of the contest: committee, panel, support team.
    #[serde(default)]
    pub bodies: Vec<Body>,
    /// The plan's table of steps.
    #[serde(default)]
    pub timetable: Vec<Step>,
    /// What the plan leaves open, and the default chosen here.
    #[serde(default)]
    pub open_points: Vec<OpenPoint>,
}

/// A document: number, date, title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalText {
    /// Number and symbol, `76/NQ-CP`; empty for a body of texts without one.
    #[serde(default)]
    pub number: String,
    /// Date of issue, when the plan states it.
    #[serde(default)]
    pub date: Option<Day>,
    /// What it is and who issued it.
    pub title: String,
    /// What a reader must know: replaced, abolished, a misprint in the plan.
    #[serde(default)]
    pub note: String,
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}

/// Participation the plan demands of units with a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// Share of each unit's roster in every round, in per cent.
    pub percent: u8,
    /// Whether every leader must take part in every round.
    #[serde(default)]
    pub leaders_every_round: bool,
}

/// A body of the contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Name: Ban Tổ chức, Ban Giám khảo, Tổ giúp việc.
    pub name: String,
    /// What it does.
    #[serde(default)]
    pub duty: String,
}

/// A step of the timetable. Exactly one of the three ways to state time is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub what: String,
    /// Lead office.
    pub lead: String,
    /// Supporting offices.
    #[serde(default)]
    pub support: Vec<String>,
    /// Done before this day: that day is excluded.
    #[serde(default)]
    pub before: Option<Day>,
    /// First day.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day, included.
    #[serde(default)]
    pub until: Option<Day>,
    /// Time in the plan's words where it names no day.
    #[serde(default)]
    pub when: String,
}

/// What the plan leaves open, and the default chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenPoint {
    /// Path of the setting in this document, `quiz.minutes`.
    pub setting: String,
    /// The default and why.
    pub note: String,
}

impl RuleSheet {
    /// The round with this code.
    #[must_use]
    pub fn round(&self, code: &str) -> Option<&Round> {
        self.rounds.iter().find(|r| r.code == code)
    }

    /// The name of a topic, or its code where it is not declared.
    #[must_use]
    pub fn topic_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.topics
            .iter()
            .find(|t| t.code == code)
            .map_or(code, |t| t.name.as_str())
    }

    /// The track a person of this bloc is in, when tracks are declared by blocs.
    #[must_use]
    pub fn track_of_bloc(&self, bloc: &str) -> Option<&Track> {
        self.tracks
            .iter()
            .find(|t| t.blocs.iter().any(|b| b == bloc))
    }

    /// The highest quiz score.
    #[must_use]
    pub fn max_score(&self) -> Points {
        self.quiz.as_ref().map_or(Points(0), |q| {
            // a draft may hold any number; the check refuses absurd ones
            Points(q.points_each.0.saturating_mul(i64::from(q.questions)))
        })
    }
}
