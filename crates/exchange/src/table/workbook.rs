//! The first visible sheet of a workbook, read cell by cell: a sheet with one cell at the far corner costs one cell.

use super::{Fault, Limits, Row, Table, TableError, too_long};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads rows with content of the first visible sheet.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Table, TableError> {
    // the reader is not ours and its arithmetic on positions in a crafted file may overflow
    catch_unwind(AssertUnwindSafe(|| sheet(bytes, limits))).unwrap_or(Err(TableError::Damaged))
}

fn sheet(bytes: &[u8], limits: &Limits) -> Result<Table, TableError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
    let name = book
        .sheets_metadata()
        .iter()
        .find(|s| s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible)
        .map(|s| s.name.clone())
        .ok_or(TableError::Damaged)?;
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|_| TableError::Damaged)?;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let mut spent = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| TableError::Damaged)? {
        let (row, column) = cell.get_position();
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        let text = text(cell.get_value());
        if text.as_ref().is_ok_and(|t| t.trim().is_empty()) {
            continue;
        }
        let number = row.saturating_add(1);
        let row = rows.entry(number).or_default();
        row.number = number;
        spent += put(row, place, text, limits);
        if rows.len() > limits.rows {
            return Err(TableError::TooManyRows(limits.rows));
        }
        if spent > limits.text {
            return Err(TableError::Bomb);
        }
    }
    Ok(Table {
        rows: rows.into_values().collect(),
    })
}

/// Puts a cell, or what is wrong with it, into its row. Gives the bytes it takes there.
fn put(row: &mut Row, place: usize, text: Result<String, String>, limits: &Limits) -> usize {
    let limit = limits.cell_chars;
    let fault = match text {
        _ if place >= limits.columns => Fault::TooManyColumns(limits.columns),
        Err(code) => Fault::ErrorCell { place, code },
        Ok(text) if too_long(&text, limits) => Fault::CellTooLong { place, limit },
        Ok(text) => {
            let mut spent = text.len();
            if row.cells.len() <= place {
                spent += (place + 1 - row.cells.len()) * size_of::<String>();
                row.cells.resize(place + 1, String::new());
            }
            row.cells[place] = text;
            return spent;
        }
    };
    // a row is too wide once, however many cells stand beyond
    if row.faults.contains(&fault) {
        return 0;
    }
    row.faults.push(fault);
    size_of::<Fault>()
}

/// A cell as a person would have typed it; an error cell gives what Excel shows.
fn text(value: &DataRef<'_>) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Int(i) => i.to_string(),
        // whole floats print without a fraction: 12 and not 12.0
        DataRef::Float(f) => f.to_string(),
        DataRef::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(at) => date(at),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::Error(e) => return Err(e.to_string()),
    })
}

/// `2024-07-21`, with a time only when the cell has one.
fn date(at: &ExcelDateTime) -> String {
    if !at.is_datetime() {
        return at.as_f64().to_string();
    }
    let (year, month, day, h, m, s, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (h, m, s) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{h:02}:{m:02}:{s:02}")
    }
}
