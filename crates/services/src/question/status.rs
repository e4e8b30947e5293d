//! How far the bank fills the blueprint (`ma trận đề`). Counts only, no key.

use super::{Bank, load_keys, shortage_problem};
use crate::{Actor, Result, Services, require};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Cell, PaperKind, Quiz};
use domain::people::permission::Permission;
use domain::question::Level;
use domain::quiz::paper::{BankQuestion, shortages};

/// The bank against the blueprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankStatus {
    /// Questions in the bank.
    pub total: usize,
    /// Questions whose options name letters or each other, so that they are not shuffled freely.
    pub pinned: usize,
    /// Questions by topic, in the rule sheet's order; topics it does not declare last.
    pub topics: Vec<TopicCount>,
    /// Each round.
    pub rounds: Vec<RoundBank>,
    /// Codes of questions without a right answer; to be empty before commitment.
    pub without_key: Vec<String>,
}

/// Questions of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCount {
    /// Topic code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Questions at each of [`Level::ALL`].
    pub by_level: [usize; 4],
    /// Questions in all.
    pub total: usize,
}

/// The bank of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundBank {
    /// Round code.
    pub code: String,
    /// Round name.
    pub name: String,
    /// Whether it is committed, so that its bank is locked.
    pub committed: bool,
    /// Questions it may draw.
    pub questions: usize,
    /// Cells of the blueprint; the rest that no cell names is the last.
    pub cells: Vec<CellStatus>,
    /// What keeps the bank from filling every paper, as sentences; empty when it can be committed.
    pub shortages: Vec<String>,
}

/// A cell of the blueprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellStatus {
    /// Name of the topic; none for any.
    pub topic: Option<String>,
    /// Level; none for any.
    pub level: Option<Level>,
    /// Questions each paper takes.
    pub wanted: u16,
    /// Questions in the bank that fit the cell.
    pub have: usize,
}

impl Services {
    /// How far the bank fills the blueprint of each round.
    ///
    /// # Errors
    /// [`crate::ServiceError::Forbidden`].
    pub async fn blueprint_status(&self, actor: &Actor, contest_code: &str) -> Result<BankStatus> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeContest)?;
        let mut all: Vec<BankQuestion> = Vec::new();
        for row in store::question::list(&mut tx, contest.id.as_str()).await? {
            all.push(super::draw_entry(&super::entry(&row)?));
        }
        let mut rounds = Vec::with_capacity(contest.rounds.len());
        for round in &contest.rounds {
            let bank = Bank::load(&mut tx, contest.id.as_str(), &round.rule.code).await?;
            let quiz = contest.rules.quiz.as_ref();
            rounds.push(RoundBank {
                code: round.rule.code.clone(),
                name: round.rule.name.clone(),
                committed: round.acts.committed_at.is_some(),
                questions: bank.draw.len(),
                cells: quiz.map_or_else(Vec::new, |q| cells(&contest.rules, q, &bank.draw)),
                shortages: quiz.map_or_else(Vec::new, |q| sentences(&contest.rules, q, &bank)),
            });
        }
        let keys = load_keys(&mut tx, contest.id.as_str()).await?;
        let without_key = keys.missing(all.iter().map(|q| q.code.as_str()));
        Ok(BankStatus {
            total: all.len(),
            pinned: all.iter().filter(|q| is_pinned(q)).count(),
            without_key: without_key.map(str::to_owned).collect(),
            topics: topics(&contest.rules, &all),
            rounds,
        })
    }
}

fn is_pinned(question: &BankQuestion) -> bool {
    question.order != domain::question::letters::OptionOrder::Free
}

fn sentences(rules: &RuleSheet, quiz: &Quiz, bank: &Bank) -> Vec<String> {
    shortages(&bank.draw, quiz)
        .iter()
        .map(|shortage| shortage_problem(rules, shortage).message)
        .collect()
}

fn cells(rules: &RuleSheet, quiz: &Quiz, bank: &[BankQuestion]) -> Vec<CellStatus> {
    if quiz.paper == PaperKind::FixedForms {
        return Vec::new();
    }
    let planned: u16 = quiz
        .blueprint
        .iter()
        .map(|c| c.count)
        .fold(0, u16::saturating_add);
    let rest = (planned < quiz.questions).then(|| Cell {
        topic: None,
        level: None,
        count: quiz.questions - planned,
    });
    let status = |cell: &Cell| CellStatus {
        topic: cell
            .topic
            .as_deref()
            .map(|t| rules.topic_name(t).to_owned()),
        level: cell.level,
        wanted: cell.count,
        have: bank
            .iter()
            .filter(|q| cell.topic.as_ref().is_none_or(|t| *t == q.topic))
            .filter(|q| cell.level.is_none_or(|l| l == q.level))
            .count(),
    };
    quiz.blueprint.iter().chain(&rest).map(status).collect()
}

fn topics(rules: &RuleSheet, bank: &[BankQuestion]) -> Vec<TopicCount> {
    let declared = rules.topics.iter().map(|t| t.code.as_str());
    let mut codes: Vec<&str> = declared.collect();
    let mut others: Vec<&str> = bank
        .iter()
        .map(|q| q.topic.as_str())
        .filter(|t| !codes.contains(t))
        .collect();
    others.sort_unstable();
    others.dedup();
    codes.extend(others);
    let count = |code: &str| {
        let own = || bank.iter().filter(|q| q.topic == code);
        TopicCount {
            code: code.to_owned(),
            name: rules.topic_name(code).to_owned(),
            by_level: Level::ALL.map(|level| own().filter(|q| q.level == level).count()),
            total: own().count(),
        }
    };
    codes.into_iter().map(count).collect()
}
