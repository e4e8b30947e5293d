//! Papers of the past: drawn as a start draws them, so that sealing finds the very papers it expects, and answers on
//! them with as many mistakes as wanted.

use super::Outcome;
use super::dice::Dice;
use domain::quiz::paper::{self, DRAW_VERSION, Paper, PaperItem};
use domain::time::Moment;
use services::contest::{Contest, RoundState};
use services::question::Bank;
use services::{Purpose, Services, token_hash};
use std::collections::{BTreeSet, HashMap};
use store::quiz::AttemptRow;

/// A committed round from which papers can be drawn.
pub(super) struct Desk<'a> {
    pub(super) services: &'a Services,
    pub(super) contest: &'a Contest,
    pub(super) round: &'a RoundState,
    bank: Bank,
    secret: Vec<u8>,
    keys: HashMap<String, BTreeSet<u8>>,
}

impl<'a> Desk<'a> {
    /// Opens the round's secret and reads its bank with the key.
    pub(super) async fn open(
        services: &'a Services,
        contest: &'a Contest,
        round: &'a RoundState,
    ) -> Outcome<Self> {
        let sealed = round
            .row
            .secret_sealed
            .as_deref()
            .ok_or("đợt chưa khoá đề")?;
        let secret = services
            .vault()
            .open(Purpose::RoundSecret, round.id.as_str(), sealed)?;
        let mut tx = services.db().read().await?;
        let bank = Bank::load(&mut tx, contest.id.as_str(), &round.rule.code).await?;
        let keys = store::question::keys(&mut tx, contest.id.as_str()).await?;
        let places = |right: &str| right.split(',').filter_map(|o| o.parse().ok()).collect();
        let keys = keys
            .into_iter()
            .map(|(code, right)| (code, places(&right)))
            .collect();
        Ok(Self {
            services,
            contest,
            round,
            bank,
            secret,
            keys,
        })
    }

    /// The attempt of a start at this instant, with its paper: what `services::quiz` writes for a start.
    pub(super) fn start(
        &self,
        attempt_id: String,
        started_at: Moment,
    ) -> Outcome<(AttemptRow, Paper)> {
        let quiz = self
            .contest
            .rules
            .quiz
            .as_ref()
            .ok_or("không có phần trắc nghiệm")?;
        let paper = paper::draw(
            &self.bank.draw,
            quiz,
            &paper::seed(&self.secret, &attempt_id),
        )
        .map_err(|s| format!("ngân hàng đã khoá không đủ câu: {s:?}"))?;
        let row = AttemptRow {
            round_id: self.round.id.as_str().to_owned(),
            attempt_number: 1,
            started_at: started_at.0,
            allowed_ms: self.contest.allowed().0,
            due_at: (self.deadline(started_at) + self.round.clock.grace).0,
            shape: paper.shape.to_text(),
            draw_version: i64::from(DRAW_VERSION),
            paper_hash: paper.hash(),
            receipt_hash: token_hash(&self.services.receipt_token(&attempt_id)),
            id: attempt_id,
            ..AttemptRow::default()
        };
        Ok((row, paper))
    }

    /// Deadline of a start at this instant; the demo has no outages and no extra time.
    pub(super) fn deadline(&self, started_at: Moment) -> Moment {
        (started_at + self.contest.allowed()).min(self.round.clock.closes)
    }

    /// Answers by place, so many of them wrong.
    pub(super) fn answers(&self, paper: &Paper, wrong: usize, dice: &mut Dice) -> Vec<String> {
        let mut places: Vec<usize> = (0..paper.items.len()).collect();
        for i in 0..wrong.min(places.len()) {
            let j = i + dice.below(places.len() - i);
            places.swap(i, j);
        }
        let wrong: BTreeSet<usize> = places.into_iter().take(wrong).collect();
        let items = paper.items.iter().enumerate();
        items
            .map(|(place, item)| self.answer(item, !wrong.contains(&place), dice))
            .collect()
    }

    fn answer(&self, item: &PaperItem, right: bool, dice: &mut Dice) -> String {
        let key = self.keys.get(&item.code);
        let is_right = |option: &u8| key.is_some_and(|k| k.contains(option));
        let of = |wanted: bool| {
            let shown = item.order.iter().enumerate();
            shown
                .filter(|(_, o)| is_right(o) == wanted)
                .map(|(p, _)| p.to_string())
                .collect::<Vec<_>>()
        };
        if right {
            return of(true).join(",");
        }
        let others = of(false);
        match others.get(dice.below(others.len())) {
            Some(place) => place.clone(),
            // Every option is right: only some of them is wrong too.
            None => of(true).first().cloned().unwrap_or_default(),
        }
    }
}
