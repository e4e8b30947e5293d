//! Tests of reading and writing rule sheets.

use super::*;
use proptest::prelude::*;

/// The smallest rule sheet.
pub(crate) const MINIMAL: &str = r#"format = 1
code = "thu"
title = "Hội thi thử"
organiser = "Uỷ ban nhân dân"
who = "Cán bộ, công chức"
[eligibility]
identity = "roster"
"#;

fn refused(text: &str, line: u32, word: &str) {
    let problems = parse_rule_sheet(text).expect_err(text);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].line, line, "{problems:?}");
    assert!(problems[0].message.contains(word), "{problems:?}");
}

#[test]
fn a_character_nobody_types_is_refused_wherever_it_stands() {
    for (from, to) in [
        ("who = \"", "who = \"\\u0000"),
        ("organiser = \"", "organiser = \"\\x00"),
        (
            "[eligibility]",
            "[[rounds]]\ncode = \"\\U00000000\"\n[eligibility]",
        ),
    ] {
        refused(&MINIMAL.replace(from, to), 0, "không đọc được");
    }
    let named = MINIMAL.replace("who = \"", "who = \"\\\\u0000");
    assert!(
        parse_rule_sheet(&named).is_ok(),
        "its name is a text as any other"
    );
}

#[test]
fn faults_are_named_by_line() {
    assert!(parse_rule_sheet(MINIMAL).is_ok());
    refused(
        &MINIMAL.replace("who =", "whom ="),
        5,
        "không có mục “whom”",
    );
    refused(
        &MINIMAL.replace("\"roster\"", "\"face\""),
        7,
        "giá trị “face” không dùng được",
    );
    refused(
        &MINIMAL.replace("identity = \"roster\"", ""),
        6,
        "thiếu mục “identity”",
    );
    refused(&MINIMAL.replace("title =", "title"), 3, "cú pháp");
    refused(
        &MINIMAL.replace("title = \"Hội thi thử\"", "title = 3"),
        3,
        "không đúng kiểu",
    );
    refused(&format!("{MINIMAL}identity = \"sso\"\n"), 8, "hai lần");
    refused(
        &MINIMAL.replace("format = 1", "format = 9"),
        1,
        "định dạng 9",
    );
    let round = "[[rounds]]\ncode = \"r\"\nname = \"R\"\nopens = \"hôm nay\"\ncloses = \"2022-08-08T00:00:00+07:00\"\n";
    refused(&format!("{MINIMAL}{round}"), 11, "không phải thời điểm");
}

#[test]
fn the_presets_of_the_programmes_survive_the_way_out_and_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contests");
    for file in std::fs::read_dir(folder).expect("contests") {
        let path = file.expect("entry").path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("preset");
        let sheet = parse_rule_sheet(&text).unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
        let written = to_toml(&sheet).unwrap();
        assert_eq!(
            parse_rule_sheet(&written).expect(&written),
            sheet,
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_written_sheet_is_read_back_and_stays_the_same() {
    let sheet = parse_rule_sheet(MINIMAL).unwrap();
    let once = to_toml(&sheet).unwrap();
    let again = to_toml(&parse_rule_sheet(&once).unwrap()).unwrap();
    assert_eq!(once, again);
}

proptest! {
    #[test]
    fn texts_survive(title in "\\PC{0,60}", who in "[\"'\\\\\n\r\t\\[\\]=#\\PC]{0,60}") {
        let mut sheet = parse_rule_sheet(MINIMAL).unwrap();
        sheet.title = title;
        sheet.who = who;
        let written = to_toml(&sheet).unwrap();
        prop_assert_eq!(parse_rule_sheet(&written).unwrap(), sheet);
    }

    #[test]
    fn no_document_panics(text in "[\\PC\n=\\[\\]\"{}.]{0,200}", tail in any::<bool>()) {
        let text = if tail { format!("{MINIMAL}{text}") } else { text };
        let _ = parse_rule_sheet(&text);
    }
}
