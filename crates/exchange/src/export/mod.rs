//! Tables out: CSV for Excel in Viet Nam, and workbooks with typed cells.

mod delimited;
mod workbook;

use domain::time::{Day, Moment};
use domain::units::Dong;

pub use delimited::csv;
pub(crate) use delimited::quote;
pub(crate) use workbook::book;
pub use workbook::xlsx;

/// What a column holds: decides width, alignment and number format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text; also codes and telephone numbers.
    Text,
    /// Numbers.
    Number,
    /// Days.
    Date,
    /// Instants, as time in Viet Nam.
    Moment,
    /// Vietnamese dong.
    Money,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Title.
    pub name: String,
    /// Kind.
    pub kind: ColumnKind,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }
}

/// One cell. Numbers are exact integers with a stated number of decimals, never floats.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number of 10^-decimals.
    Number {
        /// Value in the unit.
        value: i64,
        /// Decimals.
        decimals: u32,
    },
    /// A day.
    Date(Day),
    /// An instant.
    Moment(Moment),
    /// Money.
    Money(Dong),
}

impl Cell {
    /// Text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A whole number.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self::Number { value, decimals: 0 }
    }

    /// Points.
    #[must_use]
    pub fn points(points: domain::units::Points) -> Self {
        Self::Number {
            value: points.0,
            decimals: 3,
        }
    }

    /// The cell, or an empty one.
    #[must_use]
    pub fn or_empty(cell: Option<Self>) -> Self {
        cell.unwrap_or_default()
    }
}

/// A table to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableExport {
    /// Title: the sheet's name in a workbook, cut to what Excel allows. CSV has no place for it.
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows; shorter ones are filled with empty cells.
    pub rows: Vec<Vec<Cell>>,
}

#[cfg(test)]
mod tests;
