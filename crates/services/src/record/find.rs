//! Finding whom a change is about. Works in every phase, so no score is in it.

use crate::quiz::attempt_of;
use crate::standings::Names;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::people::permission::Permission;
use domain::quiz::attempt::AttemptState;
use domain::text;
use domain::time::Moment;
use std::collections::HashMap;
use store::quiz::AttemptRow;

/// People a search gives at most.
pub const FOUND_AT_MOST: usize = 50;

/// A person a change can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// Person.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// Roster code.
    pub code: Option<String>,
    /// Unit of the newest attempt; empty for one who has not started.
    pub unit: String,
    /// Attempts in the round, oldest first.
    pub attempts: Vec<FoundAttempt>,
}

/// An attempt a change can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAttempt {
    /// Attempt.
    pub attempt: AttemptId,
    /// Number, 1 first.
    pub number: i64,
    /// State.
    pub state: AttemptState,
    /// Start.
    pub started_at: Moment,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Why it is void.
    pub void: Option<String>,
    /// Label of the kiosk it began on.
    pub kiosk: Option<String>,
    /// The clerk who helped.
    pub assisted_by: Option<String>,
}

impl Services {
    /// People of a contest whose name or roster code contains what was typed, with their attempts in a round, by given
    /// name; at most [`FOUND_AT_MOST`]. An empty search finds nobody.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn find_entries(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        search: &str,
    ) -> Result<Vec<FoundPerson>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::ProposeChange)?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        let search = text::fold(search);
        if search.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows = store::people::names(&mut tx, contest.id.as_str()).await?;
        rows.retain(|row| {
            let code = row.code.as_deref().map(text::fold);
            row.name_folded.contains(&search) || code.is_some_and(|c| c.contains(&search))
        });
        rows.sort_by_cached_key(|row| (text::name_order(&row.full_name), row.id.clone()));
        rows.truncate(FOUND_AT_MOST);
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut attempts: HashMap<String, Vec<AttemptRow>> = HashMap::new();
        for row in store::quiz::attempts_of_people(&mut tx, &ids).await? {
            if row.round_id == round.id.as_str() {
                attempts.entry(row.person_id.clone()).or_default().push(row);
            }
        }
        let names = Names::of(&mut tx, &contest, &[]).await?;
        let kiosks = store::kiosk::list(&mut tx, contest.id.as_str()).await?;
        let kiosks: HashMap<String, String> = kiosks.into_iter().map(|k| (k.id, k.label)).collect();
        rows.into_iter()
            .map(|row| {
                let own = attempts.remove(&row.id).unwrap_or_default();
                let unit = own.last().map(|a| UnitId::from_text(&a.unit_id));
                Ok(FoundPerson {
                    person: PersonId::from_text(row.id),
                    name: row.full_name,
                    code: row.code,
                    unit: names.unit(unit.as_ref()),
                    attempts: own
                        .iter()
                        .map(|row| found(row, &kiosks))
                        .collect::<Result<_>>()?,
                })
            })
            .collect()
    }
}

fn found(row: &AttemptRow, kiosks: &HashMap<String, String>) -> Result<FoundAttempt> {
    let attempt = attempt_of(row)?;
    Ok(FoundAttempt {
        attempt: AttemptId::from_text(&row.id),
        number: row.attempt_number,
        state: attempt.state,
        started_at: attempt.started_at,
        submitted_at: attempt.submitted_at,
        void: row.void_reason.clone(),
        kiosk: row.kiosk_id.as_ref().and_then(|id| kiosks.get(id).cloned()),
        assisted_by: row.assisted_by.clone(),
    })
}
