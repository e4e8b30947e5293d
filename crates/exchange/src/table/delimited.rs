//! CSV with `;`, `,` or tab.

use super::{Fault, Limits, Row, Table, TableError, too_long};

/// The separator: `;`, `,` or tab, whichever the first line with content has most of outside quotes.
#[must_use]
pub fn sniff(text: &str) -> u8 {
    let line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    // Excel writes `sep=;` as a first line
    let stated = line.strip_prefix("sep=").and_then(|m| m.bytes().next());
    if let Some(mark) = stated.filter(|m| matches!(m, b';' | b',' | b'\t')) {
        return mark;
    }
    let count = |mark: char| {
        let mut quoted = false;
        line.chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == mark
            })
            .count()
    };
    let (semicolons, commas, tabs) = (count(';'), count(','), count('\t'));
    if tabs > semicolons && tabs > commas {
        b'\t'
    } else if semicolons >= commas && semicolons > 0 {
        b';'
    } else {
        b','
    }
}

/// Counts lines up to a record.
///
/// The reader's own line is that of the line break before the record (with CRLF) or of the blank lines it skips.
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    offset: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            offset: 0,
            line: 1,
        }
    }

    /// Line of a record; records come in order.
    pub(crate) fn of(&mut self, record: &csv::StringRecord) -> u32 {
        let begins = record
            .position()
            .and_then(|p| usize::try_from(p.byte()).ok())
            .unwrap_or(self.offset);
        while let Some(byte) = self.text.get(self.offset) {
            if self.offset >= begins && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u32::from(*byte == b'\n');
            self.offset += 1;
        }
        self.line
    }
}

/// Reads rows with content.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Table, TableError> {
    unclosed_quote(text)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sniff(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut table = Table::default();
    let mut lines = Lines::new(text);
    let mut bytes = 0;
    while reader
        .read_record(&mut record)
        .map_err(|_| TableError::NotUtf8)?
    {
        let number = lines.of(&record);
        if record.iter().all(|c| c.trim().is_empty()) || is_sep_line(&record, number) {
            continue;
        }
        if table.rows.len() >= limits.rows {
            return Err(TableError::TooManyRows(limits.rows));
        }
        bytes += record.as_slice().len() + record.len() * size_of::<String>();
        if bytes > limits.text {
            return Err(TableError::Bomb);
        }
        table.rows.push(row(&record, number, limits));
    }
    Ok(table)
}

fn is_sep_line(record: &csv::StringRecord, number: u32) -> bool {
    number == 1 && record.get(0).is_some_and(|c| c.starts_with("sep="))
}

fn row(record: &csv::StringRecord, number: u32, limits: &Limits) -> Row {
    let used = (0..record.len())
        .rfind(|i| record.get(*i).is_some_and(|c| !c.trim().is_empty()))
        .map_or(0, |i| i + 1);
    let mut faults = Vec::new();
    if used > limits.columns {
        faults.push(Fault::TooManyColumns(limits.columns));
    }
    let used = used.min(limits.columns);
    let mut cells = Vec::with_capacity(used);
    for (place, cell) in record.iter().take(used).enumerate() {
        if too_long(cell, limits) {
            let limit = limits.cell_chars;
            faults.push(Fault::CellTooLong { place, limit });
            cells.push(String::new());
        } else {
            cells.push(cell.to_owned());
        }
    }
    Row {
        number,
        cells,
        faults,
    }
}

/// A quote that is never closed would swallow the rest of the file into one cell: say where it began.
fn unclosed_quote(text: &str) -> Result<(), TableError> {
    let separator = char::from(sniff(text));
    let (mut line, mut opened, mut quoted, mut at_start) = (1_u32, 0, false, true);
    for c in text.chars() {
        if quoted {
            quoted = c != '"';
            at_start = false;
        } else if c == '"' && (at_start || opened != 0) {
            // also reopens after `""`, which stands for one quote inside a quoted cell
            if at_start {
                opened = line;
            }
            quoted = true;
        } else {
            at_start = c == separator || c == '\n';
            if at_start {
                opened = 0;
            }
        }
        line += u32::from(c == '\n');
    }
    if quoted {
        Err(TableError::Quote(opened))
    } else {
        Ok(())
    }
}
