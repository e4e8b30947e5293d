//! Entries out to a file and back, so that anybody can recount a round with the rule sheet alone (docs/RULES.md).

use super::version::Version;
use crate::question::ExportedFile;
use crate::record::Act;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::people::permission::Permission;
use exchange::standings::{EntryRow, entries_csv};
use scoring::standings::Entry;
use serde_json::json;

/// The entry a line stands for.
#[must_use]
pub fn entry_of(row: EntryRow) -> Entry {
    let present = |text: String| Some(text).filter(|t| !t.is_empty());
    Entry {
        entry_id: AttemptId::from_text(row.entry_id),
        person_id: PersonId::from_text(row.person_id),
        unit_id: present(row.unit_id).map(UnitId::from_text),
        track: present(row.track),
        round: row.round,
        attempt: row.attempt,
        score: row.score,
        max_score: row.max_score,
        right: row.right,
        prediction: row.prediction,
        answered: row.answered,
        started_at: row.started_at,
        submitted_at: row.submitted_at,
        duration: row.duration,
        finalised: row.finalised,
        extra_seconds: row.extra_seconds,
        essay: row.essay,
        void: row.void,
        can_win: row.can_win,
    }
}

/// What the file says in place of a reason: reasons are sentences of the committee, and may name people.
const VOID: &str = "huỷ";

/// The line of an entry as a version has it: ids are random, names and units' names stay inside.
fn row_of(entry: Entry, version: &Version) -> EntryRow {
    let line = version.line(entry.entry_id.as_str());
    let void = line.map_or(entry.void.is_some(), |l| l.void.is_some());
    EntryRow {
        line: 0,
        entry_id: entry.entry_id.as_str().to_owned(),
        person_id: entry.person_id.as_str().to_owned(),
        unit_id: entry
            .unit_id
            .map_or_else(String::new, |u| u.as_str().to_owned()),
        track: entry.track.unwrap_or_default(),
        round: entry.round,
        attempt: entry.attempt,
        score: entry.score,
        max_score: entry.max_score,
        prediction: entry.prediction,
        started_at: entry.started_at,
        submitted_at: entry.submitted_at,
        finalised: entry.finalised,
        extra_seconds: entry.extra_seconds,
        essay: entry.essay,
        void: void.then(|| VOID.to_owned()),
        answered: entry.answered,
        duration: entry.duration,
        can_win: entry.can_win,
        right: entry.right,
    }
}

impl Services {
    /// `ENTRIES.csv` of a sealed round as its newest version counts it, without a name. The download is noted in the log.
    ///
    /// # Errors
    /// [`crate::Rejection::Phase`] before sealing.
    pub async fn export_entries(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<ExportedFile> {
        let mut tx = self.db().read().await?;
        let seen = (actor, Permission::Export);
        let (contest, round) = self
            .sealed_round(&mut tx, seen, contest_code, round_code)
            .await?;
        let account = require(actor, &contest.id, Permission::SeeStandings)?;
        let record = self.round_record(&mut tx, &contest, &round).await?;
        let version = self.version_numbered(&mut tx, &round, None).await?;
        drop(tx);
        let number = version.head.version;
        let written = tokio::task::spawn_blocking(move || {
            let entries = record.entries()?.into_iter();
            let rows: Vec<EntryRow> = entries.map(|e| row_of(e, &version)).collect();
            Ok::<_, ServiceError>(entries_csv(&rows).into_bytes())
        });
        let bytes = written.await.map_err(ServiceError::internal)??;
        let mut tx = self.db().write().await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act: "export_entries",
        };
        self.log(
            &mut tx,
            act,
            &json!({ "round": round_code, "version": number }),
        )
        .await?;
        tx.commit().await?;
        Ok(ExportedFile {
            file_name: format!("{}-{round_code}-v{number}-ENTRIES.csv", contest.rules.code),
            media_type: "text/csv; charset=utf-8",
            bytes,
        })
    }
}
