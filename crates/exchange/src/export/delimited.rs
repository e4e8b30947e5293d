//! CSV as Excel in Viet Nam opens it: UTF-8 with byte order mark, `;` between cells, decimal comma, CRLF.

use super::{Cell, TableExport};
use crate::safe;
use domain::time::{Day, Moment};
use domain::units::format_fixed;

/// Writes a table as CSV. Text that a spreadsheet could run gets an apostrophe; numbers stay numbers.
#[must_use]
pub fn csv(table: &TableExport) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let heading = table.columns.iter().map(|c| safe::csv_text(&c.name));
    line(&mut out, heading);
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|i| row.get(i).map_or_else(String::new, text));
        line(&mut out, cells);
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let begins = out.len();
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(';');
        }
        quote(out, &cell, ';');
    }
    if out.len() == begins {
        // a lone empty cell: an empty line would be no row at all
        out.push_str("\"\"");
    }
    out.push_str("\r\n");
}

/// Appends a field, quoted where RFC 4180 asks for it.
pub(crate) fn quote(out: &mut String, cell: &str, separator: char) {
    let needed = cell.contains([separator, '"', '\r', '\n'])
        || cell.starts_with(char::is_whitespace)
        || cell.ends_with(char::is_whitespace);
    if needed {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => safe::csv_text(text),
        Cell::Number { value, decimals } => format_fixed(*value, *decimals, ','),
        Cell::Date(day) => date(*day),
        Cell::Moment(moment) => instant(*moment),
        Cell::Money(dong) => dong.0.to_string(),
    }
}

/// `21/07/2024`: padded, so that Excel takes it for a date.
fn date(day: Day) -> String {
    let iso = day.iso();
    let mut parts = iso.rsplit('-');
    let (d, m, y) = (parts.next(), parts.next(), parts.next());
    match (d, m, y) {
        (Some(d), Some(m), Some(y)) => format!("{d}/{m}/{y}"),
        _ => iso,
    }
}

/// `21/07/2024 16:59:58`, with milliseconds only when there are any.
fn instant(moment: Moment) -> String {
    let millis = moment.0.rem_euclid(1_000);
    let fraction = if millis == 0 {
        String::new()
    } else {
        format!(".{millis:03}")
    };
    format!("{} {}{fraction}", date(Day::of(moment)), moment.hms())
}
