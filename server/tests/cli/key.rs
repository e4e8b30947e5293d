//! A program with another key than the data were made with: it is told before it serves, and where to mend it.

use crate::place::{OTHER_KEY, Place, Told, a_contest_of_before, text};
use crate::postgres::Database;
use std::process::Command;

/// The same place on PostgreSQL, or on SQLite without one.
fn on(place: &Place, url: Option<&str>, args: &[&str]) -> Command {
    let mut command = place.command(args);
    command.envs(url.map(|url| ("DATABASE_URL", url)));
    command
}

fn told(command: &mut Command) -> Told {
    Told::of(command.output().unwrap())
}

/// The first account makes the key; after that no other one is let in, wherever it comes from.
fn only_the_first_key_is_let_in(url: Option<&str>) {
    let place = Place::new();
    let create = ["admin", "create", "--login", "quantri"];
    told(on(&place, url, &create).env("HOITHI_ADMIN_PASSWORD", "mot cau that dai")).good();
    assert!(place.path("data/master.key").exists());
    let sound = told(&mut on(&place, url, &["doctor"])).out;
    assert!(sound.contains("✓ Khoá chủ là khoá của"), "{sound}");

    let given = told(on(&place, url, &["serve"]).env("HOITHI_MASTER_KEY", OTHER_KEY));
    given.refused(&["lấy từ HOITHI_MASTER_KEY không phải", "lần chạy đầu"]);
    let file = place.write("khoa", OTHER_KEY);
    let filed = told(on(&place, url, &["serve"]).env("HOITHI_MASTER_KEY_FILE", &file));
    filed.refused(&["HOITHI_MASTER_KEY_FILE", text(&file)]);
    let doctor = told(on(&place, url, &["doctor"]).env("HOITHI_MASTER_KEY_FILE", &file)).out;
    assert!(doctor.contains("✗ Khoá chủ không phải của"), "{doctor}");
    assert!(doctor.contains(text(&file)), "{doctor}");
    // Whoever makes an account with it would be recognised by nobody.
    let second = ["admin", "create", "--login", "phoquantri"];
    let created = told(
        on(&place, url, &second)
            .env("HOITHI_ADMIN_PASSWORD", "mot cau that dai")
            .env("HOITHI_MASTER_KEY", OTHER_KEY),
    );
    created.refused(&["HOITHI_MASTER_KEY"]);
    // The key is lost: no new one beside what only the old one fits.
    std::fs::remove_file(place.path("data/master.key")).unwrap();
    told(&mut on(&place, url, &["serve"])).refused(&["master.key"]);
}

#[test]
fn only_the_first_key_is_let_in_on_sqlite() {
    only_the_first_key_is_let_in(None);
}

#[test]
fn only_the_first_key_is_let_in_on_postgres() {
    if let Some(database) = Database::create("key") {
        only_the_first_key_is_let_in(Some(&database.url));
    }
}

/// A database from before keys had a proof, in which nothing is sealed yet: a command run in passing, maybe without the
/// settings of the service, does not decide whose it is.
async fn a_command_in_passing_claims_nothing(url: Option<&str>) {
    let place = Place::new();
    let with = |args: &[&str]| {
        let mut command = on(&place, url, args);
        command.env("HOITHI_MASTER_KEY", OTHER_KEY);
        command.env("HOITHI_ADMIN_PASSWORD", "mot cau that dai");
        told(&mut command)
    };
    with(&["migrate"]).good();
    let file = format!("sqlite://{}", text(&place.path("data/hoithi.db")));
    a_contest_of_before(url.unwrap_or(&file)).await;
    with(&["admin", "create", "--login", "quantri"]).good();
    let doctor = with(&["doctor"]).out;
    assert!(doctor.contains("chưa gắn với khoá chủ nào"), "{doctor}");
}

#[tokio::test]
async fn a_command_in_passing_claims_nothing_on_sqlite() {
    a_command_in_passing_claims_nothing(None).await;
}

#[tokio::test]
async fn a_command_in_passing_claims_nothing_on_postgres() {
    if let Some(database) = Database::create("passing") {
        a_command_in_passing_claims_nothing(Some(&database.url)).await;
    }
}

/// What the doctor says of PostgreSQL from nothing to the first account leads somewhere.
#[test]
fn the_doctor_of_an_empty_postgres_leads_on() {
    let Some(database) = Database::create("doctor") else {
        return;
    };
    let place = Place::new();
    let url = Some(database.url.as_str());
    let doctor = |key: Option<&str>| {
        let mut command = on(&place, url, &["doctor"]);
        command.envs(key.map(|key| ("HOITHI_MASTER_KEY", key)));
        told(&mut command).out
    };
    let empty = doctor(None);
    assert!(
        empty.contains("còn trống. → Chạy hoithi migrate"),
        "{empty}"
    );
    assert!(!empty.contains("hoithi backup"), "{empty}");
    assert!(empty.contains("lần chạy đầu sẽ tạo"), "{empty}");
    // Who has the key elsewhere needs no folder, and looking makes none.
    let keyed = doctor(Some(OTHER_KEY));
    assert!(!keyed.contains("hư mục dữ liệu"), "{keyed}");
    assert!(!place.path("data").exists());

    let mut migrate = on(&place, url, &["migrate"]);
    told(migrate.env("HOITHI_MASTER_KEY", OTHER_KEY)).good();
    let ready = doctor(Some(OTHER_KEY));
    assert!(ready.contains("chưa gắn với khoá chủ nào"), "{ready}");
    let create = ["admin", "create", "--login", "quantri"];
    let mut create = on(&place, url, &create);
    create.env("HOITHI_ADMIN_PASSWORD", "mot cau that dai");
    told(create.env("HOITHI_MASTER_KEY", OTHER_KEY)).good();
    let ready = doctor(Some(OTHER_KEY));
    assert!(ready.contains("✓ Khoá chủ là khoá của"), "{ready}");
    let lost = doctor(None);
    assert!(
        lost.contains("✗ Cơ sở dữ liệu đã có dữ liệu mà không có khoá chủ"),
        "{lost}"
    );
    assert!(!lost.contains("lần chạy đầu sẽ tạo master"), "{lost}");

    let wrong = |url: &str, words: &[&str]| {
        let said = told(&mut on(&place, Some(url), &["doctor"])).out;
        for word in words {
            assert!(said.contains(word), "{word:?} in {said}");
        }
        told(&mut on(&place, Some(url), &["migrate"])).refused(words);
    };
    wrong(
        &format!("{}?sslmode=nhe", database.url),
        &["nhe", "bỏ sslmode"],
    );
    wrong(
        &format!("{}?sslmode=require", database.url),
        &["TLS", "bỏ sslmode"],
    );
    wrong(
        &format!("{}_khong_co", database.url),
        &["_khong_co", "DATABASE_URL"],
    );
}
