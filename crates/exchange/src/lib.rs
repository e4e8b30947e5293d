//! Files in and out: question banks, rosters, rule sheets, entries, exports.
//!
//! Pure functions over bytes and text: no database, no network, no clock, no file system. What comes from outside is
//! hostile until read: limits are checked before anything is unpacked, and every refusal names the line and says in
//! plain Vietnamese what to do. What goes out can be opened in a spreadsheet without running anything.
//!
//! Rooms carry the same names on every floor: [`question`], [`people`], [`contest`], [`standings`]. Shared tools are
//! [`table`] (rows of a workbook or a CSV file), [`export`] (tables out) and [`safe`] (no formulas from names).

pub mod contest;
pub mod export;
pub mod people;
pub mod problem;
pub mod question;
pub mod safe;
pub mod standings;
pub mod table;

pub use export::{Cell, Column, ColumnKind, TableExport};
pub use problem::{LineProblem, RowProblem, WriteError};
