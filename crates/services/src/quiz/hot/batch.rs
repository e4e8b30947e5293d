//! One batch: load, decide each, write, commit, reply.

mod load;
mod overtaken;

use super::{Help, Reply, SaveCommand, StartCommand, SubmitCommand, Waiting};
use crate::contest::{Contest, RoundState};
use crate::planted::Bug;
use crate::quiz::{attempt_of, earlier_of};
use crate::record::Act;
use crate::{Rejection, Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::quiz::attempt::AttemptState;
use domain::quiz::save::{self, Held, PaperShape, SaveContext, SaveRefused, SaveReply, Slot};
use domain::quiz::start::{self, Earlier, Start};
use domain::quiz::submit::{self, Submit};
use domain::time::Span;
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::quiz::{AnswerRow, AttemptRow, SaveRow};
use store::{StoreError, Tx};

/// A reply that waits for the commit.
type Ready = Box<dyn FnOnce(bool) + Send>;

/// Runs one batch and answers every command in it: what a sweep overtook in a batch of its own, under other locks.
pub(super) async fn run(services: &Services, taken: Vec<Waiting>) {
    let mut put_off = Vec::new();
    run_part(services, taken, Some(&mut put_off)).await;
    if !put_off.is_empty() {
        run_part(services, put_off, None).await;
    }
}

async fn run_part(services: &Services, taken: Vec<Waiting>, put_off: Option<&mut Vec<Waiting>>) {
    let mut ready: Vec<Ready> = Vec::with_capacity(taken.len());
    let outcome = decide_and_write(services, taken, &mut ready, put_off).await;
    if services.0.planted.has(Bug::AckBeforeCommit) {
        let decided = outcome.is_ok();
        ready.drain(..).for_each(|reply| reply(decided));
    }
    let committed = match outcome {
        Ok(tx) => tx.commit().await.map_err(ServiceError::from),
        Err(error) => Err(error),
    };
    if let Err(error) = &committed {
        tracing::error!(
            error = error as &dyn std::error::Error,
            commands = ready.len(),
            "batch failed"
        );
    }
    for reply in ready {
        reply(committed.is_ok());
    }
}

/// Keeps a result until the commit is known; without it everyone is told to come back.
fn after_commit<T: Send + 'static>(reply: Reply<T>, result: Result<T>) -> Ready {
    Box::new(move |committed| {
        // The person may have gone away meanwhile: what was committed stays committed.
        let _ = reply.send(if committed {
            result
        } else {
            Err(ServiceError::Busy { retry_after: 1 })
        });
    })
}

async fn decide_and_write(
    services: &Services,
    taken: Vec<Waiting>,
    ready: &mut Vec<Ready>,
    mut put_off: Option<&mut Vec<Waiting>>,
) -> Result<Tx> {
    let mut tx = match services.db().kept().write().await {
        Ok(tx) => tx,
        Err(error) => {
            refuse_all(taken, ready);
            return Err(error.into());
        }
    };
    let loading = async {
        if put_off.is_none() {
            overtaken::hold_seal(&mut tx, &taken).await?;
        }
        State::load(services, &mut tx, &taken).await
    };
    let mut state = match loading.await {
        Ok(state) => state,
        Err(error) => {
            refuse_all(taken, ready);
            return Err(error);
        }
    };
    let now = services.now();
    for waiting in taken {
        if let (Some(put_off), true) = (put_off.as_mut(), state.is_overtaken(&waiting, now)) {
            put_off.push(waiting);
            continue;
        }
        ready.push(match waiting {
            Waiting::Start(command, reply) => after_commit(reply, state.start(*command)),
            Waiting::Save(command, reply) => after_commit(reply, state.save(&command)),
            Waiting::Submit(command, reply) => after_commit(reply, state.submit(&command)),
            Waiting::Flush(reply) => after_commit(reply, Ok(())),
        });
    }
    state.write(&mut tx).await?;
    for (help, attempt) in &state.acts {
        log_help(services, &mut tx, help, attempt).await?;
    }
    if put_off.is_none() {
        state.log_overtaken(services, &mut tx).await?;
    }
    Ok(tx)
}

/// Notes in the log which attempt a clerk helped with.
async fn log_help(services: &Services, tx: &mut Tx, help: &Help, attempt: &str) -> Result<()> {
    let act = Act {
        contest: Some(help.contest.as_str()),
        by: Some(help.clerk.as_str()),
        act: "assist_entry",
    };
    let detail = json!({ "kiosk": help.kiosk, "attempt": attempt });
    services.log(tx, act, &detail).await
}

fn refuse_all(taken: Vec<Waiting>, ready: &mut Vec<Ready>) {
    let busy = || ServiceError::Busy { retry_after: 1 };
    ready.extend(taken.into_iter().map(|waiting| match waiting {
        Waiting::Start(_, reply) => after_commit(reply, Err(busy())),
        Waiting::Save(_, reply) => after_commit(reply, Err(busy())),
        Waiting::Submit(_, reply) => after_commit(reply, Err(busy())),
        Waiting::Flush(reply) => after_commit(reply, Err(busy())),
    }));
}

/// Everything a batch decides on, and what it will write.
#[derive(Default)]
struct State {
    contests: HashMap<String, Contest>,
    /// Contest of each round.
    contest_of: HashMap<String, String>,
    /// Extra time and retakes by round and person, of those who start.
    granted: HashMap<(String, String), (Span, u32)>,
    attempts: HashMap<String, AttemptRow>,
    by_person: HashMap<(String, String), Vec<String>>,
    answers: HashMap<String, BTreeMap<Slot, Held>>,
    replays: HashMap<(String, String), String>,
    new_attempts: Vec<String>,
    changed: HashSet<(String, Slot)>,
    saves: Vec<SaveRow>,
    closed: Vec<(String, &'static str, i64)>,
    /// Attempts a clerk helps with from now on.
    helped: Vec<String>,
    /// Help to be logged, with its attempt.
    acts: Vec<(Help, String)>,
}

impl State {
    fn round_of(&self, round_id: &str) -> Result<(&Contest, &RoundState)> {
        let contest = self
            .contest_of
            .get(round_id)
            .and_then(|id| self.contests.get(id))
            .ok_or(ServiceError::NotFound)?;
        Ok((
            contest,
            contest
                .round_by_id(round_id)
                .ok_or(ServiceError::NotFound)?,
        ))
    }

    /// Starts, or resumes; gives the attempt's id.
    fn start(&mut self, command: StartCommand) -> Result<String> {
        let mut row = command.candidate;
        let (_, round) = self.round_of(&row.round_id)?;
        let place = (row.round_id.clone(), row.person_id.clone());
        let ids = self.by_person.get(&place).cloned().unwrap_or_default();
        let mine: Vec<&AttemptRow> = ids.iter().filter_map(|id| self.attempts.get(id)).collect();
        let earlier: Vec<Earlier> = mine.iter().map(|r| earlier_of(r)).collect::<Result<_>>()?;
        let now = command.received_at;
        let phase = round.phase(now);
        // Read by the writer: what two people grant while someone starts is not lost between them.
        let (extra, retakes) = self.granted.get(&place).copied().unwrap_or_default();
        row.extra_ms = extra.0;
        row.due_at = (attempt_of(&row)?.deadline(&round.clock) + round.clock.grace).0;
        let decided = start::decide(
            (phase, &round.clock),
            command.allowed,
            retakes,
            &earlier,
            command.eligible,
            now,
        )
        .map_err(Rejection::Start)?;
        let attempt = match decided {
            Start::Resume { number } => {
                let running = mine
                    .iter()
                    .find(|r| r.attempt_number == i64::from(number))
                    .map(|r| r.id.clone())
                    .ok_or(ServiceError::NotFound)?;
                self.help(&running, row);
                running
            }
            Start::New { number } => {
                row.attempt_number = i64::from(number);
                let id = row.id.clone();
                self.new_attempts.push(id.clone());
                self.remember(row);
                id
            }
        };
        let help = command.help.map(|help| (help, attempt.clone()));
        self.acts.extend(help);
        Ok(attempt)
    }

    /// A clerk who helps with a running attempt is named on it, as if it had begun so: help decides who can win.
    fn help(&mut self, running: &str, candidate: AttemptRow) {
        let Some(row) = self.attempts.get_mut(running) else {
            return;
        };
        if candidate.assisted_by.is_some() && row.assisted_by.is_none() {
            row.assisted_by = candidate.assisted_by;
            row.kiosk_id = candidate.kiosk_id.or_else(|| row.kiosk_id.take());
            self.helped.push(running.to_owned());
        }
    }

    fn owned(&self, attempt_id: &str, person_id: &str) -> Result<&AttemptRow> {
        let row = self
            .attempts
            .get(attempt_id)
            .filter(|r| r.person_id == person_id);
        row.ok_or(ServiceError::NotFound)
    }

    fn save(&mut self, command: &SaveCommand) -> Result<SaveReply> {
        let row = self.owned(&command.attempt_id, &command.person_id)?;
        let key = (command.attempt_id.clone(), command.key.clone());
        if let Some(reply) = self.replays.get(&key) {
            return serde_json::from_str(reply).map_err(ServiceError::internal);
        }
        let (contest, round) = self.round_of(&row.round_id)?;
        let slot = command.save.slot;
        if row.void_reason.is_some() || round.phase(command.received_at) > RoundPhase::Closed {
            return Ok(SaveReply::Refused {
                slot,
                why: SaveRefused::Closed,
            });
        }
        let shape = PaperShape::parse(&row.shape).ok_or(StoreError::Inconsistent {
            table: "attempt",
            column: "shape",
        })?;
        let attempt = attempt_of(row)?;
        let context = SaveContext {
            attempt: &attempt,
            clock: &round.clock,
            shape: &shape,
            prediction: contest.rules.prediction.as_ref(),
        };
        let held = self
            .answers
            .get(&command.attempt_id)
            .and_then(|a| a.get(&slot))
            .cloned()
            .unwrap_or_default();
        let (reply, now_held) = save::decide(context, &held, &command.save, command.received_at);
        if let Some(now_held) = now_held {
            self.answers
                .entry(command.attempt_id.clone())
                .or_default()
                .insert(slot, now_held);
            self.changed.insert((command.attempt_id.clone(), slot));
        }
        // A refusal has no effect and is not kept: a retry after more time was granted may well succeed.
        if !matches!(reply, SaveReply::Refused { .. }) {
            let text = serde_json::to_string(&reply).map_err(ServiceError::internal)?;
            self.replays.insert(key, text.clone());
            self.saves.push(SaveRow {
                attempt_id: command.attempt_id.clone(),
                idempotency_key: command.key.clone(),
                slot: slot.number(),
                reply: text,
            });
        }
        Ok(reply)
    }

    fn submit(&mut self, command: &SubmitCommand) -> Result<Submit> {
        let row = self.owned(&command.attempt_id, &command.person_id)?;
        let (contest, round) = self.round_of(&row.round_id)?;
        if round.acts.sealed_at.is_some() {
            return Ok(Submit::Already);
        }
        let attempt = attempt_of(row)?;
        let requires_all = contest
            .rules
            .quiz
            .as_ref()
            .is_some_and(|q| q.submit_requires_all);
        let gaps = if requires_all {
            let shape = PaperShape::parse(&row.shape).ok_or(StoreError::Inconsistent {
                table: "attempt",
                column: "shape",
            })?;
            let held: Vec<(Slot, Held)> = self
                .answers
                .get(&command.attempt_id)
                .map(|a| a.clone().into_iter().collect())
                .unwrap_or_default();
            submit::gaps(&shape, contest.rules.prediction.is_some(), &held)
        } else {
            Vec::new()
        };
        let mut decided = submit::decide(&attempt, &round.clock, gaps, command.received_at);
        if let Submit::Sent { at } = &mut decided {
            // Never before the last answer it sends.
            let held = self.answers.get(&command.attempt_id);
            let saved = held.into_iter().flat_map(|a| a.values());
            *at = saved
                .filter_map(|h| h.saved_at)
                .fold(*at, std::cmp::Ord::max);
        }
        if let Submit::Sent { at } = decided {
            self.closed.push((
                command.attempt_id.clone(),
                AttemptState::Submitted.code(),
                at.0,
            ));
            if let Some(row) = self.attempts.get_mut(&command.attempt_id) {
                row.state = AttemptState::Submitted.code().to_owned();
                row.submitted_at = Some(at.0);
            }
        }
        Ok(decided)
    }

    async fn write(&self, tx: &mut Tx) -> Result<()> {
        let mut attempts: Vec<AttemptRow> = self
            .new_attempts
            .iter()
            .filter_map(|id| self.attempts.get(id))
            .cloned()
            .collect();
        attempts.sort_by(|a, b| a.id.cmp(&b.id));
        let inserted = store::quiz::insert_attempts(tx, &attempts).await?;
        if usize::try_from(inserted).ok() != Some(attempts.len()) {
            // Another node started one of these attempts meanwhile: everyone retries and then resumes it.
            return Err(ServiceError::Busy { retry_after: 1 });
        }
        let mut answers: Vec<AnswerRow> = self
            .changed
            .iter()
            .filter_map(|(id, slot)| self.answer_row(id, *slot))
            .collect();
        answers.sort_by(|a, b| (&a.attempt_id, a.slot).cmp(&(&b.attempt_id, b.slot)));
        store::quiz::upsert_answers(tx, &answers).await?;
        store::quiz::insert_saves(tx, &self.saves).await?;
        store::quiz::close_attempts(tx, &self.closed).await?;
        for row in self.helped.iter().filter_map(|id| self.attempts.get(id)) {
            let clerk = row.assisted_by.as_deref().unwrap_or_default();
            store::quiz::set_assisted(tx, &row.id, clerk, row.kiosk_id.as_deref()).await?;
        }
        Ok(())
    }

    fn answer_row(&self, attempt_id: &str, slot: Slot) -> Option<AnswerRow> {
        let held = self.answers.get(attempt_id)?.get(&slot)?;
        Some(AnswerRow {
            attempt_id: attempt_id.to_owned(),
            slot: slot.number(),
            held_value: held.value.clone(),
            revision: i64::from(held.revision),
            saved_at: held.saved_at?.0,
        })
    }
}
