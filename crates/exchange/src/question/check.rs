//! What every question must satisfy, whatever file it came in.

use super::{ImportedKind, ImportedQuestion, Outcome};
use crate::problem::LineProblem;
use domain::question::lint::{Finding, Looked, Weight, lint};
use domain::text::tidy;
use std::collections::HashMap;

/// Most options: letters A to H.
pub const MAX_OPTIONS: usize = domain::question::MAX_OPTIONS;
/// Longest stem in characters.
pub const MAX_STEM: usize = 2_000;
/// Longest option in characters.
pub const MAX_OPTION: usize = 1_000;
/// Longest explanation in characters.
pub const MAX_EXPLANATION: usize = 4_000;

/// Checks every question; faulty ones become problems of their line.
pub(super) fn all(mut outcome: Outcome) -> Outcome {
    let mut seen = Seen::default();
    let questions = std::mem::take(&mut outcome.questions);
    for question in questions {
        let line = question.line.unwrap_or(0);
        let mut faults = faults(&question);
        faults.extend(seen.code_fault(&question, line));
        if !faults.is_empty() {
            let problems = faults.into_iter().map(|f| LineProblem::new(line, f));
            outcome.problems.extend(problems);
            if outcome.go_on().is_break() {
                break;
            }
            continue;
        }
        let warnings = warnings(&question)
            .into_iter()
            .chain(seen.stem_warning(&question, line));
        outcome
            .warnings
            .extend(warnings.map(|w| LineProblem::new(line, w)));
        outcome.questions.push(question);
    }
    outcome
}

/// What makes a question unfit. Empty for a sound one.
#[must_use]
pub fn faults(question: &ImportedQuestion) -> Vec<String> {
    let mut faults = Vec::new();
    if question.stem.is_empty() {
        faults.push("câu hỏi để trống. Viết nội dung câu hỏi.".to_owned());
    }
    too_long(&question.stem, MAX_STEM, "câu hỏi", &mut faults);
    let explanation = question.explanation.as_deref().unwrap_or_default();
    too_long(explanation, MAX_EXPLANATION, "lời giải thích", &mut faults);
    if question.kind != ImportedKind::Essay {
        options(question, &mut faults);
    }
    faults
}

fn too_long(text: &str, limit: usize, what: &str, faults: &mut Vec<String>) {
    let length = text.chars().count();
    if length > limit {
        faults.push(format!(
            "{what} dài {length} ký tự, tối đa {limit}. Rút ngắn lại."
        ));
    }
}

fn options(question: &ImportedQuestion, faults: &mut Vec<String>) {
    let count = question.options.len();
    if count < 2 {
        faults.push(format!("chỉ có {count} phương án. Cần ít nhất hai."));
    }
    if count > MAX_OPTIONS {
        faults.push(format!(
            "có {count} phương án, nhiều nhất {MAX_OPTIONS}. Bỏ bớt phương án."
        ));
        return;
    }
    let mut texts: HashMap<String, char> = HashMap::new();
    for (i, option) in question.options.iter().enumerate() {
        let letter = domain::question::letter(i);
        if option.text.is_empty() {
            faults.push(format!(
                "phương án {letter} để trống. Viết nội dung hoặc bỏ phương án này."
            ));
            continue;
        }
        too_long(
            &option.text,
            MAX_OPTION,
            &format!("phương án {letter}"),
            faults,
        );
        if let Some(first) = texts.insert(same_key(&option.text), letter) {
            faults.push(format!(
                "phương án {letter} giống phương án {first}. Sửa một trong hai."
            ));
        }
    }
    let right = question.options.iter().filter(|o| o.correct).count();
    if right == 0 && count > 0 {
        faults.push("chưa có phương án đúng. Đánh dấu phương án đúng.".to_owned());
    }
    let one_only = matches!(
        question.kind,
        ImportedKind::SingleChoice | ImportedKind::TrueFalse
    );
    if right > 1 && one_only {
        faults.push(format!(
            "có {right} phương án đúng mà là câu chọn một. Để một phương án đúng, hoặc ghi là câu chọn nhiều (GIFT: ~%50%)."
        ));
    }
}

/// Texts that differ only in case are the same option; `dấu` and `dẫu` are not.
fn same_key(text: &str) -> String {
    tidy(text).to_lowercase()
}

/// What is worth a second look before the file is taken. What needs nothing done (options that keep their order) and what
/// many files cannot carry (a source) is said where the bank is looked at.
fn warnings(question: &ImportedQuestion) -> Vec<String> {
    let options: Vec<&str> = question.options.iter().map(|o| o.text.as_str()).collect();
    let source = question.source.clone().unwrap_or_default();
    let looked = Looked {
        stem: &question.stem,
        options: &options,
        right: &question.right_places(),
        explanation: question.explanation.as_deref().unwrap_or_default(),
        document: &source.document,
        date: &source.date,
    };
    lint(&looked)
        .into_iter()
        .filter(|found| found.weight() > Weight::Note && *found != Finding::NoDocument)
        .map(|found| after_a_line(&found.sentence()))
        .collect()
}

/// A sentence as it goes on after `Dòng 12:`.
fn after_a_line(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

/// What earlier questions of the file used.
#[derive(Default)]
struct Seen {
    codes: HashMap<String, u32>,
    stems: HashMap<String, u32>,
}

impl Seen {
    fn code_fault(&mut self, question: &ImportedQuestion, line: u32) -> Option<String> {
        let code = question.code.as_ref()?;
        let first = self.codes.insert(code.to_lowercase(), line)?;
        Some(format!(
            "mã câu “{code}” đã dùng ở dòng {first}. Đặt mã khác."
        ))
    }

    fn stem_warning(&mut self, question: &ImportedQuestion, line: u32) -> Option<String> {
        let first = self.stems.insert(same_key(&question.stem), line)?;
        Some(format!(
            "câu hỏi giống câu ở dòng {first}. Kiểm tra xem có trùng không."
        ))
    }
}
