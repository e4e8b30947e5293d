//! Tests of what goes out: nothing runs, nothing is lost.

use super::*;
use crate::safe;
use calamine::{Data, Reader, Xlsx};
use domain::units::Points;
use proptest::prelude::*;
use std::io::Cursor;

fn table(names: &[String]) -> TableExport {
    TableExport {
        title: "Kết quả [vòng 1]: *".to_owned(),
        columns: vec![
            Column::new("Họ và tên", ColumnKind::Text),
            Column::new("Điểm", ColumnKind::Number),
            Column::new("Ngày", ColumnKind::Date),
            Column::new("Nộp lúc", ColumnKind::Moment),
            Column::new("Tiền", ColumnKind::Money),
        ],
        rows: names
            .iter()
            .map(|name| {
                vec![
                    Cell::text(name),
                    Cell::points(Points(9_250)),
                    Cell::Date(Day::parse("2024-07-21").unwrap()),
                    Cell::Moment(Moment::parse_rfc3339("2024-07-21T16:59:58.123+07:00").unwrap()),
                    Cell::Money(Dong(1_500_000)),
                ]
            })
            .collect(),
    }
}

/// First cells of a CSV file of ours, read by an independent reader.
fn first_cells(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes)
        .unwrap()
        .strip_prefix('\u{feff}')
        .expect("mark");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap()[0].to_owned()).collect()
}

#[test]
fn csv_is_what_excel_in_viet_nam_opens() {
    let bytes = csv(&table(&["Nguyễn; \"An\"".to_owned(), "=1+1".to_owned()]));
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(
        text,
        "\u{feff}Họ và tên;Điểm;Ngày;Nộp lúc;Tiền\r\n\"Nguyễn; \"\"An\"\"\";9,25;21/07/2024;21/07/2024 16:59:58.123;1500000\r\n'=1+1;9,25;21/07/2024;21/07/2024 16:59:58.123;1500000\r\n"
    );
}

#[test]
fn negative_numbers_stay_numbers() {
    let export = TableExport {
        columns: vec![Column::new("n", ColumnKind::Number)],
        rows: vec![vec![Cell::whole(-5)], vec![]],
        ..TableExport::default()
    };
    assert_eq!(first_cells(&csv(&export)), ["-5", ""]);
}

#[test]
fn a_workbook_has_typed_cells_and_a_legal_sheet_name() {
    let bytes = xlsx(&table(&[
        "=HYPERLINK(\"http://x\")".to_owned(),
        "0012".to_owned(),
    ]))
    .unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Kết quả  vòng 1"]);
    let range = book.worksheet_range("Kết quả  vòng 1").unwrap();
    assert_eq!(
        range.get_value((1, 0)),
        Some(&Data::String("=HYPERLINK(\"http://x\")".to_owned()))
    );
    assert_eq!(
        range.get_value((2, 0)),
        Some(&Data::String("0012".to_owned()))
    );
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(9.25)));
    assert_eq!(range.get_value((1, 4)), Some(&Data::Float(1_500_000.0)));
    let Some(Data::DateTime(at)) = range.get_value((1, 3)) else {
        panic!("a real date");
    };
    assert_eq!(at.to_ymd_hms_milli(), (2024, 7, 21, 16, 59, 58, 123));
    assert!(
        book.worksheet_formula("Kết quả  vòng 1")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn awkward_titles_and_empty_tables_can_be_written() {
    for title in [
        "",
        "'",
        "[]:*?/\\",
        "History",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        &"ă".repeat(40),
        "a'",
    ] {
        let export = TableExport {
            title: title.to_owned(),
            ..table(&[])
        };
        assert!(xlsx(&export).is_ok(), "{title}");
        assert!(
            xlsx(&TableExport {
                columns: vec![],
                ..export
            })
            .is_ok(),
            "{title}"
        );
    }
}

fn names() -> impl Strategy<Value = Vec<String>> {
    let name = prop_oneof![
        "\\PC{0,30}",
        "[=+@\t\r\n＝＋－＠-]\\PC{0,20}",
        "\\PC{0,5}_x00[0-9A-F]{2}_\\PC{0,5}",
        "[\";\r\n' ]{0,6}",
        any::<String>(),
    ];
    proptest::collection::vec(name, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_csv_cell_opens_dangerously_and_names_are_kept(names in names()) {
        let cells = first_cells(&csv(&table(&names)));
        prop_assert_eq!(cells.len(), names.len());
        for (cell, name) in cells.iter().zip(&names) {
            prop_assert!(!safe::looks_like_formula(cell), "{:?}", cell);
            prop_assert_eq!(cell.strip_prefix('\'').filter(|_| safe::looks_like_formula(name)).unwrap_or(cell), name);
        }
    }

    #[test]
    fn a_workbook_keeps_names_and_has_no_formula(names in names()) {
        let names: Vec<String> = names.iter().map(|n| domain::text::tidy(n)).collect();
        let bytes = xlsx(&table(&names)).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheet = book.sheet_names()[0].clone();
        prop_assert!(book.worksheet_formula(&sheet).unwrap().is_empty());
        let range = book.worksheet_range(&sheet).unwrap();
        for (i, name) in names.iter().enumerate() {
            let row = u32::try_from(i + 1).unwrap();
            let got = match range.get_value((row, 0)) {
                Some(Data::String(text)) => text.clone(),
                None | Some(Data::Empty) => String::new(),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert_eq!(&got, name);
        }
    }
}
