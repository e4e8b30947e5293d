//! Tests of reading tables, the hostile ones included.

use super::*;
use std::io::{Cursor, Write};
use std::time::Instant;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

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

#[test]
fn old_locked_and_macro_workbooks_are_refused() {
    let mut ole = OLE_MAGIC.to_vec();
    ole.extend([0; 600]);
    assert_eq!(read(&ole), Err(TableError::OldOrLocked));
    let data = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let macros = workbook(data, &[("xl/vbaProject.bin", b"x")]);
    assert_eq!(read(&macros), Err(TableError::Macro));
    let macros = workbook(data, &[("xl/macrosheets/sheet1.xml", b"<x/>")]);
    assert_eq!(read(&macros), Err(TableError::Macro));
}

#[test]
fn any_dtd_is_refused() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><worksheet><sheetData/></worksheet>"#;
    let external = r#"<!doctype x SYSTEM "file:///etc/passwd"><x/>"#;
    let wide: Vec<u8> = laughs.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for part in [
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
    ] {
        for bytes in [laughs.as_bytes(), external.as_bytes(), &wide] {
            assert_eq!(
                read(&workbook("", &[(part, bytes)])),
                Err(TableError::Dtd),
                "{part}"
            );
        }
    }
    // also across the border of two pieces
    for shift in 0..12 {
        let padded = format!("{}{external}", " ".repeat(64 * 1024 - shift));
        let bytes = workbook("", &[("xl/styles.xml", padded.as_bytes())]);
        assert_eq!(read(&bytes), Err(TableError::Dtd), "{shift}");
    }
}

#[test]
fn a_text_that_mentions_a_dtd_is_no_dtd() {
    let data = format!(
        r#"<row r="1">{}</row>"#,
        text_cell("A1", "&lt;!DOCTYPE html&gt;")
    );
    assert_eq!(
        read(&workbook(&data, &[])).unwrap().rows[0].cells,
        ["<!DOCTYPE html>"]
    );
}

#[test]
fn names_that_leave_the_archive_are_refused() {
    for name in [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "xl/../../x",
        "xl\\..\\x",
    ] {
        let bytes = workbook("<row/>", &[(name, b"x")]);
        assert!(read(&bytes).is_err(), "{name}");
    }
}

#[test]
fn bombs_are_refused_quickly() {
    let started = Instant::now();
    let zeros = vec![b' '; 2 * 1024 * 1024];
    let bytes = workbook("", &[("xl/worksheets/sheet2.xml", &zeros)]);
    assert!(bytes.len() < 16 * 1024);
    assert_eq!(read_within(&bytes, &small()), Err(TableError::Bomb));
    // sixty-four parts of a quarter of the limit
    let part = vec![b' '; 256 * 1024];
    let names: Vec<String> = (0..64).map(|i| format!("xl/media/{i}.png")).collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .map(|n| (n.as_str(), part.as_slice()))
        .collect();
    assert_eq!(
        read_within(&workbook("", &parts), &small()),
        Err(TableError::Bomb)
    );
    assert!(started.elapsed().as_secs() < 30, "counted while unpacking");
}

#[test]
fn too_many_entries_are_refused_before_the_index_is_read() {
    let names: Vec<String> = (0..2_000).map(|i| format!("{i}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    assert_eq!(read(&archive(&parts)), Err(TableError::Bomb));
}

#[test]
fn lying_sizes_are_refused() {
    let zeros = vec![b' '; 300 * 1024];
    let honest = workbook("", &[("xl/worksheets/sheet2.xml", &zeros)]);
    let real = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let lie = 10_u32.to_le_bytes();
    let mut lying = honest.clone();
    for i in 0..lying.len() - 4 {
        if lying[i..i + 4] == real {
            lying[i..i + 4].copy_from_slice(&lie);
        }
    }
    assert_ne!(honest, lying);
    assert!(matches!(
        read(&lying),
        Err(TableError::Bomb | TableError::Damaged)
    ));
}

#[test]
fn overlapping_entries_are_refused() {
    // every entry of the central directory is pointed at the first local header, the largest part
    let big: Vec<u8> = (0..200_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let mut parts: Vec<(String, &[u8])> = vec![("a.bin".to_owned(), big.as_slice())];
    parts.extend((0..50).map(|i| (format!("{i}.bin"), big.as_slice())));
    let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let mut bytes = archive(&borrowed[..2]);
    let one = bytes.len();
    // repeat the central entry of the second part with the same offset
    let at = (0..one - 4)
        .rev()
        .find(|i| bytes[*i..*i + 4] == *b"PK\x01\x02")
        .unwrap();
    let end = (0..one - 4)
        .rev()
        .find(|i| bytes[*i..*i + 4] == *b"PK\x05\x06")
        .unwrap();
    let entry = bytes[at..end].to_vec();
    let tail = bytes.split_off(end);
    for _ in 0..50 {
        bytes.extend(&entry);
    }
    let mut tail = tail;
    for place in [8, 10] {
        tail[place..place + 2].copy_from_slice(&52_u16.to_le_bytes());
    }
    let size = u32::from_le_bytes(tail[12..16].try_into().unwrap())
        + 50 * u32::try_from(entry.len()).unwrap();
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend(tail);
    assert!(read(&bytes).is_err());
}

#[test]
fn one_shared_text_used_everywhere_is_counted_each_time() {
    let long = "ă".repeat(3_000);
    let strings = format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>"#
    );
    let cells: String = (1..=60)
        .map(|r| format!(r#"<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>"#))
        .collect();
    let bytes = workbook(&cells, &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(read_within(&bytes, &small()), Err(TableError::Bomb));
    assert_eq!(read(&bytes).unwrap().rows.len(), 60);
}

#[test]
fn crafted_positions_do_not_panic() {
    for place in [
        "A4294967295",
        "A99999999999",
        "ZZZZZZZZ1",
        "A0",
        "1",
        "",
        "AA",
        "\u{110}1",
    ] {
        let data = format!(
            r#"<row r="4294967295"><c r="{place}"><v>1</v></c><c><v>2</v></c></row><row><c><v>1</v></c></row>"#
        );
        let _ = read(&workbook(&data, &[]));
    }
}
