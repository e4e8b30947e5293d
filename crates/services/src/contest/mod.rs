//! Contests: loading, listing, creating from a preset, editing the rule sheet, committing.

mod commit;
mod edit;
mod moved;
mod notice;
mod shown;

pub use commit::Committed;
pub use moved::MovedRound;
pub use notice::{Notice, Notices, state_of_all};
pub(crate) use shown::Shown;
pub use shown::Since;

use crate::{Result, ServiceError, Services};
use domain::contest::phase::{Outage, phase};
use domain::contest::rule_sheet::Round;
use domain::contest::{RoundActs, RoundClock, RoundPhase, RuleSheet};
use domain::ids::{ContestId, RoundId};
use domain::time::{Moment, Span};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::Tx;
use store::contest::{ContestRow, OutageRow, RoundRow};

/// A contest with its rounds.
#[derive(Debug, Clone)]
pub struct Contest {
    /// Id.
    pub id: ContestId,
    /// Version of the rule sheet, raised with every edit.
    pub rules_version: i64,
    /// Whether it stands on the home page.
    pub listed: bool,
    /// Published version of the overall ranking, and when it was published.
    pub overall_published: Option<String>,
    /// When.
    pub overall_published_at: Option<Moment>,
    /// Rule sheet.
    pub rules: Arc<RuleSheet>,
    /// Rounds in order.
    pub rounds: Vec<RoundState>,
}

/// A round with what decides its phase.
#[derive(Debug, Clone)]
pub struct RoundState {
    /// Id.
    pub id: RoundId,
    /// The round in the rule sheet, with the closing it has now.
    pub rule: Round,
    /// Times.
    pub clock: RoundClock,
    /// Recorded acts.
    pub acts: RoundActs,
    /// Everything stored about it.
    pub row: RoundRow,
}

impl RoundState {
    /// Phase at an instant.
    #[must_use]
    pub fn phase(&self, now: Moment) -> RoundPhase {
        phase(&self.clock, &self.acts, now)
    }
}

impl Contest {
    /// The round with this code.
    #[must_use]
    pub fn round(&self, code: &str) -> Option<&RoundState> {
        self.rounds.iter().find(|r| r.rule.code == code)
    }

    /// The round with this id.
    #[must_use]
    pub fn round_by_id(&self, id: &str) -> Option<&RoundState> {
        self.rounds.iter().find(|r| r.id.as_str() == id)
    }

    /// The round a visitor cares about: the open one, else the next, else the last.
    #[must_use]
    pub fn current_round(&self, now: Moment) -> Option<&RoundState> {
        let open = self
            .rounds
            .iter()
            .find(|r| r.phase(now) == RoundPhase::Open);
        let next = || self.rounds.iter().find(|r| r.clock.opens > now);
        open.or_else(next).or(self.rounds.last())
    }

    /// Whether any round has been committed, which locks the rule sheet.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.rounds.iter().any(|r| r.acts.committed_at.is_some())
    }

    /// The closing the rule sheet states, where it was moved since.
    #[must_use]
    pub fn stated_closing(&self, round: &RoundState) -> Option<Moment> {
        let stated = self.rules.round(&round.rule.code)?.closes;
        (stated != round.clock.closes).then_some(stated)
    }

    /// The rule sheet with the times rounds have now: what sums over rounds are counted by.
    #[must_use]
    pub fn rules_as_run(&self) -> RuleSheet {
        let mut rules = (*self.rules).clone();
        for rule in &mut rules.rounds {
            if let Some(round) = self.rounds.iter().find(|r| r.rule.code == rule.code) {
                (rule.opens, rule.closes) = (round.rule.opens, round.rule.closes);
            }
        }
        rules
    }

    /// Whether totals of participants may be public: never while a round with a prediction runs (DESIGN 2.3).
    #[must_use]
    pub fn totals_public(&self, now: Moment) -> bool {
        let running =
            |r: &RoundState| matches!(r.phase(now), RoundPhase::Open | RoundPhase::Closed);
        self.rules.prediction.is_none() || !self.rounds.iter().any(running)
    }

    /// Working time the rule sheet allows.
    #[must_use]
    pub fn allowed(&self) -> Span {
        Span::minutes(self.rules.quiz.as_ref().map_or(0, |q| i64::from(q.minutes)))
    }
}

/// Parsed rule sheets by contest and version. A version never changes, so an entry never goes stale.
#[derive(Debug, Default)]
pub(crate) struct RuleCache(Mutex<HashMap<(String, i64), Arc<RuleSheet>>>);

impl RuleCache {
    fn get(&self, row: &ContestRow) -> Result<Arc<RuleSheet>> {
        let key = (row.id.clone(), row.rules_version);
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = cache.get(&key) {
            return Ok(rules.clone());
        }
        let rules: Arc<RuleSheet> =
            Arc::new(serde_json::from_str(&row.rules).map_err(ServiceError::internal)?);
        cache.retain(|(id, _), _| *id != row.id);
        cache.insert(key, rules.clone());
        Ok(rules)
    }
}

/// Puts rows together. A round the rule sheet no longer names is not shown; editing removes such rounds.
fn assemble(
    row: &ContestRow,
    rules: Arc<RuleSheet>,
    rounds: Vec<RoundRow>,
    outages: &[OutageRow],
) -> Contest {
    let grace = rules.quiz.as_ref().map_or(0, |q| q.grace_seconds);
    let state = |round: RoundRow| {
        let rule = Round {
            opens: Moment(round.opens),
            closes: Moment(round.closes),
            ..rules.round(&round.code)?.clone()
        };
        let lost: Vec<Outage> = outages
            .iter()
            .filter(|o| o.round_id == round.id)
            .map(|o| Outage {
                from: Moment(o.from_at),
                until: Moment(o.until_at),
            })
            .collect();
        let acts = RoundActs {
            committed_at: round.committed_at.map(Moment),
            sealed_at: round.sealed_at.map(Moment),
            published_at: round.published_at.map(Moment),
        };
        Some(RoundState {
            id: RoundId::from_text(&round.id),
            clock: RoundClock::of(&rule, grace, &lost),
            rule,
            acts,
            row: round,
        })
    };
    Contest {
        id: ContestId::from_text(&row.id),
        rules_version: row.rules_version,
        listed: row.listed == 1,
        overall_published: row.overall_published.clone(),
        overall_published_at: row.overall_published_at.map(Moment),
        rounds: rounds.into_iter().filter_map(state).collect(),
        rules,
    }
}

impl Services {
    pub(crate) async fn assemble(&self, tx: &mut Tx, row: &ContestRow) -> Result<Contest> {
        let rules = self.0.rules.get(row)?;
        let rounds = store::contest::rounds(tx, &row.id).await?;
        let ids: Vec<String> = rounds.iter().map(|r| r.id.clone()).collect();
        let outages = store::contest::outages(tx, &ids).await?;
        Ok(assemble(row, rules, rounds, &outages))
    }

    /// Loads a contest by its code inside a transaction.
    pub(crate) async fn contest_in(&self, tx: &mut Tx, code: &str) -> Result<Contest> {
        let row = store::contest::find_by_code(tx, code)
            .await?
            .ok_or(ServiceError::NotFound)?;
        self.assemble(tx, &row).await
    }

    /// Loads a contest to change something that commitment locks: until this transaction ends nobody else edits or
    /// commits the contest.
    pub(crate) async fn contest_to_edit(&self, tx: &mut Tx, code: &str) -> Result<Contest> {
        let row = store::contest::lock_by_code(tx, code)
            .await?
            .ok_or(ServiceError::NotFound)?;
        self.assemble(tx, &row).await
    }

    /// Loads a contest by its id inside a transaction.
    pub(crate) async fn contest_by_id(&self, tx: &mut Tx, id: &str) -> Result<Contest> {
        let row = store::contest::find(tx, id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        self.assemble(tx, &row).await
    }

    /// A contest by its code, for public pages.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn contest(&self, code: &str) -> Result<Contest> {
        let mut tx = self.db().read().await?;
        self.contest_in(&mut tx, code).await
    }

    /// Every contest, newest first. Public pages show the listed ones.
    ///
    /// # Errors
    /// Store errors.
    pub async fn contests(&self) -> Result<Vec<Contest>> {
        let mut tx = self.db().read().await?;
        let rows = store::contest::list(&mut tx).await?;
        let rounds = store::contest::all_rounds(&mut tx).await?;
        let ids: Vec<String> = rounds.iter().map(|r| r.id.clone()).collect();
        let outages = store::contest::outages(&mut tx, &ids).await?;
        rows.iter()
            .map(|row| {
                let own = rounds
                    .iter()
                    .filter(|r| r.contest_id == row.id)
                    .cloned()
                    .collect();
                Ok(assemble(row, self.0.rules.get(row)?, own, &outages))
            })
            .collect()
    }
}
