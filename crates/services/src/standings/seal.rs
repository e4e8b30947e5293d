//! Sealing, and how a new version comes about.
//!
//! Marking a province takes a second or two, and the one writer must not wait for it. So the standings are computed on
//! a snapshot; the transaction that writes them checks that no act came in between, and otherwise it starts over.

use super::Sealed;
use super::round_record::RoundRecord;
use crate::contest::{Contest, RoundState};
use crate::record::{Act, UNDECIDING};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::contest::phase::check_seal;
use domain::ids::{ContestId, StandingsId};
use domain::people::permission::Permission;
use domain::record::Change;
use scoring::standings::RoundStandings;
use serde_json::json;
use store::Tx;
use store::standings::StandingsRow;

/// How often a computation starts over because something was decided meanwhile.
pub(crate) const TRIES: usize = 3;

/// Standings as they would be, not stored.
pub(crate) struct Draft {
    pub(crate) standings: RoundStandings,
    /// Hash of the standings.
    hash: String,
    /// Standings as JSON.
    body: String,
    /// Hash of the record.
    record_hash: String,
    /// Hash of the entries as a draw takes it.
    entries_hash: String,
}

/// Reads, marks and ranks off the threads that serve requests.
pub(crate) async fn draft(record: RoundRecord) -> Result<Draft> {
    let computed = tokio::task::spawn_blocking(move || {
        if !record.is_untouched()? {
            let what = format!("round {} is not what was sealed", record.round.id);
            return Err(ServiceError::internal(what));
        }
        let entries = record.entries()?;
        let standings = record.standings(&entries);
        Ok(Draft {
            hash: standings.hash(),
            body: serde_json::to_string(&standings).map_err(ServiceError::internal)?,
            standings,
            record_hash: record.hash()?,
            entries_hash: record.entries_hash(&entries),
        })
    });
    computed.await.map_err(ServiceError::internal)?
}

/// Acts looked back at for one that decides.
const LOOK_BACK: i64 = 200;

/// The newest act that decides something in a contest: as long as it is the newest, nothing was decided.
pub(crate) async fn newest_act(tx: &mut Tx, contest: &ContestId) -> Result<i64> {
    let acts = store::record::list(tx, contest.as_str(), i64::MAX, LOOK_BACK).await?;
    let decides = |act: &&store::record::ActRow| !UNDECIDING.contains(&act.act.as_str());
    let newest = acts.iter().find(decides).or(acts.last());
    Ok(newest.map_or(0, |act| act.seq))
}

impl Services {
    /// Seals a round: fixes the record by its hash and computes version 1.
    ///
    /// # Errors
    /// [`Rejection::Seal`] in another phase or while attempts run.
    pub async fn seal_round(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<Sealed> {
        for _ in 0..TRIES {
            let mut snapshot = self.db().read().await?;
            let contest = self.contest_in(&mut snapshot, contest_code).await?;
            require(actor, &contest.id, Permission::Seal)?;
            let round = self.sealable(&mut snapshot, &contest, round_code).await?;
            let basis = newest_act(&mut snapshot, &contest.id).await?;
            let record = self.round_record(&mut snapshot, &contest, &round).await?;
            drop(snapshot);
            let draft = draft(record).await?;
            let mut tx = self.db().write().await?;
            let contest = self.contest_to_edit(&mut tx, contest_code).await?;
            let round = self.sealable(&mut tx, &contest, round_code).await?;
            if newest_act(&mut tx, &contest.id).await? == basis {
                let sealed = self
                    .write_seal(&mut tx, actor, &contest, &round, draft)
                    .await?;
                tx.commit().await?;
                return Ok(sealed);
            }
        }
        Err(Rejection::Stale.into())
    }

    /// The round, when it can be sealed now.
    async fn sealable(&self, tx: &mut Tx, contest: &Contest, code: &str) -> Result<RoundState> {
        let round = contest.round(code).ok_or(ServiceError::NotFound)?;
        let open = store::quiz::count_open(tx, round.id.as_str()).await?;
        check_seal(round.phase(self.now()), open).map_err(Rejection::Seal)?;
        Ok(round.clone())
    }

    async fn write_seal(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: &Contest,
        round: &RoundState,
        draft: Draft,
    ) -> Result<Sealed> {
        let account = require(actor, &contest.id, Permission::Seal)?;
        let (record_hash, entries_hash) = (draft.record_hash.clone(), draft.entries_hash.clone());
        let now = self.now().0;
        if !store::contest::seal_round(tx, round.id.as_str(), now, &record_hash).await? {
            return Err(Rejection::Stale.into());
        }
        let row = self.write_version(tx, round, draft, "Niêm phong").await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act: "seal_round",
        };
        let detail = json!({ "round": round.rule.code, "record": record_hash, "entries": entries_hash, "standings": row.hash });
        self.log(tx, act, &detail).await?;
        Ok(Sealed {
            standings: StandingsId::from_text(row.id),
            hash: row.hash,
            record_hash,
        })
    }

    /// Stores the next version of a round.
    pub(crate) async fn write_version(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        draft: Draft,
        reason: &str,
    ) -> Result<StandingsRow> {
        let before = store::standings::heads(tx, round.id.as_str()).await?;
        let row = StandingsRow {
            id: StandingsId::from_random(self.random()).as_str().to_owned(),
            round_id: round.id.as_str().to_owned(),
            version: before.first().map_or(0, |h| h.version) + 1,
            computed_at: self.now().0,
            reason: reason.to_owned(),
            hash: draft.hash,
            body: draft.body,
        };
        store::standings::insert(tx, &row).await?;
        Ok(row)
    }

    /// Standings of a sealed round as a change would make them.
    pub(crate) async fn draft_with(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        change: &Change,
    ) -> Result<Draft> {
        let record = self.round_record(tx, contest, round).await?;
        draft(record.with(change)).await
    }
}
