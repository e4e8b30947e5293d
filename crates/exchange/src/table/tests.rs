//! Tests of reading tables.

use super::*;
use std::io::{Cursor, Write};
use std::time::Instant;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

mod hostile;

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook whose one sheet has this `sheetData`, with further parts.
fn workbook(data: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", ROOT_RELS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    parts.extend(more);
    archive(&parts)
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A workbook of these rows; a cell that begins with `#` is an error cell, an empty one is left out.
pub(crate) fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |place: &str, text: &str| match text {
        "" => String::new(),
        error if error.starts_with('#') => {
            format!(r#"<c r="{place}" t="e"><v>{error}</v></c>"#)
        }
        text => text_cell(place, text),
    };
    let row = |(number, cells): (usize, &&[&str])| {
        let places = ('A'..='Z').map(|column| format!("{column}{}", number + 1));
        let cells: String = places.zip(*cells).map(|(p, t)| cell(&p, t)).collect();
        format!(r#"<row r="{}">{cells}</row>"#, number + 1)
    };
    let data: String = rows.iter().enumerate().map(row).collect();
    workbook(&data, &[])
}

fn small() -> Limits {
    Limits {
        unpacked: 1024 * 1024,
        rows: 100,
        text: 64 * 1024,
        ..LIMITS
    }
}

/// What could not be read, by row.
fn faults(bytes: &[u8]) -> Vec<(u32, Fault)> {
    let rows = read(bytes).unwrap().rows.into_iter();
    rows.flat_map(|r| r.faults.into_iter().map(move |f| (r.number, f)))
        .collect()
}

fn too_long_at(place: usize) -> Fault {
    Fault::CellTooLong {
        place,
        limit: 4_000,
    }
}

#[test]
fn separators_are_sniffed() {
    for (text, want) in [
        ("a;b;c\n", b';'),
        ("a,b,c\n", b','),
        ("a\tb\tc\n", b'\t'),
        ("\"a;b;c\",d\n", b','),
        ("sep=;\na,b\n", b';'),
        ("alone\n", b','),
    ] {
        assert_eq!(sniff(text), want, "{text:?}");
    }
}

#[test]
fn csv_with_mark_and_quotes_keeps_its_line_numbers() {
    let text = "\u{feff}Mã;Tên\r\n1;\"Hai\ndòng\"\r\n\r\n3;\"a\"\"b\"\r\n";
    let table = read(text.as_bytes()).unwrap();
    let numbers: Vec<u32> = table.rows.iter().map(|r| r.number).collect();
    assert_eq!(numbers, [1, 2, 5]);
    assert_eq!(table.rows[0].cells, ["Mã", "Tên"]);
    assert_eq!(table.rows[2].cells, ["3", "a\"b"]);
}

#[test]
fn a_quote_inside_a_cell_is_only_a_character() {
    let table = read("a;b\nmàn 21\" rộng;\"đóng\"\n".as_bytes()).unwrap();
    assert_eq!(table.rows[1].cells, ["màn 21\" rộng", "đóng"]);
}

#[test]
fn an_open_quote_is_named_by_its_line() {
    let error = read("a;b\n1;\"mở\n2;c\n3;d\n".as_bytes()).unwrap_err();
    assert_eq!(error, TableError::Quote(2));
    assert!(error.to_string().contains("dòng 2"), "{error}");
}

#[test]
fn other_encodings_are_refused_in_plain_words() {
    // "Đ" in windows-1258, and UTF-16 with and without letters beyond ASCII
    for bytes in [
        &b"M\xe3;T\xean\n\xd0\xe0\n"[..],
        b"\xff\xfea\0;\0b\0",
        b"a\0;\0b\0\n\0",
    ] {
        let error = read(bytes).unwrap_err();
        assert_eq!(error, TableError::NotUtf8);
        assert!(error.to_string().contains("UTF-8"));
    }
}

#[test]
fn limits_of_rows_columns_and_cells_hold() {
    let many = "x\n".repeat(101);
    assert_eq!(
        read_within(many.as_bytes(), &small()),
        Err(TableError::TooManyRows(100))
    );
    let wide = format!("{}x\n", ";".repeat(64));
    assert_eq!(faults(wide.as_bytes()), [(1, Fault::TooManyColumns(64))]);
    let long = format!("a;{}\nb;c\n", "ă".repeat(4_001));
    assert_eq!(faults(long.as_bytes()), [(1, too_long_at(1))]);
    let rows = read(long.as_bytes()).unwrap().rows;
    assert_eq!((&rows[0].cells[0][..], &rows[0].cells[1][..]), ("a", ""));
    assert_eq!(rows[1].cells, ["b", "c"]);
    let mut big = vec![b'x'; LIMITS.plain_bytes + 1];
    assert_eq!(read(&big), Err(TableError::TooLarge(64)));
    big.splice(0..2, *b"PK");
    assert_eq!(read(&big), Err(TableError::TooLarge(10)));
    assert_eq!(read(b"\n \n"), Err(TableError::Empty));
}

#[test]
fn a_workbook_is_read_by_place() {
    let data = format!(
        r#"<row r="2">{}<c r="C2"><v>12</v></c></row><row r="4"><c r="A4"><v>0.5</v></c><c r="B4" t="b"><v>1</v></c></row>"#,
        text_cell("A2", "Xã Kiến Đức")
    );
    let table = read(&workbook(&data, &[])).unwrap();
    assert_eq!(table.rows.len(), 2);
    assert_eq!((table.rows[0].number, table.rows[1].number), (2, 4));
    assert_eq!(table.rows[0].cells, ["Xã Kiến Đức", "", "12"]);
    assert_eq!(table.rows[1].cells, ["0.5", "TRUE"]);
}

#[test]
fn a_cell_at_the_far_corner_costs_nothing() {
    let data = format!(
        r#"<row r="1">{}</row><row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"/></row>"#,
        text_cell("A1", "a")
    );
    assert_eq!(read(&workbook(&data, &[])).unwrap().rows.len(), 2);
    let data = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
    assert_eq!(
        faults(&workbook(data, &[])),
        [(1, Fault::TooManyColumns(64))]
    );
}

#[test]
fn a_cell_that_cannot_be_read_spoils_its_row_alone() {
    let long = "ă".repeat(4_001);
    let bytes = sheet(&[&["a", "b"], &["", "#N/A"], &[&long, "#REF!"], &["c", "d"]]);
    let error = |place, code: &str| Fault::ErrorCell {
        place,
        code: code.to_owned(),
    };
    assert_eq!(
        faults(&bytes),
        [
            (2, error(1, "#N/A")),
            (3, too_long_at(0)),
            (3, error(1, "#REF!")),
        ]
    );
    let rows = read(&bytes).unwrap().rows;
    let texts: Vec<String> = rows.iter().map(|r| r.cells.join("|")).collect();
    assert_eq!(texts, ["a|b", "", "", "c|d"]);
    // beyond the last column a row is too wide once
    let data =
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="BM1"><v>1</v></c><c r="BN1"><v>1</v></c></row>"#;
    let bytes = workbook(data, &[]);
    assert_eq!(faults(&bytes), [(1, Fault::TooManyColumns(64))]);
    assert_eq!(read(&bytes).unwrap().rows[0].cells, ["1"]);
}

#[test]
fn faults_cost_their_place() {
    let rows = [["#N/A"; 26].as_slice(); 100];
    let bytes = sheet(&rows);
    assert_eq!(read_within(&bytes, &small()), Err(TableError::Bomb));
    let few = Limits { rows: 99, ..LIMITS };
    assert_eq!(read_within(&bytes, &few), Err(TableError::TooManyRows(99)));
    assert_eq!(read(&bytes).unwrap().rows.len(), 100);
}

#[test]
fn a_formula_gives_its_value_only() {
    let data = r#"<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c></row>"#;
    assert_eq!(read(&workbook(data, &[])).unwrap().rows[0].cells, ["y"]);
}
