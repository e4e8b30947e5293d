//! Names for the ids a version holds.

use super::view::{
    ActualView, CollectiveView, CountsView, EntryName, LineView, TieEnd, TieMember, TieView,
    UnitStanding,
};
use crate::Result;
use crate::contest::Contest;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{CollectiveKey, CollectivePrize, RightCounts};
use domain::ids::{PersonId, UnitId};
use domain::quiz::prediction::Predicted;
use domain::units::{Points, grouped, percent};
use scoring::standings::Won;
use scoring::standings::{
    Actual, Barred, CollectiveResult, Counts, Line, Ratio, TieGroup, TieOutcome, UnitLine,
};
use std::collections::HashMap;
use std::sync::Arc;
use store::Tx;
use store::people::NameRow;

/// Names of persons, units, tracks and prizes of a contest.
pub(crate) struct Names {
    rules: Arc<RuleSheet>,
    people: HashMap<String, NameRow>,
    units: HashMap<String, String>,
}

impl Names {
    /// Names of everyone.
    pub(crate) async fn all(tx: &mut Tx, contest: &Contest) -> Result<Self> {
        let rows = store::people::names(tx, contest.id.as_str()).await?;
        Self::new(tx, contest, rows).await
    }

    /// Names of these persons.
    pub(crate) async fn of(tx: &mut Tx, contest: &Contest, people: &[String]) -> Result<Self> {
        let rows = store::people::names_of(tx, people).await?;
        Self::new(tx, contest, rows).await
    }

    async fn new(tx: &mut Tx, contest: &Contest, rows: Vec<NameRow>) -> Result<Self> {
        let units = store::people::units(tx, contest.id.as_str()).await?;
        Ok(Self {
            rules: contest.rules.clone(),
            people: rows.into_iter().map(|row| (row.id.clone(), row)).collect(),
            units: units.into_iter().map(|u| (u.id, u.name)).collect(),
        })
    }

    pub(crate) fn row(&self, person: &str) -> Option<&NameRow> {
        self.people.get(person)
    }

    pub(crate) fn person(&self, person: &str) -> String {
        self.row(person)
            .map(|r| r.full_name.clone())
            .unwrap_or_default()
    }

    /// Roster code; empty for who declared themselves.
    pub(crate) fn code(&self, person: &str) -> String {
        self.row(person)
            .and_then(|r| r.code.clone())
            .unwrap_or_default()
    }

    pub(crate) fn unit(&self, unit: Option<&UnitId>) -> String {
        let name = unit.and_then(|u| self.units.get(u.as_str()));
        name.cloned().unwrap_or_default()
    }

    /// Name of a track, or its code where the rule sheet does not have it.
    pub(crate) fn track(&self, code: &str) -> String {
        let track = self.rules.tracks.iter().find(|t| t.code == code);
        track.map_or(code, |t| &t.name).to_owned()
    }

    pub(super) fn track_of(&self, code: Option<&String>) -> Option<String> {
        code.map(|c| self.track(c))
    }

    /// Place of what an entry won among the individual prizes, the largest first; what waits for a decision comes last.
    pub(crate) fn place(&self, won: &Won) -> usize {
        let prizes = &self.rules.prizes.individual;
        let place = won
            .prize
            .as_ref()
            .and_then(|code| prizes.iter().position(|p| p.code == *code));
        place.unwrap_or(prizes.len())
    }

    /// Name of a prize, individual or collective.
    pub(crate) fn prize(&self, code: &str) -> String {
        let prizes = &self.rules.prizes;
        let own = prizes
            .individual
            .iter()
            .find(|p| p.code == code)
            .map(|p| &p.name);
        let unit = || {
            prizes
                .collective
                .iter()
                .find(|p| p.code == code)
                .map(|p| &p.name)
        };
        own.or_else(unit)
            .cloned()
            .unwrap_or_else(|| code.to_owned())
    }

    pub(crate) fn entry(&self, line: &Line) -> EntryName {
        EntryName {
            entry: line.entry_id.clone(),
            name: self.person(line.person_id.as_str()),
            unit: self.unit(line.unit_id.as_ref()),
        }
    }

    pub(super) fn line(&self, line: &Line) -> LineView {
        let row = self.row(line.person_id.as_str());
        LineView {
            entry: line.entry_id.clone(),
            name: self.person(line.person_id.as_str()),
            code: row.and_then(|r| r.code.clone()),
            identified: row.is_some_and(|r| r.identified == 1),
            unit: self.unit(line.unit_id.as_ref()),
            track: self.track_of(line.track.as_ref()),
            rank: line.rank,
            counted: line.counted,
            score: line.score,
            max_score: line.max_score,
            right: line.right,
            perfect: line.perfect,
            prediction: line.prediction.map(Predicted::format),
            distance: distance(line),
            exceeded: line.exceeded,
            duration: line.duration,
            submitted_at: line.submitted_at,
            can_win: line.can_win,
            prize: line.prize.as_deref().map(|p| self.prize(p)),
            amount: line.amount,
            pending: line.pending,
            void: line.void.clone(),
        }
    }

    pub(super) fn actual(&self, actual: &Actual) -> ActualView {
        ActualView {
            track: self.track_of(actual.track.as_ref()),
            participants: actual.participants,
            perfect: actual.perfect,
            value: actual.value.map(Predicted::format),
        }
    }

    /// A tie; `person_of` tells whose an id is, none for units.
    pub(super) fn tie<'a>(
        &self,
        tie: &TieGroup,
        collective: Option<&str>,
        person_of: impl Fn(&str) -> Option<(&'a PersonId, Option<&'a UnitId>)>,
    ) -> TieView {
        let member = |id: &String| {
            let (name, unit) = match person_of(id) {
                Some((person, unit)) => (self.person(person.as_str()), self.unit(unit)),
                None => (self.unit(Some(&UnitId::from_text(id))), String::new()),
            };
            TieMember {
                id: id.clone(),
                name,
                unit,
            }
        };
        TieView {
            track: self.track_of(tie.list.as_ref()),
            collective: collective.map(|code| self.prize(code)),
            rank: tie.rank,
            first_place: tie.first_place,
            places: tie.places,
            end: match tie.outcome {
                TieOutcome::Shared { each } => TieEnd::Shared(each),
                TieOutcome::Drawn => TieEnd::Drawn,
                TieOutcome::Decided => TieEnd::Decided,
                TieOutcome::Pending => TieEnd::Pending,
            },
            members: tie.ids.iter().map(member).collect(),
        }
    }

    pub(super) fn collective(&self, result: &CollectiveResult) -> CollectiveView {
        let prize = self
            .rules
            .prizes
            .collective
            .iter()
            .find(|p| p.code == result.prize);
        CollectiveView {
            code: result.prize.clone(),
            name: self.prize(&result.prize),
            lines: result
                .lines
                .iter()
                .map(|l| self.unit_line(prize, l))
                .collect(),
            pending: result.pending,
        }
    }

    fn unit_line(&self, prize: Option<&CollectivePrize>, line: &UnitLine) -> UnitStanding {
        UnitStanding {
            unit: line.unit_id.clone(),
            name: self.unit(Some(&line.unit_id)),
            rank: line.rank,
            participants: line.tally.participants,
            perfect: line.tally.perfect,
            roster: line.tally.roster,
            value: prize
                .zip(line.value)
                .map_or_else(String::new, |(p, v)| criterion(p, v)),
            barred: line.barred.map(|b| match b {
                Barred::TooSmall => "Ít người hơn mức thể lệ yêu cầu",
                Barred::NoRoster => "Không có danh sách để tính tỷ lệ",
            }),
            won: line.won,
            amount: line.amount,
            pending: line.pending,
        }
    }
}

/// Totals as they are shown.
pub(super) fn counts(counts: Counts) -> CountsView {
    CountsView {
        entries: counts.entries,
        persons: counts.persons,
        void: counts.void,
    }
}

/// Distance as a person reads it.
pub(super) fn distance(line: &Line) -> Option<String> {
    line.distance.map(|d| Predicted(d).format())
}

/// The value of a collective criterion as a person reads it.
fn criterion(prize: &CollectivePrize, value: Ratio) -> String {
    let part = || percent(value.num, value.den).unwrap_or_default();
    let [only] = prize.keys.as_slice() else {
        // A weighted mix is a share of the best unit in each key.
        return part();
    };
    match (only.key, prize.right_counts) {
        (CollectiveKey::Participants, _) => format!("{} người", grouped(value.num)),
        (CollectiveKey::PerfectEntries, RightCounts::PerfectPersons) => {
            format!("{} người đúng hết", grouped(value.num))
        }
        (CollectiveKey::PerfectEntries, RightCounts::RightAnswers) => {
            format!("{} câu đúng", grouped(value.num))
        }
        (CollectiveKey::ParticipationRate, _) => part(),
        (CollectiveKey::MeanScore, _) => {
            let mean = Points(value.num / value.den.max(1)).format(',');
            format!("{mean} điểm")
        }
    }
}
