//! Questions out: JSON (the contract), GIFT, workbook.

use super::bank_toml::is_true_false;
use super::{ImportedKind, ImportedQuestion, Weight, sheet};
use crate::export::{Cell, TableExport, xlsx as workbook};
use crate::problem::WriteError;
use domain::question::letter;
use domain::text::{tidy, tidy_lines};
use std::fmt::Write as _;

/// The JSON array of the contract (DESIGN 5).
///
/// # Errors
/// Never for questions; what the serializer returns.
pub fn json(questions: &[ImportedQuestion]) -> Result<String, WriteError> {
    Ok(serde_json::to_string_pretty(questions)?)
}

/// GIFT that Moodle and [`super::gift`] read back. The source becomes a last line of the explanation.
#[must_use]
pub fn gift(questions: &[ImportedQuestion]) -> String {
    let mut out = String::new();
    let mut topic: Option<&str> = None;
    for question in questions {
        if question.topic.as_deref() != topic {
            topic = question.topic.as_deref();
            let path = topic.map(|t| format!("/{}", tidy(t))).unwrap_or_default();
            let _ = writeln!(out, "$CATEGORY: $course$/top{path}\n");
        }
        notes(&mut out, question);
        if let Some(code) = &question.code {
            let _ = write!(out, "::{}:: ", escape(&tidy(code)));
        }
        let _ = writeln!(
            out,
            "{} {{{}}}\n",
            marked(&question.stem),
            answers(question)
        );
    }
    out
}

/// `// [id:TH-001] [tag:nhan_biet]`, as Moodle exports them.
fn notes(out: &mut String, question: &ImportedQuestion) {
    let mut tags = Vec::new();
    if let Some(code) = question.code.as_deref().filter(|c| !c.contains(']')) {
        tags.push(format!("[id:{}]", tidy(code)));
    }
    tags.extend(
        question
            .level
            .map(|level| format!("[tag:{}]", level.code())),
    );
    if !tags.is_empty() {
        let _ = writeln!(out, "// {}", tags.join(" "));
    }
}

fn answers(question: &ImportedQuestion) -> String {
    let mut out = String::new();
    if question.kind == ImportedKind::TrueFalse && is_true_false(&question.options) {
        out.push_str(if question.options[0].correct {
            "TRUE"
        } else {
            "FALSE"
        });
    } else {
        let single = question.kind != ImportedKind::MultipleChoice;
        for option in &question.options {
            let right = single && option.correct;
            let usual = if right { Weight::FULL } else { Weight::ZERO };
            out.push_str(if right { "\n\t=" } else { "\n\t~" });
            // a text that begins with a per cent sign would be taken for a weight
            if option.weight != usual || option.text.starts_with('%') {
                let _ = write!(out, "%{}%", option.weight.format());
            }
            out.push_str(&marked(&option.text));
        }
        if !question.options.is_empty() {
            out.push('\n');
        }
    }
    let explanation = explanation(question);
    if !explanation.is_empty() {
        let _ = write!(out, "####{}", marked(&explanation));
    }
    out
}

fn explanation(question: &ImportedQuestion) -> String {
    let mut lines: Vec<String> = question.explanation.iter().map(|e| tidy_lines(e)).collect();
    if let Some(source) = &question.source {
        let parts = [&source.document, &source.article, &source.date];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(|p| p.as_str())
            .filter(|p| !p.is_empty())
            .collect();
        if !parts.is_empty() {
            lines.push(format!("Nguồn: {}", parts.join(", ")));
        }
    }
    lines.join("\n")
}

/// Escaped text, with a format marker where its beginning would mean something else.
fn marked(text: &str) -> String {
    let escaped = escape(text);
    if text.starts_with(['[', '/', '$']) {
        format!("[plain]{escaped}")
    } else {
        escaped
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// A workbook with the columns of the template. Weights have no column: right options share the points evenly.
///
/// # Errors
/// When the table is larger than a sheet can be.
pub fn xlsx(questions: &[ImportedQuestion]) -> Result<Vec<u8>, WriteError> {
    workbook(&TableExport {
        title: "Câu hỏi".to_owned(),
        columns: sheet::heading(),
        rows: questions.iter().map(row).collect(),
    })
}

fn row(question: &ImportedQuestion) -> Vec<Cell> {
    let source = question.source.clone().unwrap_or_default();
    let right: Vec<String> = question
        .right_places()
        .into_iter()
        .map(|p| letter(p).to_string())
        .collect();
    let mut cells = vec![
        question.code.clone().unwrap_or_default(),
        question.topic.clone().unwrap_or_default(),
        question
            .level
            .map(|l| l.name().to_owned())
            .unwrap_or_default(),
        question.stem.clone(),
    ];
    let options = question.options.iter().map(|o| o.text.clone());
    cells.extend(
        options
            .chain(std::iter::repeat(String::new()))
            .take(super::check::MAX_OPTIONS),
    );
    cells.extend([
        right.join(","),
        question.explanation.clone().unwrap_or_default(),
        source.document,
        source.article,
        source.date,
        kind(question.kind).to_owned(),
    ]);
    cells.into_iter().map(Cell::Text).collect()
}

fn kind(kind: ImportedKind) -> &'static str {
    match kind {
        ImportedKind::SingleChoice => "Chọn một",
        ImportedKind::MultipleChoice => "Chọn nhiều",
        ImportedKind::TrueFalse => "Đúng/Sai",
        ImportedKind::Essay | ImportedKind::Other => "Tự luận",
    }
}
