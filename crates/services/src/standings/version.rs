//! The versions of a round's standings.

use super::VersionView;
use super::kept::Lines;
use crate::contest::{Contest, RoundState};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::ids::StandingsId;
use domain::people::permission::Permission;
use domain::time::Moment;
use scoring::standings::{Line, RoundStandings};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::Tx;
use store::standings::{StandingsHead, StandingsRow};

/// A stored version, parsed.
#[derive(Debug)]
pub(crate) struct Version {
    pub(crate) head: StandingsHead,
    pub(crate) standings: RoundStandings,
    /// Place of each entry among the lines.
    by_entry: HashMap<String, usize>,
    /// Ranked persons by list.
    ranked: HashMap<Option<String>, u32>,
}

impl Version {
    /// Reads a stored version. One whose hash is not that of its content was changed by someone, and is not shown.
    fn read(row: StandingsRow) -> Result<Self> {
        let standings: RoundStandings =
            serde_json::from_str(&row.body).map_err(ServiceError::internal)?;
        if standings.hash() != row.hash {
            let what = format!("standings {} do not have the hash noted for them", row.id);
            return Err(ServiceError::internal(what));
        }
        let head = StandingsHead {
            id: row.id,
            round_id: row.round_id,
            version: row.version,
            computed_at: row.computed_at,
            reason: row.reason,
            hash: row.hash,
        };
        let ids = standings.lines.iter().zip(0..);
        let by_entry = ids
            .map(|(l, at)| (l.entry_id.as_str().to_owned(), at))
            .collect();
        let mut ranked: HashMap<Option<String>, u32> = HashMap::new();
        for line in standings.lines.iter().filter(|l| l.rank.is_some()) {
            *ranked
                .entry(standings.list(line).map(str::to_owned))
                .or_default() += 1;
        }
        Ok(Self {
            head,
            standings,
            by_entry,
            ranked,
        })
    }

    /// The line of an entry.
    pub(crate) fn line(&self, entry: &str) -> Option<&Line> {
        self.by_entry
            .get(entry)
            .and_then(|at| self.standings.lines.get(*at))
    }

    /// Questions that were void when this version was computed: code and reason.
    pub(crate) async fn voids(&self, tx: &mut Tx) -> Result<Vec<(String, String)>> {
        let at = self.head.computed_at;
        Ok(store::question::voids_until(tx, &self.head.round_id, at).await?)
    }

    /// Questions whose key had been changed when this version was computed: code and reason of the change in force.
    pub(crate) async fn key_changes(&self, tx: &mut Tx) -> Result<Vec<(String, String)>> {
        let at = self.head.computed_at;
        let rows = store::question::key_changes_until(tx, &self.head.round_id, at).await?;
        let newest: BTreeMap<String, String> = rows
            .into_iter()
            .map(|row| (row.question_code, row.reason))
            .collect();
        Ok(newest.into_iter().collect())
    }

    /// How many are ranked in the list of a line.
    pub(crate) fn ranked(&self, line: &Line) -> u32 {
        let list = self.standings.list(line).map(str::to_owned);
        self.ranked.get(&list).copied().unwrap_or(0)
    }
}

impl Lines for Version {
    fn lines(&self) -> usize {
        self.standings.lines.len()
    }
}

/// A head as the committee reads it.
pub(super) fn head_view(head: &StandingsHead, round: &RoundState) -> VersionView {
    VersionView {
        id: StandingsId::from_text(&head.id),
        version: head.version,
        computed_at: Moment(head.computed_at),
        reason: head.reason.clone(),
        hash: head.hash.clone(),
        published: round.row.published_standings.as_deref() == Some(head.id.as_str()),
    }
}

impl Services {
    /// A version by its id.
    pub(crate) async fn version(&self, tx: &mut Tx, id: &str) -> Result<Arc<Version>> {
        let read = async {
            let row = store::standings::find(tx, id).await?;
            let row = row.ok_or(ServiceError::NotFound)?;
            // Ten megabytes of JSON for a province: not on a thread that serves requests.
            let read = tokio::task::spawn_blocking(move || Version::read(row)).await;
            read.map_err(ServiceError::internal)?
        };
        self.0.versions.get(id, read).await
    }

    /// The newest version of a round, or the one with this number.
    pub(crate) async fn version_numbered(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        number: Option<i64>,
    ) -> Result<Arc<Version>> {
        let heads = store::standings::heads(tx, round.id.as_str()).await?;
        let wanted = heads.iter().find(|h| number.is_none_or(|n| h.version == n));
        let id = &wanted.ok_or(ServiceError::NotFound)?.id;
        self.version(tx, id).await
    }

    /// A round whose standings this actor may see: never before sealing, whoever asks.
    pub(super) async fn sealed_round(
        &self,
        tx: &mut Tx,
        (actor, permission): (&Actor, Permission),
        contest_code: &str,
        round_code: &str,
    ) -> Result<(Contest, RoundState)> {
        let contest = self.contest_in(tx, contest_code).await?;
        require(actor, &contest.id, permission)?;
        let round = contest
            .round(round_code)
            .ok_or(ServiceError::NotFound)?
            .clone();
        if round.phase(self.now()) < RoundPhase::Sealed {
            return Err(not_sealed().into());
        }
        Ok((contest, round))
    }

    /// Versions of a round, newest first.
    ///
    /// # Errors
    /// [`Rejection::Phase`] before sealing.
    pub async fn standings_versions(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<Vec<VersionView>> {
        let mut tx = self.db().read().await?;
        let seen = (actor, Permission::SeeStandings);
        let (_, round) = self
            .sealed_round(&mut tx, seen, contest_code, round_code)
            .await?;
        let heads = store::standings::heads(&mut tx, round.id.as_str()).await?;
        Ok(heads.iter().map(|h| head_view(h, &round)).collect())
    }
}

/// What is told before sealing.
pub(crate) fn not_sealed() -> Rejection {
    Rejection::Phase("Đợt này chưa niêm phong nên chưa có điểm. Niêm phong sau khi đợt đóng.")
}
