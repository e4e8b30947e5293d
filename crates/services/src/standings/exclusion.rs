//! Who may not win, looked at again after sealing. A role granted or a number entered later makes a stored version tell
//! an untruth: it is not published, and a new one says who went and why (DESIGN 4, "People").

use super::round_record::{EXCLUDED, excluded};
use super::seal::{TRIES, draft, newest_act};
use super::version::Version;
use crate::contest::Contest;
use crate::record::Act;
use crate::{Actor, Rejection, Result, Services, require};
use domain::people::permission::Permission;
use serde_json::json;
use store::Tx;

/// Why the version exists.
const REASON: &str = "Đối chiếu lại người giữ vai trò";

/// Whether a version names someone who may not win, or keeps out someone who may.
pub(crate) async fn is_outdated(tx: &mut Tx, contest: &Contest, version: &Version) -> Result<bool> {
    let excluded = excluded(tx, contest).await?;
    let differs = |line: &scoring::standings::Line| {
        let now = excluded.contains(line.person_id.as_str());
        match line.void.as_deref() {
            None => now,
            Some(EXCLUDED) => !now,
            // Void for another reason, whoever it is.
            Some(_) => false,
        }
    };
    Ok(version.standings.lines.iter().any(differs))
}

impl Services {
    /// Computes a sealed round anew because somebody's role or number changed; gives the number of the new version.
    ///
    /// # Errors
    /// [`Rejection::Phase`] before sealing, or when the newest version is still right; [`Rejection::Stale`] when the
    /// committee decides something meanwhile.
    pub async fn recompute_round(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<i64> {
        for _ in 0..TRIES {
            let mut snapshot = self.db().read().await?;
            let seen = (actor, Permission::Seal);
            let (contest, round) = self
                .sealed_round(&mut snapshot, seen, contest_code, round_code)
                .await?;
            let basis = newest_act(&mut snapshot, &contest.id).await?;
            let newest = self.version_numbered(&mut snapshot, &round, None).await?;
            if !is_outdated(&mut snapshot, &contest, &newest).await? {
                let why = "Bản mới nhất vẫn đúng với danh sách vai trò: không cần bản mới.";
                return Err(Rejection::Phase(why).into());
            }
            let record = self.round_record(&mut snapshot, &contest, &round).await?;
            drop(snapshot);
            let draft = draft(record).await?;
            let mut tx = self.db().write().await?;
            let contest = self.contest_to_edit(&mut tx, contest_code).await?;
            let account = require(actor, &contest.id, Permission::Seal)?;
            if newest_act(&mut tx, &contest.id).await? != basis {
                continue;
            }
            let row = self.write_version(&mut tx, &round, draft, REASON).await?;
            let act = Act {
                contest: Some(contest.id.as_str()),
                by: Some(account.as_str()),
                act: "recompute_round",
            };
            let detail =
                json!({ "round": round.rule.code, "version": row.version, "standings": row.hash });
            self.log(&mut tx, act, &detail).await?;
            tx.commit().await?;
            return Ok(row.version);
        }
        Err(Rejection::Stale.into())
    }
}
