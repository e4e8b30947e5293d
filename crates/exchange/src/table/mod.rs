//! Rows of a workbook or a CSV file, with limits that hold before anything is unpacked.

mod archive;
mod delimited;
mod header;
mod workbook;

use crate::problem::{LineProblem, RowProblem};
pub(crate) use delimited::Lines;
pub use delimited::sniff;
pub use header::{Header, HeaderRow};

/// First bytes of an OLE container: the old `.xls`, and every workbook locked with a password.
pub const OLE_MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What a file may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a workbook as it came.
    pub bytes: usize,
    /// Bytes of a CSV file, which is not packed.
    pub plain_bytes: usize,
    /// Bytes of everything in it, unpacked.
    pub unpacked: u64,
    /// Rows with content, heading included.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Bytes of all cells together, as they are kept: text and the place each cell takes.
    pub text: usize,
}

/// The limits of a roster of a whole province and of every smaller file.
pub const LIMITS: Limits = Limits {
    bytes: 10 * 1024 * 1024,
    plain_bytes: 64 * 1024 * 1024,
    unpacked: 100 * 1024 * 1024,
    rows: 200_001,
    columns: 64,
    cell_chars: 4_000,
    text: 192 * 1024 * 1024,
};

/// One row with content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Number as the spreadsheet or editor shows it, from 1.
    pub number: u32,
    /// Cells from the first column; missing ones at the end are left out.
    pub cells: Vec<String>,
    /// What could not be read; such a cell is empty in `cells`.
    pub faults: Vec<Fault>,
}

/// Why a row, or one cell of it, cannot be used while the rest of the file can. The words are for users and follow the
/// row and the column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More columns than allowed; those beyond are not kept.
    #[error("có hơn {0} cột. Xoá các cột thừa rồi nộp lại.")]
    TooManyColumns(usize),
    /// A cell with too much text.
    #[error("dài hơn {limit} ký tự. Rút ngắn ô đó rồi nộp lại.")]
    CellTooLong {
        /// Index of the column.
        place: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A cell that holds an error such as `#N/A`.
    #[error("ô lỗi của Excel ({code}). Sửa ô đó rồi nộp lại.")]
    ErrorCell {
        /// Index of the column.
        place: usize,
        /// What Excel shows.
        code: String,
    },
}

impl Fault {
    /// Index of the column; none when it is about the whole row.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        match self {
            Self::TooManyColumns(_) => None,
            Self::CellTooLong { place, .. } | Self::ErrorCell { place, .. } => Some(*place),
        }
    }
}

/// Rows with content of the first sheet, or of a CSV file, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Rows.
    pub rows: Vec<Row>,
}

/// Why a file is refused before its rows are looked at. The words are for users.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Larger than allowed as it came.
    #[error("tệp lớn hơn {0} MB. Chia thành các tệp nhỏ hơn rồi nộp lại.")]
    TooLarge(usize),
    /// Larger than allowed once unpacked, or built to mislead about it.
    #[error(
        "tệp nén chứa quá nhiều dữ liệu hoặc kích thước khai không đúng. Mở bằng Excel, lưu lại thành tệp .xlsx mới rồi nộp."
    )]
    Bomb,
    /// Old binary workbook, or a locked one.
    #[error(
        "đây là tệp Excel đời cũ (.xls) hoặc có mật khẩu. Mở tệp, bỏ mật khẩu, chọn “Lưu thành” dạng .xlsx rồi nộp lại."
    )]
    OldOrLocked,
    /// Holds a macro.
    #[error(
        "tệp có macro (mã chạy trong Excel) nên không được nhận. Chọn “Lưu thành” dạng .xlsx (không macro) rồi nộp lại."
    )]
    Macro,
    /// Declares a DTD.
    #[error(
        "tệp có khai báo DTD trong XML nên không được nhận. Mở bằng Excel, lưu lại thành tệp .xlsx mới rồi nộp."
    )]
    Dtd,
    /// Not a workbook, or a broken one.
    #[error(
        "không đọc được tệp Excel: tệp hỏng hoặc không phải .xlsx. Mở bằng Excel, lưu lại rồi nộp."
    )]
    Damaged,
    /// Not UTF-8.
    #[error(
        "tệp không dùng bảng mã UTF-8. Trong Excel chọn “CSV UTF-8 (phân tách bằng dấu phẩy)”, trong Notepad chọn Mã hoá: UTF-8, rồi lưu lại."
    )]
    NotUtf8,
    /// Quoting of a CSV file does not end.
    #[error("dấu ngoặc kép (\") không được đóng ở dòng {0}. Thêm dấu \" còn thiếu rồi nộp lại.")]
    Quote(u32),
    /// More rows than allowed.
    #[error("tệp có hơn {0} dòng. Chia thành các tệp nhỏ hơn rồi nộp lại.")]
    TooManyRows(usize),
    /// No row with content.
    #[error("tệp không có dòng nào.")]
    Empty,
}

impl From<TableError> for LineProblem {
    fn from(error: TableError) -> Self {
        Self::whole(error.to_string())
    }
}

impl From<TableError> for RowProblem {
    fn from(error: TableError) -> Self {
        Self::whole(error.to_string())
    }
}

/// Reads the first sheet of a workbook or a CSV file, told apart by content.
///
/// # Errors
/// When the file is refused as a whole.
pub fn read(bytes: &[u8]) -> Result<Table, TableError> {
    read_within(bytes, &LIMITS)
}

/// As [`read`], with limits of one's own.
///
/// # Errors
/// When the file is refused as a whole.
pub fn read_within(bytes: &[u8], limits: &Limits) -> Result<Table, TableError> {
    let packed = bytes.starts_with(b"PK");
    let allowed = if packed {
        limits.bytes
    } else {
        limits.plain_bytes
    };
    if bytes.len() > allowed {
        return Err(TableError::TooLarge(allowed / 1024 / 1024));
    }
    if bytes.starts_with(&OLE_MAGIC) {
        return Err(TableError::OldOrLocked);
    }
    let table = if packed {
        archive::check(bytes, limits)?;
        workbook::read(bytes, limits)?
    } else {
        delimited::read(utf8(bytes)?, limits)?
    };
    if table.rows.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(table)
}

/// Text of a file of at most `limit` bytes: UTF-8 with or without byte order mark.
///
/// # Errors
/// When it is larger than allowed or not UTF-8.
pub fn text(bytes: &[u8], limit: usize) -> Result<&str, TableError> {
    if bytes.len() > limit {
        return Err(TableError::TooLarge(limit / 1024 / 1024));
    }
    utf8(bytes)
}

/// Whether a cell has more text than allowed.
fn too_long(text: &str, limits: &Limits) -> bool {
    text.len() > limits.cell_chars && text.chars().count() > limits.cell_chars
}

fn utf8(bytes: &[u8]) -> Result<&str, TableError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // UTF-16 of plain letters is valid UTF-8 full of NUL
    if text.contains('\0') {
        return Err(TableError::NotUtf8);
    }
    Ok(text)
}

#[cfg(test)]
pub(crate) mod tests;
