//! The lines of a recount, as `hoithi rank` prints them. Column names are a contract (DESIGN 5).

use crate::export::quote;
use crate::problem::WriteError;
use domain::quiz::prediction::{DECIMALS, Predicted};
use domain::time::Moment;
use domain::units::{Points, format_fixed};
use serde::{Serialize, Serializer};

/// One line: an entry with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankRow {
    /// Rank; none for a void entry or one that does not count.
    pub rank: Option<u32>,
    /// Entry.
    pub entry_id: String,
    /// Whether this is the entry of its person that counts.
    pub counted: bool,
    /// Quiz score.
    #[serde(serialize_with = "points")]
    pub score: Points,
    /// Distance of the prediction to the true number.
    #[serde(serialize_with = "distance")]
    pub distance: Option<Predicted>,
    /// Working time in milliseconds.
    pub duration_ms: Option<i64>,
    /// Recorded submission.
    #[serde(serialize_with = "moment")]
    pub submitted_at: Option<Moment>,
    /// Prize.
    pub prize: Option<String>,
}

fn number<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(whole) = text.parse::<i64>() {
        return to.serialize_i64(whole);
    }
    let float = text.parse::<f64>().map_err(serde::ser::Error::custom)?;
    to.serialize_f64(float)
}

fn points<S: Serializer>(points: &Points, to: S) -> Result<S::Ok, S::Error> {
    number(&points.format('.'), to)
}

fn distance<S: Serializer>(distance: &Option<Predicted>, to: S) -> Result<S::Ok, S::Error> {
    match distance {
        Some(d) => number(&format_fixed(d.0, DECIMALS, '.'), to),
        None => to.serialize_none(),
    }
}

fn moment<S: Serializer>(moment: &Option<Moment>, to: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(m) => to.serialize_str(&m.to_rfc3339()),
        None => to.serialize_none(),
    }
}

/// Writes the lines as CSV with `,` and `.`: for programs, so without byte order mark; void entries have no rank.
///
/// Ids and codes stand as they were given, even where a spreadsheet would take one for a formula: whoever joins the
/// lines with their own entries must find them again.
#[must_use]
pub fn rank_csv(rows: &[RankRow]) -> String {
    let mut out =
        String::from("rank,entry_id,counted,score,distance,duration_ms,submitted_at,prize\n");
    for row in rows {
        let cells = [
            row.rank.map(|r| r.to_string()).unwrap_or_default(),
            row.entry_id.clone(),
            row.counted.to_string(),
            row.score.format('.'),
            row.distance
                .map(|d| format_fixed(d.0, DECIMALS, '.'))
                .unwrap_or_default(),
            row.duration_ms.map(|d| d.to_string()).unwrap_or_default(),
            row.submitted_at.map(Moment::to_rfc3339).unwrap_or_default(),
            row.prize.clone().unwrap_or_default(),
        ];
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            quote(&mut out, cell, ',');
        }
        out.push('\n');
    }
    out
}

/// Writes the lines as a JSON array with the same names.
///
/// # Errors
/// Never for lines of numbers and text; what the serializer returns.
pub fn rank_json(rows: &[RankRow]) -> Result<String, WriteError> {
    Ok(serde_json::to_string_pretty(rows)?)
}
