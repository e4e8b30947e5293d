//! What importing questions would do, worked out without writing anything: the preview shows it, the import does it.

use super::view::{Key, QuestionView, locked, view};
use super::{BankEntry, QuestionUpload};
use crate::contest::Contest;
use domain::question::{Level, Wording};
use domain::text::{fold, tidy};
use domain::time::Moment;
use exchange::LineProblem;
use exchange::question::{ImportedQuestion, Outcome, Weight};
use scoring::question::AnswerKey;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// Beginning of codes given to questions that bring none.
const PREFIX: &str = "CH";
/// Longest code.
const MAX_CODE: usize = 40;

/// What becomes of a question of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionFate {
    /// Not in the bank yet.
    New,
    /// In the bank, with another text or key, which is replaced.
    Changed,
    /// In the bank as it is.
    Unchanged,
}

/// A question of the file as it would stand in the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewedQuestion {
    /// The question, with its code: the file's, that of the same question in the bank, or the next free one.
    pub question: QuestionView,
    /// Its key.
    pub key: Key,
    /// What becomes of it.
    pub fate: QuestionFate,
    /// Whether the code was given here.
    pub code_given: bool,
    /// Line or row of the file.
    pub line: u32,
}

/// A question with what becomes of it.
pub(super) struct Planned {
    pub(super) entry: BankEntry,
    pub(super) right: BTreeSet<u8>,
    pub(super) fate: QuestionFate,
    /// In the bank, where a committed round can draw it: it must not be touched.
    pub(super) locked: bool,
    code_given: bool,
    line: u32,
}

/// What an import would do.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) questions: Vec<Planned>,
    pub(super) problems: Vec<LineProblem>,
    pub(super) warnings: Vec<LineProblem>,
}

impl Plan {
    /// The plan as text: what a ticket is bound to.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for planned in &self.questions {
            let entry = &planned.entry;
            let _ = writeln!(
                text,
                "{:?} {} {} {}",
                planned.fate,
                entry.code,
                entry.topic,
                entry.level.code()
            );
        }
        text
    }

    /// How many questions have this fate.
    pub(super) fn count(&self, fate: QuestionFate) -> usize {
        self.questions.iter().filter(|q| q.fate == fate).count()
    }

    /// The questions as a page shows them.
    pub(super) fn shown(&self, contest: &Contest, now: Moment) -> Vec<PreviewedQuestion> {
        let shown = |planned: &Planned| PreviewedQuestion {
            question: view(contest, &planned.entry, now),
            key: Key {
                right: planned.right.iter().copied().collect(),
                explanation: planned.entry.explanation.clone(),
            },
            fate: planned.fate,
            code_given: planned.code_given,
            line: planned.line,
        };
        self.questions.iter().map(shown).collect()
    }
}

/// Works out what importing the questions of a file would do.
pub(super) fn plan(
    contest: &Contest,
    bank: &[BankEntry],
    keys: &AnswerKey,
    upload: &QuestionUpload,
    outcome: Outcome,
) -> Plan {
    let mut planner = Planner {
        contest,
        by_code: bank.iter().map(|e| (e.code.to_lowercase(), e)).collect(),
        by_stem: bank
            .iter()
            .map(|e| (stem_key(&e.wording.stem), e))
            .collect(),
        keys,
        upload,
        taken: HashSet::new(),
        next: 1,
        plan: Plan {
            problems: outcome.problems,
            warnings: outcome.warnings,
            ..Plan::default()
        },
    };
    // Codes of the file first: a code given to another question must not take them.
    let stated = outcome.questions.iter().filter_map(|q| q.code.as_ref());
    planner.taken = stated.map(|code| code.to_lowercase()).collect();
    for question in outcome.questions {
        planner.add(question);
    }
    let mut plan = planner.plan;
    plan.problems.sort();
    plan.warnings.sort();
    plan
}

/// Texts that differ only in case and spaces are the same question.
fn stem_key(stem: &str) -> String {
    tidy(stem).to_lowercase()
}

struct Planner<'a> {
    contest: &'a Contest,
    by_code: HashMap<String, &'a BankEntry>,
    by_stem: HashMap<String, &'a BankEntry>,
    keys: &'a AnswerKey,
    upload: &'a QuestionUpload,
    /// Codes of the file, in lower case.
    taken: HashSet<String>,
    next: u32,
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn fault(&mut self, line: u32, message: impl Into<String>) {
        self.plan.problems.push(LineProblem::new(line, message));
    }

    fn add(&mut self, question: ImportedQuestion) {
        let line = question.line.unwrap_or(0);
        let before = self.plan.problems.len();
        let kind = question.kind.for_quiz();
        if kind.is_none() {
            self.fault(line, "câu tự luận hoặc loại câu này không dùng được trong bài trắc nghiệm. Bỏ câu này khỏi tệp.");
        }
        let topic = self.topic(&question, line);
        let level = self.level(&question, line);
        if question
            .code
            .as_deref()
            .is_some_and(|code| !sound_code(code))
        {
            self.fault(
                line,
                "mã câu chỉ gồm chữ, số và các dấu - _ . , nhiều nhất 40 ký tự. Sửa mã câu.",
            );
        }
        let (Some(kind), true) = (kind, self.plan.problems.len() == before) else {
            return;
        };
        self.weigh(&question, line);
        let known = self.known(&question);
        let code_given = question.code.is_none() && known.is_none();
        let right = right(&question);
        let entry = BankEntry {
            code: self.code(&question, known),
            topic,
            level,
            wording: Wording {
                kind,
                stem: question.stem,
                options: question.options.into_iter().map(|o| o.text).collect(),
            },
            explanation: question.explanation.unwrap_or_default(),
            source: question.source.unwrap_or_default(),
            rounds: known.map_or_else(Vec::new, |k| k.rounds.clone()),
        };
        let locked = known.is_some_and(|k| locked(self.contest, &k.rounds));
        let fate = match known {
            None => QuestionFate::New,
            Some(k) if *k == entry && self.keys.right(&k.code) == Some(&right) => {
                QuestionFate::Unchanged
            }
            Some(_) => QuestionFate::Changed,
        };
        if locked && fate == QuestionFate::Changed {
            let code = &entry.code;
            self.fault(line, format!("câu “{code}” đã khoá vì một đợt thi dùng nó. Bỏ câu này khỏi tệp, hoặc đặt mã khác."));
            return;
        }
        self.plan.questions.push(Planned {
            entry,
            right,
            fate,
            locked,
            code_given,
            line,
        });
    }

    /// Topic code. The file may say code, name, or a path whose last part is either.
    fn topic(&mut self, question: &ImportedQuestion, line: u32) -> String {
        let topics = &self.contest.rules.topics;
        let typed = question.topic.clone().or_else(|| self.upload.topic.clone());
        let Some(typed) = typed else {
            if !topics.is_empty() {
                self.fault(
                    line,
                    "chưa có chủ đề. Ghi chủ đề trong tệp, hoặc chọn chủ đề chung cho cả tệp.",
                );
            }
            return String::new();
        };
        let last = typed.rsplit('/').next().unwrap_or_default();
        let found = topics.iter().find(|t| {
            [typed.as_str(), last]
                .iter()
                .any(|name| fold(&t.code) == fold(name) || fold(&t.name) == fold(name))
        });
        if let Some(topic) = found {
            return topic.code.clone();
        }
        if !topics.is_empty() {
            let names: Vec<&str> = topics.iter().map(|t| t.name.as_str()).collect();
            let names = names.join("; ");
            self.fault(
                line,
                format!("thể lệ không có chủ đề “{typed}”. Chọn một trong: {names}."),
            );
        }
        typed
    }

    /// Level. Without one a question counts as the easiest, unless the blueprint asks for levels.
    fn level(&mut self, question: &ImportedQuestion, line: u32) -> Level {
        if let Some(level) = question.level.or(self.upload.level) {
            return level;
        }
        let quiz = self.contest.rules.quiz.as_ref();
        if quiz.is_some_and(|q| q.blueprint.iter().any(|c| c.level.is_some())) {
            self.fault(line, "chưa có mức độ, mà ma trận đề cần mức độ. Ghi Nhận biết, Thông hiểu, Vận dụng hoặc Vận dụng cao.");
        } else {
            let warning = LineProblem::new(line, "chưa có mức độ, sẽ ghi là Nhận biết.");
            self.plan.warnings.push(warning);
        }
        Level::NhanBiet
    }

    /// Weights that are not all or nothing mean nothing here: whoever wrote them must know.
    fn weigh(&mut self, question: &ImportedQuestion, line: u32) {
        let right = question.options.iter().filter(|o| o.correct).count();
        let even = Weight::each_of(right);
        let usual = |weight: Weight, correct: bool| {
            if correct {
                weight == Weight::FULL || weight == even
            } else {
                weight.0 <= 0
            }
        };
        if !question.options.iter().all(|o| usual(o.weight, o.correct)) {
            self.plan.warnings.push(LineProblem::new(
                line,
                "trọng số từng phần không được dùng: chọn đủ và đúng mọi phương án đúng mới có điểm.",
            ));
        }
    }

    /// The same question in the bank: by code, or without one by its stem.
    fn known(&self, question: &ImportedQuestion) -> Option<&'a BankEntry> {
        match &question.code {
            Some(code) => self.by_code.get(&code.to_lowercase()).copied(),
            None => {
                let same = self.by_stem.get(&stem_key(&question.stem)).copied();
                same.filter(|entry| !self.taken.contains(&entry.code.to_lowercase()))
            }
        }
    }

    fn code(&mut self, question: &ImportedQuestion, known: Option<&BankEntry>) -> String {
        if let Some(known) = known {
            self.taken.insert(known.code.to_lowercase());
            return known.code.clone();
        }
        if let Some(code) = &question.code {
            return code.clone();
        }
        loop {
            let code = format!("{PREFIX}-{:03}", self.next);
            self.next += 1;
            let lower = code.to_lowercase();
            if !self.by_code.contains_key(&lower) && self.taken.insert(lower) {
                return code;
            }
        }
    }
}

/// Whether a code can stand in an address and in the text a paper is hashed from.
pub(super) fn sound_code(code: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !code.is_empty() && code.chars().count() <= MAX_CODE && code.chars().all(allowed)
}

/// The next code nobody has.
pub(super) fn next_code(bank: &[BankEntry]) -> String {
    let taken: HashSet<String> = bank.iter().map(|e| e.code.to_lowercase()).collect();
    (1_u32..)
        .map(|n| format!("{PREFIX}-{n:03}"))
        .find(|code| !taken.contains(&code.to_lowercase()))
        .unwrap_or_default()
}

fn right(question: &ImportedQuestion) -> BTreeSet<u8> {
    let places = question.right_places();
    places
        .into_iter()
        .filter_map(|p| u8::try_from(p).ok())
        .collect()
}
