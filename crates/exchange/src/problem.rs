//! What is wrong with a file, where, and what to do about it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something wrong in one line of a file, or in one row of a sheet. Line 0 speaks of the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineProblem {
    /// Line as an editor counts it, from 1.
    pub line: u32,
    /// What is wrong and what to do, in Vietnamese, without the line.
    pub message: String,
}

impl LineProblem {
    /// A problem of one line.
    #[must_use]
    pub fn new(line: u32, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }

    /// A problem of the file as a whole.
    #[must_use]
    pub fn whole(message: impl Into<String>) -> Self {
        Self::new(0, message)
    }
}

impl fmt::Display for LineProblem {
    /// Writes `Dòng 12: thiếu đáp án. …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "Tệp: {}", self.message)
        } else {
            write!(f, "Dòng {}: {}", self.line, self.message)
        }
    }
}

/// Something wrong in one row of a table, with its column when there is one. Row 0 speaks of the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowProblem {
    /// Row as the spreadsheet numbers it, from 1.
    pub row: u32,
    /// Title of the column.
    pub column: Option<String>,
    /// What is wrong and what to do, in Vietnamese, without row and column.
    pub message: String,
}

impl RowProblem {
    /// A problem of one cell.
    #[must_use]
    pub fn cell(row: u32, column: &str, message: impl Into<String>) -> Self {
        Self {
            row,
            column: Some(column.to_owned()),
            message: message.into(),
        }
    }

    /// A problem of the file as a whole.
    #[must_use]
    pub fn whole(message: impl Into<String>) -> Self {
        Self {
            row: 0,
            column: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for RowProblem {
    /// Writes `Dòng 12, cột “Họ và tên”: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, &self.column) {
            (0, None) => write!(f, "Tệp: {}", self.message),
            (0, Some(column)) => write!(f, "Cột “{column}”: {}", self.message),
            (row, None) => write!(f, "Dòng {row}: {}", self.message),
            (row, Some(column)) => write!(f, "Dòng {row}, cột “{column}”: {}", self.message),
        }
    }
}

impl From<RowProblem> for LineProblem {
    fn from(problem: RowProblem) -> Self {
        let message = match &problem.column {
            Some(column) => format!("cột “{column}”: {}", problem.message),
            None => problem.message,
        };
        Self::new(problem.row, message)
    }
}

/// Why a file could not be written: a fault of the program or of the machine, never of the user.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook writer refused.
    #[error("không tạo được tệp Excel: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The rule sheet has a value TOML cannot hold.
    #[error("không ghi được thể lệ: {0}")]
    Toml(#[from] toml::ser::Error),
    /// JSON refused.
    #[error("không ghi được JSON: {0}")]
    Json(#[from] serde_json::Error),
}
