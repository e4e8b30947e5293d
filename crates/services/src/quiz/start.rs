//! Starting: everything that can be worked out before the writer is worked out here; the writer only decides.

use super::hot::{Help, StartCommand};
use crate::contest::{Contest, RoundState};
use crate::kiosk::Clerk;
use crate::vault::{Purpose, token_hash};
use crate::{Actor, Rejection, Result, ServiceError, Services};
use domain::ids::{AttemptId, base32};
use domain::people::Role;
use domain::people::eligibility::{self, Candidate, Ineligible};
use domain::quiz::attempt::AttemptState;
use domain::quiz::paper::{self, DRAW_VERSION};
use domain::quiz::start::StartRefused;
use domain::time::{Day, Moment};
use store::Tx;
use store::people::PersonRow;
use store::quiz::AttemptRow;

/// Where a start comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartOn {
    /// Clerk who enters for the person.
    pub assisted_by: Option<Clerk>,
}

/// What is told who has no telephone and starts without a clerk: nobody would know whether they hold a role.
const WITH_A_CLERK: &str =
    "Người không có điện thoại bắt đầu và làm tiếp cùng cán bộ: ở ki-ốt bấm “Nhờ cán bộ giúp”.";

impl Services {
    /// Starts an attempt of the signed-in person, or resumes the running one; gives its id.
    ///
    /// # Errors
    /// [`Rejection::Start`] with the reason.
    pub async fn start_attempt(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        on: StartOn,
        received_at: Moment,
    ) -> Result<String> {
        let person = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        if let Some(only) = &person.only_attempt {
            return Ok(only.clone());
        }
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        if contest.id != person.contest {
            return Err(ServiceError::NotFound);
        }
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        if round.acts.committed_at.is_none() {
            return Err(Rejection::Start(StartRefused::NotCommitted).into());
        }
        let row = store::people::find_person(&mut tx, person.id.as_str())
            .await?
            .ok_or(ServiceError::SignedOut)?;
        if row.self_declared == 1 && row.identity_hash.is_none() && on.assisted_by.is_none() {
            return Err(Rejection::Phase(WITH_A_CLERK).into());
        }
        let eligible = self
            .eligible((&mut tx, actor), &contest, round, &row, received_at)
            .await?;
        let mut candidate = self
            .candidate(&mut tx, &contest, round, &row, received_at)
            .await?;
        drop(tx);
        candidate.kiosk_id = actor.kiosk.as_ref().map(|k| k.id.as_str().to_owned());
        candidate.assisted_by = on.assisted_by.as_ref().map(|c| c.name().to_owned());
        #[cfg(feature = "planted-bugs")]
        if self.0.planted.has(crate::planted::Bug::CheckThenInsert) {
            return self.start_unguarded(candidate).await;
        }
        let help = match on.assisted_by {
            Some(clerk) => Some(help(actor, &clerk)?),
            None => None,
        };
        let command = StartCommand {
            candidate,
            allowed: round.rule.attempts,
            eligible,
            help,
            received_at,
        };
        self.0.hot.start(command).await
    }

    /// Whether this person may compete in a round now (DESIGN 4: checked at start and at award).
    pub(crate) async fn eligible(
        &self,
        (tx, actor): (&mut Tx, &Actor),
        contest: &Contest,
        round: &RoundState,
        row: &PersonRow,
        now: Moment,
    ) -> Result<std::result::Result<(), Ineligible>> {
        // Whatever person the session is signed in as: the account beside it may see keys.
        let mut roles: Vec<Role> = actor.roles_in(&contest.id).collect();
        for identity in row.identity_hash.iter().chain(&row.phone_hash) {
            let codes = store::people::roles_of_identity(tx, contest.id.as_str(), identity).await?;
            roles.extend(
                codes
                    .iter()
                    .filter_map(|(code, gone)| counting(code, *gone)),
            );
        }
        if let Some(account) = &row.account_id {
            let grants = store::people::grants_of_account(tx, account).await?;
            roles.extend(
                grants
                    .iter()
                    .filter(|g| g.contest_id == contest.id.as_str())
                    .filter_map(|g| Role::parse(&g.role)),
            );
        }
        let who = Candidate {
            birth_date: row.birth_date.as_deref().and_then(Day::parse),
            roles,
            track: row.track.clone(),
            struck_off: row.struck_off_at.is_some(),
        };
        Ok(eligibility::check(
            &contest.rules.eligibility,
            &round.rule.tracks,
            &who,
            now,
        ))
    }

    /// The attempt as it would be inserted: id, paper, times. What was granted to the person the writer adds.
    async fn candidate(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        person: &PersonRow,
        now: Moment,
    ) -> Result<AttemptRow> {
        let id = AttemptId::from_random(self.random());
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        let quiz = contest.rules.quiz.as_ref().ok_or(ServiceError::NotFound)?;
        let seed = paper::seed(&self.round_secret(round)?, id.as_str());
        let paper = paper::draw(&bank.draw, quiz, &seed)
            .map_err(|s| ServiceError::internal(format!("committed bank: {s:?}")))?;
        let allowed = contest.allowed();
        Ok(AttemptRow {
            round_id: round.id.as_str().to_owned(),
            person_id: person.id.clone(),
            unit_id: person.unit_id.clone(),
            track: person.track.clone(),
            started_at: now.0,
            allowed_ms: allowed.0,
            state: AttemptState::InProgress.code().to_owned(),
            shape: paper.shape.to_text(),
            draw_version: i64::from(DRAW_VERSION),
            paper_hash: paper.hash(),
            receipt_hash: token_hash(&self.receipt_token(id.as_str())),
            id: id.as_str().to_owned(),
            ..AttemptRow::default()
        })
    }

    /// The receipt token of an attempt: 128 bits that only the server can make.
    #[must_use]
    pub fn receipt_token(&self, attempt_id: &str) -> String {
        base32(
            &self
                .vault()
                .keyed_bytes(Purpose::Receipt, format!("token\n{attempt_id}").as_bytes())[..16],
        )
    }
}

/// What the log keeps of a clerk's help, which is given at a kiosk only.
fn help(actor: &Actor, clerk: &Clerk) -> Result<Help> {
    let kiosk = actor.kiosk.as_ref().ok_or(ServiceError::NotFound)?;
    Ok(Help {
        contest: kiosk.contest.clone(),
        kiosk: kiosk.id.clone(),
        clerk: clerk.account.clone(),
    })
}

/// A role that keeps from competing: one that is held, or one that was and could see a key.
pub(crate) fn counting(code: &str, withdrawn_at: Option<i64>) -> Option<Role> {
    Role::parse(code).filter(|role| withdrawn_at.is_none() || role.could_see_a_key())
}
