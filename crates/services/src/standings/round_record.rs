//! Everything the standings of a round come from, read in one snapshot, and how it becomes standings.
//!
//! Loading asks the database a fixed number of questions, whatever the number of attempts; the rest is pure.

mod sealed;

use crate::contest::{Contest, RoundState};
use crate::question::Bank;
use crate::quiz::{attempt_of, counting, held_of};
use crate::vault::mac;
use crate::{Result, ServiceError, Services};
use domain::contest::rule_sheet::Quiz;
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::people::eligibility::excluded_role;
use domain::quiz::attempt::{Attempt, AttemptState};
use domain::quiz::paper::{self, DRAW_VERSION};
use domain::quiz::prediction;
use domain::quiz::save::{Held, Slot};
use domain::record::{Change, ProposalState};
use domain::time::Moment;
use scoring::draw::Draw;
use scoring::question::{Accepted, AnswerKey};
use scoring::standings::{
    CommitteeOrder, Decisions, Entry, RoundStandings, TieGroup, Tied, UnitNode, entries_hash,
    rank_round,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::Tx;
use store::quiz::{AnswerRow, AttemptRow};

/// Every change of a key confirmed so far.
const FOREVER: Moment = Moment(i64::MAX);

/// Why the entry of a committee member does not count (DESIGN 4, "People").
pub(super) const EXCLUDED: &str = "Thành viên Ban Tổ chức không dự thi";

/// An order the committee decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Ids, best first.
    pub(crate) order: Vec<String>,
    /// Why.
    pub(crate) reason: String,
}

/// Everything the standings of a round come from.
pub(crate) struct RoundRecord {
    pub(crate) contest: Contest,
    pub(crate) round: RoundState,
    /// Every attempt by id.
    attempts: Vec<AttemptRow>,
    /// What the slots of each attempt hold, by attempt and slot.
    answers: HashMap<String, Vec<AnswerRow>>,
    bank: Arc<Bank>,
    secret: Vec<u8>,
    keys: AnswerKey,
    void_questions: BTreeSet<String>,
    /// Persons who also hold a role that may not compete.
    excluded: BTreeSet<String>,
    units: Vec<UnitNode>,
    draw_number: Option<String>,
    /// Orders of the committee, oldest first.
    settled: Vec<Settled>,
}

impl Services {
    /// Reads what the standings of a committed round come from.
    pub(crate) async fn round_record(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
    ) -> Result<RoundRecord> {
        let id = round.id.as_str();
        let mut answers: HashMap<String, Vec<AnswerRow>> = HashMap::new();
        for row in store::quiz::answers_of_round(tx, id).await? {
            answers.entry(row.attempt_id.clone()).or_default().push(row);
        }
        let voids = store::question::voids(tx, id).await?;
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        let secret = self.round_secret(round)?;
        self.check_commitment(tx, contest, round, (&bank, &secret))
            .await?;
        Ok(RoundRecord {
            attempts: store::quiz::attempts_of_round(tx, id).await?,
            answers,
            bank,
            secret,
            keys: crate::question::round_keys(tx, (contest.id.as_str(), id), FOREVER).await?,
            void_questions: voids.into_iter().map(|(code, _)| code).collect(),
            excluded: excluded(tx, contest).await?,
            units: self.unit_nodes(tx, contest, round).await?,
            draw_number: round.row.draw_number.clone(),
            settled: settled(tx, contest, id).await?,
            contest: contest.clone(),
            round: round.clone(),
        })
    }

    /// Units with their rosters as they stood when the round closed: who comes or goes later changes no rate.
    pub(super) async fn unit_nodes(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
    ) -> Result<Vec<UnitNode>> {
        let at = roster_at(round, self.now());
        let sizes = super::participation::roster(tx, contest, at).await?;
        let units = store::people::units(tx, contest.id.as_str()).await?;
        let node = |unit: store::people::UnitRow| UnitNode {
            roster_size: sizes.as_ref().map(|sizes| {
                let size = sizes.get(&unit.id).map_or(0, |s| s.people);
                u32::try_from(size).unwrap_or(u32::MAX)
            }),
            parent: unit.parent_id.map(UnitId::from_text),
            bloc: unit.bloc,
            id: UnitId::from_text(unit.id),
        };
        Ok(units.into_iter().map(node).collect())
    }
}

/// Persons who may not win because they, or someone with the same identity, hold a role that may not compete.
pub(super) async fn excluded(tx: &mut Tx, contest: &Contest) -> Result<BTreeSet<String>> {
    let rows = store::people::people_with_roles(tx, contest.id.as_str()).await?;
    let excludes = |code: &str, gone: Option<i64>| {
        counting(code, gone)
            .is_some_and(|r| excluded_role(&contest.rules.eligibility, &[r]).is_some())
    };
    Ok(rows
        .into_iter()
        .filter(|(_, role, gone)| excludes(role, *gone))
        .map(|(person, ..)| person)
        .collect())
}

/// Orders of the committee that were confirmed for a round, oldest first.
async fn settled(tx: &mut Tx, contest: &Contest, round_id: &str) -> Result<Vec<Settled>> {
    let mut rows = store::record::proposals(tx, contest.id.as_str()).await?;
    rows.retain(|p| p.round_id == round_id && p.state == ProposalState::Confirmed.code());
    rows.sort_by(|a, b| (a.decided_at, &a.id).cmp(&(b.decided_at, &b.id)));
    let mut orders = Vec::new();
    for row in rows {
        let change: Change = serde_json::from_str(&row.change).map_err(ServiceError::internal)?;
        if let Change::SettleTie { order, reason } = change {
            orders.push(Settled { order, reason });
        }
    }
    Ok(orders)
}

impl RoundRecord {
    /// The record as it would be after a change, without storing anything.
    pub(crate) fn with(mut self, change: &Change) -> Self {
        match change {
            Change::VoidEntry {
                attempt, reason, ..
            } => {
                for row in self.attempts.iter_mut().filter(|a| a.id == *attempt) {
                    row.void_reason = Some(reason.clone());
                }
            }
            Change::VoidQuestion { question, .. } => {
                self.void_questions.insert(question.clone());
            }
            Change::SettleTie { order, reason } => self.settled.push(Settled {
                order: order.clone(),
                reason: reason.clone(),
            }),
            Change::EnterDraw { number, .. } => self.draw_number = Some(number.clone()),
            Change::ChangeKey {
                question, accepted, ..
            } => {
                if let Some(accepted) = Accepted::parse(accepted) {
                    self.keys.change(question.clone(), accepted);
                }
            }
            Change::GrantExtra { .. }
            | Change::MoveClosing { .. }
            | Change::MoveRound { .. }
            | Change::RecordOutage { .. }
            | Change::Publish { .. }
            | Change::PublishOverall { .. }
            | Change::GrantRole { .. }
            | Change::WithdrawRole { .. }
            | Change::StrikeOff { .. }
            | Change::ImportRoster { .. } => {}
        }
        self
    }

    /// Standings of the marked entries.
    pub(crate) fn standings(&self, entries: &[Entry]) -> RoundStandings {
        let rank = |decisions: &Decisions| {
            let code = &self.round.rule.code;
            rank_round(&self.contest.rules, code, entries, &self.units, decisions)
        };
        let mut decisions = Decisions {
            draw: self.draw(entries),
            ..Decisions::default()
        };
        let mut standings = rank(&decisions);
        // An order names who is tied, not where. A later collective prize shows its ties only once the earlier one is
        // settled, so each round of this loop may find a place for more orders.
        for _ in 0..=self.contest.rules.prizes.collective.len() {
            let orders = placed(&self.settled, &round_ties(&standings));
            if orders == decisions.orders {
                break;
            }
            decisions.orders = orders;
            standings = rank(&decisions);
        }
        standings
    }

    /// The draw, once its number is known.
    fn draw(&self, entries: &[Entry]) -> Option<Draw> {
        let number = self.draw_number.as_deref()?;
        Draw::new(
            draw_nonce(&self.secret),
            &self.entries_hash(entries),
            number,
        )
        .ok()
    }

    /// Hash of the entries as a draw takes it.
    pub(crate) fn entries_hash(&self, entries: &[Entry]) -> String {
        entries_hash(&self.round.rule.code, entries)
    }

    /// Every attempt, marked. Takes a second or two for a province: run it off the threads that serve requests.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>> {
        let quiz = self.contest.rules.quiz.as_ref();
        let quiz =
            quiz.ok_or_else(|| ServiceError::internal("a committed round without a quiz"))?;
        self.attempts
            .iter()
            .map(|row| self.entry(row, quiz))
            .collect()
    }

    fn entry(&self, row: &AttemptRow, quiz: &Quiz) -> Result<Entry> {
        let paper = self.paper(row, quiz)?;
        let held = self
            .answers
            .get(&row.id)
            .map_or_else(Vec::new, |rows| held_of(rows));
        let marked = scoring::quiz::mark(&paper, &held, &self.keys, &self.void_questions, quiz);
        let attempt = self.closed(row)?;
        let rules = &self.contest.rules;
        let excluded = self.excluded.contains(&row.person_id);
        Ok(Entry {
            entry_id: AttemptId::from_text(&row.id),
            person_id: PersonId::from_text(&row.person_id),
            unit_id: Some(UnitId::from_text(&row.unit_id)).filter(|u| !u.as_str().is_empty()),
            track: row.track.clone(),
            round: self.round.rule.code.clone(),
            attempt: u32::try_from(row.attempt_number).map_err(ServiceError::internal)?,
            score: marked.score,
            max_score: marked.max_score,
            right: marked.right,
            prediction: self.prediction(&held),
            answered: marked.answered > 0,
            started_at: attempt.started_at,
            submitted_at: attempt.submitted_at,
            duration: attempt.duration(&self.round.clock),
            finalised: attempt.state == AttemptState::Finalised,
            extra_seconds: u32::try_from(row.extra_ms / 1_000).unwrap_or(0),
            essay: None,
            void: row
                .void_reason
                .clone()
                .or_else(|| excluded.then(|| EXCLUDED.to_owned())),
            can_win: row.assisted_by.is_none() || rules.eligibility.assisted_can_win,
        })
    }

    fn prediction(&self, held: &[(Slot, Held)]) -> Option<prediction::Predicted> {
        let rule = self.contest.rules.prediction.as_ref()?;
        let (_, held) = held.iter().find(|(slot, _)| *slot == Slot::Prediction)?;
        prediction::parse(rule, &held.value).ok()
    }

    /// The paper of an attempt, drawn again. One that is not the paper the person saw must not be marked.
    fn paper(&self, row: &AttemptRow, quiz: &Quiz) -> Result<paper::Paper> {
        let seed = paper::seed(&self.secret, &row.id);
        let drawn = paper::draw(&self.bank.draw, quiz, &seed)
            .map_err(|s| ServiceError::internal(format!("committed bank: {s:?}")))?;
        if row.draw_version != i64::from(DRAW_VERSION) || drawn.hash() != row.paper_hash {
            let what = format!("attempt {} had another paper than is drawn now", row.id);
            return Err(ServiceError::internal(what));
        }
        Ok(drawn)
    }

    /// The attempt as it is, or as the server will close it.
    fn closed(&self, row: &AttemptRow) -> Result<Attempt> {
        let attempt = attempt_of(row)?;
        Ok(match attempt.state {
            AttemptState::InProgress => attempt.finalised(&self.round.clock),
            _ => attempt,
        })
    }
}

/// The nonce of a draw, made from the round secret whose hash was published at commitment.
pub(super) fn draw_nonce(secret: &[u8]) -> [u8; 32] {
    mac(secret, &[b"hoithi/draw/1\n"])
}

/// Ties of a round with the place each is about.
pub(crate) fn round_ties(standings: &RoundStandings) -> Vec<(Tied, &TieGroup)> {
    let own = standings
        .ties
        .iter()
        .map(|t| (Tied::List(t.list.clone()), t));
    let collective = standings.collective.iter().flat_map(|c| {
        let of = Tied::Collective(c.prize.clone());
        c.ties.iter().map(move |t| (of.clone(), t))
    });
    own.chain(collective).collect()
}

/// Orders with the ties each settles, newest first: of two about one tie the newest counts. An order that does not name
/// exactly the tied is out of date and settles nothing.
pub(super) fn placed(settled: &[Settled], ties: &[(Tied, &TieGroup)]) -> Vec<CommitteeOrder> {
    let named: Vec<BTreeSet<&str>> = ties.iter().map(|(_, tie)| names(&tie.ids)).collect();
    let mut orders = Vec::new();
    for settled in settled.iter().rev() {
        let wanted = names(&settled.order);
        for ((of, tie), _) in ties.iter().zip(&named).filter(|(_, n)| **n == wanted) {
            orders.push(CommitteeOrder {
                of: of.clone(),
                rank: tie.rank,
                order: settled.order.clone(),
                reason: settled.reason.clone(),
            });
        }
    }
    orders
}

/// Ids as a set: a tie is known by who is in it.
pub(crate) fn names(ids: &[String]) -> BTreeSet<&str> {
    ids.iter().map(String::as_str).collect()
}

/// The instant a round's roster is read at.
pub(super) fn roster_at(round: &RoundState, now: Moment) -> Moment {
    round.clock.closes.min(now)
}
