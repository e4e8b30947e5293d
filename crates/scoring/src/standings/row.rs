//! How a row of `ENTRIES.csv` becomes an entry (DESIGN 5). Splitting the file into fields is the `exchange` crate's.

use super::entry::Entry;
use domain::contest::RuleSheet;
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::quiz::prediction::{self, Predicted};
use domain::time::{Moment, Span};
use domain::units::Points;
use std::collections::BTreeMap;

/// Columns every file has, in the order they are written.
pub const ENTRY_COLUMNS: [&str; 15] = [
    "entry_id",
    "person_id",
    "unit_id",
    "track",
    "round",
    "attempt",
    "score",
    "max_score",
    "prediction",
    "started_at",
    "submitted_at",
    "finalised",
    "extra_seconds",
    "essay",
    "void",
];

/// Columns a file may have besides: what the fifteen cannot say.
pub const OPTIONAL_COLUMNS: [&str; 4] = ["duration_ms", "answered", "right", "can_win"];

/// Why a header or row is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRow {
    /// The header lacks a column.
    #[error("column `{0}` is missing")]
    MissingColumn(&'static str),
    /// The header names a column twice.
    #[error("column `{0}` appears twice")]
    RepeatedColumn(String),
    /// A field that must be filled is empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A field cannot be read.
    #[error("`{column}` cannot be read: {value:?}, expected {expected}")]
    Malformed {
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// The rule sheet has no such round.
    #[error("the rule sheet has no round {0:?}")]
    UnknownRound(String),
}

/// Where each column stands in a file.
#[derive(Debug, Clone)]
pub struct Columns(BTreeMap<String, usize>);

impl Columns {
    /// Reads the header: columns in any order, unknown ones ignored, a byte order mark dropped.
    ///
    /// # Errors
    /// When a column is missing or named twice.
    pub fn from_header<S: AsRef<str>>(header: &[S]) -> Result<Self, BadRow> {
        let mut columns = BTreeMap::new();
        for (at, name) in header.iter().enumerate() {
            let name = name.as_ref().trim_start_matches('\u{feff}').trim();
            if columns.insert(name.to_owned(), at).is_some() && !name.is_empty() {
                return Err(BadRow::RepeatedColumn(name.to_owned()));
            }
        }
        match ENTRY_COLUMNS.iter().find(|c| !columns.contains_key(**c)) {
            Some(missing) => Err(BadRow::MissingColumn(missing)),
            None => Ok(Self(columns)),
        }
    }

    /// Reads a row. Empty `attempt` is 1, empty `max_score` the rule sheet's, empty `extra_seconds` 0; empty
    /// `finalised` is false, empty `answered` and `can_win` true.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub fn entry<S: AsRef<str>>(&self, rules: &RuleSheet, row: &[S]) -> Result<Entry, BadRow> {
        let row = Row {
            columns: self,
            fields: row,
        };
        let round = row.filled("round")?.to_owned();
        if rules.round(&round).is_none() {
            return Err(BadRow::UnknownRound(round));
        }
        Ok(Entry {
            entry_id: AttemptId::from_text(row.filled("entry_id")?),
            person_id: PersonId::from_text(row.filled("person_id")?),
            unit_id: row.text("unit_id").map(UnitId::from_text),
            track: row.text("track").map(str::to_owned),
            round,
            attempt: row.number("attempt")?.unwrap_or(1),
            score: row.points("score")?.ok_or(BadRow::Empty("score"))?,
            max_score: row
                .points("max_score")?
                .unwrap_or_else(|| rules.max_score()),
            right: row.number("right")?.unwrap_or(0),
            prediction: row.prediction(rules)?,
            answered: row.flag("answered")?.unwrap_or(true),
            started_at: row.moment("started_at")?,
            submitted_at: row.moment("submitted_at")?,
            duration: row.number::<u32>("duration_ms")?.map(|ms| Span(ms.into())),
            finalised: row.flag("finalised")?.unwrap_or(false),
            extra_seconds: row.number("extra_seconds")?.unwrap_or(0),
            essay: row.points("essay")?,
            void: row.text("void").map(str::to_owned),
            can_win: row.flag("can_win")?.unwrap_or(true),
        })
    }
}

struct Row<'a, S> {
    columns: &'a Columns,
    fields: &'a [S],
}

impl<S: AsRef<str>> Row<'_, S> {
    /// The trimmed text of a column; none when empty or absent.
    fn text(&self, column: &str) -> Option<&str> {
        let at = self.columns.0.get(column)?;
        let text = self.fields.get(*at)?.as_ref().trim();
        (!text.is_empty()).then_some(text)
    }

    fn filled(&self, column: &'static str) -> Result<&str, BadRow> {
        self.text(column).ok_or(BadRow::Empty(column))
    }

    fn read<T>(
        &self,
        column: &'static str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadRow> {
        let read = |text: &str| {
            parse(text).ok_or_else(|| BadRow::Malformed {
                column,
                value: text.to_owned(),
                expected,
            })
        };
        self.text(column).map(read).transpose()
    }

    fn number<T: std::str::FromStr>(&self, column: &'static str) -> Result<Option<T>, BadRow> {
        self.read(column, "a whole number from 0", |t| t.parse().ok())
    }

    fn points(&self, column: &'static str) -> Result<Option<Points>, BadRow> {
        let expected = "points with at most three decimals";
        self.read(column, expected, |t| Points::parse(t).filter(|p| p.0 >= 0))
    }

    fn flag(&self, column: &'static str) -> Result<Option<bool>, BadRow> {
        self.read(column, "true or false", |t| match t {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        })
    }

    fn moment(&self, column: &'static str) -> Result<Moment, BadRow> {
        let expected = "a time like 2022-08-01T07:00:00+07:00";
        let read = self.read(column, expected, Moment::parse_rfc3339)?;
        read.ok_or(BadRow::Empty(column))
    }

    /// A prediction as a person types it; ignored where the rule sheet asks for none.
    fn prediction(&self, rules: &RuleSheet) -> Result<Option<Predicted>, BadRow> {
        let Some(rule) = &rules.prediction else {
            return Ok(None);
        };
        let expected = "a prediction the rule sheet asks for";
        self.read("prediction", expected, |t| prediction::parse(rule, t).ok())
    }
}
