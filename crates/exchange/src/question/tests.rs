//! Tests of the other readers, the checks, and the way out and back.

use super::*;
use crate::table::OLE_MAGIC;
use crate::table::tests::sheet;

mod limits;
mod roundtrip;

const KEEP: ConvertOptions = ConvertOptions { keep_going: true };

fn refused(text: &str, format: Format, want: &[(u32, &str)]) -> Outcome {
    let outcome = convert(text.as_bytes(), format, KEEP);
    let got: Vec<(u32, &str)> = outcome
        .problems
        .iter()
        .map(|p| (p.line, p.message.as_str()))
        .collect();
    assert_eq!(got.len(), want.len(), "{text}\n{got:?}");
    for ((line, message), (want_line, word)) in got.iter().zip(want) {
        assert_eq!(line, want_line, "{text}\n{got:?}");
        assert!(message.contains(word), "{message} lacks {word}");
    }
    outcome
}

#[test]
fn aiken_is_read() {
    let text = "Cơ quan nào ban hành\nNghị quyết số 76/NQ-CP?\r\nA. Quốc hội\r\nB) Chính phủ\r\nC. Bộ Nội vụ\r\nANSWER: B\r\n\r\nC. Mác sinh năm nào?\nA. 1818\nB. 1820\nĐáp án: a.\nGiải thích: Sinh ngày 5/5/1818.\nASEAN lập năm 1967.\nAn Giang ở miền Tây.\n\nCâu sau?\nA. Có\nB. Không\nANSWER: A\n";
    let got = refused(text, Format::Aiken, &[]).questions;
    assert_eq!(got.len(), 3);
    assert_eq!(got[0].stem, "Cơ quan nào ban hành\nNghị quyết số 76/NQ-CP?");
    assert_eq!((got[0].line, got[0].right_places()), (Some(1), vec![1]));
    assert_eq!(got[1].stem, "C. Mác sinh năm nào?");
    assert_eq!((got[1].line, got[1].right_places()), (Some(8), vec![0]));
    let explanation = "Sinh ngày 5/5/1818.\nASEAN lập năm 1967.\nAn Giang ở miền Tây.";
    assert_eq!(got[1].explanation.as_deref(), Some(explanation));
    assert_eq!(got[2].stem, "Câu sau?");
    assert_eq!(got[0].options[1].weight, Weight::FULL);
}

#[test]
fn aiken_faults_are_named_by_line() {
    let none = "A?\nA. 1\nB. 2\n\nB?\nA. 1\nB. 2\nANSWER: A\n";
    assert_eq!(
        refused(none, Format::Aiken, &[(3, "thiếu đáp án")])
            .questions
            .len(),
        1
    );
    let glued = "A?\nA. 1\nB. 2\nB?\nA. 1\nB. 2\nANSWER: A\n";
    let got = refused(glued, Format::Aiken, &[(3, "thiếu đáp án")]).questions;
    assert_eq!(
        (got.len(), got[0].line, got[0].options.len()),
        (1, Some(4), 2)
    );
    refused(
        "A?\nA. 1\nB. 2\nANSWER: C\n",
        Format::Aiken,
        &[(4, "đáp án C không có")],
    );
    refused(
        "A?\nA. 1\nANSWER: A\n",
        Format::Aiken,
        &[(1, "chỉ có 1 phương án")],
    );
    refused(
        "A?\nA. 1\nB. 2\nB. 3\nANSWER: A\n",
        Format::Aiken,
        &[(4, "hai phương án B")],
    );
    refused(
        "A?\nA. 1\nA. 2\nANSWER: A\n",
        Format::Aiken,
        &[(3, "hai phương án A")],
    );
    refused(
        "A. 1\nB. 2\nANSWER: A\n",
        Format::Aiken,
        &[(1, "không có câu hỏi")],
    );
    refused("ANSWER: A\n", Format::Aiken, &[(1, "không có câu hỏi")]);
    refused(
        "A?\nA. 1\nB. 2\nANSWER: không rõ\n",
        Format::Aiken,
        &[(4, "đáp án không rõ")],
    );
    refused("A?\n\n", Format::Aiken, &[(1, "không có phương án")]);
    let shown = LineProblem::new(3, "thiếu đáp án.").to_string();
    assert_eq!(shown, "Dòng 3: thiếu đáp án.");
}

#[test]
fn an_answer_of_several_letters_makes_a_multiple_choice() {
    let got = refused("A?\nA. 1\nB. 2\nC. 3\nANSWER: A, C\n", Format::Aiken, &[]).questions;
    assert_eq!(
        (got[0].kind, got[0].right_places()),
        (ImportedKind::MultipleChoice, vec![0, 2])
    );
    assert_eq!(got[0].options[0].weight.format(), "50");
}

const BANK: &str = r#"
[[question]]
code = "TH-001"
topic = "the_che"
level = "nhan_biet"
kind = "single_choice"
stem = "Văn bản nào?"
options = ["Nghị quyết 76", "Nghị quyết 30c"]
correct = [0]
explanation = "Vì vậy."
source = { document = "Nghị quyết số 76/NQ-CP", article = "", date = "2021-07-15", status = "HL", fact = "F001" }

[[question]]
code = "TH-002"
kind = "multiple_choice"
stem = "Những gì?"
options = ["Một", "Hai", "Ba"]
correct = [0, 2]

[[question]]
code = "TH-003"
kind = "true_false"
stem = "Đúng không?"
correct = [1]
"#;

#[test]
fn a_bank_is_read() {
    let got = refused(BANK, Format::BankToml, &[]).questions;
    assert_eq!(got.len(), 3);
    assert_eq!((got[0].line, got[1].line), (Some(2), Some(13)));
    assert_eq!(got[0].source.as_ref().unwrap().date, "2021-07-15");
    assert_eq!(got[1].right_places(), [0, 2]);
    assert_eq!(
        (got[2].options[1].text.as_str(), got[2].options[1].correct),
        ("Sai", true)
    );
}

#[test]
fn bank_faults_are_named_by_line() {
    let kind = BANK.replace("\"multiple_choice\"", "\"matching\"");
    assert_eq!(
        refused(&kind, Format::BankToml, &[(15, "matching")])
            .questions
            .len(),
        2
    );
    let place = BANK.replace("correct = [0]", "correct = [2]");
    refused(&place, Format::BankToml, &[(2, "đếm từ 0")]);
    let level = BANK.replace("\"nhan_biet\"", "\"nho\"");
    refused(&level, Format::BankToml, &[(5, "mức độ")]);
    let code = BANK.replace("TH-002", "th-001");
    refused(&code, Format::BankToml, &[(13, "đã dùng ở dòng 2")]);
    let syntax = BANK.replace("correct = [0, 2]", "correct = [0, 2");
    refused(&syntax, Format::BankToml, &[(20, "cú pháp")]);
}

#[test]
fn the_product_s_own_banks_are_sound() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contests/banks");
    for file in std::fs::read_dir(folder).expect("contests/banks") {
        let path = file.expect("entry").path();
        let bytes = std::fs::read(&path).expect("bank");
        let got = convert(&bytes, Format::BankToml, ConvertOptions::default());
        assert_eq!(got.problems, [], "{}", path.display());
        // Two hundred real questions: nobody is to be bothered by a false alarm.
        assert_eq!(got.warnings, [], "{}", path.display());
        assert!(!got.questions.is_empty(), "{}", path.display());
    }
}

const SHEET: &str = "Danh sách câu hỏi;;;;;;\nstt;ĐÁP ÁN (*);Phương án B;phuong an a;Câu hỏi;Mức độ;Ngày ban hành;Phương án C\n1;B;Hai;Một;Câu một?;NB;15/7/2021;\n2;A,C;Hai;Một;Câu hai?;VDC;;Ba\n";

#[test]
fn a_sheet_is_read_whatever_the_order_of_its_columns() {
    let got = refused(SHEET, Format::Csv, &[]).questions;
    assert_eq!(got.len(), 2);
    assert_eq!((got[0].line, got[0].right_places()), (Some(3), vec![1]));
    assert_eq!(got[0].options[0].text, "Một");
    assert_eq!(got[0].source.as_ref().unwrap().date, "2021-07-15");
    assert_eq!(
        (got[1].kind, got[1].level),
        (ImportedKind::MultipleChoice, Some(Level::VanDungCao))
    );
}

#[test]
fn sheet_faults_name_row_and_column() {
    let cases = [
        (
            SHEET.replace("1;B;", "1;C;"),
            (3, "cột “Đáp án”: đáp án C không có"),
        ),
        (SHEET.replace("1;B;", "1;;"), (3, "cột “Đáp án”: để trống")),
        (SHEET.replace(";NB;", ";dễ;"), (3, "cột “Mức độ”: “dễ”")),
        (
            SHEET.replace("15/7/2021", "31/2/2021"),
            (3, "cột “Ngày ban hành”"),
        ),
        (
            SHEET.replace("Câu hai?", ""),
            (4, "cột “Câu hỏi”: để trống"),
        ),
        (
            SHEET.replace("A,C;Hai", "A,C;"),
            (4, "cột “Phương án B”: để trống trong khi"),
        ),
    ];
    for (text, want) in cases {
        refused(&text, Format::Csv, &[want]);
    }
    refused(
        "x;y\n1;2\n",
        Format::Csv,
        &[
            (0, "“Câu hỏi”"),
            (0, "“Phương án A”"),
            (0, "“Phương án B”"),
            (0, "“Đáp án”"),
        ],
    );
}

#[test]
fn the_template_reads_back_empty_and_its_example_is_sound() {
    let bytes = template().unwrap();
    let got = convert(&bytes, Format::Xlsx, KEEP);
    assert_eq!(got.questions, []);
    assert!(
        got.problems[0]
            .message
            .contains("không tìm thấy câu hỏi nào"),
        "{:?}",
        got.problems
    );
    assert_eq!(bytes, template().unwrap(), "no clock in it");
}

#[test]
fn formats_are_detected() {
    let detect = Format::detect;
    assert_eq!(detect("a.GIFT", b""), Some(Format::Gift));
    assert_eq!(
        detect("a.txt", b"A?\nA. 1\nB. 2\nANSWER: A\n"),
        Some(Format::Aiken)
    );
    assert_eq!(
        detect("a.txt", "A?\nA. 1\nB. 2\nĐáp án: A\n".as_bytes()),
        Some(Format::Aiken)
    );
    assert_eq!(detect("a.txt", b"A?{=a ~b}"), Some(Format::Gift));
    assert_eq!(detect("ngan-hang", BANK.as_bytes()), Some(Format::BankToml));
    assert_eq!(detect("a", b"PK\x03\x04"), Some(Format::Xlsx));
    assert_eq!(detect("a", &OLE_MAGIC), Some(Format::Xlsx));
    assert_eq!(
        detect("a.txt", "Câu hỏi;Phương án A;Đáp án\n".as_bytes()),
        Some(Format::Csv)
    );
    assert_eq!(
        detect("a.docx", b"PK\x03\x04"),
        None,
        "a document is no workbook"
    );
    assert_eq!(detect("a.pdf", b"%PDF-1.7"), None);
    for format in [
        Format::Gift,
        Format::Aiken,
        Format::Xlsx,
        Format::Csv,
        Format::BankToml,
    ] {
        assert_eq!(Format::parse(format.name()), Some(format));
    }
    assert_eq!(Format::parse("qti"), None);
}

#[test]
fn json_is_the_contract() {
    let got = convert("::TH-1::A?{=a ~b####vì}".as_bytes(), Format::Gift, KEEP);
    let json: serde_json::Value =
        serde_json::from_str(&write::json(&got.questions).unwrap()).unwrap();
    assert_eq!(
        json,
        serde_json::json!([{
            "kind": "single_choice",
            "stem": "A?",
            "options": [
                {"text": "a", "correct": true, "weight": 100},
                {"text": "b", "correct": false, "weight": 0}
            ],
            "explanation": "vì",
            "line": 1
        }])
    );
}

#[test]
fn an_explanation_that_names_a_letter_is_pointed_out() {
    let got = convert(
        "A?{=a ~b####Đáp án B sai vì…}".as_bytes(),
        Format::Gift,
        KEEP,
    );
    assert_eq!(got.questions.len(), 1);
    assert!(
        got.warnings[0].message.contains("Đáp án B"),
        "{:?}",
        got.warnings
    );
    let got = convert(
        "A?{=a ~b####Đề án 06 và Điều 8.}".as_bytes(),
        Format::Gift,
        KEEP,
    );
    assert_eq!(got.warnings, []);
}

#[test]
fn what_is_worth_a_second_look_is_named_by_line() {
    let file = "Số?{=a ~b}\n\nNghị định số 61/2018/NĐ-CP ngày 12/11/2021 nói gì?{=Cơ chế một cửa ~b}\n\nC¬ quan nµo?{=Mét ~Hai}";
    let got = convert(file.as_bytes(), Format::Gift, KEEP);
    let told: Vec<_> = got
        .warnings
        .iter()
        .map(|w| {
            (
                w.line,
                w.message.split(' ').take(4).collect::<Vec<_>>().join(" "),
            )
        })
        .collect();
    let want = [
        (3, "văn bản số 61/2018/NĐ-CP".to_owned()),
        (5, "chữ gõ theo bảng".to_owned()),
    ];
    assert_eq!(told, want);
}
