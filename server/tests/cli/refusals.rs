//! What the program says when it cannot do what was asked: which file or setting, and why.

use crate::place::{Place, Told, text};
use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::process::Stdio;

#[test]
fn a_restore_says_which_file_and_why() {
    let place = Place::new();
    let restore = |file: &str| place.hoithi(&["restore", file]);
    restore("khong-co.db").refused(&["không có tệp khong-co.db"]);
    fs::create_dir(place.path("thu-muc")).unwrap();
    restore("thu-muc").refused(&["thu-muc không phải tệp"]);
    place.write(
        "van-ban.db",
        "không phải bản sao, mà là một đoạn văn bản dài hơn một trăm byte: "
            .repeat(9)
            .as_str(),
    );
    restore("van-ban.db").refused(&["van-ban.db", "không phải cơ sở dữ liệu SQLite"]);
    place.write("trong.db", "");
    restore("trong.db").refused(&["trong.db", "không có dữ liệu của Hội Thi"]);
    assert!(!place.path("data/hoithi.db").exists());
    place.hoithi(&["migrate"]).good();
    place
        .hoithi(&["backup", "khong-co/copy.db"])
        .refused(&["khong-co/copy.db", "No such file"]);
}

#[test]
fn an_address_in_use_is_told_before_anything_else() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for args in [&["serve"][..], &["demo", "--serve"]] {
        let mut command = place.command(args);
        let told = Told::of(command.env("HOITHI_ADDR", &address).output().unwrap());
        assert_eq!(
            told.refused(&[&address, "HOITHI_ADDR", "đang có chương trình khác"]),
            ""
        );
    }
    let mut command = place.command(&["serve"]);
    let told = Told::of(command.env("HOITHI_ADDR", "noi-khac").output().unwrap());
    told.refused(&["noi-khac", "HOITHI_ADDR"]);
    assert!(!place.path("data").exists(), "nothing was begun");
}

#[test]
fn a_drain_that_is_too_long_is_told_by_its_own_name() {
    let place = Place::new();
    let mut command = place.command(&["doctor"]);
    let told = Told::of(command.env("HOITHI_DRAIN_SECONDS", "900").output().unwrap());
    assert_eq!(told.code, 1);
    assert!(
        told.out.contains("→ Đặt HOITHI_DRAIN_SECONDS từ 0 đến 300"),
        "{}",
        told.out
    );
    assert!(
        told.out.contains("“900”") && !told.out.contains("*_FILE"),
        "{}",
        told.out
    );
}

/// `hoithi rank … | head`, where the reader is gone before the first line.
#[test]
fn who_stops_reading_a_ranking_has_read_enough() {
    let place = Place::new();
    let rules = place.write("rules.toml", crate::block("example-rules"));
    let head = crate::block("example-entries");
    let first = head.lines().nth(1).unwrap();
    // More than a pipe holds.
    let more: String = (0..20_000)
        .map(|n| format!("{}\n", first.replacen("E01", &format!("X{n}"), 1)))
        .collect();
    let entries = place.write(
        "entries.csv",
        &format!("{}\n{more}", head.lines().next().unwrap()),
    );
    let mut command =
        place.command(&["rank", "--rules", text(&rules), "--entries", text(&entries)]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn the_help_speaks_to_operators() {
    let place = Place::new();
    for flag in ["--help", "-h"] {
        let help = place.hoithi(&[flag]).good();
        let first = help.lines().next().unwrap();
        assert!(
            first.starts_with("Hội Thi: ") && first.ends_with('.'),
            "{first}"
        );
    }
}
