//! The rule sheet (`thể lệ`): a typed, versioned document that says everything a contest decides.
//!
//! Every field that the five programmes leave open has a stated default here and is a setting. The document is
//! plain data: reading TOML is the `exchange` crate's work, checking it is [`super::check`].

use crate::time::{Day, Moment};
use crate::units::{Dong, Points};
use serde::{Deserialize, Serialize};

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

/// How a person proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Official account at an identity provider.
    Sso,
    /// Code and slip secret from an imported roster.
    Roster,
    /// Data entered by the person.
    SelfDeclared,
    /// An account of this installation with a password of one's own.
    LocalAccount,
}

/// An attribute a self-declaring person states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// Full name, folded to lower case without repeated spaces.
    FullName,
    /// Date of birth.
    BirthDate,
    /// Telephone number in national form.
    Phone,
    /// Unit or neighbourhood.
    Unit,
}

/// Who may enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Ways of identification.
    pub identity: Identity,
    /// Blocs units belong to.
    #[serde(default)]
    pub blocs: Vec<Bloc>,
    /// Least age in full years on the day of the start; 0 means none.
    #[serde(default)]
    pub min_age: u8,
    /// The one attribute set that makes a self-declared person unique.
    #[serde(default)]
    pub unique_by: Vec<Attribute>,
    /// Roles that may not compete.
    #[serde(default)]
    pub excluded_roles: Vec<crate::people::Role>,
    /// Whether a clerk may enter for a person at a kiosk.
    #[serde(default)]
    pub assisted_entry: bool,
    /// Whether an assisted entry can win an individual prize.
    #[serde(default)]
    pub assisted_can_win: bool,
}

/// A bloc (`khối`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bloc {
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A subject area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Short code used by questions.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A track: a group of contestants with its own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Blocs whose people are in this track; empty means it is chosen by the roster's track column.
    #[serde(default)]
    pub blocs: Vec<String>,
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

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
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
