//! Participation: who started and sent, unit by unit. No score is read here.

use super::participation_view::{
    FEW, HourOfStarts, ParticipationView, PublicParticipation, PublicRoundParticipation,
    PublicUnitParticipation, Turnout, UnitParticipation,
};
use super::round_record::roster_at;
use crate::contest::{Contest, RoundState};
use crate::{Actor, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::contest::rule_sheet::Identity;
use domain::ids::{ContestId, UnitId};
use domain::people::Role;
use domain::people::permission::{Permission, may};
use domain::time::Moment;
use domain::units::percent;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use store::Tx;
use store::people::UnitRow;

/// People of a unit on the roster.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RosterSize {
    pub(super) people: i64,
    leaders: i64,
}

/// The roster at an instant by unit; none for a contest without a roster, which has no rates.
pub(super) async fn roster(
    tx: &mut Tx,
    contest: &Contest,
    at: Moment,
) -> Result<Option<HashMap<String, RosterSize>>> {
    if contest.rules.eligibility.identity.is_declared() {
        return Ok(None);
    }
    let rows = store::people::roster_sizes(tx, contest.id.as_str(), at.0).await?;
    if rows.is_empty() && contest.rules.eligibility.identity != Identity::Roster {
        return Ok(None);
    }
    let size = |(unit, people, leaders)| (unit, RosterSize { people, leaders });
    Ok(Some(rows.into_iter().map(size).collect()))
}

/// What participation of a round is put together from.
struct Counted {
    roster: Option<HashMap<String, RosterSize>>,
    /// Persons who started, and of whom sent, by unit.
    taking_part: HashMap<String, (i64, i64)>,
    units: Vec<UnitRow>,
    /// Leaders on the roster by unit: name, and whether they started.
    leaders: BTreeMap<String, Vec<(String, bool)>>,
}

impl Services {
    /// Participation in a round. While a round with a prediction runs a unit officer sees the own unit only, later also
    /// the units below it; nobody who may compete sees more (DESIGN 2.3).
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn participation(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<ParticipationView> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeParticipation)?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        let mut counted = self.counted(&mut tx, &contest, round).await?;
        let sees_all = sees_every_unit(actor, &contest.id);
        let mut starts = Vec::new();
        if sees_all {
            starts = store::quiz::starts_by_hour(&mut tx, round.id.as_str()).await?;
        } else {
            let below = contest.totals_public(self.now());
            let own = own_units(actor, &contest.id, &counted.units, below);
            counted.units.retain(|u| own.contains(&u.id));
        }
        Ok(ParticipationView {
            own_unit_only: !sees_all,
            starts: starts.into_iter().map(hour).collect(),
            ..view(&contest, round, &counted, self.now())
        })
    }

    /// Of a round, how many started and how many sent, in the units [`Services::participation`] shows this actor.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn turnout_now(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<(i64, i64)> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeParticipation)?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        let mut rows = store::quiz::participation(&mut tx, round.id.as_str()).await?;
        if !sees_every_unit(actor, &contest.id) {
            let units = store::people::units(&mut tx, contest.id.as_str()).await?;
            let below = contest.totals_public(self.now());
            let own = own_units(actor, &contest.id, &units, below);
            rows.retain(|(unit, _, _)| own.contains(unit));
        }
        let sum =
            |(a, b): (i64, i64), (_, started, sent): &(String, i64, i64)| (a + started, b + sent);
        Ok(rows.iter().fold((0, 0), sum))
    }

    async fn counted(&self, tx: &mut Tx, contest: &Contest, round: &RoundState) -> Result<Counted> {
        let at = roster_at(round, self.now());
        let roster = roster(tx, contest, at).await?;
        let rows = store::quiz::participation(tx, round.id.as_str()).await?;
        let mut leaders: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
        if roster.is_some() {
            let rows = store::people::leaders(tx, contest.id.as_str(), at.0).await?;
            let ids: Vec<String> = rows.iter().map(|(id, _, _)| id.clone()).collect();
            let attempts = store::quiz::attempts_of_people(tx, &ids).await?;
            let own = |a: &&store::quiz::AttemptRow| {
                a.round_id == round.id.as_str() && a.void_reason.is_none()
            };
            let started: HashSet<&str> = attempts
                .iter()
                .filter(own)
                .map(|a| a.person_id.as_str())
                .collect();
            for (id, name, unit) in &rows {
                let leader = (name.clone(), started.contains(id.as_str()));
                leaders.entry(unit.clone()).or_default().push(leader);
            }
        }
        Ok(Counted {
            roster,
            taking_part: rows.into_iter().map(|(u, s, d)| (u, (s, d))).collect(),
            units: store::people::units(tx, contest.id.as_str()).await?,
            leaders,
        })
    }

    /// Participation anyone may read: none while totals would help a late predictor; small units are not told apart.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a contest.
    pub async fn public_participation(
        &self,
        contest_code: &str,
    ) -> Result<Option<PublicParticipation>> {
        let now = self.now();
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        if !contest.totals_public(now) {
            return Ok(None);
        }
        let mut rounds = Vec::new();
        for round in contest
            .rounds
            .iter()
            .filter(|r| r.phase(now) >= RoundPhase::Open)
        {
            let counted = self.counted(&mut tx, &contest, round).await?;
            rounds.push(public_round(round, &view(&contest, round, &counted, now)));
        }
        Ok(Some(PublicParticipation {
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            rounds,
        }))
    }
}

/// Whether a role other than that of a unit officer lets the actor see participation.
fn sees_every_unit(actor: &Actor, contest: &ContestId) -> bool {
    actor
        .roles_in(contest)
        .any(|r| r != Role::UnitOfficer && may(r, Permission::SeeParticipation))
}

/// Units of a unit officer, with those below them where that is allowed.
fn own_units(
    actor: &Actor,
    contest: &ContestId,
    units: &[UnitRow],
    below: bool,
) -> BTreeSet<String> {
    let grants = actor.grants.iter();
    let own = grants.filter(|g| g.contest == *contest && g.role == Role::UnitOfficer);
    let mut ids: BTreeSet<String> = own
        .filter_map(|g| g.unit.as_ref().map(|u| u.as_str().to_owned()))
        .collect();
    let mut grown = below;
    while grown {
        let under = units.iter().filter(|u| {
            u.parent_id.as_ref().is_some_and(|p| ids.contains(p)) && !ids.contains(&u.id)
        });
        let under: Vec<String> = under.map(|u| u.id.clone()).collect();
        grown = !under.is_empty();
        ids.extend(under);
    }
    ids
}

fn hour((from, starts): (i64, i64)) -> HourOfStarts {
    HourOfStarts {
        from: Moment(from),
        starts,
    }
}

fn view(
    contest: &Contest,
    round: &RoundState,
    counted: &Counted,
    now: Moment,
) -> ParticipationView {
    let target = contest.rules.participation.as_ref().map(|p| p.percent);
    let mut units = Vec::new();
    let mut total = Turnout::default();
    for unit in &counted.units {
        let turnout = turnout(counted, &unit.id);
        let of_its_time = exists_at(unit, roster_at(round, now));
        // A unit that no longer exists still stands where it had people, one without people nowhere.
        if turnout.started == 0 && (turnout.roster.unwrap_or(0) == 0 && !of_its_time) {
            continue;
        }
        add(&mut total, &turnout);
        units.push(unit_view(contest, unit, turnout, (counted, target)));
    }
    ParticipationView {
        contest_code: contest.rules.code.clone(),
        contest: contest.rules.title.clone(),
        round_code: round.rule.code.clone(),
        round: round.rule.name.clone(),
        phase: round.phase(now),
        counted_at: now,
        has_roster: counted.roster.is_some(),
        target: target.filter(|_| counted.roster.is_some()),
        own_unit_only: false,
        units,
        total,
        starts: Vec::new(),
    }
}

fn exists_at(unit: &UnitRow, at: Moment) -> bool {
    unit.valid_from.is_none_or(|from| from <= at.0)
        && unit.valid_until.is_none_or(|until| at.0 < until)
}

fn unit_view(
    contest: &Contest,
    unit: &UnitRow,
    turnout: Turnout,
    (counted, target): (&Counted, Option<u8>),
) -> UnitParticipation {
    let blocs = &contest.rules.eligibility.blocs;
    let bloc = unit.bloc.clone().unwrap_or_default();
    let name = blocs
        .iter()
        .find(|b| b.code == bloc)
        .map(|b| b.name.clone());
    let leaders = counted.leaders.get(&unit.id).into_iter().flatten();
    let missing = leaders.filter(|(_, started)| !started);
    let below = |percent: u8| {
        let roster = turnout.roster.unwrap_or(0);
        roster > 0 && turnout.started * 100 < roster * i64::from(percent)
    };
    UnitParticipation {
        unit: UnitId::from_text(&unit.id),
        code: unit.code.clone(),
        name: unit.name.clone(),
        bloc: name.unwrap_or(bloc),
        turnout,
        leaders_missing: missing.map(|(name, _)| name.clone()).collect(),
        below_target: target.is_some_and(below),
    }
}

fn turnout(counted: &Counted, unit: &str) -> Turnout {
    let (started, sent) = counted.taking_part.get(unit).copied().unwrap_or_default();
    let size = counted.roster.as_ref();
    let size = size.map(|r| r.get(unit).copied().unwrap_or_default());
    let leaders = counted.leaders.get(unit).into_iter().flatten();
    let leaders_started = i64::try_from(leaders.filter(|(_, s)| *s).count()).unwrap_or(0);
    Turnout {
        roster: size.map(|s| s.people),
        started,
        sent,
        leaders: size.map(|s| s.leaders),
        leaders_started: size.map(|_| leaders_started),
    }
}

fn add(total: &mut Turnout, unit: &Turnout) {
    let sum = |a: Option<i64>, b: Option<i64>| b.map(|b| a.unwrap_or(0) + b);
    total.started += unit.started;
    total.sent += unit.sent;
    total.roster = sum(total.roster, unit.roster);
    total.leaders = sum(total.leaders, unit.leaders);
    total.leaders_started = sum(total.leaders_started, unit.leaders_started);
}

fn public_round(round: &RoundState, view: &ParticipationView) -> PublicRoundParticipation {
    let unit = |u: &UnitParticipation| {
        let shown = (u.turnout.started >= FEW).then_some(u.turnout.started);
        PublicUnitParticipation {
            name: u.name.clone(),
            participants: shown,
            rate: shown.and_then(|started| percent(started, u.turnout.roster?)),
        }
    };
    PublicRoundParticipation {
        code: round.rule.code.clone(),
        name: round.rule.name.clone(),
        participants: view.total.started,
        rate: view.total.rate(),
        units: view.units.iter().map(unit).collect(),
    }
}
