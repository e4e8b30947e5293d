//! What a batch is decided on, in few statements for all its commands.

use super::State;
use crate::quiz::held_of;
use crate::quiz::hot::Waiting;
use crate::{Result, Services};
use domain::time::Span;
use std::collections::HashSet;
use store::Tx;
use store::quiz::AttemptRow;

impl State {
    pub(super) async fn load(services: &Services, tx: &mut Tx, taken: &[Waiting]) -> Result<Self> {
        let ids = attempts_of(taken);
        let people: Vec<String> = taken
            .iter()
            .filter_map(person_id)
            .map(str::to_owned)
            .collect();
        let keys: Vec<String> = taken
            .iter()
            .filter_map(save_key)
            .map(str::to_owned)
            .collect();
        let mut starting = people.clone();
        starting.sort_unstable();
        store::people::lock_people(tx, &starting).await?;
        let mut rows = store::quiz::lock_attempts(tx, &ids).await?;
        let known: HashSet<String> = rows.iter().map(|r| r.id.clone()).collect();
        rows.extend(
            store::quiz::attempts_of_people(tx, &people)
                .await?
                .into_iter()
                .filter(|r| !known.contains(&r.id)),
        );
        let mut state = Self::default();
        let started = taken.iter().filter_map(start_round).map(str::to_owned);
        state
            .load_contests(
                services,
                tx,
                rows.iter().map(|r| r.round_id.clone()).chain(started),
            )
            .await?;
        let mut answers = store::quiz::answers_at(tx, &places(taken)).await?;
        // A submission counts them all.
        let sent: HashSet<String> = taken.iter().filter_map(sent_attempt).collect();
        answers.retain(|a| !sent.contains(&a.attempt_id));
        let sent: Vec<String> = sent.into_iter().collect();
        answers.extend(store::quiz::answers(tx, &sent).await?);
        for answer in answers.chunk_by(|a, b| a.attempt_id == b.attempt_id) {
            state.answers.insert(
                answer[0].attempt_id.clone(),
                held_of(answer).into_iter().collect(),
            );
        }
        for (round, person, extra_ms, retakes) in store::quiz::granted_to(tx, &people).await? {
            let granted = (Span(extra_ms), u32::try_from(retakes).unwrap_or(0));
            state.granted.insert((round, person), granted);
        }
        for saved in store::quiz::replays(tx, &keys).await? {
            state
                .replays
                .insert((saved.attempt_id, saved.idempotency_key), saved.reply);
        }
        rows.into_iter().for_each(|row| state.remember(row));
        Ok(state)
    }

    async fn load_contests(
        &mut self,
        services: &Services,
        tx: &mut Tx,
        rounds: impl Iterator<Item = String>,
    ) -> Result<()> {
        let wanted: HashSet<String> = rounds.collect();
        let wanted: Vec<String> = wanted.into_iter().collect();
        for round in store::contest::find_rounds(tx, &wanted).await? {
            if !self.contests.contains_key(&round.contest_id) {
                let contest = services.contest_by_id(tx, &round.contest_id).await?;
                self.contests.insert(round.contest_id.clone(), contest);
            }
            self.contest_of.insert(round.id, round.contest_id);
        }
        Ok(())
    }

    pub(super) fn remember(&mut self, row: AttemptRow) {
        let place = (row.round_id.clone(), row.person_id.clone());
        let list = self.by_person.entry(place).or_default();
        if !list.contains(&row.id) {
            list.push(row.id.clone());
        }
        self.attempts.insert(row.id.clone(), row);
    }
}

/// Slots that are to be saved.
fn places(taken: &[Waiting]) -> Vec<(String, i64)> {
    let place = |waiting: &Waiting| match waiting {
        Waiting::Save(command, _) => Some((command.attempt_id.clone(), command.save.slot.number())),
        _ => None,
    };
    taken.iter().filter_map(place).collect()
}

fn sent_attempt(waiting: &Waiting) -> Option<String> {
    match waiting {
        Waiting::Submit(command, _) => Some(command.attempt_id.clone()),
        _ => None,
    }
}

/// Attempts that are to be changed.
pub(super) fn attempts_of(taken: &[Waiting]) -> Vec<String> {
    let ids = taken.iter().filter_map(attempt_id);
    ids.map(str::to_owned).collect()
}

fn attempt_id(waiting: &Waiting) -> Option<&str> {
    match waiting {
        Waiting::Start(..) | Waiting::Flush(_) => None,
        Waiting::Save(command, _) => Some(&command.attempt_id),
        Waiting::Submit(command, _) => Some(&command.attempt_id),
    }
}

fn person_id(waiting: &Waiting) -> Option<&str> {
    match waiting {
        Waiting::Start(command, _) => Some(&command.candidate.person_id),
        _ => None,
    }
}

pub(super) fn start_round(waiting: &Waiting) -> Option<&str> {
    match waiting {
        Waiting::Start(command, _) => Some(&command.candidate.round_id),
        _ => None,
    }
}

fn save_key(waiting: &Waiting) -> Option<&str> {
    match waiting {
        Waiting::Save(command, _) => Some(&command.key),
        _ => None,
    }
}
