//! Slips: what a person of the roster signs in with. The secret exists in plain only in the reply that makes it.

use crate::contest::Contest;
use crate::record::Act;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::ids::{PersonId, UnitId, base32};
use domain::people::permission::Permission;
use domain::quiz::receipt::grouped_code;
use domain::text::name_order;
use serde_json::json;
use std::collections::HashMap;
use store::people::{PersonRow, UnitRow};

/// Letters of a secret: 11 of five bits each, 55 in all, more than the 50 of DESIGN 4.
const SECRET_LETTERS: usize = 11;

/// A slip to be printed. Shown once, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// Person.
    pub person: PersonId,
    /// Roster code, the sign-in name.
    pub code: String,
    /// Full name.
    pub full_name: String,
    /// Name of the unit.
    pub unit: String,
    /// Secret in groups, as printed.
    pub secret: String,
}

impl std::fmt::Debug for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slip")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// Whose slips are made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reissue {
    /// One person's.
    Person(PersonId),
    /// Everyone's of a unit.
    Unit(UnitId),
}

impl Services {
    /// Makes new slips: the old secrets and own passwords of these people no longer work, their sessions end.
    ///
    /// Also while a round is open: whoever lost a slip must be able to take part.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when nobody of the roster fits.
    pub async fn reissue_slips(
        &self,
        actor: &Actor,
        contest_code: &str,
        whose: &Reissue,
    ) -> Result<Vec<Slip>> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::EditRoster)?;
        let people = match whose {
            Reissue::Person(id) => store::people::find_person(&mut tx, id.as_str())
                .await?
                .into_iter()
                .collect(),
            Reissue::Unit(_) => store::people::people(&mut tx, contest.id.as_str()).await?,
        };
        let people: Vec<PersonRow> = people
            .into_iter()
            .filter(|person| concerns(&contest, whose, person))
            .collect();
        if people.is_empty() {
            return Err(ServiceError::NotFound);
        }
        let units = store::people::units(&mut tx, contest.id.as_str()).await?;
        let mut secrets: Vec<(PersonRow, String)> = Vec::with_capacity(people.len());
        for person in people {
            let secret = self.slip_secret();
            store::people::set_slip(&mut tx, &person.id, &self.slip_hash(&person.id, &secret))
                .await?;
            store::people::delete_sessions_of_person(&mut tx, &person.id).await?;
            secrets.push((person, secret));
        }
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "reissue_slips",
        };
        let detail = match whose {
            Reissue::Person(id) => json!({ "person": id }),
            Reissue::Unit(id) => json!({ "unit": id, "slips": secrets.len() }),
        };
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok(slips(secrets, &units))
    }

    /// A secret: drawn, never derived, so that nothing stored gives it back.
    pub(super) fn slip_secret(&self) -> String {
        let drawn: [u8; 7] = self.random();
        let mut secret = base32(&drawn);
        secret.truncate(SECRET_LETTERS);
        secret
    }
}

/// A person of the roster, or with a login of their own, who is not struck off. Who only declared themselves has no slip.
fn concerns(contest: &Contest, whose: &Reissue, person: &PersonRow) -> bool {
    let meant = match whose {
        Reissue::Person(id) => person.id == id.as_str(),
        Reissue::Unit(id) => person.unit_id == id.as_str(),
    };
    meant
        && person.contest_id == contest.id.as_str()
        && person.code.is_some()
        && person.struck_off_at.is_none()
}

/// Slips by unit and name, as they are handed out.
pub(super) fn slips(secrets: Vec<(PersonRow, String)>, units: &[UnitRow]) -> Vec<Slip> {
    let names: HashMap<&str, &str> = units
        .iter()
        .map(|u| (u.id.as_str(), u.name.as_str()))
        .collect();
    let mut slips: Vec<Slip> = secrets
        .into_iter()
        .map(|(person, secret)| Slip {
            unit: names
                .get(person.unit_id.as_str())
                .copied()
                .unwrap_or_default()
                .to_owned(),
            person: PersonId::from_text(person.id),
            code: person.code.unwrap_or_default(),
            full_name: person.full_name,
            secret: grouped_code(&secret),
        })
        .collect();
    slips.sort_by_cached_key(|slip| {
        (
            slip.unit.clone(),
            name_order(&slip.full_name),
            slip.code.clone(),
        )
    });
    slips
}
