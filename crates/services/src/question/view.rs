//! Questions as the committee sees them.

use super::{BankEntry, entry, load_keys, order_of};
use crate::contest::Contest;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::people::Role;
use domain::people::permission::Permission;
use domain::question::letters::OptionOrder;
use domain::question::{Kind, Level, Source};
use domain::text;
use domain::time::Moment;
use scoring::question::AnswerKey;
use store::question::QuestionRow;

/// A question without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionView {
    /// Code.
    pub code: String,
    /// Topic code.
    pub topic: String,
    /// Name of the topic.
    pub topic_name: String,
    /// Level.
    pub level: Level,
    /// Kind.
    pub kind: Kind,
    /// Stem.
    pub stem: String,
    /// Options in the bank's order.
    pub options: Vec<String>,
    /// Source.
    pub source: Source,
    /// Codes of the rounds that may draw it; empty means all.
    pub rounds: Vec<String>,
    /// How far its options are shuffled.
    pub order: OptionOrder,
    /// Whether a committed round can draw it, so that it cannot be changed any more.
    pub locked: bool,
    /// Last change: what an edit is based on.
    pub updated_at: Moment,
}

/// What gives the right answer away. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Key {
    /// Right options in the bank's order, ascending, 0 is A.
    pub right: Vec<u8>,
    /// Why they are right.
    pub explanation: String,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A question with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionWithKey {
    /// The question.
    pub question: QuestionView,
    /// Its key.
    pub key: Key,
}

/// Which questions are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionFilter {
    /// Only this topic.
    pub topic: Option<String>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only what this round may draw.
    pub round: Option<String>,
    /// Part of code, stem or an option, with or without diacritics.
    pub search: String,
}

impl QuestionFilter {
    fn lets(&self, entry: &BankEntry, search: &str) -> bool {
        let found = |t: &str| text::fold(t).contains(search);
        let named = || {
            found(&entry.code)
                || found(&entry.wording.stem)
                || entry.wording.options.iter().any(|o| found(o))
        };
        self.topic.as_ref().is_none_or(|t| *t == entry.topic)
            && self.level.is_none_or(|l| l == entry.level)
            && self
                .round
                .as_ref()
                .is_none_or(|r| may_draw(&entry.rounds, r))
            && (search.is_empty() || named())
    }
}

/// Whether a round may draw a question that names these rounds.
fn may_draw(rounds: &[String], round: &str) -> bool {
    rounds.is_empty() || rounds.iter().any(|r| r == round)
}

/// Whether a committed round can draw a question that names these rounds: then it is locked (DESIGN 4).
pub(super) fn locked(contest: &Contest, rounds: &[String]) -> bool {
    contest
        .rounds
        .iter()
        .any(|round| round.acts.committed_at.is_some() && may_draw(rounds, &round.rule.code))
}

/// An entry as the committee sees it.
pub(super) fn view(contest: &Contest, entry: &BankEntry, updated_at: Moment) -> QuestionView {
    QuestionView {
        code: entry.code.clone(),
        topic: entry.topic.clone(),
        topic_name: contest.rules.topic_name(&entry.topic).to_owned(),
        level: entry.level,
        kind: entry.wording.kind,
        stem: entry.wording.stem.clone(),
        options: entry.wording.options.clone(),
        source: entry.source.clone(),
        rounds: entry.rounds.clone(),
        order: order_of(&entry.wording),
        locked: locked(contest, &entry.rounds),
        updated_at,
    }
}

/// The key of an entry.
pub(super) fn key(keys: &AnswerKey, entry: &BankEntry) -> Key {
    let right = keys.right(&entry.code).into_iter().flatten().copied();
    Key {
        right: right.collect(),
        explanation: entry.explanation.clone(),
    }
}

/// Rows a filter lets through, with their entries.
fn chosen(rows: &[QuestionRow], filter: &QuestionFilter) -> Result<Vec<(BankEntry, Moment)>> {
    let search = text::fold(&filter.search);
    let mut chosen = Vec::new();
    for row in rows {
        let entry = entry(row)?;
        if filter.lets(&entry, &search) {
            chosen.push((entry, Moment(row.updated_at)));
        }
    }
    Ok(chosen)
}

impl Services {
    /// Questions by code, without keys: for those whose role keeps them from competing. A judge or an administrator
    /// could sit the quiz with the questions read beforehand.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] without a role that [`Role::could_see_a_key`].
    pub async fn questions(
        &self,
        actor: &Actor,
        contest_code: &str,
        filter: &QuestionFilter,
    ) -> Result<Vec<QuestionView>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeContest)?;
        let never_competes = Role::could_see_a_key;
        if !actor.roles_in(&contest.id).any(never_competes) {
            return Err(ServiceError::Forbidden);
        }
        let rows = store::question::list(&mut tx, contest.id.as_str()).await?;
        Ok(chosen(&rows, filter)?
            .iter()
            .map(|(entry, at)| view(&contest, entry, *at))
            .collect())
    }

    /// Questions by code, with keys.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] without [`Permission::SeeKeys`].
    pub async fn questions_with_keys(
        &self,
        actor: &Actor,
        contest_code: &str,
        filter: &QuestionFilter,
    ) -> Result<Vec<QuestionWithKey>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeKeys)?;
        let rows = store::question::list(&mut tx, contest.id.as_str()).await?;
        let keys = load_keys(&mut tx, contest.id.as_str()).await?;
        Ok(chosen(&rows, filter)?
            .iter()
            .map(|(entry, at)| QuestionWithKey {
                question: view(&contest, entry, *at),
                key: key(&keys, entry),
            })
            .collect())
    }

    /// One question with its key.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] without [`Permission::SeeKeys`]; [`ServiceError::NotFound`].
    pub async fn question_with_key(
        &self,
        actor: &Actor,
        contest_code: &str,
        code: &str,
    ) -> Result<QuestionWithKey> {
        let all = QuestionFilter::default();
        let questions = self.questions_with_keys(actor, contest_code, &all).await?;
        questions
            .into_iter()
            .find(|q| q.question.code == code)
            .ok_or(ServiceError::NotFound)
    }
}
