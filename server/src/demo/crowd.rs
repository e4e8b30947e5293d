//! What thousands of people did: attempts and answers, written to the store in bulk.
//!
//! This is the one place beside the hot path that writes attempts. It writes the rows the hot path would have left
//! behind, without the replies kept for replays, which nobody will ask for again.

use super::Outcome;
use super::dice::Dice;
use super::paper::Desk;
use super::people::Player;
use domain::ids::AttemptId;
use domain::quiz::attempt::AttemptState;
use domain::quiz::save::Slot;
use domain::time::{Moment, Span};
use std::collections::HashMap;
use store::quiz::{AnswerRow, AttemptRow};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// When people start, by hour of the day.
const HOURS: [usize; 24] = [
    1, 0, 0, 0, 0, 1, 3, 10, 16, 18, 16, 12, 6, 9, 14, 16, 15, 12, 7, 9, 11, 9, 5, 3,
];

/// How a crowd takes part.
pub(super) struct Habit {
    /// Share of a unit that takes part, from and to, in per cent.
    pub(super) turnout: (usize, usize),
    /// Weights of 0, 1, 2 … mistakes.
    pub(super) mistakes: &'static [usize],
    /// Of a hundred, how many run out of time.
    pub(super) timed_out: usize,
    /// Seed of the dice.
    pub(super) seed: u64,
}

/// What a known person does instead of what the dice say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Stays away.
    Absent,
    /// All right, early, and predicts exactly what will be counted after so many perfect entries were voided.
    Winner {
        /// Perfect entries that will be voided.
        voided: i64,
    },
    /// Sends with so many mistakes.
    Sends {
        /// Mistakes.
        wrong: usize,
    },
    /// Is closed by the server.
    TimesOut,
}

/// What the crowd left behind.
pub(super) struct Played {
    /// Perfect entries of people the demo does not name, for acts that need one.
    pub(super) perfect: Vec<String>,
}

/// How an attempt ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Sent(Moment),
    ByServer(Moment),
    Running,
}

struct Turn<'p> {
    player: &'p Player,
    start: Moment,
    end: End,
    wrong: usize,
    part: Option<Part>,
}

/// Plays a round up to `now` and writes it in one transaction.
pub(super) async fn play(
    desk: &Desk<'_>,
    players: &[Player],
    parts: &[Part],
    habit: &Habit,
    now: Moment,
) -> Outcome<Played> {
    let mut dice = Dice::new(habit.seed);
    let turns = turns(desk, (players, parts), habit, now, &mut dice);
    let perfect_turns = turns.iter().filter(|t| is_perfect(t)).count();
    let perfect = i64::try_from(perfect_turns).unwrap_or(0);
    // In a running round people guess from the size of the roster.
    let expected = if now < desk.round.clock.closes {
        i64::try_from(players.len() * 54 / 100).unwrap_or(0)
    } else {
        perfect
    };
    let (mut attempts, mut answers) = (Vec::new(), Vec::new());
    let mut played = Played {
        perfect: Vec::new(),
    };
    for turn in &turns {
        let id = AttemptId::from_random(desk.services.random())
            .as_str()
            .to_owned();
        if is_perfect(turn) && turn.part.is_none() {
            played.perfect.push(id.clone());
        }
        let prediction = match turn.part {
            Some(Part::Winner { voided }) => perfect - voided,
            _ => guess(&mut dice, expected),
        };
        let (attempt, own) = rows(desk, turn, (id, prediction), now, &mut dice)?;
        attempts.push(attempt);
        answers.extend(own);
    }
    let mut tx = desk.services.db().write().await?;
    store::quiz::insert_attempts(&mut tx, &attempts).await?;
    store::quiz::upsert_answers(&mut tx, &answers).await?;
    tx.commit().await?;
    Ok(played)
}

fn is_perfect(turn: &Turn<'_>) -> bool {
    turn.wrong == 0 && matches!(turn.end, End::Sent(_))
}

fn turns<'p>(
    desk: &Desk<'_>,
    (players, parts): (&'p [Player], &[Part]),
    habit: &Habit,
    now: Moment,
    dice: &mut Dice,
) -> Vec<Turn<'p>> {
    let mut turnout: HashMap<&str, usize> = HashMap::new();
    let (least, most) = habit.turnout;
    let mut turns = Vec::new();
    for (place, player) in players.iter().enumerate() {
        let share = *turnout
            .entry(&player.unit)
            .or_insert_with(|| least + dice.below(most - least + 1));
        let part = parts.get(place).copied();
        let comes = part.map_or_else(|| dice.percent(share), |p| p != Part::Absent);
        let start = match part {
            // Soon after the first morning begins, before the crowd; in the night before it half way to now, so that
            // what is told of them is true whenever the demo is loaded.
            Some(_) => {
                let opens = desk.round.clock.opens;
                let morning = Span::minutes(7 * 60 + i64::try_from(place).unwrap_or(0));
                opens + morning.min(Span((now - opens).0 / 2))
            }
            None => start(desk, dice),
        };
        if !comes || start >= now {
            continue;
        }
        let timed_out = part.map_or_else(|| dice.percent(habit.timed_out), |p| p == Part::TimesOut);
        let wrong = match part {
            Some(Part::Sends { wrong }) => wrong,
            Some(_) => 0,
            None => dice.weighted(habit.mistakes),
        };
        let end = end(desk, (start, timed_out), now, dice);
        turns.push(Turn {
            player,
            start,
            end,
            wrong,
            part,
        });
    }
    turns
}

/// A believable instant of a start: working hours, a rush in the first and last days.
fn start(desk: &Desk<'_>, dice: &mut Dice) -> Moment {
    let (opens, closes) = (desk.round.clock.opens, desk.round.clock.closes);
    let midnight = opens.0 - (opens.0 + 7 * HOUR).rem_euclid(DAY);
    let days = usize::try_from((closes.0 - midnight + DAY - 1) / DAY).unwrap_or(1);
    let rush = |day: usize| if day == 0 || day + 2 >= days { 20 } else { 10 };
    let weights: Vec<usize> = (0..days).map(rush).collect();
    for _ in 0..20 {
        let day = i64::try_from(dice.weighted(&weights)).unwrap_or(0);
        let hour = i64::try_from(dice.weighted(&HOURS)).unwrap_or(0);
        let at = Moment(midnight + day * DAY + hour * HOUR + dice.between(0, HOUR));
        // The first morning belongs to those the demo knows.
        if opens + Span::minutes(7 * 60 + 30) <= at && at + Span::minutes(2) < closes {
            return at;
        }
    }
    opens + Span::minutes(8 * 60)
}

fn end(desk: &Desk<'_>, (start, timed_out): (Moment, bool), now: Moment, dice: &mut Dice) -> End {
    let deadline = desk.deadline(start);
    let allowed = (deadline - start).0;
    let end = match timed_out {
        true => End::ByServer(deadline),
        false => End::Sent(start + Span(dice.between(allowed / 5, allowed - allowed / 20))),
    };
    match end {
        End::Sent(at) if now <= at => End::Running,
        // The sweeper closes only after the grace.
        End::ByServer(at) if now <= at + desk.round.clock.grace => End::Running,
        ended => ended,
    }
}

/// A prediction around what is expected; a few people guess wildly.
fn guess(dice: &mut Dice, expected: i64) -> i64 {
    if dice.percent(4) {
        return dice.between(1, expected * 2 + 100) / 50 * 50;
    }
    let spread = expected / 14 + 3;
    let noise: i64 = (0..3).map(|_| dice.between(-spread, spread + 1)).sum();
    (expected + noise).max(0)
}

/// The rows of one attempt.
fn rows(
    desk: &Desk<'_>,
    turn: &Turn<'_>,
    (id, prediction): (String, i64),
    now: Moment,
    dice: &mut Dice,
) -> Outcome<(AttemptRow, Vec<AnswerRow>)> {
    let (mut row, paper) = desk.start(id, turn.start)?;
    row.person_id.clone_from(&turn.player.person);
    row.unit_id.clone_from(&turn.player.unit);
    row.track.clone_from(&turn.player.track);
    let (state, ended) = match turn.end {
        End::Sent(at) => (AttemptState::Submitted, Some(at)),
        End::ByServer(at) => (AttemptState::Finalised, Some(at)),
        End::Running => (AttemptState::InProgress, None),
    };
    row.state = state.code().to_owned();
    row.submitted_at = ended.map(|at| at.0);
    let mut values: Vec<(Slot, String)> = (0_u16..)
        .map(Slot::Question)
        .zip(desk.answers(&paper, turn.wrong, dice))
        .collect();
    if desk.contest.rules.prediction.is_some() {
        values.push((Slot::Prediction, prediction.to_string()));
    }
    // Who runs out of time, or is still at it, has answered a part, from the beginning.
    if state != AttemptState::Submitted {
        let done = values.len() * (4 + dice.below(6)) / 10;
        values.truncate(done);
    }
    let until = ended.unwrap_or_else(|| desk.deadline(turn.start)).min(now);
    let step = (until - turn.start).0 / (i64::try_from(values.len()).unwrap_or(0) + 1);
    let mut answers = Vec::with_capacity(values.len());
    for ((slot, held_value), n) in values.into_iter().zip(1_i64..) {
        let saved_at = turn.start.0 + step * n - dice.between(0, step / 2 + 1);
        let attempt_id = row.id.clone();
        answers.push(AnswerRow {
            attempt_id,
            slot: slot.number(),
            held_value,
            revision: 1,
            saved_at,
        });
    }
    Ok((row, answers))
}
