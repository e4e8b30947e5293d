//! What goes in: entries and recorded decisions.

use crate::draw::Draw;
use domain::contest::RuleSheet;
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::quiz::prediction::Predicted;
use domain::time::{Moment, Span};
use domain::units::Points;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One attempt of one person in one round, final and marked (DESIGN 5, `ENTRIES.csv`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Identifier, unique among the entries given.
    pub entry_id: AttemptId,
    /// Whose attempt it is.
    pub person_id: PersonId,
    /// The one unit the person counts in, fixed at the start; none for people without a unit.
    pub unit_id: Option<UnitId>,
    /// Track code; none where the contest has no tracks.
    pub track: Option<String>,
    /// Round code.
    pub round: String,
    /// Number of the attempt, 1 first.
    pub attempt: u32,
    /// Quiz score.
    pub score: Points,
    /// Highest score this paper could reach after questions were voided.
    pub max_score: Points,
    /// Right answers, credited ones included; 0 when read from a file without that column.
    pub right: u16,
    /// The prediction, if one was saved.
    pub prediction: Option<Predicted>,
    /// Whether at least one answer was saved; a file without that column means yes.
    pub answered: bool,
    /// Recorded start.
    pub started_at: Moment,
    /// Recorded submission; for a finalised attempt its deadline. Only a void entry may have none.
    pub submitted_at: Option<Moment>,
    /// Working time with outages subtracted; none: from start to submission. See [`Entry::working_time`].
    pub duration: Option<Span>,
    /// Whether the server closed it at the deadline.
    pub finalised: bool,
    /// Extra time granted to the person, in seconds.
    pub extra_seconds: u32,
    /// Essay points, when an essay was marked.
    pub essay: Option<Points>,
    /// Why the entry is void or its person excluded; none for a valid entry.
    pub void: Option<String>,
    /// Whether it can win an individual prize. `false` keeps its rank and passes the prize on: an assisted entry
    /// where the rule sheet says `assisted_can_win = false`.
    pub can_win: bool,
}

impl Entry {
    /// A perfect entry: the full quiz score after voided questions, with at least one saved answer (DESIGN 4, "What a
    /// prediction is measured against").
    #[must_use]
    pub fn is_perfect(&self) -> bool {
        self.answered && self.max_score.0 > 0 && self.score == self.max_score
    }

    /// The working time that ranks (DESIGN 4, "Time"): the full allowance (minutes of the rule sheet and extra time)
    /// for an attempt the server finalised, else the recorded one, else from start to submission.
    #[must_use]
    pub fn working_time(&self, rules: &RuleSheet) -> Option<Span> {
        if let (Some(quiz), true) = (&rules.quiz, self.finalised) {
            let extra = Span::seconds(i64::from(self.extra_seconds));
            return Some(Span::minutes(i64::from(quiz.minutes)) + extra);
        }
        let measured = |end: Moment| Span((end - self.started_at).0.max(0));
        self.duration.or_else(|| self.submitted_at.map(measured))
    }
}

/// Which tied ones an order is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tied {
    /// An individual list: a track, or none for the one list.
    List(Option<String>),
    /// A collective prize, by its code.
    Collective(String),
}

/// An order the committee decided and recorded in its minutes (`biên bản`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitteeOrder {
    /// Where the tie is.
    pub of: Tied,
    /// The shared rank.
    pub rank: u32,
    /// The tied who can win, best first: entry ids in a round, person ids in the overall ranking, unit ids in a
    /// collective prize. An order that does not name exactly those is out of date and leaves the tie pending.
    pub order: Vec<String>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What was decided outside the entries, for one round or for the overall ranking.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Decisions {
    /// The draw, once its public number is known; used only where the rule sheet says `draw`.
    #[serde(default)]
    pub draw: Option<Draw>,
    /// Orders of the committee; used only where the rule sheet says `committee`.
    #[serde(default)]
    pub orders: Vec<CommitteeOrder>,
    /// Persons who already took an individual prize of this round in another part (an essay prize). They are passed
    /// over unless the rule sheet says `several_per_person`.
    #[serde(default)]
    pub already_won: BTreeSet<PersonId>,
}
