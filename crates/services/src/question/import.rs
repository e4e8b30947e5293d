//! Importing questions: shown first, then done as shown, in one transaction or not at all.

use super::plan::{Plan, Planned, PreviewedQuestion, QuestionFate, plan};
use super::view::locked;
use super::{BankEntry, entry, load_keys, order_of, row};
use crate::contest::Contest;
use crate::import::{ImportTicket, Shown, Upload, off_thread};
use crate::record::Act;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services, require};
use domain::ids::{AccountId, QuestionId};
use domain::people::permission::Permission;
use domain::question::Level;
use domain::question::letters::OptionOrder;
use exchange::LineProblem;
use exchange::question::{ConvertOptions, Format, Outcome, convert};
use scoring::question::AnswerKey;
use serde_json::json;
use std::collections::HashMap;
use store::Tx;

/// A file of questions, with what it leaves unsaid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionUpload {
    /// The file: GIFT, Aiken, workbook, CSV, or our TOML.
    pub file: Upload,
    /// Topic code of questions that name none.
    pub topic: Option<String>,
    /// Level of questions that name none.
    pub level: Option<Level>,
}

/// What importing a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionPreview {
    /// Sound questions in the file's order.
    pub questions: Vec<PreviewedQuestion>,
    /// Everything to mend, by line. While there is any, nothing can be imported.
    pub problems: Vec<LineProblem>,
    /// What should be looked at, by line.
    pub warnings: Vec<LineProblem>,
    /// Questions new to the bank.
    pub new: usize,
    /// Questions of the bank that would be replaced.
    pub changed: usize,
    /// Questions that stand in the bank as they are.
    pub unchanged: usize,
    /// Questions whose options name letters or each other, so that they are not shuffled freely.
    pub pinned: usize,
    /// Ticket for the import; none while there are problems.
    pub ticket: Option<ImportTicket>,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionsImported {
    /// Questions new to the bank.
    pub new: usize,
    /// Questions replaced.
    pub changed: usize,
    /// Questions left as they were.
    pub unchanged: usize,
}

/// The account of an actor who may edit questions, which shows their keys.
pub(super) fn may_edit(actor: &Actor, contest: &Contest) -> Result<AccountId> {
    require(actor, &contest.id, Permission::SeeKeys)?;
    require(actor, &contest.id, Permission::EditQuestions)
}

impl Services {
    /// Shows what importing a file would do. Imports nothing.
    ///
    /// # Errors
    /// A field problem `file` when the format is none we read.
    pub async fn preview_questions(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: QuestionUpload,
    ) -> Result<QuestionPreview> {
        let contest = self.contest(contest_code).await?;
        let by = may_edit(actor, &contest)?;
        let (upload, outcome) = read(upload).await?;
        let mut tx = self.db().read().await?;
        let (bank, keys) = load(&mut tx, &contest).await?;
        drop(tx);
        let entries: Vec<BankEntry> = bank.into_iter().map(|(_, entry)| entry).collect();
        let plan = plan(&contest, &entries, &keys, &upload, outcome);
        let (file, text) = (digest(&upload), plan.text());
        let sound = plan.problems.is_empty();
        let ticket = sound.then(|| self.import_ticket(shown(&contest, &by, &file, &text)));
        let pinned = |p: &&Planned| order_of(&p.entry.wording) != OptionOrder::Free;
        Ok(QuestionPreview {
            questions: plan.shown(&contest, self.now()),
            new: plan.count(QuestionFate::New),
            changed: plan.count(QuestionFate::Changed),
            unchanged: plan.count(QuestionFate::Unchanged),
            pinned: plan.questions.iter().filter(pinned).count(),
            problems: plan.problems,
            warnings: plan.warnings,
            ticket,
        })
    }

    /// Imports a file exactly as it was previewed, for these rounds (none means all).
    ///
    /// # Errors
    /// [`Rejection::Stale`] when file, account or bank are not those of the preview: preview again.
    /// [`Rejection::Locked`] when a committed round could draw what is imported. Field problems `file` and `rounds`.
    pub async fn import_questions(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: QuestionUpload,
        ticket: &ImportTicket,
        rounds: &[String],
    ) -> Result<QuestionsImported> {
        may_edit(actor, &self.contest(contest_code).await?)?;
        let (upload, outcome) = read(upload).await?;
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = may_edit(actor, &contest)?;
        let rounds = known_rounds(&contest, rounds)?;
        let (bank, keys) = load(&mut tx, &contest).await?;
        let ids: HashMap<String, String> = bank
            .iter()
            .map(|(id, e)| (e.code.clone(), id.clone()))
            .collect();
        let entries: Vec<BankEntry> = bank.into_iter().map(|(_, entry)| entry).collect();
        let plan = plan(&contest, &entries, &keys, &upload, outcome);
        if !plan.problems.is_empty() {
            return Err(file_problems(&plan.problems).into());
        }
        let (file, text) = (digest(&upload), plan.text());
        self.check_ticket(shown(&contest, &by, &file, &text), ticket)?;
        let imported = QuestionsImported {
            new: plan.count(QuestionFate::New),
            changed: plan.count(QuestionFate::Changed),
            unchanged: plan.count(QuestionFate::Unchanged),
        };
        self.write_questions(&mut tx, &contest, plan, &ids, &rounds)
            .await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "import_questions",
        };
        let detail = json!({
            "file": file, "rounds": rounds,
            "new": imported.new, "changed": imported.changed, "unchanged": imported.unchanged,
        });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok(imported)
    }

    async fn write_questions(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        plan: Plan,
        ids: &HashMap<String, String>,
        rounds: &[String],
    ) -> Result<()> {
        let contest_id = contest.id.as_str();
        let (mut rows, mut keys) = (Vec::new(), Vec::new());
        for mut planned in plan.questions {
            let same = planned.fate == QuestionFate::Unchanged;
            // What a committed round draws stays as it is, whatever rounds are chosen for the rest of the file.
            if same && (planned.locked || planned.entry.rounds == rounds) {
                continue;
            }
            planned.entry.rounds = rounds.to_vec();
            let known = ids.get(&planned.entry.code).cloned();
            let id =
                known.unwrap_or_else(|| QuestionId::from_random(self.random()).as_str().to_owned());
            rows.push(row(&id, contest_id, &planned.entry, self.now())?);
            keys.push((planned.entry.code, right_text(&planned.right)));
        }
        if !rows.is_empty() && locked(contest, rounds) {
            return Err(Rejection::Locked.into());
        }
        store::question::upsert(tx, &rows).await?;
        store::question::set_keys(tx, contest_id, &keys).await?;
        Ok(())
    }
}

/// Right options as they are stored.
pub(super) fn right_text<'a>(right: impl IntoIterator<Item = &'a u8>) -> String {
    let places: Vec<String> = right.into_iter().map(u8::to_string).collect();
    places.join(",")
}

/// Digest of the file with what was chosen beside it.
fn digest(upload: &QuestionUpload) -> String {
    let topic = upload.topic.as_deref().unwrap_or_default();
    let level = upload.level.map_or("", Level::code);
    format!("{} {topic} {level}", upload.file.digest())
}

fn shown<'a>(
    contest: &'a Contest,
    account: &'a AccountId,
    file: &'a str,
    outcome: &'a str,
) -> Shown<'a> {
    Shown {
        what: "questions",
        contest: &contest.id,
        account,
        file,
        outcome,
    }
}

async fn read(upload: QuestionUpload) -> Result<(QuestionUpload, Outcome)> {
    let (upload, outcome) = off_thread(move || {
        let file = &upload.file;
        let outcome = Format::detect(&file.file_name, &file.bytes)
            .map(|format| convert(&file.bytes, format, ConvertOptions { keep_going: true }));
        (upload, outcome)
    })
    .await?;
    let outcome = outcome.ok_or_else(|| {
        ServiceError::field(
            "file",
            "Không nhận ra định dạng của tệp. Dùng tệp Excel theo mẫu, CSV, GIFT hoặc Aiken.",
        )
    })?;
    Ok((upload, outcome))
}

/// The bank with ids, and its keys.
pub(super) async fn load(
    tx: &mut Tx,
    contest: &Contest,
) -> Result<(Vec<(String, BankEntry)>, AnswerKey)> {
    let rows = store::question::list(tx, contest.id.as_str()).await?;
    let bank: Result<Vec<(String, BankEntry)>> = rows
        .into_iter()
        .map(|row| Ok((row.id.clone(), entry(&row)?)))
        .collect();
    Ok((bank?, load_keys(tx, contest.id.as_str()).await?))
}

/// Codes of rounds, each once and in the contest's order.
pub(super) fn known_rounds(contest: &Contest, rounds: &[String]) -> Result<Vec<String>> {
    if rounds.iter().any(|code| contest.round(code).is_none()) {
        return Err(ServiceError::field(
            "rounds",
            "Thể lệ không có đợt này. Chọn đợt trong danh sách.",
        ));
    }
    let chosen = contest.rounds.iter().map(|r| r.rule.code.clone());
    Ok(chosen.filter(|code| rounds.contains(code)).collect())
}

fn file_problems(problems: &[LineProblem]) -> Rejection {
    let problem = |p: &LineProblem| FieldProblem::new("file", p.to_string());
    Rejection::Fields(problems.iter().map(problem).collect())
}
