//! Stored versions of the overall ranking: made by the secretariat, written once, published by two people.

use super::exclusion::is_outdated;
use super::kept::Lines;
use super::seal::{TRIES, newest_act};
use crate::contest::{Contest, RoundState};
use crate::record::{Act, OUTDATED, waiting_decisions};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::ids::StandingsId;
use domain::people::permission::Permission;
use scoring::standings::OverallStandings;
use serde_json::json;
use std::sync::Arc;
use store::Tx;
use store::standings::{OverallHead, OverallRow};

/// A stored version, parsed.
#[derive(Debug)]
pub(crate) struct OverallVersion {
    pub(super) head: OverallHead,
    pub(super) standings: OverallStandings,
}

impl OverallVersion {
    /// Reads a stored version. One whose hash is not that of its content was changed by someone, and is not shown.
    fn read(row: OverallRow) -> Result<Self> {
        let standings: OverallStandings =
            serde_json::from_str(&row.body).map_err(ServiceError::internal)?;
        if standings.hash() != row.hash {
            let what = format!("overall standings {} do not have their hash", row.id);
            return Err(ServiceError::internal(what));
        }
        let head = OverallHead {
            id: row.id,
            contest_id: row.contest_id,
            version: row.version,
            computed_at: row.computed_at,
            reason: row.reason,
            hash: row.hash,
        };
        Ok(Self { head, standings })
    }
}

impl Lines for OverallVersion {
    fn lines(&self) -> usize {
        self.standings.lines.len()
    }
}

/// The rounds the rule sheet adds up; none where it declares no overall ranking.
pub(super) fn declared(contest: &Contest) -> Option<Vec<&RoundState>> {
    let overall = contest.rules.overall.as_ref()?;
    let adds = |r: &&RoundState| overall.rounds.is_empty() || overall.rounds.contains(&r.rule.code);
    Some(contest.rounds.iter().filter(adds).collect())
}

/// What is told before every declared round is sealed.
pub(super) fn rounds_missing() -> Rejection {
    Rejection::Phase("Chưa đủ các đợt đã niêm phong để xếp hạng chung. Niêm phong từng đợt trước.")
}

impl Services {
    /// A stored version.
    pub(super) async fn overall_version(
        &self,
        tx: &mut Tx,
        id: &str,
    ) -> Result<Arc<OverallVersion>> {
        let read = async {
            let row = store::standings::find_overall(tx, id).await?;
            let row = row.ok_or(ServiceError::NotFound)?;
            // A megabyte of JSON and more: not on a thread that serves requests.
            let read = tokio::task::spawn_blocking(move || OverallVersion::read(row)).await;
            read.map_err(ServiceError::internal)?
        };
        self.0.overalls.get(id, read).await
    }

    /// Computes the overall ranking from the newest versions of its rounds and stores it as the next version; gives its
    /// number. Nothing is stored when it equals the newest.
    ///
    /// # Errors
    /// [`Rejection::Phase`] until every declared round is sealed, or when nothing changed; [`Rejection::Stale`] when the
    /// committee decides something meanwhile.
    pub async fn make_overall(&self, actor: &Actor, contest_code: &str) -> Result<i64> {
        for _ in 0..TRIES {
            let mut snapshot = self.db().read().await?;
            let contest = self.contest_in(&mut snapshot, contest_code).await?;
            require(actor, &contest.id, Permission::Seal)?;
            let basis = newest_act(&mut snapshot, &contest.id).await?;
            let overall = self.overall(&mut snapshot, &contest).await?;
            let standings = overall.ok_or_else(rounds_missing)?.standings;
            drop(snapshot);
            let mut tx = self.db().write().await?;
            let contest = self.contest_to_edit(&mut tx, contest_code).await?;
            let account = require(actor, &contest.id, Permission::Seal)?;
            if newest_act(&mut tx, &contest.id).await? != basis {
                continue;
            }
            let row = self.write_overall(&mut tx, &contest, &standings).await?;
            let act = Act {
                contest: Some(contest.id.as_str()),
                by: Some(account.as_str()),
                act: "make_overall",
            };
            let detail = json!({ "version": row.version, "standings": row.hash });
            self.log(&mut tx, act, &detail).await?;
            tx.commit().await?;
            return Ok(row.version);
        }
        Err(Rejection::Stale.into())
    }

    async fn write_overall(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        standings: &OverallStandings,
    ) -> Result<OverallRow> {
        let heads = store::standings::overall_heads(tx, contest.id.as_str()).await?;
        let hash = standings.hash();
        if heads.first().is_some_and(|newest| newest.hash == hash) {
            let why = "Bản xếp hạng chung mới nhất vẫn đúng với các đợt: không cần bản mới.";
            return Err(Rejection::Phase(why).into());
        }
        let row = OverallRow {
            id: StandingsId::from_random(self.random()).as_str().to_owned(),
            contest_id: contest.id.as_str().to_owned(),
            version: heads.first().map_or(0, |h| h.version) + 1,
            computed_at: self.now().0,
            reason: match heads.first() {
                None => "Tính lần đầu".to_owned(),
                Some(_) => "Tính lại sau khi kết quả một đợt thay đổi".to_owned(),
            },
            hash,
            body: serde_json::to_string(standings).map_err(ServiceError::internal)?,
        };
        store::standings::insert_overall(tx, &row).await?;
        Ok(row)
    }

    /// Whether a version can be published: the newest, still what its rounds come to, nothing pending, every round
    /// published before it.
    pub(crate) async fn check_publish_overall(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        standings: &str,
    ) -> Result<()> {
        let refuse = |why: &'static str| Err(Rejection::Phase(why).into());
        let rounds = declared(contest).ok_or(ServiceError::NotFound)?;
        let published = |r: &&RoundState| r.phase(self.now()) == RoundPhase::Published;
        if !rounds.iter().all(published) {
            return refuse("Công bố kết quả từng đợt trước, rồi mới công bố xếp hạng chung.");
        }
        for round in rounds {
            let heads = store::standings::heads(tx, round.id.as_str()).await?;
            let newest = heads.first().map(|h| h.id.as_str());
            if round.row.published_standings.as_deref() != newest {
                return refuse(
                    "Một đợt có bản xếp hạng mới chưa công bố. Công bố bản đó trước, rồi mới công bố xếp hạng chung.",
                );
            }
            if waiting_decisions(tx, round).await? {
                return refuse(
                    "Còn đề nghị chờ xác nhận có thể đổi kết quả của một đợt. Xác nhận hoặc bỏ ở trang Đề nghị trước khi công bố.",
                );
            }
            let version = self.version_numbered(tx, round, None).await?;
            if is_outdated(tx, contest, &version).await? {
                return refuse(OUTDATED);
            }
        }
        let heads = store::standings::overall_heads(tx, contest.id.as_str()).await?;
        let Some(newest) = heads.first().filter(|newest| newest.id == standings) else {
            return refuse("Chỉ công bố bản xếp hạng chung mới nhất. Mở lại trang xếp hạng chung.");
        };
        if contest.overall_published.as_deref() == Some(standings) {
            return refuse("Bản xếp hạng chung này đang được công bố.");
        }
        let now = self.overall(tx, contest).await?;
        if now.is_none_or(|now| now.standings.hash() != newest.hash) {
            return refuse("Kết quả một đợt đã thay đổi: tính bản xếp hạng chung mới trước.");
        }
        if self
            .overall_version(tx, standings)
            .await?
            .standings
            .is_pending()
        {
            return refuse(
                "Còn giải chờ bốc thăm hoặc chờ quyết định. Giải quyết trước khi công bố.",
            );
        }
        Ok(())
    }

    /// What publishing a version shows.
    pub(crate) async fn overall_consequences(
        &self,
        tx: &mut Tx,
        standings: &str,
    ) -> Result<Vec<String>> {
        let version = self.overall_version(tx, standings).await?;
        let winners = version.standings.winners().count();
        let head = &version.head;
        Ok(vec![
            format!(
                "Bản {}: {}. Mã băm {}.",
                head.version, head.reason, head.hash
            ),
            format!("Trang xếp hạng chung nêu tên {winners} người được giải."),
            "Mỗi người dự thi xem được thứ hạng chung của riêng mình.".to_owned(),
        ])
    }
}
