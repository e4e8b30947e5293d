//! One installation from its first command to its restored copy, and what is kept out of it.

use crate::place::{OTHER_KEY, Place, Told, a_contest_of_before, text};
use std::fs;
use std::path::Path;
use store::Db;

/// What the demo holds: contests; of the first one its units, people and attempts.
async fn counted(place: &Place) -> [usize; 4] {
    let db = Db::open(&format!("sqlite://{}", text(&place.path("data/hoithi.db"))))
        .await
        .unwrap();
    let mut tx = db.read().await.unwrap();
    let contests = store::contest::list(&mut tx).await.unwrap();
    let hue = contests
        .iter()
        .find(|c| c.code == "thua-thien-hue-2022")
        .unwrap();
    let units = store::people::units(&mut tx, &hue.id).await.unwrap().len();
    let people = store::people::people(&mut tx, &hue.id).await.unwrap();
    // A name that stands in nobody's passport: every one of them says that it is an example.
    let invented = |name: &str| name.contains("Mẫu") || name.contains("Thử");
    assert!(people.iter().all(|p| invented(&p.full_name)));
    let people = people.len();
    let mut attempts = 0;
    for round in store::contest::rounds(&mut tx, &hue.id).await.unwrap() {
        attempts += store::quiz::attempts_of_round(&mut tx, &round.id)
            .await
            .unwrap()
            .len();
    }
    drop(tx);
    db.close().await;
    [contests.len(), units, people, attempts]
}

/// One installation from its first command to its restored copy: loading the demo takes seconds, so once is enough.
#[tokio::test]
async fn an_installation_from_demo_to_restore() {
    let place = Place::new();
    let told = place.hoithi(&["doctor"]);
    assert_eq!(told.code, 1, "nothing is there yet: {}", told.out);
    assert!(told.out.contains("hoithi migrate"), "{}", told.out);
    place.hoithi(&["migrate"]).good();

    let first = place.hoithi(&["demo"]).good();
    let counts = counted(&place).await;
    assert_eq!(counts[..3], [5, 40, 2_000]);
    assert!(counts[3] > 3_000, "{} attempts", counts[3]);
    for told in [
        "http://127.0.0.1:3000/\n",
        "http://127.0.0.1:3000/admin",
        "http://127.0.0.1:3000/kiosk",
        "http://127.0.0.1:3000/cuoc-thi/thua-thien-hue-2022",
        "bantochuc",
        "phobantochuc",
        "thuky",
        "HUE-0001",
        "HTTH-2026-001",
    ] {
        assert!(first.contains(told), "{told}");
    }
    let again = place.hoithi(&["demo"]).good();
    assert!(again.ends_with(&first), "{again}");
    assert_eq!(counted(&place).await, counts);

    let mut keyed = place.command(&["demo"]);
    let keyed = Told::of(keyed.env("HOITHI_MASTER_KEY", OTHER_KEY).output().unwrap());
    assert_eq!(
        keyed.refused(&["HOITHI_MASTER_KEY"]),
        "",
        "no slips that are refused"
    );

    fs::create_dir_all(place.path("site/pkg")).unwrap();
    assert_eq!(place.hoithi(&["doctor"]).code, 1, "no files of the site");
    for ending in ["js", "wasm", "css"] {
        place.write(&format!("site/pkg/hoithi.{ending}"), "");
    }
    let sound = place.hoithi(&["doctor"]).good();
    assert!(!sound.contains('✗') && sound.contains("Nhật ký"), "{sound}");

    let copy = place.path("copy.db");
    let told = place.hoithi(&["backup", text(&copy)]).good();
    assert!(told.contains("master.key"), "{told}");
    place.hoithi(&["backup", text(&copy)]).refused(&["copy.db"]);
    place
        .hoithi(&["restore", text(&copy)])
        .refused(&["--force"]);
    restored_elsewhere(
        &copy,
        &fs::read(place.path("data/master.key")).unwrap(),
        counts,
    )
    .await;
    over_itself(&place, &copy).await;
    assert_eq!(counted(&place).await, counts);
}

/// On a new machine: without the key the doctor misses it, with it all is well.
async fn restored_elsewhere(copy: &Path, key: &[u8], counts: [usize; 4]) {
    let place = Place::new();
    place.hoithi(&["restore", text(copy)]).good();
    assert_eq!(counted(&place).await, counts);
    let told = place.hoithi(&["doctor"]);
    assert!(
        told.code == 1 && told.out.contains("master.key"),
        "{}",
        told.out
    );
    // No new key is made beside what it could not open.
    place.hoithi(&["serve"]).refused(&["master.key"]);
    let create = ["admin", "create", "--login", "moi"];
    let mut command = place.command(&create);
    let created = command.env("HOITHI_ADMIN_PASSWORD", "mot cau that dai");
    Told::of(created.output().unwrap()).refused(&["master.key"]);
    assert!(!place.path("data/master.key").exists());
    // Nor is another installation's key let in.
    fs::write(place.path("data/master.key"), OTHER_KEY).unwrap();
    let told = place.hoithi(&["doctor"]).out;
    assert!(told.contains("✗ Khoá chủ không phải của"), "{told}");
    place
        .hoithi(&["serve"])
        .refused(&["master.key", "không phải khoá của"]);
    fs::write(place.path("data/master.key"), key).unwrap();
    let told = place.hoithi(&["doctor"]).out;
    assert!(told.contains("✓ Khoá chủ mở được bí mật đợt thi"), "{told}");
}

/// Not while a server has it open; else the old file is kept.
async fn over_itself(place: &Place, copy: &Path) {
    let file = place.path("data/hoithi.db");
    let server = Db::open(&format!("sqlite://{}", text(&file)))
        .await
        .unwrap();
    place
        .hoithi(&["restore", text(copy), "--force"])
        .refused(&["Dừng máy chủ"]);
    server.close().await;
    place.hoithi(&["restore", text(copy), "--force"]).good();
    assert!(place.path("data/hoithi.db.truoc-khoi-phuc-1").exists());
    let junk = place.write("junk.db", "không phải bản sao");
    place
        .hoithi(&["restore", text(&junk), "--force"])
        .refused(&["junk.db", "không phải cơ sở dữ liệu SQLite"]);
}

/// The demo's passwords are known to everyone, so it never goes into a working installation by mistake.
#[tokio::test]
async fn the_demo_stays_out_of_a_working_installation() {
    let place = Place::new();
    place.hoithi(&["migrate"]).good();
    let file = place.path("data/hoithi.db");
    a_contest_of_before(&format!("sqlite://{}", text(&file))).await;
    place.hoithi(&["demo"]).refused(&["--force"]);
}
