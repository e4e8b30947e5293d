//! What a contestant finds about themselves.

use super::names::{Names, distance};
use super::public_view::{OwnAnswer, OwnEntry, OwnOption, OwnResult, Revealed};
use super::version::Version;
use crate::contest::{Contest, RoundState};
use crate::question::BankEntry;
use crate::quiz::{attempt_of, held_of};
use crate::{Actor, Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::ids::AttemptId;
use domain::quiz::paper::PaperItem;
use domain::quiz::prediction::Predicted;
use domain::quiz::save::{Held, Slot};
use domain::time::Moment;
use scoring::question::AnswerKey;
use scoring::standings::Line;
use std::collections::{BTreeSet, HashMap};
use store::Tx;
use store::quiz::AttemptRow;

impl Services {
    /// The result of the actor's own attempt; none before publication of its round.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a foreign attempt.
    pub async fn own_result(&self, actor: &Actor, attempt_id: &str) -> Result<Option<OwnResult>> {
        let mut tx = self.db().read().await?;
        let row = store::quiz::find_attempt(&mut tx, attempt_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        Self::own_attempt(actor, &row)?;
        let round_row = store::contest::find_round(&mut tx, &row.round_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let contest = self.contest_by_id(&mut tx, &round_row.contest_id).await?;
        let round = contest
            .round_by_id(&row.round_id)
            .ok_or(ServiceError::NotFound)?;
        let Some((version, published_at)) = self.published(&mut tx, round).await? else {
            return Ok(None);
        };
        let line = version.line(&row.id).ok_or(ServiceError::NotFound)?;
        let names = Names::of(&mut tx, &contest, &[]).await?;
        let paper = self
            .own_paper(&mut tx, (&contest, round), &version, &row)
            .await?;
        let result = own_line(&contest, round, (&version, line), &names);
        Ok(Some(OwnResult {
            published_at,
            paper,
            ..result
        }))
    }

    /// The own paper as it was shown, with the right answers of questions no later round can draw.
    async fn own_paper(
        &self,
        tx: &mut Tx,
        (contest, round): (&Contest, &RoundState),
        version: &Version,
        row: &AttemptRow,
    ) -> Result<Vec<OwnAnswer>> {
        let paper = self.paper(tx, contest, round, &row.id).await?;
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        let ids = (contest.id.as_str(), round.id.as_str());
        let until = Moment(version.head.computed_at);
        let keys = crate::question::round_keys(tx, ids, until).await?;
        let voids: HashMap<String, String> = version.voids(tx).await?.into_iter().collect();
        let held = held_of(&store::quiz::answers(tx, std::slice::from_ref(&row.id)).await?);
        let later = still_drawing(contest, round, self.now());
        let mut answers = Vec::with_capacity(paper.items.len());
        for (item, place) in paper.items.iter().zip(0_u16..) {
            let entry = bank
                .entries
                .get(&item.code)
                .ok_or_else(|| ServiceError::internal("paper names a question the bank lacks"))?;
            let chosen = chosen(&held, place);
            let void = voids.get(&item.code).cloned();
            let secret = later.iter().any(|code| can_draw(entry, code));
            answers.push(OwnAnswer {
                stem: entry.wording.stem.clone(),
                options: options(entry, item, &chosen),
                revealed: (!secret && void.is_none()).then(|| reveal(entry, item, &keys, &chosen)),
                void,
            });
        }
        Ok(answers)
    }

    /// Attempts of the signed-in person, newest first, without any score.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`].
    pub async fn own_entries(&self, actor: &Actor) -> Result<Vec<OwnEntry>> {
        let person = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        let mut tx = self.db().read().await?;
        let contest = self.contest_by_id(&mut tx, person.contest.as_str()).await?;
        let id = person.id.as_str().to_owned();
        let rows = store::quiz::attempts_of_people(&mut tx, &[id]).await?;
        let only = person.only_attempt.as_ref();
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows
            .iter()
            .rev()
            .filter(|r| only.is_none_or(|o| *o == r.id))
        {
            let Some(round) = contest.round_by_id(&row.round_id) else {
                continue;
            };
            let attempt = attempt_of(row)?;
            let published = round.acts.published_at.is_some();
            entries.push(OwnEntry {
                attempt: AttemptId::from_text(&row.id),
                contest: contest.rules.title.clone(),
                contest_code: contest.rules.code.clone(),
                round_code: round.rule.code.clone(),
                round: round.rule.name.clone(),
                number: row.attempt_number,
                state: attempt.state,
                started_at: attempt.started_at,
                deadline: attempt.deadline(&round.clock),
                submitted_at: attempt.submitted_at,
                void: row.void_reason.clone(),
                has_receipt: attempt.submitted_at.is_some(),
                has_result: published,
            });
        }
        Ok(entries)
    }
}

fn own_line(
    contest: &Contest,
    round: &RoundState,
    (version, line): (&Version, &Line),
    names: &Names,
) -> OwnResult {
    let standings = &version.standings;
    let mut actuals = standings.actuals.iter();
    let actual = actuals.find(|a| a.track.is_none() || a.track == line.track);
    OwnResult {
        contest_code: contest.rules.code.clone(),
        contest: contest.rules.title.clone(),
        round_code: round.rule.code.clone(),
        round: round.rule.name.clone(),
        attempt: line.entry_id.clone(),
        version: version.head.version,
        published_at: Moment(version.head.computed_at),
        track: standings.list(line).map(|code| names.track(code)),
        rank: line.rank,
        ranked: version.ranked(line),
        counted: line.counted,
        void: line.void.clone(),
        score: line.score,
        max_score: line.max_score,
        right: line.right,
        prediction: line.prediction.map(Predicted::format),
        actual: actual.and_then(|a| a.value).map(Predicted::format),
        distance: distance(line),
        duration: line.duration,
        submitted_at: line.submitted_at,
        prize: line.prize.as_deref().map(|p| names.prize(p)),
        amount: line.amount,
        paper: Vec::new(),
    }
}

/// Codes of the other rounds that can still show a question to someone. A committed one can until it is sealed: before
/// that its closing may move, or a recorded outage give its attempts back their time. One that was not committed in time
/// can be moved only until it would have closed.
fn still_drawing<'a>(contest: &'a Contest, round: &RoundState, now: Moment) -> Vec<&'a str> {
    let others = contest.rounds.iter().filter(|r| r.id != round.id);
    others
        .filter(|r| match r.acts.committed_at {
            Some(_) => r.phase(now) < RoundPhase::Sealed,
            None => now < r.clock.closed_from(),
        })
        .map(|r| r.rule.code.as_str())
        .collect()
}

fn can_draw(entry: &BankEntry, round_code: &str) -> bool {
    entry.rounds.is_empty() || entry.rounds.iter().any(|r| r == round_code)
}

/// Places chosen, 0 first.
fn chosen(held: &[(Slot, Held)], place: u16) -> BTreeSet<usize> {
    let value = held.iter().find(|(slot, _)| *slot == Slot::Question(place));
    let value = value.map_or("", |(_, held)| &held.value);
    value
        .split(',')
        .filter_map(|p| p.trim().parse().ok())
        .collect()
}

fn options(entry: &BankEntry, item: &PaperItem, chosen: &BTreeSet<usize>) -> Vec<OwnOption> {
    let text = |option: &u8| entry.wording.options.get(usize::from(*option)).cloned();
    let options = item.order.iter().enumerate();
    options
        .map(|(place, option)| OwnOption {
            text: text(option).unwrap_or_default(),
            chosen: chosen.contains(&place),
        })
        .collect()
}

fn reveal(
    entry: &BankEntry,
    item: &PaperItem,
    keys: &AnswerKey,
    chosen: &BTreeSet<usize>,
) -> Revealed {
    let shown = keys.shown_right(&entry.code);
    let places = item.order.iter().enumerate();
    let right: Vec<usize> = places
        .filter(|(_, o)| shown.contains(o))
        .map(|(place, _)| place)
        .collect();
    let options: Option<BTreeSet<u8>> =
        chosen.iter().map(|p| item.order.get(*p).copied()).collect();
    Revealed {
        chosen_right: options.is_some_and(|options| keys.accepts(&entry.code, &options)),
        right,
        explanation: entry.explanation.clone(),
        source: entry.source.clone(),
    }
}
