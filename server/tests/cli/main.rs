//! The command line as a contract (DESIGN 5): the built binary, its output, its exit codes.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod installation;
mod key;
mod packed;
mod place;
#[path = "../../../crates/services/tests/support/postgres.rs"]
mod postgres;
mod refusals;

use place::{Place, Told, text};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const RULES: &str = include_str!("../../../docs/RULES.md");

/// The fenced block of docs/RULES.md whose opening line ends with this name.
fn block(name: &str) -> &'static str {
    let start = RULES.find(&format!(" {name}\n")).unwrap() + name.len() + 2;
    &RULES[start..start + RULES[start..].find("```").unwrap()]
}

/// One optional file of settings; the environment comes first, and a name that means nothing is refused.
#[test]
fn settings_may_stand_in_a_file() {
    let place = Place::new();
    let elsewhere = text(&place.path("noi-khac.db")).to_owned();
    let told = |settings: &str, url: Option<&str>| {
        let mut command = place.command(&["migrate"]);
        command.env("HOITHI_CONFIG", place.write("hoithi.toml", settings));
        command.envs(url.map(|url| ("DATABASE_URL", url)));
        Told::of(command.output().unwrap())
    };
    told(&format!("DATABASE_URL = \"sqlite://{elsewhere}\""), None).good();
    assert!(Path::new(&elsewhere).is_file());
    let here = text(&place.path("day.db")).to_owned();
    told(
        "DATABASE_URL = \"gi-do://\"",
        Some(&format!("sqlite://{here}")),
    )
    .good();
    assert!(Path::new(&here).is_file());
    told("HOITHI_ADR = \"127.0.0.1:1\"", None).refused(&["“HOITHI_ADR”", "HOITHI_ADDR"]);
    told("HOITHI_ADDR = 1", None).refused(&["HOITHI_CONFIG", "dòng 1"]);
}

#[test]
fn rank_prints_the_worked_example() {
    let place = Place::new();
    let rules = place.write("rules.toml", block("example-rules"));
    let entries = place.write("entries.csv", block("example-entries"));
    let args = ["rank", "--rules", text(&rules), "--entries", text(&entries)];
    assert_eq!(place.hoithi(&args).good(), block("example-result"));
    let json = place.hoithi(&[&args[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json.good()).unwrap();
    let lines = block("example-result").lines().count() - 1;
    assert_eq!(json.as_array().unwrap().len(), lines);
    assert_eq!(json[0]["entry_id"], "E01");
    assert_eq!(json[0]["prize"], "nhat");
    assert_eq!(json[3]["distance"], Value::Null);
}

#[test]
fn rank_names_the_lines_it_cannot_read() {
    let place = Place::new();
    let rules = place.write("rules.toml", block("example-rules"));
    let broken = block("example-entries")
        .replace("E03,P02,", "E03,,")
        .replace(",7.5,", ",x,");
    let entries = place.write("entries.csv", &broken);
    let told = place.hoithi(&["rank", "--rules", text(&rules), "--entries", text(&entries)]);
    assert_eq!(
        told.refused(&["Dòng 4: cột person_id", "Dòng 7: cột score"]),
        ""
    );
    let broken = block("example-rules").replace("counts = \"best\"", "counts = \"worst\"");
    let line = broken.lines().position(|l| l.contains("worst")).unwrap() + 1;
    let rules = place.write("rules.toml", &broken);
    let told = place.hoithi(&["rank", "--rules", text(&rules), "--entries", text(&entries)]);
    told.refused(&["rules.toml", &format!("Dòng {line}:"), "best"]);
    let told = place.hoithi(&["rank", "--rules", "none.toml", "--entries", text(&entries)]);
    told.refused(&["none.toml"]);
}

const GIFT: &str = "::C1::Cải cách hành chính có mấy nội dung? {=Sáu ~Năm ~Bảy}\n\n\
    ::C2::Dịch vụ công trực tuyến làm được trên điện thoại. {TRUE}\n";
const BROKEN_GIFT: &str = "::C1::Một câu tốt? {=Có ~Không}\n\n::C2::Một câu hỏng? {~Có ~Không\n\n\
    ::C3::Một câu tốt nữa? {=Có ~Không}\n";
const AIKEN: &str = "Cơ quan nào tiếp nhận hồ sơ?\nA. Bộ phận một cửa\nB. Nhà văn hoá\nANSWER: A\n";

#[test]
fn questions_become_json() {
    let place = Place::new();
    let file = place.write("bank.gift", GIFT);
    let json = place.hoithi(&["questions", "convert", text(&file)]).good();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json[0]["kind"], &json[1]["kind"]),
        (&"single_choice".into(), &"true_false".into())
    );
    assert_eq!(json[0]["options"][0]["text"], "Sáu");
    assert_eq!(json[0]["options"][0]["correct"], true);
    assert_eq!((&json[0]["line"], &json[1]["line"]), (&1.into(), &3.into()));
    let file = place.write("bank.txt", AIKEN);
    let json = place
        .hoithi(&["questions", "convert", text(&file), "--from", "aiken"])
        .good();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["options"][1]["correct"], false);
}

/// A workbook, told by its ending: the same questions as the text they came from, each with its row.
#[test]
fn a_workbook_of_questions_becomes_json() {
    use exchange::question::{ConvertOptions, Format, convert, write};
    let place = Place::new();
    let from_text = convert(GIFT.as_bytes(), Format::Gift, ConvertOptions::default());
    let file = place.path("ngan-hang.xlsx");
    fs::write(&file, write::xlsx(&from_text.questions).unwrap()).unwrap();
    let json = place.hoithi(&["questions", "convert", text(&file)]).good();
    let json: Value = serde_json::from_str(&json).unwrap();
    let of_gift = serde_json::to_value(&from_text.questions).unwrap();
    for n in [0, 1] {
        for field in ["kind", "stem", "options", "code"] {
            assert_eq!(json[n][field], of_gift[n][field], "{field}");
        }
        assert_eq!(json[n]["line"], n + 2, "below the heading");
    }
    // a workbook cut in the middle is refused with a sentence, not with a fault of the program
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let told = place.hoithi(&["questions", "convert", text(&file)]);
    assert_eq!(told.refused(&["Excel"]).trim(), "[]");
}

#[test]
fn faults_of_questions_are_told_by_line() {
    let place = Place::new();
    let file = place.write("bank.gift", BROKEN_GIFT);
    let all = ["questions", "convert", text(&file)];
    let json: Value = serde_json::from_str(&place.hoithi(&all).refused(&["Dòng 3"])).unwrap();
    assert_eq!(json, Value::Array(vec![]));
    let told = place.hoithi(&[&all[..], &["--keep-going"]].concat());
    let json: Value = serde_json::from_str(&told.refused(&["Dòng 3"])).unwrap();
    assert_eq!(json[0]["stem"], "Một câu tốt?");
    let told = place.hoithi(&[&all[..], &["--from", "nonsense"]].concat());
    assert_eq!(told.refused(&["nonsense", "gift"]), "");
    for planned in ["moodle-xml", "qti", "docx"] {
        // Not read yet; once it is, a GIFT file is still none of these.
        let told = place.hoithi(&[&all[..], &["--from", planned]].concat());
        told.refused(&[]);
    }
    place
        .hoithi(&["questions", "convert", "none.gift"])
        .refused(&["none.gift"]);
}

#[test]
fn postgres_is_left_to_its_own_tools() {
    let place = Place::new();
    let call = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoithi"));
        command
            .env("DATABASE_URL", "postgres://localhost/none")
            .env_remove("DATABASE_URL_FILE");
        Told::of(
            command
                .current_dir(place.0.path())
                .args(args)
                .output()
                .unwrap(),
        )
    };
    call(&["backup", "copy.db"]).refused(&["pg_dump"]);
    call(&["restore", "copy.db"]).refused(&["pg_restore"]);
}
