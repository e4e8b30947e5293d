//! Our own banks: `contests/banks/*.toml`, one `[[question]]` each.

use super::gift::true_false;
use super::{ImportedKind, ImportedOption, ImportedQuestion, Outcome, Weight};
use crate::contest::{LineIndex, words};
use crate::problem::LineProblem;
use domain::question::{Level, Source};
use domain::text::{fold, tidy, tidy_lines};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
struct Bank {
    #[serde(default)]
    question: Vec<Spanned<Written>>,
}

/// A question as written. Everything is optional, so that what is missing is told by line for every question at once.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: Option<String>,
    topic: Option<String>,
    level: Option<Spanned<String>>,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    stem: String,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    correct: Vec<usize>,
    explanation: Option<String>,
    source: Option<WrittenSource>,
}

/// Other keys, such as `status` and `fact`, are notes of the authors.
#[derive(Deserialize)]
struct WrittenSource {
    #[serde(default)]
    document: String,
    #[serde(default)]
    article: String,
    #[serde(default)]
    date: String,
}

/// Reads questions; what cannot be read is a problem of its line.
pub(crate) fn read(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let lines = LineIndex::new(text);
    match toml::from_str::<Bank>(text) {
        Ok(bank) => {
            for written in bank.question {
                let line = lines.line(written.span().start);
                match question(&lines, line, written.into_inner()) {
                    Ok(question) => outcome.questions.push(question),
                    Err(problem) => outcome.problems.push(problem),
                }
            }
        }
        Err(error) => {
            let line = error.span().map_or(0, |span| lines.line(span.start));
            outcome
                .problems
                .push(LineProblem::new(line, words(error.message())));
        }
    }
    outcome
}

fn question(
    lines: &LineIndex,
    line: u32,
    written: Written,
) -> Result<ImportedQuestion, LineProblem> {
    let kind = match &written.kind {
        None if written.correct.len() > 1 => ImportedKind::MultipleChoice,
        None => ImportedKind::SingleChoice,
        Some(kind) => kind_of(kind.get_ref()).ok_or_else(|| {
            LineProblem::new(
                lines.line(kind.span().start),
                format!(
                    "loại câu “{}” chưa được hỗ trợ. Dùng single_choice, multiple_choice, true_false hoặc essay.",
                    kind.get_ref()
                ),
            )
        })?,
    };
    let level = match &written.level {
        None => None,
        Some(level) => Some(Level::parse(level.get_ref()).ok_or_else(|| {
            LineProblem::new(
                lines.line(level.span().start),
                format!(
                    "mức độ “{}” không có. Dùng nhan_biet, thong_hieu, van_dung hoặc van_dung_cao.",
                    level.get_ref()
                ),
            )
        })?),
    };
    if let Some(place) = written
        .correct
        .iter()
        .find(|p| **p >= options_of(kind, &written))
    {
        return Err(LineProblem::new(
            line,
            format!("correct ghi {place} nhưng phương án được đếm từ 0. Sửa lại số thứ tự."),
        ));
    }
    let filled = |t: String| Some(t).filter(|t| !t.is_empty());
    Ok(ImportedQuestion {
        kind,
        stem: tidy_lines(&written.stem),
        options: options(kind, &written),
        explanation: written.explanation.map(|e| tidy_lines(&e)).and_then(filled),
        topic: written.topic.map(|t| tidy(&t)).and_then(filled),
        level,
        source: written.source.map(source),
        line: Some(line),
        code: written.code.map(|c| tidy(&c)).and_then(filled),
    })
}

fn kind_of(name: &str) -> Option<ImportedKind> {
    Some(match name {
        "single_choice" => ImportedKind::SingleChoice,
        "multiple_choice" => ImportedKind::MultipleChoice,
        "true_false" => ImportedKind::TrueFalse,
        "essay" => ImportedKind::Essay,
        _ => return None,
    })
}

fn options_of(kind: ImportedKind, written: &Written) -> usize {
    if kind == ImportedKind::TrueFalse && written.options.is_empty() {
        2
    } else {
        written.options.len()
    }
}

fn options(kind: ImportedKind, written: &Written) -> Vec<ImportedOption> {
    if kind == ImportedKind::TrueFalse && written.options.is_empty() {
        return true_false(written.correct == [0]);
    }
    let share = Weight::each_of(written.correct.len());
    let options = written.options.iter().enumerate();
    options
        .map(|(i, text)| {
            let correct = written.correct.contains(&i);
            ImportedOption {
                text: tidy(text),
                correct,
                weight: if correct { share } else { Weight::ZERO },
            }
        })
        .collect()
}

fn source(written: WrittenSource) -> Source {
    Source {
        document: tidy(&written.document),
        article: tidy(&written.article),
        date: tidy(&written.date),
    }
}

/// Whether a pair of options is Đúng and Sai, in this order.
pub(super) fn is_true_false(options: &[ImportedOption]) -> bool {
    options.len() == 2 && fold(&options[0].text) == "dung" && fold(&options[1].text) == "sai"
}
