//! What came in time and is decided after a sweep, of this node or another, closed its attempt: because this node was
//! slow, its queue long, its database away. It counts until the round is sealed, so a sweep that comes early takes
//! nothing from anybody.
//!
//! Sealing reads a round without locking its attempts, which nobody changes any more; these commands do, and so does a
//! start that waited until its round is closing. So they hold the contest as an edit does, and leave a line in the log: a
//! seal under way sees the line and begins anew.

use super::State;
use super::load::{attempts_of, start_round};
use crate::quiz::attempt_of;
use crate::quiz::hot::{PATIENCE, Waiting};
use crate::record::Act;
use crate::{Result, Services};
use domain::time::{Moment, Span};
use serde_json::json;
use std::collections::BTreeSet;
use store::Tx;

/// Keeps anybody from sealing a round of these commands until the transaction ends. Contests are locked before attempts,
/// as everywhere, and one after the other in the order of their codes.
pub(super) async fn hold_seal(tx: &mut Tx, taken: &[Waiting]) -> Result<()> {
    let attempts = store::quiz::find_attempts(tx, &attempts_of(taken)).await?;
    let mut rounds: BTreeSet<String> = attempts.into_iter().map(|a| a.round_id).collect();
    rounds.extend(taken.iter().filter_map(start_round).map(str::to_owned));
    let rounds: Vec<String> = rounds.into_iter().collect();
    let mut codes = BTreeSet::new();
    for round in store::contest::find_rounds(tx, &rounds).await? {
        let contest = store::contest::find(tx, &round.contest_id).await?;
        codes.extend(contest.map(|contest| contest.code));
    }
    for code in codes {
        store::contest::lock_by_code(tx, &code).await?;
    }
    Ok(())
}

impl State {
    /// Whether the server closed the attempt of this command before the command, which came in time, was decided, or the
    /// round may be closed before it is written. What repeats a decided save is not: its reply is known.
    pub(super) fn is_overtaken(&self, waiting: &Waiting, now: Moment) -> bool {
        let (attempt_id, received_at) = match waiting {
            Waiting::Save(command, _) => {
                let key = (command.attempt_id.clone(), command.key.clone());
                if self.replays.contains_key(&key) {
                    return false;
                }
                (&command.attempt_id, command.received_at)
            }
            Waiting::Submit(command, _) => (&command.attempt_id, command.received_at),
            Waiting::Start(command, _) => {
                let round = self.round_of(&command.candidate.round_id);
                let written = now + Span::seconds(PATIENCE.as_secs().cast_signed());
                return round.is_ok_and(|(_, round)| written >= round.clock.closed_from());
            }
            Waiting::Flush(_) => return false,
        };
        let Some(row) = self.attempts.get(attempt_id) else {
            return false;
        };
        let round = self.round_of(&row.round_id).map(|(_, round)| &round.clock);
        match (round, attempt_of(row)) {
            (Ok(clock), Ok(attempt)) => attempt.overtook(clock, received_at),
            _ => false,
        }
    }

    /// Notes in the log which attempts changed after the server had closed them, or began while the round was closing.
    pub(super) async fn log_overtaken(&self, services: &Services, tx: &mut Tx) -> Result<()> {
        let saved = self.changed.iter().map(|(id, _)| id);
        let sent = self.closed.iter().map(|c| &c.0);
        let changed: BTreeSet<&String> = saved.chain(sent).chain(&self.new_attempts).collect();
        for id in changed {
            let contest = self.attempts.get(id);
            let contest = contest.and_then(|row| self.contest_of.get(&row.round_id));
            let act = Act {
                contest: contest.map(String::as_str),
                by: None,
                act: "overtaken",
            };
            services.log(tx, act, &json!({ "attempt": id })).await?;
        }
        Ok(())
    }
}
