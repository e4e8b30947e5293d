//! What the same machine does in the same minute without the program: the disk alone, the writer alone, a bare route.

pub(crate) mod bare;
pub(crate) mod page;

use crate::figures::per_second;
use crate::place::Place;
use crate::{Outcome, stage};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};
use store::Db;
use store::quiz::{AnswerRow, SaveRow};

/// How long each is measured.
const SPAN: Duration = Duration::from_secs(3);
/// Saves of one commit, as many as the program puts into one.
const BATCH: usize = 256;

/// Pages of four kibibytes the disk makes durable per second, one after the other.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn fsyncs(folder: &Path) -> Outcome<Value> {
    let mut file = File::create(folder.join("fsync"))?;
    let page = [7_u8; 4_096];
    let (begun, mut count) = (Instant::now(), 0_u64);
    while begun.elapsed() < SPAN {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&page)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(json!({ "per_second": per_second(count, begun.elapsed()) }))
}

/// Saves per second that the writer's statements make durable with nothing around them: full batches, one after the
/// other, on a database of their own.
///
/// # Errors
/// Store errors.
pub(crate) async fn group_commits(place: &Place) -> Outcome<Value> {
    let attempts = stage::bare_attempts(place, BATCH).await?;
    let db = place.open().await?;
    let (begun, mut commits) = (Instant::now(), 0_u64);
    while begun.elapsed() < SPAN {
        commits += 1;
        let lines: Vec<Bare> = attempts
            .iter()
            .map(|attempt| Bare {
                attempt: attempt.clone(),
                key: format!("raw-{commits}-{attempt}"),
                slot: i64::try_from(commits % 10).unwrap_or(0),
                value: (commits / 10 % 2).to_string(),
            })
            .collect();
        write(&db, &lines, i64::try_from(commits)?).await?;
    }
    let span = begun.elapsed();
    db.close().await;
    Ok(json!({
        "commits_per_second": per_second(commits, span),
        "saves_per_second": per_second(commits * 256, span),
    }))
}

/// A save without a session, a policy or a rule.
#[derive(Debug)]
pub(crate) struct Bare {
    attempt: String,
    key: String,
    slot: i64,
    value: String,
}

/// The statements of one batch, as the program's writer runs them.
async fn write(db: &Db, saves: &[Bare], revision: i64) -> Outcome<()> {
    let mut answers: Vec<AnswerRow> = Vec::with_capacity(saves.len());
    let mut rows: Vec<SaveRow> = Vec::with_capacity(saves.len());
    for save in saves {
        answers.push(AnswerRow {
            attempt_id: save.attempt.clone(),
            slot: save.slot,
            held_value: save.value.clone(),
            revision,
            saved_at: revision,
        });
        rows.push(SaveRow {
            attempt_id: save.attempt.clone(),
            idempotency_key: save.key.clone(),
            slot: save.slot,
            reply: format!("saved {revision} {revision} "),
        });
    }
    let mut tx = db.write().await?;
    store::quiz::upsert_answers(&mut tx, &answers).await?;
    store::quiz::insert_saves(&mut tx, &rows).await?;
    tx.commit().await?;
    Ok(())
}
