//! The people of a contest as a list. No contact data: whoever needs those asks for one person with a reason.

use super::roster_may_change;
use crate::contest::Contest;
use crate::record::Act;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::ids::{PersonId, ProposalId, UnitId};
use domain::people::Role;
use domain::people::permission::{Permission, may};
use domain::record::Change;
use domain::text;
use serde_json::json;
use std::collections::HashMap;
use store::Tx;
use store::people::PersonRow;

/// People on a page.
pub const PAGE_SIZE: usize = 50;

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PeopleSort {
    /// By given name, then the whole name.
    #[default]
    Name,
    /// By roster code.
    Code,
    /// By unit, then name.
    Unit,
}

/// Which people are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFilter {
    /// Part of a name or a code, with or without diacritics.
    pub search: String,
    /// Only this unit.
    pub unit: Option<UnitId>,
    /// Order.
    pub sort: PeopleSort,
    /// Page, 1 first; 0 is taken for 1.
    pub page: usize,
}

/// A person as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Id.
    pub id: PersonId,
    /// Roster code; none for the self-declared.
    pub code: Option<String>,
    /// Full name.
    pub full_name: String,
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Name of the track.
    pub track: Option<String>,
    /// Staff category.
    pub category: String,
    /// Whether the person leads the unit.
    pub leader: bool,
    /// Whether the person declared themselves.
    pub self_declared: bool,
    /// Whether an own password replaced the slip.
    pub has_password: bool,
    /// Whether the person is struck off.
    pub struck_off: bool,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// People of this page.
    pub people: Vec<PersonView>,
    /// How many fit the filter.
    pub total: usize,
    /// This page, 1 first.
    pub page: usize,
    /// Number of pages, at least 1.
    pub pages: usize,
}

/// How far the actor sees.
enum Reach {
    All,
    Units(Vec<UnitId>),
}

/// Whom this actor may see: a unit officer the own unit, everyone else with a permission for it all.
fn reach(actor: &Actor, contest: &Contest) -> Result<Reach> {
    if require(actor, &contest.id, Permission::EditRoster).is_err() {
        require(actor, &contest.id, Permission::SeeParticipation)?;
    }
    let beyond_own_unit = |role: Role| {
        role != Role::UnitOfficer
            && (may(role, Permission::EditRoster) || may(role, Permission::SeeParticipation))
    };
    if actor.roles_in(&contest.id).any(beyond_own_unit) {
        return Ok(Reach::All);
    }
    let own = actor
        .grants
        .iter()
        .filter(|grant| grant.contest == contest.id);
    Ok(Reach::Units(
        own.filter_map(|grant| grant.unit.clone()).collect(),
    ))
}

impl Services {
    /// People of a contest, a page at a time.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn people(
        &self,
        actor: &Actor,
        contest_code: &str,
        filter: &PeopleFilter,
    ) -> Result<PeoplePage> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let reach = reach(actor, &contest)?;
        let units = store::people::units(&mut tx, contest.id.as_str()).await?;
        let names: HashMap<String, String> = units.into_iter().map(|u| (u.id, u.name)).collect();
        let search = text::fold(&filter.search);
        let mut rows = store::people::people(&mut tx, contest.id.as_str()).await?;
        drop(tx);
        rows.retain(|row| visible(&reach, row) && fits(filter, &search, row));
        let unit_name = |row: &PersonRow| names.get(&row.unit_id).map_or("", String::as_str);
        rows.sort_by_cached_key(|row| sort_key(filter.sort, row, unit_name(row)));
        let total = rows.len();
        let pages = total.div_ceil(PAGE_SIZE).max(1);
        let page = filter.page.clamp(1, pages);
        let people = rows
            .iter()
            .skip((page - 1) * PAGE_SIZE)
            .take(PAGE_SIZE)
            .map(|row| view(&contest, row, unit_name(row)))
            .collect();
        Ok(PeoplePage {
            people,
            total,
            page,
            pages,
        })
    }

    /// Strikes a person off, or takes them back. Who is struck off cannot start; entries already there stay.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`]; [`crate::Rejection::Phase`] from the first commitment on: then [`Services::propose_strike_off`].
    pub async fn strike_off(
        &self,
        actor: &Actor,
        contest_code: &str,
        person: &PersonId,
        off: bool,
    ) -> Result<()> {
        let now = self.now();
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::EditRoster)?;
        roster_may_change(&contest, now)?;
        let row = store::people::find_person(&mut tx, person.as_str())
            .await?
            .filter(|row| row.contest_id == contest.id.as_str())
            .ok_or(ServiceError::NotFound)?;
        if row.struck_off_at.is_some() == off {
            return Ok(());
        }
        self.set_struck_off(&mut tx, &row.id, off).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: if off { "strike_off" } else { "take_back" },
        };
        self.log(&mut tx, act, &json!({ "person": person })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Proposes to strike a person off, or to take them back, from the first commitment on.
    ///
    /// # Errors
    /// As [`Services::propose`].
    pub async fn propose_strike_off(
        &self,
        actor: &Actor,
        contest_code: &str,
        person: &PersonId,
        (off, reason): (bool, &str),
    ) -> Result<ProposalId> {
        let change = Change::StrikeOff {
            person: person.as_str().to_owned(),
            off,
            reason: reason.to_owned(),
        };
        self.propose(actor, contest_code, "", change).await
    }

    /// Writes that a person is struck off, which ends their sessions, or is back.
    pub(crate) async fn set_struck_off(&self, tx: &mut Tx, person: &str, off: bool) -> Result<()> {
        let at = off.then(|| self.now().0);
        store::people::set_struck_off(tx, person, at).await?;
        if off {
            store::people::delete_sessions_of_person(tx, person).await?;
        }
        Ok(())
    }
}

fn visible(reach: &Reach, row: &PersonRow) -> bool {
    match reach {
        Reach::All => true,
        Reach::Units(units) => units.iter().any(|unit| unit.as_str() == row.unit_id),
    }
}

fn fits(filter: &PeopleFilter, search: &str, row: &PersonRow) -> bool {
    let in_unit = filter
        .unit
        .as_ref()
        .is_none_or(|unit| unit.as_str() == row.unit_id);
    let named = || {
        row.name_folded.contains(search)
            || row
                .code
                .as_ref()
                .is_some_and(|code| text::fold(code).contains(search))
    };
    in_unit && (search.is_empty() || named())
}

fn sort_key(sort: PeopleSort, row: &PersonRow, unit: &str) -> (String, (String, String), String) {
    let first = match sort {
        PeopleSort::Name => String::new(),
        PeopleSort::Code => row.code.clone().unwrap_or_default(),
        PeopleSort::Unit => text::fold(unit),
    };
    (first, text::name_order(&row.full_name), row.id.clone())
}

fn view(contest: &Contest, row: &PersonRow, unit_name: &str) -> PersonView {
    let track = row.track.as_ref().map(|code| {
        let tracks = &contest.rules.tracks;
        let named = tracks.iter().find(|track| track.code == *code);
        named.map_or_else(|| code.clone(), |track| track.name.clone())
    });
    PersonView {
        id: PersonId::from_text(&row.id),
        code: row.code.clone(),
        full_name: row.full_name.clone(),
        unit: UnitId::from_text(&row.unit_id),
        unit_name: unit_name.to_owned(),
        track,
        category: row.category.clone(),
        leader: row.leader == 1,
        self_declared: row.self_declared == 1,
        has_password: row.password_hash.is_some(),
        struck_off: row.struck_off_at.is_some(),
    }
}
