//! Workbooks with typed cells. Text is written as text, so nothing in it can run: no formula is ever written.

use super::{Cell, ColumnKind, TableExport};
use crate::problem::WriteError;
use domain::units::format_fixed;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Longest text of a cell, in characters; Excel itself refuses 32,768.
const MAX_TEXT: usize = 32_000;

/// Writes a table as a workbook with one sheet: heading frozen and filtered, real numbers and dates.
///
/// # Errors
/// When the table is larger than a sheet can be.
pub fn xlsx(table: &TableExport) -> Result<Vec<u8>, WriteError> {
    book(&[table])
}

/// Writes several tables, one sheet each.
pub(crate) fn book(tables: &[&TableExport]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    // the writer would stamp the present time: the same table must give the same bytes
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    let properties = DocProperties::new()
        .set_author("Hội Thi")
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    for (i, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&table.title, i))?;
        fill(sheet, table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Sheet names have at most 31 characters and none of `[]:*?/\`.
fn sheet_name(title: &str, index: usize) -> String {
    let clean: String = title
        .chars()
        .map(|c| match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            c => c,
        })
        .filter(|c| !c.is_control())
        .collect();
    // counted in UTF-16 units, as Excel does
    let mut name = String::new();
    for c in clean.trim().trim_matches('\'').chars() {
        if name.encode_utf16().count() + c.len_utf16() > 31 {
            break;
        }
        name.push(c);
    }
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        format!("Bảng {}", index + 1)
    } else {
        name.to_owned()
    }
}

struct Formats {
    heading: Format,
    text: Format,
    number: Format,
    date: Format,
    moment: Format,
    money: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Thin),
            // `@` keeps the zeros of 0012 and of a telephone number when people type into the sheet
            text: Format::new().set_num_format("@"),
            number: Format::new().set_num_format("General"),
            date: Format::new().set_num_format("dd/mm/yyyy"),
            moment: Format::new().set_num_format("dd/mm/yyyy hh:mm:ss.000"),
            money: Format::new().set_num_format("#,##0"),
        }
    }

    fn of(&self, kind: ColumnKind) -> &Format {
        match kind {
            ColumnKind::Text => &self.text,
            ColumnKind::Number => &self.number,
            ColumnKind::Date => &self.date,
            ColumnKind::Moment => &self.moment,
            ColumnKind::Money => &self.money,
        }
    }
}

fn fill(sheet: &mut Worksheet, table: &TableExport) -> Result<(), XlsxError> {
    let formats = Formats::new();
    for (c, column) in table.columns.iter().enumerate() {
        let c = column_number(c)?;
        sheet.set_column_format(c, formats.of(column.kind))?;
        sheet.set_column_width(c, width(table, usize::from(c)))?;
        sheet.write_string_with_format(0, c, clean(&column.name), &formats.heading)?;
    }
    for (r, row) in table.rows.iter().enumerate() {
        let r = row_number(r + 1)?;
        for (c, cell) in row.iter().take(table.columns.len()).enumerate() {
            write(sheet, r, column_number(c)?, cell, &formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = table.columns.len().checked_sub(1) {
        sheet.autofilter(0, 0, row_number(table.rows.len())?, column_number(last)?)?;
    }
    Ok(())
}

fn row_number(row: usize) -> Result<u32, XlsxError> {
    u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column_number(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let at = |iso: &str| ExcelDateTime::parse_from_str(iso);
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, clean(text), &formats.text)?;
        }
        Cell::Number { value, decimals } => {
            let number = float(*value, *decimals)?;
            sheet.write_number_with_format(row, column, number, &formats.number)?;
        }
        Cell::Money(dong) => {
            sheet.write_number_with_format(row, column, float(dong.0, 0)?, &formats.money)?;
        }
        // Excel knows no day before 1900: such a day stays text
        Cell::Date(day) => match at(&day.iso()) {
            Ok(date) => {
                sheet.write_datetime_with_format(row, column, &date, &formats.date)?;
            }
            Err(_) => {
                sheet.write_string(row, column, day.words())?;
            }
        },
        Cell::Moment(moment) => {
            let stamp = moment.to_rfc3339();
            match at(stamp.trim_end_matches("+07:00")) {
                Ok(date) => {
                    sheet.write_datetime_with_format(row, column, &date, &formats.moment)?;
                }
                Err(_) => {
                    sheet.write_string(row, column, stamp)?;
                }
            }
        }
    }
    Ok(())
}

/// The nearest float of an exact decimal: what Excel itself would make of the typed digits.
fn float(value: i64, decimals: u32) -> Result<f64, XlsxError> {
    format_fixed(value, decimals, '.')
        .parse()
        .map_err(|_| XlsxError::ParameterError("number".to_owned()))
}

/// Text as XML can hold it, cut to what a cell can hold.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .take(MAX_TEXT)
        .collect()
}

/// Width by the longest of the first rows, within bounds a reader can bear.
fn width(table: &TableExport, column: usize) -> f64 {
    let of_cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().count(),
        Cell::Moment(_) => 23,
        Cell::Money(_) | Cell::Date(_) => 12,
        Cell::Number { .. } | Cell::Empty => 8,
    };
    let title = table
        .columns
        .get(column)
        .map_or(0, |c| c.name.chars().count());
    let longest = table
        .rows
        .iter()
        .take(500)
        .filter_map(|r| r.get(column))
        .map(of_cell)
        .max()
        .unwrap_or(0);
    let characters = u16::try_from(title.max(longest).clamp(8, 60)).unwrap_or(60);
    f64::from(characters) + 2.0
}
