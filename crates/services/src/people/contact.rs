//! Contact data: encrypted, and erased at a date the rule sheet states.

use crate::contest::Contest;
use crate::record::Act;
use crate::vault::Purpose;
use crate::{Result, ServiceError, Services};
use domain::time::{Moment, Span};
use serde_json::json;

/// Persons erased in one transaction: saves never wait behind them.
const CHUNK: i64 = 250;

impl Contest {
    /// First instant at which telephone numbers are erased; none without a round.
    #[must_use]
    pub fn contacts_erased_at(&self) -> Option<Moment> {
        let last = self.rounds.iter().map(|r| r.clock.closes).max()?;
        let days = i64::from(self.rules.eligibility.contact_days);
        Some(last + Span::minutes(days * 24 * 60))
    }
}

impl Services {
    /// Erases the telephone numbers of contests whose date has come; gives how many. Whoever the keyed hashes of a
    /// person keep from competing stays recognisable.
    ///
    /// # Errors
    /// Store errors.
    pub async fn erase_contacts(&self) -> Result<u64> {
        let mut erased = 0;
        for contest in self.contests().await? {
            let due = contest.contacts_erased_at();
            if due.is_some_and(|at| at <= self.now()) {
                erased += self.erase_contacts_of(&contest).await?;
            }
        }
        Ok(erased)
    }

    async fn erase_contacts_of(&self, contest: &Contest) -> Result<u64> {
        let mut erased = 0;
        loop {
            let mut tx = self.db().write().await?;
            let ids =
                store::people::people_with_contact(&mut tx, contest.id.as_str(), CHUNK).await?;
            if ids.is_empty() {
                return Ok(erased);
            }
            for id in &ids {
                store::people::erase_contact(&mut tx, id).await?;
            }
            let act = Act {
                contest: Some(contest.id.as_str()),
                by: None,
                act: "erase_contacts",
            };
            self.log(&mut tx, act, &json!({ "people": ids.len() }))
                .await?;
            tx.commit().await?;
            erased += ids.len() as u64;
        }
    }

    /// Opens contact data for a use case that needs them.
    pub(crate) fn contact(&self, person_id: &str, sealed: &str) -> Result<String> {
        let plain = self
            .vault()
            .open(Purpose::Contact, person_id, sealed)
            .map_err(ServiceError::internal)?;
        String::from_utf8(plain).map_err(ServiceError::internal)
    }
}
