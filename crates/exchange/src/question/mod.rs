//! Questions in and out: GIFT, Aiken, workbooks and CSV with our columns, bank TOML; JSON, GIFT and workbooks out.

pub mod aiken;
pub mod bank_toml;
pub mod check;
pub mod gift;
pub mod sheet;
pub mod weight;
pub mod write;

use crate::problem::LineProblem;
use domain::question::{Level, Source};
use serde::Serialize;
use std::ops::ControlFlow;
pub use weight::Weight;

/// Kind of a question in the exchange contract. Wider than [`domain::question::Kind`]: a quiz cannot hold them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportedKind {
    /// One right option.
    SingleChoice,
    /// Several options may be right.
    MultipleChoice,
    /// Đúng or Sai.
    TrueFalse,
    /// Free text.
    Essay,
    /// Anything else. Part of the contract; our readers refuse such questions by line instead.
    Other,
}

impl ImportedKind {
    /// The kind a quiz can hold, if it can.
    #[must_use]
    pub fn for_quiz(self) -> Option<domain::question::Kind> {
        use domain::question::Kind;
        match self {
            Self::SingleChoice => Some(Kind::SingleChoice),
            Self::MultipleChoice => Some(Kind::MultipleChoice),
            Self::TrueFalse => Some(Kind::TrueFalse),
            Self::Essay | Self::Other => None,
        }
    }
}

/// One option as the file had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedOption {
    /// Text.
    pub text: String,
    /// Whether choosing it is right.
    pub correct: bool,
    /// Share of the points in per cent.
    pub weight: Weight,
}

/// One question as the file had it. Its JSON form is a contract (DESIGN 5), so `code` stays out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedQuestion {
    /// Kind.
    pub kind: ImportedKind,
    /// Stem.
    pub stem: String,
    /// Options in the file's order; empty for an essay.
    pub options: Vec<ImportedOption>,
    /// Why the answer is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// Topic as the file names it: a code, a name, or a category path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Level of thinking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Where a reader can check it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Line or row where it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Code in the bank, if the file gives one.
    #[serde(skip)]
    pub code: Option<String>,
}

impl ImportedQuestion {
    /// Places of the right options, from 0.
    #[must_use]
    pub fn right_places(&self) -> Vec<usize> {
        self.options
            .iter()
            .enumerate()
            .filter_map(|(i, o)| o.correct.then_some(i))
            .collect()
    }
}

/// Format of a file of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Moodle's GIFT.
    Gift,
    /// Aiken.
    Aiken,
    /// A workbook with the columns of [`sheet::template`].
    Xlsx,
    /// The same columns as CSV.
    Csv,
    /// Our bank in TOML.
    BankToml,
}

impl Format {
    /// Reads the name used by `--from`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "gift" => Self::Gift,
            "aiken" => Self::Aiken,
            "xlsx" => Self::Xlsx,
            "csv" => Self::Csv,
            "toml" | "bank-toml" => Self::BankToml,
            _ => return None,
        })
    }

    /// The name used by `--from`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::BankToml => "toml",
        }
    }

    /// Guesses by the ending of the name, then by content. `None` when it looks like nothing we read.
    #[must_use]
    pub fn detect(file_name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = file_name
            .rsplit_once('.')
            .map(|(_, e)| e.to_ascii_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "gift" => return Some(Self::Gift),
            "aiken" => return Some(Self::Aiken),
            "xlsx" | "xlsm" | "xls" => return Some(Self::Xlsx),
            "csv" | "tsv" => return Some(Self::Csv),
            "toml" => return Some(Self::BankToml),
            _ => {}
        }
        if ending == "docx" || ending == "pdf" {
            return None;
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&crate::table::OLE_MAGIC) {
            return Some(Self::Xlsx);
        }
        Self::of_text(std::str::from_utf8(bytes).ok()?)
    }

    fn of_text(text: &str) -> Option<Self> {
        if text.lines().any(|l| l.trim() == "[[question]]") {
            return Some(Self::BankToml);
        }
        if text.lines().any(|l| aiken::answer_of(l.trim()).is_some()) {
            return Some(Self::Aiken);
        }
        if text.contains('{') && text.contains('}') {
            return Some(Self::Gift);
        }
        let first = text.lines().next().unwrap_or_default();
        sheet::looks_like_header(first).then_some(Self::Csv)
    }
}

/// How to convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConvertOptions {
    /// Give the questions that are sound even when others are not.
    pub keep_going: bool,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Sound questions in the file's order. Empty when there are problems, unless `keep_going` was asked for.
    pub questions: Vec<ImportedQuestion>,
    /// What must be mended, ordered by line.
    pub problems: Vec<LineProblem>,
    /// What should be looked at but refuses nothing, ordered by line.
    pub warnings: Vec<LineProblem>,
}

/// Problems after which reading stops: a wrong file would list every line.
const MAX_PROBLEMS: usize = 2_000;

/// Longest text file of questions in bytes: some five thousand questions.
const MAX_TEXT: usize = 4 * 1024 * 1024;

impl Outcome {
    /// Whether to read on; says so where it stops.
    fn go_on(&mut self) -> ControlFlow<()> {
        if self.problems.len() < MAX_PROBLEMS {
            return ControlFlow::Continue(());
        }
        if self.problems.len() > MAX_PROBLEMS {
            return ControlFlow::Break(());
        }
        let line = self.problems.last().map_or(0, |p| p.line);
        let message = "quá nhiều lỗi nên dừng đọc ở đây. Sửa các lỗi trên rồi nộp lại.";
        self.problems.push(LineProblem::new(line, message));
        ControlFlow::Break(())
    }
}

/// Reads a file of questions, checks each, and lists what is wrong by line.
#[must_use]
pub fn convert(bytes: &[u8], format: Format, options: ConvertOptions) -> Outcome {
    let mut outcome = match format {
        Format::Xlsx | Format::Csv => sheet::read(bytes),
        Format::Gift => of_text(bytes, gift::read),
        Format::Aiken => of_text(bytes, aiken::read),
        Format::BankToml => of_text(bytes, bank_toml::read),
    };
    outcome = check::all(outcome);
    if outcome.questions.is_empty() && outcome.problems.is_empty() {
        outcome.problems.push(LineProblem::whole(
            "không tìm thấy câu hỏi nào. Kiểm tra lại tệp và định dạng.",
        ));
    }
    outcome.problems.sort_by_key(|p| p.line);
    outcome.warnings.sort_by_key(|w| w.line);
    if !options.keep_going && !outcome.problems.is_empty() {
        outcome.questions.clear();
    }
    outcome
}

fn of_text(bytes: &[u8], read: fn(&str) -> Outcome) -> Outcome {
    match crate::table::text(bytes, MAX_TEXT) {
        Ok(text) => read(text),
        Err(error) => Outcome {
            problems: vec![error.into()],
            ..Outcome::default()
        },
    }
}

/// The workbook people fill in with questions.
///
/// # Errors
/// When the workbook cannot be made.
pub fn template() -> Result<Vec<u8>, crate::WriteError> {
    sheet::template()
}

#[cfg(test)]
mod tests;
