//! Copies of a database, and what it says about itself.

use crate::support::*;
use store::{Db, StoreError, backup, contest};

on_both_engines!(a_database_says_how_it_is_set_up);
on_both_engines!(only_the_embedded_database_is_copied);

async fn a_database_says_how_it_is_set_up(bench: Bench) {
    let settings = ok!(backup::settings(&bench.db));
    assert!(!settings.version.is_empty());
    assert_eq!((settings.missing, settings.unknown), (vec![], vec![]));
    assert!(settings.applied > 0);
    let wal = (bench.db.engine() == "sqlite").then(|| "wal".to_owned());
    assert_eq!(settings.journal_mode, wal);
}

async fn only_the_embedded_database_is_copied(bench: Bench) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("it's a copy.db");
    let outcome = backup::write(&bench.db, &copy).await;
    if bench.db.engine() == "postgres" {
        refused(outcome);
        assert!(!copy.exists());
    } else {
        assert_eq!(outcome.unwrap().faults, Vec::<String>::new());
        // Never over a file that is there.
        refused(backup::write(&bench.db, &copy).await);
    }
}

#[tokio::test]
async fn a_database_without_tables_lacks_every_migration() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&sqlite_url(&folder)).await.unwrap();
    let settings = ok!(backup::settings(&db));
    assert!(settings.applied == 0 && !settings.missing.is_empty());
    db.close().await;
}

#[tokio::test]
async fn a_copy_taken_while_writing_goes_on_is_whole_and_comes_back() {
    on_sqlite(async |bench| {
        let mut tx = bench.write().await;
        ok!(contest::insert(&mut tx, &a_contest("c1")));
        tx.commit().await.unwrap();
        // A writer half-way: what it has not committed is not in the copy, and it is not held up.
        let mut tx = bench.write().await;
        ok!(contest::insert(&mut tx, &a_contest("c2")));
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        assert_eq!(ok!(backup::write(&bench.db, &copy)).contests, 1);
        tx.commit().await.unwrap();
        assert_eq!(ok!(backup::check(&copy)).contests, 1);
        assert_eq!(
            folder.path().read_dir().unwrap().count(),
            1,
            "nothing else is left behind"
        );

        // In use: left alone. Closed: moved aside with both contests, and the copy is in its place.
        let file = backup::file_of(&bench.url).unwrap();
        let held = backup::restore(&copy, &file).await;
        assert!(matches!(held, Err(StoreError::Unavailable(_))), "{held:?}");
        bench.db.close().await;
        let aside = ok!(backup::restore(&copy, &file)).unwrap();
        assert_eq!(ok!(backup::check(&aside)).contests, 2);
        assert_eq!(ok!(backup::check(&file)).contests, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.db");
    assert!(backup::check(&file).await.is_err(), "no such file");
    std::fs::write(&file, "không phải cơ sở dữ liệu").unwrap();
    assert!(backup::check(&file).await.is_err(), "another kind of file");
}
