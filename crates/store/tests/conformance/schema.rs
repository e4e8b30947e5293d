//! The schema comes out the same however a database got there.

use crate::support::*;
use sqlx::migrate::Migrator;
use std::fs;
use std::path::PathBuf;
use store::Db;

on_both_engines!(migrating_again_changes_nothing);
on_both_engines!(only_a_server_has_a_clock_of_its_own);

async fn only_a_server_has_a_clock_of_its_own(bench: Bench) {
    let (first, second) = (
        bench.db.clock().await.unwrap(),
        bench.db.clock().await.unwrap(),
    );
    assert_eq!(first.is_some(), matches!(bench.db, Db::Postgres { .. }));
    assert!(first <= second, "{first:?} {second:?}");
    assert!(
        first.is_none_or(|ms| ms > 1_700_000_000_000),
        "milliseconds: {first:?}"
    );
}

/// Everything that makes up the schema, in order.
async fn dump(db: &Db) -> Vec<String> {
    let mut found: Vec<String> = match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(
            "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || COALESCE(sql, '') FROM sqlite_master",
        )
        .fetch_all(read)
        .await
        .unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(
            "SELECT table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type || ' ' || is_nullable \
             || COALESCE(column_default, '') FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
             UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) \
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        )
        .fetch_all(pool)
        .await
        .unwrap(),
    };
    found.sort();
    found
}

async fn applied(db: &Db) -> Vec<(i64, Vec<u8>)> {
    let sql = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
    match db {
        Db::Sqlite { read, .. } => sqlx::query_as(sql).fetch_all(read).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
    }
}

/// The migration files in order.
fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "sql"));
    found.sort();
    found
}

async fn migrating_again_changes_nothing(bench: Bench) {
    let (schema, versions) = (dump(&bench.db).await, applied(&bench.db).await);
    assert_eq!(
        versions.len(),
        files().len(),
        "a migration is not compiled in: see build.rs"
    );
    assert!(
        schema.iter().any(|line| line.contains("attempt_by_due")),
        "{schema:?}"
    );
    furnish(&bench, 1).await;
    bench.db.migrate().await.unwrap();
    assert_eq!(dump(&bench.db).await, schema);
    assert_eq!(applied(&bench.db).await, versions);
}

/// Brings a database to the first `many` migrations, as an older release left it.
async fn migrate_to(db: &Db, many: usize) {
    let folder = tempfile::tempdir().unwrap();
    for file in &files()[..many] {
        fs::copy(file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    let older = Migrator::new(folder.path()).await.unwrap();
    match db {
        Db::Sqlite { write, .. } => older.run(write).await.unwrap(),
        Db::Postgres { pool, .. } => older.run(pool).await.unwrap(),
    }
}

#[tokio::test]
async fn an_upgraded_sqlite_equals_a_fresh_one() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = Bench::open(sqlite_url(&folder)).await;
    for release in 1..files().len() {
        let folder = tempfile::tempdir().unwrap();
        let older = Db::open(&sqlite_url(&folder)).await.unwrap();
        migrate_to(&older, release).await;
        older.migrate().await.unwrap();
        assert_eq!(
            dump(&older).await,
            dump(&fresh.db).await,
            "from release {release}"
        );
        older.close().await;
    }
    fresh.db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgraded_postgres_equals_a_fresh_one() {
    on_postgres(async |fresh: Bench| {
        let expected = dump(&fresh.db).await;
        for release in 1..files().len() {
            let expected = expected.clone();
            on_empty_postgres(async move |older: Bench| {
                migrate_to(&older.db, release).await;
                older.db.migrate().await.unwrap();
                assert_eq!(dump(&older.db).await, expected, "from release {release}");
            })
            .await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(sqlite_url(&folder)).await;
    let Db::Sqlite { write, .. } = &bench.db else {
        panic!("not SQLite")
    };
    sqlx::query("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1")
        .execute(write)
        .await
        .unwrap();
    refused(bench.db.migrate().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_needs_no_quotes_for_any_name() {
    on_postgres(async |bench: Bench| {
        let Db::Postgres { pool, .. } = &bench.db else { panic!("not PostgreSQL") };
        let quoted: Vec<String> = sqlx::query_scalar(
            "SELECT quote_ident(table_name) || '.' || quote_ident(column_name) FROM information_schema.columns \
             WHERE table_schema = 'public' AND (quote_ident(table_name) <> table_name OR quote_ident(column_name) <> column_name)",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        assert!(quoted.is_empty(), "{quoted:?}");
    })
    .await;
}
