//! The page before the first question: who is signed in, and what pressing the button comes to.

use super::earlier_of;
use crate::standings::OwnEntry;
use crate::{Actor, Result, ServiceError, Services};
use domain::quiz::start::{self, Start, StartRefused};
use domain::time::{Moment, Span};

/// What the page before the first question tells the person signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// Full name, as the entry carries it.
    pub name: String,
    /// Name of the unit the entry counts for.
    pub unit: String,
    /// What the button does.
    pub next: Next,
    /// Time granted beside what the rule sheet allows.
    pub extra: Span,
    /// Attempts in this round, newest first.
    pub entries: Vec<OwnEntry>,
}

/// What the button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Goes on with an attempt that ends then.
    Resume {
        /// Its deadline.
        deadline: Moment,
    },
    /// Begins a new attempt.
    New {
        /// Attempts left, this one included.
        left: u32,
    },
    /// Nothing: there is no button.
    Refused(StartRefused),
}

impl Services {
    /// What the signed-in person finds before the first question of a round. It decides nothing: a start is decided
    /// when the button is pressed.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`], [`ServiceError::NotFound`] for another contest than the person's.
    pub async fn entrance(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        now: Moment,
    ) -> Result<Entrance> {
        let person = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        if contest.id != person.contest {
            return Err(ServiceError::NotFound);
        }
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        let row = store::people::find_person(&mut tx, person.id.as_str())
            .await?
            .ok_or(ServiceError::SignedOut)?;
        let eligible = self
            .eligible((&mut tx, actor), &contest, round, &row, now)
            .await?;
        let (extra, granted) = store::quiz::granted(&mut tx, round.id.as_str(), &row.id).await?;
        let granted = u32::try_from(granted).unwrap_or(0);
        let own = store::quiz::attempts_of_people(&mut tx, std::slice::from_ref(&row.id)).await?;
        let earlier: Vec<_> = own
            .iter()
            .filter(|r| r.round_id == round.id.as_str())
            .map(earlier_of)
            .collect::<Result<_>>()?;
        let units = store::people::units(&mut tx, contest.id.as_str()).await?;
        drop(tx);
        let decided = start::decide(
            (round.phase(now), &round.clock),
            round.rule.attempts,
            granted,
            &earlier,
            eligible,
            now,
        );
        let entries: Vec<OwnEntry> = self
            .own_entries(actor)
            .await?
            .into_iter()
            .filter(|e| e.round_code == round.rule.code)
            .collect();
        let used = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
        let next = match decided {
            Ok(Start::Resume { number }) => {
                let running = entries.iter().find(|e| e.number == i64::from(number));
                let deadline = running.map_or(round.clock.closes, |e| e.deadline);
                Next::Resume { deadline }
            }
            Ok(Start::New { .. }) => Next::New {
                left: (round.rule.attempts + granted).saturating_sub(used),
            },
            Err(refused) => Next::Refused(refused),
        };
        let unit = units.into_iter().find(|u| u.id == row.unit_id);
        Ok(Entrance {
            name: row.full_name,
            unit: unit.map(|u| u.name).unwrap_or_default(),
            next,
            extra: Span(extra),
            entries,
        })
    }
}
