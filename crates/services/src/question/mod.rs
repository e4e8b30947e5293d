//! The question bank: what a paper is drawn from, and the key that stays inside.
//!
//! Lists for the committee carry no key and no explanation (which gives the key away) unless the function says so.

mod edit;
mod export;
mod import;
mod plan;
mod status;
mod view;

pub use edit::QuestionForm;
pub use export::{ExportFormat, ExportedFile};
pub use import::{QuestionPreview, QuestionUpload, QuestionsImported};
pub use plan::{PreviewedQuestion, QuestionFate};
pub use status::{BankStatus, CellStatus, RoundBank, TopicCount};
pub use view::{Key, QuestionFilter, QuestionView, QuestionWithKey};

use crate::contest::RoundState;
use crate::{FieldProblem, Result, ServiceError, Services};
use domain::contest::RuleSheet;
use domain::question::letters::{OptionOrder, option_order};
use domain::question::{Kind, Level, Source, Wording};
use domain::quiz::paper::{BankQuestion, Shortage};
use domain::time::Moment;
use scoring::question::{Accepted, AnswerKey};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::question::QuestionRow;
use store::{StoreError, Tx};

/// A question with everything but its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankEntry {
    /// Code.
    pub code: String,
    /// Topic code.
    pub topic: String,
    /// Level.
    pub level: Level,
    /// Wording.
    pub wording: Wording,
    /// Explanation, shown with the right answer after publication.
    pub explanation: String,
    /// Source.
    pub source: Source,
    /// Round codes that may draw it; empty means all.
    pub rounds: Vec<String>,
}

/// The bank of one round.
#[derive(Debug, Clone)]
pub struct Bank {
    /// What the draw needs.
    pub draw: Vec<BankQuestion>,
    /// Entries by code.
    pub entries: HashMap<String, BankEntry>,
}

impl Bank {
    /// Loads the questions a round may draw.
    ///
    /// # Errors
    /// Store errors.
    pub async fn load(tx: &mut Tx, contest_id: &str, round_code: &str) -> Result<Self> {
        let mut bank = Self {
            draw: Vec::new(),
            entries: HashMap::new(),
        };
        for row in store::question::list(tx, contest_id).await? {
            let entry = entry(&row)?;
            if entry.rounds.is_empty() || entry.rounds.iter().any(|r| r == round_code) {
                bank.draw.push(draw_entry(&entry));
                bank.entries.insert(entry.code.clone(), entry);
            }
        }
        Ok(bank)
    }

    /// The bank as text, questions by code with their keys: what commitment hashes.
    #[must_use]
    pub fn canonical_text(&self, keys: &AnswerKey) -> String {
        let mut codes: Vec<&String> = self.entries.keys().collect();
        codes.sort_unstable();
        let mut text = String::new();
        for code in codes {
            let entry = &self.entries[code];
            let right: Vec<String> = keys
                .right(code)
                .into_iter()
                .flatten()
                .map(u8::to_string)
                .collect();
            let fields = [
                code.as_str(),
                &entry.topic,
                entry.level.code(),
                entry.wording.kind.code(),
                &entry.wording.stem,
                &right.join(","),
            ];
            for field in fields
                .into_iter()
                .chain(entry.wording.options.iter().map(String::as_str))
            {
                text.push_str(&format!("{}:{field}\n", field.len()));
            }
        }
        text
    }
}

/// A stored question as an entry.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a column holds what the program never writes.
pub fn entry(row: &QuestionRow) -> Result<BankEntry> {
    let bad = |column| {
        ServiceError::from(StoreError::Inconsistent {
            table: "question",
            column,
        })
    };
    Ok(BankEntry {
        code: row.code.clone(),
        topic: row.topic.clone(),
        level: Level::parse(&row.difficulty).ok_or_else(|| bad("difficulty"))?,
        wording: Wording {
            kind: Kind::parse(&row.kind).ok_or_else(|| bad("kind"))?,
            stem: row.stem.clone(),
            options: serde_json::from_str(&row.options).map_err(|_| bad("options"))?,
        },
        explanation: row.explanation.clone(),
        source: serde_json::from_str(&row.source).map_err(|_| bad("source"))?,
        rounds: row
            .rounds
            .split(',')
            .filter(|r| !r.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

/// An entry as it is stored.
///
/// # Errors
/// When it cannot be written as JSON, which never happens.
pub(crate) fn row(
    id: &str,
    contest_id: &str,
    entry: &BankEntry,
    at: Moment,
) -> Result<QuestionRow> {
    Ok(QuestionRow {
        id: id.to_owned(),
        contest_id: contest_id.to_owned(),
        code: entry.code.clone(),
        topic: entry.topic.clone(),
        difficulty: entry.level.code().to_owned(),
        kind: entry.wording.kind.code().to_owned(),
        stem: entry.wording.stem.clone(),
        options: serde_json::to_string(&entry.wording.options).map_err(ServiceError::internal)?,
        explanation: entry.explanation.clone(),
        source: serde_json::to_string(&entry.source).map_err(ServiceError::internal)?,
        rounds: entry.rounds.join(","),
        updated_at: at.0,
    })
}

/// How far options may be shuffled.
pub(crate) fn order_of(wording: &Wording) -> OptionOrder {
    match wording.kind {
        Kind::TrueFalse => OptionOrder::Frozen,
        _ => option_order(&wording.options),
    }
}

fn draw_entry(entry: &BankEntry) -> BankQuestion {
    BankQuestion {
        code: entry.code.clone(),
        topic: entry.topic.clone(),
        level: entry.level,
        options: u8::try_from(entry.wording.options.len()).unwrap_or(u8::MAX),
        several: entry.wording.kind == Kind::MultipleChoice,
        order: order_of(&entry.wording),
    }
}

/// Loads the answer key of a contest. Only sealing, standings and the vetting pages call this.
pub(crate) async fn load_keys(tx: &mut Tx, contest_id: &str) -> Result<AnswerKey> {
    let mut keys = AnswerKey::new();
    for (code, right) in store::question::keys(tx, contest_id).await? {
        keys.set(code, right.split(',').filter_map(|o| o.parse::<u8>().ok()));
    }
    Ok(keys)
}

/// The answer key of a round: the committed one with the changes confirmed until an instant.
pub(crate) async fn round_keys(
    tx: &mut Tx,
    (contest_id, round_id): (&str, &str),
    until: Moment,
) -> Result<AnswerKey> {
    let mut keys = load_keys(tx, contest_id).await?;
    for row in store::question::key_changes_until(tx, round_id, until.0).await? {
        let accepted = Accepted::parse(&row.accepted);
        let accepted = accepted.ok_or_else(|| {
            ServiceError::internal(format!("key change {} cannot be read", row.id))
        })?;
        keys.change(row.question_code, accepted);
    }
    Ok(keys)
}

/// Accepted answers in their stored form, from letters as people write them: `B; C`, `A, C`.
#[must_use]
pub fn accepted_letters(typed: &str) -> Option<String> {
    Accepted::from_letters(typed).map(|accepted| accepted.text())
}

/// A shortage of the bank as a sentence.
pub(crate) fn shortage_problem(rules: &RuleSheet, shortage: &Shortage) -> FieldProblem {
    let message = match shortage {
        Shortage::Cell {
            topic,
            level,
            wanted,
            have,
        } => {
            let topic = topic.as_deref().map_or_else(
                || "mọi chủ đề".to_owned(),
                |t| format!("chủ đề “{}”", rules.topic_name(t)),
            );
            let level = level.map_or_else(String::new, |l| format!(", mức {}", l.name()));
            format!(
                "Ma trận đề cần {wanted} câu thuộc {topic}{level}, ngân hàng còn {have}. Thêm câu hỏi hoặc giảm số câu."
            )
        }
        Shortage::Bank { wanted, have } => {
            format!("Mỗi đề cần {wanted} câu, ngân hàng còn {have}. Thêm câu hỏi hoặc giảm số câu.")
        }
        Shortage::UnknownCode { form, code } => {
            format!("{form} có câu “{code}” mà ngân hàng không có. Sửa mã câu hoặc thêm câu hỏi.")
        }
        Shortage::NoForms => {
            "Chưa có đề soạn sẵn. Thêm ít nhất một đề, hoặc chọn rút đề từ ngân hàng.".to_owned()
        }
    };
    FieldProblem::new("bank", message)
}

/// Banks of committed rounds. Commitment locks them, so an entry never goes stale.
#[derive(Debug, Default)]
pub(crate) struct BankCache(Mutex<HashMap<(String, String), Arc<Bank>>>);

impl BankCache {
    fn all(&self) -> MutexGuard<'_, HashMap<(String, String), Arc<Bank>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Services {
    /// The committed bank of a round.
    pub(crate) async fn bank(
        &self,
        tx: &mut Tx,
        contest_id: &str,
        round: &RoundState,
    ) -> Result<Arc<Bank>> {
        if let Some(bank) = self.bank_kept(round)? {
            return Ok(bank);
        }
        let bank = Arc::new(Bank::load(tx, contest_id, &round.rule.code).await?);
        self.0.banks.all().insert(bank_key(round)?, bank.clone());
        Ok(bank)
    }

    /// The committed bank of a round, for whoever has no transaction open.
    pub(crate) async fn bank_shown(
        &self,
        contest_id: &str,
        round: &RoundState,
    ) -> Result<Arc<Bank>> {
        if let Some(bank) = self.bank_kept(round)? {
            return Ok(bank);
        }
        let mut tx = self.db().read().await?;
        self.bank(&mut tx, contest_id, round).await
    }

    fn bank_kept(&self, round: &RoundState) -> Result<Option<Arc<Bank>>> {
        Ok(self.0.banks.all().get(&bank_key(round)?).cloned())
    }
}

/// A bank that was committed never changes: it is kept under its hash.
fn bank_key(round: &RoundState) -> Result<(String, String)> {
    let hash = round.row.bank_hash.clone().ok_or(ServiceError::NotFound)?;
    Ok((round.id.as_str().to_owned(), hash))
}
