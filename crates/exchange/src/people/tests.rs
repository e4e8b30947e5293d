//! Tests of rosters.

use super::*;
use crate::contest::tests::MINIMAL;
use crate::export::{Cell, Column, ColumnKind, TableExport, xlsx};
use crate::table::tests::sheet;
use domain::contest::RuleSheet;
use proptest::prelude::*;

fn rules() -> RuleSheet {
    let text = format!(
        "{MINIMAL}\n[[eligibility.blocs]]\ncode = \"xa\"\nname = \"Xã, thị trấn\"\n[[eligibility.blocs]]\ncode = \"phong\"\nname = \"Phòng chuyên môn\"\n[[tracks]]\ncode = \"can-bo\"\nname = \"Cán bộ\"\n"
    );
    crate::contest::parse_rule_sheet(&text).expect("rules")
}

const HEADING: &str = "Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị;Khối;Chức danh/Loại;Lãnh đạo;Ngày sinh;Điện thoại;Số định danh nội bộ;Nhóm thi";

fn read(rows: &[&str]) -> RosterPreview {
    let text = format!("{HEADING}\n{}\n", rows.join("\n"));
    read_roster(text.as_bytes(), &rules())
}

/// The one problem of these rows.
fn problem(rows: &[&str]) -> String {
    let preview = read(rows);
    assert_eq!(preview.problems.len(), 1, "{:?}", preview.problems);
    preview.problems[0].to_string()
}

#[test]
fn people_and_units_are_read() {
    let got = read(&[
        "CB01;Nguyễn  Văn An;UB-01;UBND xã A;xã, thị trấn;Công chức;x;21/7/1990;+84912345678;ND1;cán bộ",
        "0002;Trần Thị Bê;ub-01;UBND xã A;;;;1985-02-03;912345678;;can-bo",
        "3;Lê C;;Phòng Nội vụ;phong;Viên chức;có;;;;",
    ]);
    assert_eq!(got.problems, []);
    assert_eq!(got.units.len(), 2);
    assert_eq!(
        (
            got.units[0].code.as_str(),
            got.units[0].bloc.as_deref(),
            got.units[0].row
        ),
        ("UB-01", Some("xa"), 2)
    );
    assert_eq!(
        got.units[1].code, "phong-noi-vu",
        "a name stands for a missing code"
    );
    let people = &got.people;
    assert_eq!(people[0].full_name, "Nguyễn Văn An");
    assert_eq!(people[0].phone.as_deref(), Some("0912345678"));
    assert_eq!(people[0].track.as_deref(), Some("can-bo"));
    assert_eq!(people[0].identity.as_deref(), Some("ND1"));
    assert!(people[0].leader && !people[1].leader && people[2].leader);
    assert_eq!(
        (people[1].code.as_str(), people[1].unit_code.as_str()),
        ("0002", "UB-01")
    );
    assert_eq!(
        people[1].phone.as_deref(),
        Some("0912345678"),
        "Excel dropped the zero"
    );
    assert_eq!(people[1].birth_date.unwrap().iso(), "1985-02-03");
}

#[test]
fn every_bad_row_is_named_with_its_reason() {
    let cases: [(&[&str], &str); 11] = [
        (
            &["1;A;;X", "1;B;;X"],
            "Dòng 3, cột “Mã cán bộ”: mã “1” đã có ở dòng 2",
        ),
        (&["1;;;X"], "Dòng 2, cột “Họ và tên”: để trống"),
        (&[";A;;X"], "Dòng 2, cột “Mã cán bộ”: để trống"),
        (&["1;A;;"], "Dòng 2, cột “Tên đơn vị”: để trống"),
        (
            &["1;A;u;X", "2;B;U;Y"],
            "Dòng 3, cột “Tên đơn vị”: đơn vị mã “u” ở dòng 2 tên là “X”",
        ),
        (
            &["1;A;u;X;xa", "2;B;u;X;phong"],
            "Dòng 3, cột “Khối”: đơn vị mã “u” ở dòng 2 thuộc khối “xa”",
        ),
        (
            &["1;A;;X;huyện"],
            "Dòng 2, cột “Khối”: thể lệ không có khối “huyện”",
        ),
        (
            &["1;A;;X;;;;;;;dân"],
            "Dòng 2, cột “Nhóm thi”: thể lệ không có nhóm thi “dân”",
        ),
        (
            &["1;A;;X;;;;31/2/1990"],
            "Dòng 2, cột “Ngày sinh”: “31/2/1990” không phải ngày sinh",
        ),
        (
            &["1;A;;X;;;;;123"],
            "Dòng 2, cột “Điện thoại”: “123” không phải số điện thoại",
        ),
        (
            &["1;A;;X;;;chắc"],
            "Dòng 2, cột “Lãnh đạo”: “chắc” không rõ",
        ),
    ];
    for (rows, want) in cases {
        let got = problem(rows);
        assert!(got.starts_with(want), "{got}");
    }
    assert!(problem(&["1;A;u;"]).contains("chưa có tên"));
    assert!(problem(&["1;A;;X;;;;;;n", "2;B;;X;;;;;;N"]).contains("Mỗi người một số định danh"));
    let mixed = read(&["1;A;;X", "2;;;X", "3;C;;X;;;;hôm qua;abc"]);
    assert_eq!(
        (mixed.people.len(), mixed.problems.len()),
        (1, 3),
        "all faults of a row at once"
    );
}

#[test]
fn missing_columns_and_empty_rosters_are_told() {
    let got = read_roster("Mã;Tên\n1;A\n".as_bytes(), &rules());
    let columns: Vec<&str> = got
        .problems
        .iter()
        .filter_map(|p| p.column.as_deref())
        .collect();
    assert_eq!(columns, ["Họ và tên", "Tên đơn vị"]);
    assert!(read(&[]).problems[0].message.contains("không có người nào"));
    let latin = read_roster(b"M\xe3;T\xean\n", &rules());
    assert!(
        latin.problems[0]
            .to_string()
            .starts_with("Tệp: tệp không dùng bảng mã UTF-8")
    );
}

#[test]
fn cells_that_cannot_be_read_are_told_row_by_row() {
    let long = "ă".repeat(4_001);
    let bytes = sheet(&[
        &[
            "Mã cán bộ",
            "Họ và tên",
            "Tên đơn vị",
            "Ngày sinh",
            "Ghi chú",
        ],
        &["1", "Nguyễn Văn An", "Xã A", "", "#REF!"],
        &["2", "#N/A", "Xã A", "32/1/1990", ""],
        &["#VALUE!", &long, "Xã A", "", ""],
        &["4", "Lê Văn Cao", "Xã A", "", &long],
    ]);
    let got = read_roster(&bytes, &rules());
    let told: Vec<String> = got.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    for (told, want) in told.iter().zip([
        "Dòng 3, cột “Họ và tên”: ô lỗi của Excel (#N/A). Sửa ô đó rồi nộp lại.",
        "Dòng 3, cột “Ngày sinh”: “32/1/1990”",
        "Dòng 4, cột “Họ và tên”: dài hơn 4000 ký tự. Rút ngắn ô đó rồi nộp lại.",
        "Dòng 4, cột “Mã cán bộ”: ô lỗi của Excel (#VALUE!). Sửa ô đó rồi nộp lại.",
    ]) {
        assert!(told.starts_with(want), "{told}");
    }
    // what stands in columns nobody asks for spoils no row
    let codes: Vec<&str> = got.people.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["1", "4"]);
}

#[test]
fn a_heading_that_cannot_be_read_is_told() {
    let got = read_roster(
        &sheet(&[&["Mã cán bộ", "#N/A", "Tên đơn vị"], &["1", "A", "X"]]),
        &rules(),
    );
    let told: Vec<String> = got.problems.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with("Cột “Họ và tên”: không có cột này"),
        "{told:?}"
    );
    assert_eq!(
        told[1..],
        ["Dòng 1: cột thứ 2: ô lỗi của Excel (#N/A). Sửa ô đó rồi nộp lại."]
    );
    let wide = format!(
        "Mã cán bộ;Họ và tên;Tên đơn vị{};x\n1;A;X\n",
        ";".repeat(61)
    );
    let got = read_roster(wide.as_bytes(), &rules());
    let told: Vec<String> = got.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["Dòng 1: có hơn 64 cột. Xoá các cột thừa rồi nộp lại."]
    );
    let row = format!("1;A;;X{};x", ";".repeat(60));
    assert_eq!(
        problem(&[&row]),
        "Dòng 2: có hơn 64 cột. Xoá các cột thừa rồi nộp lại."
    );
}

#[test]
fn a_flood_of_faults_is_cut() {
    let rows = vec![";;;"; 3];
    let flood: Vec<String> = (0..2_000).map(|i| format!("{i};;;X")).collect();
    let flood: Vec<&str> = flood.iter().map(String::as_str).chain(rows).collect();
    let got = read(&flood);
    assert_eq!(got.problems.len(), 1_001);
    assert!(
        got.problems[1_000].message.contains("còn 1000 lỗi nữa"),
        "{:?}",
        got.problems[1_000]
    );
}

#[test]
fn a_workbook_with_real_dates_and_numbers_is_read() {
    let day = domain::time::Day::parse("1990-07-21").unwrap();
    let table = TableExport {
        title: "Danh sách".to_owned(),
        columns: ["Họ tên", "Mã", "Đơn vị", "Ngày sinh", "SĐT"]
            .into_iter()
            .zip([
                ColumnKind::Text,
                ColumnKind::Number,
                ColumnKind::Text,
                ColumnKind::Date,
                ColumnKind::Number,
            ])
            .map(|(n, k)| Column::new(n, k))
            .collect(),
        rows: vec![vec![
            Cell::text("=Nguyễn Văn An"),
            Cell::whole(12),
            Cell::text("Xã A"),
            Cell::Date(day),
            Cell::whole(912_345_678),
        ]],
    };
    let got = read_roster(&xlsx(&table).unwrap(), &rules());
    assert_eq!(got.problems, []);
    assert_eq!(got.people[0].code, "12");
    assert_eq!(got.people[0].full_name, "=Nguyễn Văn An");
    assert_eq!(got.people[0].birth_date, Some(day));
    assert_eq!(got.people[0].phone.as_deref(), Some("0912345678"));
}

#[test]
fn the_template_s_example_is_never_imported() {
    let got = read_roster(&roster_template(&rules()).unwrap(), &rules());
    assert_eq!(got.people, []);
    assert_eq!(got.units, []);
    assert!(
        got.problems[0].message.contains("không có người nào"),
        "{:?}",
        got.problems
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_roster_panics(text in "[\\PC\n\r\t;,\"]{0,200}", headed in any::<bool>()) {
        let text = if headed { format!("{HEADING}\n{text}") } else { text };
        let got = read_roster(text.as_bytes(), &rules());
        prop_assert!(!got.people.is_empty() || !got.problems.is_empty());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_roster(&bytes, &rules());
    }
}
