//! The program with its site inside.

use crate::place::{Place, Told, text};
use std::fs;
use std::process::Command;

/// One file deploys the program: what it was packed with it serves, wherever it stands, with no folder beside it.
#[test]
fn a_packed_program_carries_its_site() {
    let place = Place::new();
    fs::create_dir_all(place.path("built/pkg")).unwrap();
    let to = place.path("dist/hoithi");
    let pack = |place: &Place| {
        let site = place.path("built");
        place.hoithi(&["pack", "--site", text(&site), "--to", text(&to)])
    };
    pack(&place).refused(&["không có tệp của trang web"]);
    for (name, bytes) in [
        ("built/pkg/hoithi.wasm", "w"),
        ("built/pkg/hoithi.js", "j"),
        ("built/pkg/hoithi.css", "c"),
        ("built/favicon.svg", "<svg/>"),
    ] {
        place.write(name, bytes);
    }
    assert!(pack(&place).good().contains("4 tệp"));
    fs::remove_dir_all(place.path("built")).unwrap();

    let mut doctor = Command::new(&to);
    doctor
        .env_clear()
        .env("HOITHI_DATA_DIR", place.path("data"))
        .current_dir(place.path("dist"))
        .arg("doctor");
    let told = Told::of(doctor.output().unwrap());
    assert!(
        told.out.contains("Tệp của trang web trong chương trình"),
        "{}",
        told.out
    );
    // It is packed again from itself, with other files.
    fs::create_dir_all(place.path("site/pkg")).unwrap();
    place.write("site/pkg/hoithi.wasm", "new");
    let again = place.path("dist/again");
    let site = place.path("site");
    let args = ["pack", "--site", text(&site), "--to", text(&again)];
    Told::of(Command::new(&to).args(args).output().unwrap()).good();
    let told = Command::new(&again)
        .env_clear()
        .arg("doctor")
        .current_dir(place.path("dist"))
        .output();
    let told = Told::of(told.unwrap());
    assert!(
        told.out.contains("thiếu tệp .js trong chương trình"),
        "{}",
        told.out
    );
}
