//! Workbooks made to do harm: refused quickly, in bounded memory.

use super::*;

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
