//! The log of acts: every act of the committee, chained by hashes so that a removed or changed line shows. Acts that
//! change a result are proposals that a second person confirms.

mod acts;
mod authority;
mod carry;
mod confirm;
mod find;
mod fits;
mod fits_people;
mod fits_round;
mod outage;
mod preview;
mod preview_more;
mod proposal;
mod sentence;
mod view;

pub(crate) use confirm::needs_proposal;
pub(crate) use fits::{OUTDATED, waiting_decisions};

pub use acts::{ActView, ActsPage};
pub use find::{FOUND_AT_MOST, FoundAttempt, FoundPerson};
pub use view::{Confirmed, PreviewView, ProposalView};

use crate::{Result, Services};
use domain::quiz::paper::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Tx;
use store::record::ActRow;

/// Hash before the first act.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An act to be written down.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// Contest, if it concerns one.
    pub contest: Option<&'a str>,
    /// Account; none for the server itself.
    pub by: Option<&'a str>,
    /// Short code, `commit_round`.
    pub act: &'a str,
}

/// Acts that decide nothing and change no page: a busy day at the kiosks must neither keep another round from being sealed
/// nor have every node make its pages anew with each of them.
pub(crate) const UNDECIDING: [&str; 3] = ["assist_entry", "vouch_person", "export_entries"];

impl Services {
    /// Writes an act into the transaction that carries it out, so that no act happens without its line; every node hears
    /// of it, so that pages say what holds now.
    ///
    /// # Errors
    /// Store errors.
    pub async fn log(&self, tx: &mut Tx, act: Act<'_>, detail: &impl Serialize) -> Result<()> {
        let newest = store::record::lock_newest(tx).await?;
        let (seq, previous_hash) =
            newest.map_or((1, GENESIS.to_owned()), |row| (row.seq + 1, row.hash));
        let detail = serde_json::to_string(detail).map_err(crate::ServiceError::internal)?;
        let mut row = ActRow {
            seq,
            contest_id: act.contest.map(str::to_owned),
            at: self.now().0,
            account_id: act.by.map(str::to_owned),
            act: act.act.to_owned(),
            detail,
            previous_hash,
            hash: String::new(),
        };
        row.hash = hash(&row);
        store::record::insert(tx, &row).await?;
        if !UNDECIDING.contains(&act.act) {
            store::news::announce(tx).await?;
        }
        Ok(())
    }

    /// The first line at which the chain of the log is broken, if any.
    ///
    /// # Errors
    /// Store errors.
    pub async fn check_log(&self) -> Result<Option<i64>> {
        let mut tx = self.db().read().await?;
        let rows = store::record::all(&mut tx).await?;
        Ok(first_break(&rows))
    }
}

/// The first sequence number at which the chain is broken.
#[must_use]
pub fn first_break(rows: &[ActRow]) -> Option<i64> {
    let mut previous = GENESIS.to_owned();
    for (row, expected) in rows.iter().zip(1..) {
        if row.seq != expected || row.previous_hash != previous || row.hash != hash(row) {
            return Some(expected);
        }
        previous.clone_from(&row.hash);
    }
    None
}

/// Hash of an act: SHA-256 over its fields, each with its length, so that no two acts read the same.
fn hash(row: &ActRow) -> String {
    let mut hasher = Sha256::new();
    let fields = [
        row.previous_hash.as_str(),
        &row.seq.to_string(),
        row.contest_id.as_deref().unwrap_or(""),
        &row.at.to_string(),
        row.account_id.as_deref().unwrap_or(""),
        &row.act,
        &row.detail,
    ];
    for field in fields {
        hasher.update(format!("{}:{field}\n", field.len()));
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(n: i64) -> Vec<ActRow> {
        let mut rows: Vec<ActRow> = Vec::new();
        for seq in 1..=n {
            let previous_hash = rows.last().map_or(GENESIS.to_owned(), |r| r.hash.clone());
            let mut row = ActRow {
                seq,
                contest_id: None,
                at: seq,
                account_id: None,
                act: "x".into(),
                detail: format!("{{\"n\":{seq}}}"),
                previous_hash,
                hash: String::new(),
            };
            row.hash = hash(&row);
            rows.push(row);
        }
        rows
    }

    #[test]
    fn any_change_breaks_the_chain() {
        let good = chain(5);
        assert_eq!(first_break(&good), None);
        for i in 0..5 {
            let mut changed = good.clone();
            changed[i].detail.push(' ');
            assert!(first_break(&changed).is_some(), "changed {i}");
            if i < 4 {
                let mut removed = good.clone();
                removed.remove(i);
                assert!(first_break(&removed).is_some(), "removed {i}");
            }
        }
        let mut swapped = good;
        swapped.swap(1, 2);
        assert!(first_break(&swapped).is_some());
    }
}
