//! Writing `ENTRIES.csv`: what [`super::read_entries`] reads back.

use super::{COLUMNS, EntryRow};
use crate::export::quote;
use crate::safe;
use domain::quiz::prediction::DECIMALS;
use domain::time::Moment;
use domain::units::{Points, format_fixed};

/// Writes entries with every column, `,` and `.`: for programs, so without byte order mark.
#[must_use]
pub fn entries_csv(rows: &[EntryRow]) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for row in rows {
        for (i, cell) in cells(row).iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            quote(&mut out, cell, ',');
        }
        out.push('\n');
    }
    out
}

fn cells(row: &EntryRow) -> [String; 19] {
    let points = |points: Points| points.format('.');
    let moment = |at: Option<Moment>| at.map(Moment::to_rfc3339).unwrap_or_default();
    let prediction = row.prediction.map(|p| format_fixed(p.0, DECIMALS, '.'));
    [
        safe::csv_text(&row.entry_id),
        safe::csv_text(&row.person_id),
        safe::csv_text(&row.unit_id),
        safe::csv_text(&row.track),
        safe::csv_text(&row.round),
        row.attempt.to_string(),
        points(row.score),
        points(row.max_score),
        prediction.unwrap_or_default(),
        moment(Some(row.started_at)),
        moment(row.submitted_at),
        row.finalised.to_string(),
        row.extra_seconds.to_string(),
        row.essay.map(points).unwrap_or_default(),
        safe::csv_text(row.void.as_deref().unwrap_or_default()),
        row.answered.to_string(),
        row.duration.map(|d| d.0.to_string()).unwrap_or_default(),
        row.can_win.to_string(),
        row.right.to_string(),
    ]
}
