//! Writing the people of an import in chunks: each a short transaction of its own, so that the saves of a running round
//! never wait long behind it (DESIGN 3, "SQL").

use super::RosterFate;
use super::plan::PlannedPerson;
use crate::vault::Purpose;
use crate::{Rejection, Result, Services};
use store::people::PersonRow;

/// People written in one transaction.
const AT_ONCE: usize = 250;

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    /// New people with their slip secrets.
    pub(super) secrets: Vec<(PersonRow, String)>,
    /// People whose data changed or who are back.
    pub(super) changed: usize,
    /// People of the chunks that were not written.
    pub(super) left: usize,
}

/// A row to write; a new person's with the secret of the slip.
struct Ready {
    row: PersonRow,
    secret: Option<String>,
}

impl Services {
    /// Writes new, changed and returning people chunk by chunk. It stops at a chunk that cannot be written: the slips of
    /// those before it must still reach the committee, since their secrets are stored nowhere.
    pub(super) async fn write_people(&self, people: Vec<PlannedPerson>) -> Written {
        let touched = people
            .into_iter()
            .filter(|p| p.fate != RosterFate::Unchanged);
        let ready: Vec<Ready> = touched.map(|p| self.ready_to_write(p)).collect();
        let mut written = Written::default();
        for chunk in ready.chunks(AT_ONCE) {
            if written.left == 0 {
                if let Err(error) = self.write_chunk(chunk).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "roster chunk not written"
                    );
                    written.left = chunk.len();
                    continue;
                }
                written.changed += chunk.iter().filter(|r| r.secret.is_none()).count();
                let new = chunk.iter();
                written
                    .secrets
                    .extend(new.filter_map(|r| Some((r.row.clone(), r.secret.clone()?))));
            } else {
                written.left += chunk.len();
            }
        }
        written
    }

    /// Everything that costs time is done before the transaction begins.
    fn ready_to_write(&self, person: PlannedPerson) -> Ready {
        let fresh = person.fate == RosterFate::New;
        let mut row = person.row;
        row.contact_sealed = person.phone.map(|phone| {
            self.vault()
                .seal(Purpose::Contact, &row.id, phone.as_bytes(), self.random())
        });
        let secret = fresh.then(|| {
            let secret = self.slip_secret();
            row.slip_hash = Some(self.slip_hash(&row.id, &secret));
            secret
        });
        Ready { row, secret }
    }

    async fn write_chunk(&self, chunk: &[Ready]) -> Result<()> {
        let rows: Vec<PersonRow> = chunk.iter().map(|r| r.row.clone()).collect();
        let new = chunk.iter().filter(|r| r.secret.is_some());
        let new: Vec<String> = new.map(|r| r.row.id.clone()).collect();
        let mut tx = self.db().write().await?;
        store::people::upsert_people(&mut tx, &rows).await?;
        // Another import may have brought one of them meanwhile; its slip is the one that works.
        if store::people::names_of(&mut tx, &new).await?.len() != new.len() {
            return Err(Rejection::Stale.into());
        }
        tx.commit().await?;
        Ok(())
    }
}
