//! Writing, changing and deleting one question.

use super::export::as_imported;
use super::import::{known_rounds, load, may_edit, right_text};
use super::plan::{next_code, sound_code};
use super::view::{Key, locked};
use super::{BankEntry, row};
use crate::contest::Contest;
use crate::record::Act;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services};
use domain::ids::QuestionId;
use domain::people::permission::Permission;
use domain::question::{Kind, Level, Source, Wording};
use domain::text::{tidy, tidy_lines};
use domain::time::{Day, Moment};
use exchange::question::check::faults;
use scoring::question::AnswerKey;
use serde_json::json;

/// A question as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionForm {
    /// Code of a new question; empty takes the next free one. Ignored for one that exists.
    pub code: String,
    /// Topic code.
    pub topic: String,
    /// Level.
    pub level: Level,
    /// Kind.
    pub kind: Kind,
    /// Stem.
    pub stem: String,
    /// Options by letter; those left empty are dropped.
    pub options: Vec<String>,
    /// Right options, as places in `options`, and why.
    pub key: Key,
    /// Source.
    pub source: Source,
    /// Codes of the rounds that may draw it; empty means all.
    pub rounds: Vec<String>,
}

impl Services {
    /// Writes a new question (`existing` is `None`) or replaces one, based on the version the editor had before them.
    /// Gives its code.
    ///
    /// # Errors
    /// Field problems `code`, `topic`, `question`, `rounds`, `source`; [`Rejection::Locked`] when a committed round can
    /// draw it before or after; [`Rejection::Stale`] when someone else changed it meanwhile.
    pub async fn edit_question(
        &self,
        actor: &Actor,
        contest_code: &str,
        existing: Option<(&str, Moment)>,
        form: &QuestionForm,
    ) -> Result<String> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = may_edit(actor, &contest)?;
        let (bank, _) = load(&mut tx, &contest).await?;
        let before = match existing {
            None => None,
            Some((code, based_on)) => {
                let rows = store::question::list(&mut tx, contest.id.as_str()).await?;
                let found = rows.into_iter().find(|r| r.code == code);
                let found = found.ok_or(ServiceError::NotFound)?;
                if found.updated_at != based_on.0 {
                    return Err(Rejection::Stale.into());
                }
                Some(found)
            }
        };
        let bank: Vec<BankEntry> = bank.into_iter().map(|(_, entry)| entry).collect();
        let code = match &before {
            Some(row) => row.code.clone(),
            None => new_code(&bank, &form.code)?,
        };
        let (entry, right) = clean(&contest, code, form)?;
        let was_locked = before
            .as_ref()
            .and_then(|row| bank.iter().find(|e| e.code == row.code))
            .is_some_and(|e| locked(&contest, &e.rounds));
        if was_locked || locked(&contest, &entry.rounds) {
            return Err(Rejection::Locked.into());
        }
        let id = before.as_ref().map_or_else(
            || QuestionId::from_random(self.random()).as_str().to_owned(),
            |row| row.id.clone(),
        );
        let stored = row(&id, contest.id.as_str(), &entry, self.now())?;
        store::question::upsert(&mut tx, &[stored]).await?;
        let key = (entry.code.clone(), right_text(&right));
        store::question::set_keys(&mut tx, contest.id.as_str(), &[key]).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: if before.is_some() {
                "edit_question"
            } else {
                "add_question"
            },
        };
        self.log(&mut tx, act, &json!({ "code": entry.code }))
            .await?;
        tx.commit().await?;
        Ok(entry.code)
    }

    /// Deletes a question with its key.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`]; [`Rejection::Locked`] when a committed round can draw it.
    pub async fn delete_question(
        &self,
        actor: &Actor,
        contest_code: &str,
        code: &str,
    ) -> Result<()> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = crate::require(actor, &contest.id, Permission::EditQuestions)?;
        let (bank, _) = load(&mut tx, &contest).await?;
        let (_, entry) = bank
            .iter()
            .find(|(_, entry)| entry.code == code)
            .ok_or(ServiceError::NotFound)?;
        if locked(&contest, &entry.rounds) {
            return Err(Rejection::Locked.into());
        }
        store::question::delete(&mut tx, contest.id.as_str(), code).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "delete_question",
        };
        self.log(&mut tx, act, &json!({ "code": code })).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn new_code(bank: &[BankEntry], typed: &str) -> Result<String> {
    let code = tidy(typed);
    if code.is_empty() {
        return Ok(next_code(bank));
    }
    if !sound_code(&code) {
        return Err(ServiceError::field(
            "code",
            "Mã câu chỉ gồm chữ, số và các dấu - _ . , nhiều nhất 40 ký tự.",
        ));
    }
    let taken = |entry: &BankEntry| entry.code.to_lowercase() == code.to_lowercase();
    if bank.iter().any(taken) {
        return Err(ServiceError::field(
            "code",
            "Mã câu này đã có. Đặt mã khác, hoặc để trống.",
        ));
    }
    Ok(code)
}

/// The form in normal form, checked by the same rules as a file.
fn clean(contest: &Contest, code: String, form: &QuestionForm) -> Result<(BankEntry, Vec<u8>)> {
    let (mut options, mut right) = (Vec::new(), Vec::new());
    for (text, place) in form.options.iter().map(|o| tidy_lines(o)).zip(0_u8..) {
        if text.is_empty() {
            continue;
        }
        if form.key.right.contains(&place) {
            right.extend(u8::try_from(options.len()));
        }
        options.push(text);
    }
    let entry = BankEntry {
        code,
        topic: tidy(&form.topic),
        level: form.level,
        wording: Wording {
            kind: form.kind,
            stem: tidy_lines(&form.stem),
            options,
        },
        explanation: tidy_lines(&form.key.explanation),
        source: Source {
            document: tidy(&form.source.document),
            article: tidy(&form.source.article),
            date: tidy(&form.source.date),
        },
        rounds: known_rounds(contest, &form.rounds)?,
    };
    let problems = problems(contest, &entry, &right);
    if problems.is_empty() {
        Ok((entry, right))
    } else {
        Err(Rejection::Fields(problems).into())
    }
}

fn problems(contest: &Contest, entry: &BankEntry, right: &[u8]) -> Vec<FieldProblem> {
    let mut key = AnswerKey::new();
    key.set(entry.code.clone(), right.iter().copied());
    let mut problems: Vec<FieldProblem> = faults(&as_imported(entry, &key))
        .into_iter()
        .map(|fault| FieldProblem::new("question", sentence(&fault)))
        .collect();
    let topics = &contest.rules.topics;
    if !topics.is_empty() && !topics.iter().any(|t| t.code == entry.topic) {
        problems.push(FieldProblem::new(
            "topic",
            "Chọn một chủ đề trong danh sách.",
        ));
    }
    let date = &entry.source.date;
    if !date.is_empty() && Day::parse(date).is_none() {
        problems.push(FieldProblem::new(
            "source",
            "Ghi ngày ban hành như 15/7/2021, hoặc để trống.",
        ));
    }
    problems
}

/// A fault of a file's line as a sentence of its own.
fn sentence(fault: &str) -> String {
    let mut letters = fault.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
