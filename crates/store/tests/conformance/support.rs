//! A fresh database on either engine, and rows to fill it with.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::future::Future;
use std::str::FromStr;
use store::contest::{ContestRow, RoundRow};
use store::people::{AccountRow, PersonRow, UnitRow};
use store::quiz::{AnswerRow, AttemptRow};
use store::{Db, StoreError, Tx};

/// A database of its own, migrated.
#[derive(Clone)]
pub(crate) struct Bench {
    pub(crate) db: Db,
    pub(crate) url: String,
}

impl Bench {
    pub(crate) async fn open(url: String) -> Self {
        let bench = Self::open_empty(url).await;
        bench.db.migrate().await.unwrap();
        bench
    }

    async fn open_empty(url: String) -> Self {
        Self {
            db: Db::open(&url).await.unwrap(),
            url,
        }
    }

    /// A second handle, as another node would have: on SQLite the one writer, shared.
    pub(crate) async fn another(&self) -> Db {
        match &self.db {
            Db::Sqlite { .. } => self.db.clone(),
            Db::Postgres { .. } => Db::open(&self.url).await.unwrap(),
        }
    }

    pub(crate) async fn read(&self) -> Tx {
        self.db.read().await.unwrap()
    }

    pub(crate) async fn write(&self) -> Tx {
        self.db.write().await.unwrap()
    }
}

/// Declares a story as two tests, one per engine.
macro_rules! on_both_engines {
    ($story:ident) => {
        mod $story {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                $crate::support::on_sqlite(super::$story).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                $crate::support::on_postgres(super::$story).await;
            }
        }
    };
}
pub(crate) use on_both_engines;

/// What a store function gives when it works.
macro_rules! ok {
    ($call:expr) => {
        $call.await.unwrap()
    };
}
pub(crate) use ok;

pub(crate) async fn on_sqlite<F, S>(story: F)
where
    F: FnOnce(Bench) -> S,
    S: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(sqlite_url(&folder)).await;
    story(bench.clone()).await;
    bench.db.close().await;
}

pub(crate) fn sqlite_url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}/store.db", folder.path().display())
}

pub(crate) async fn on_postgres<F, S>(story: F)
where
    F: FnOnce(Bench) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    on_empty_postgres(|bench: Bench| async move {
        bench.db.migrate().await.unwrap();
        story(bench).await;
    })
    .await;
}

/// A database without a table.
pub(crate) async fn on_empty_postgres<F, S>(story: F)
where
    F: FnOnce(Bench) -> S,
    S: Future<Output = ()> + Send + 'static,
{
    let Some(server) = server(std::env::var("HOITHI_TEST_PG").ok()).unwrap() else {
        eprintln!("HOITHI_TEST_PG=off: not run on PostgreSQL");
        return;
    };
    let mut admin = PgConnection::connect(&server).await.unwrap();
    let name = create_database(&mut admin).await;
    let options = PgConnectOptions::from_str(&server).unwrap().database(&name);
    let bench = Bench::open_empty(options.to_url_lossy().to_string()).await;
    // In a task of its own, so that a failed story still leaves no database behind.
    let outcome = tokio::spawn(story(bench.clone())).await;
    bench.db.close().await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    sqlx::query(AssertSqlSafe(drop))
        .execute(&mut admin)
        .await
        .unwrap();
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// The server's address; nothing when it was switched off on purpose.
fn server(setting: Option<String>) -> Result<Option<String>, &'static str> {
    match setting.as_deref() {
        Some("off") => Ok(None),
        None | Some("") => Err(
            "HOITHI_TEST_PG is not set: run `tools/pg.sh run cargo nextest run -p store`, \
                or set HOITHI_TEST_PG=off to leave PostgreSQL out on purpose",
        ),
        Some(_) => Ok(setting),
    }
}

/// A new database that sorts text the Vietnamese way where the server can: an order the store left to the database
/// would then differ from SQLite's, and be found.
async fn create_database(admin: &mut PgConnection) -> String {
    let (name, vietnamese): (String, bool) = sqlx::query_as(
        "SELECT 'hoithi_' || replace(CAST(gen_random_uuid() AS TEXT), '-', ''), \
         CAST(current_setting('server_version_num') AS INT) >= 150000 \
         AND EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'vi-x-icu')",
    )
    .fetch_one(&mut *admin)
    .await
    .unwrap();
    let locale = if vietnamese {
        " LOCALE_PROVIDER icu ICU_LOCALE 'vi'"
    } else {
        ""
    };
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'{locale}");
    sqlx::query(AssertSqlSafe(create))
        .execute(admin)
        .await
        .unwrap();
    name
}

#[test]
fn postgres_is_never_left_out_silently() {
    assert!(server(None).is_err());
    assert!(server(Some(String::new())).is_err());
    assert_eq!(server(Some("off".into())), Ok(None));
    assert_eq!(
        server(Some("postgres://h/d".into())),
        Ok(Some("postgres://h/d".into()))
    );
}

/// Text that breaks careless code: both quotes, diacritics composed and not, another script, an emoji, lines.
pub(crate) const HARD_TEXT: &str =
    "Ngô Thị \"Huệ\"; O'Brien -- Đa\u{301}p a\u{301}n ệ ộ $1 ? %_\\ 㐂 🏆\r\n\tdòng hai";

/// What a violated unique constraint is called.
pub(crate) fn constraint<T: std::fmt::Debug>(outcome: store::Result<T>) -> String {
    match outcome {
        Err(StoreError::NotUnique { constraint }) => constraint,
        other => panic!("expected NotUnique, got {other:?}"),
    }
}

/// Refused by the engine for another reason than uniqueness: a foreign key, a check.
pub(crate) fn refused<T: std::fmt::Debug>(outcome: store::Result<T>) {
    assert!(matches!(outcome, Err(StoreError::Driver(_))), "{outcome:?}");
}

/// A statement meant for one row that found another number.
pub(crate) fn not_one_row<T: std::fmt::Debug>(outcome: store::Result<T>, expected: &str) {
    match outcome {
        Err(StoreError::Inconsistent { table, .. }) => assert_eq!(table, expected),
        other => panic!("expected Inconsistent, got {other:?}"),
    }
}

pub(crate) fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

pub(crate) fn account(id: &str) -> AccountRow {
    AccountRow {
        id: id.into(),
        login: format!("login-{id}"),
        password_hash: "argon2".into(),
        full_name: format!("Người {id}"),
        is_admin: 0,
        created_at: 1,
        created_by: Some("maker".into()),
        ..AccountRow::default()
    }
}

pub(crate) fn a_contest(id: &str) -> ContestRow {
    ContestRow {
        id: id.into(),
        code: format!("code-{id}"),
        rules: "{}".into(),
        rules_version: 1,
        created_at: 1,
        listed: 1,
        ..ContestRow::default()
    }
}

pub(crate) fn round(id: &str, contest_id: &str, place: i64) -> RoundRow {
    RoundRow {
        id: id.into(),
        contest_id: contest_id.into(),
        code: format!("vong-{id}"),
        place,
        opens: 1_000,
        closes: 2_000,
        ..RoundRow::default()
    }
}

pub(crate) fn unit(id: &str, contest_id: &str) -> UnitRow {
    UnitRow {
        id: id.into(),
        contest_id: contest_id.into(),
        code: format!("code-{id}"),
        name: format!("Đơn vị {id}"),
        ..UnitRow::default()
    }
}

pub(crate) fn person(id: &str, contest_id: &str, unit_id: &str) -> PersonRow {
    PersonRow {
        id: id.into(),
        contest_id: contest_id.into(),
        code: Some(format!("code-{id}")),
        full_name: format!("Nguyễn Văn {id}"),
        name_folded: format!("nguyen van {id}"),
        unit_id: unit_id.into(),
        category: "cb".into(),
        created_at: 1,
        ..PersonRow::default()
    }
}

pub(crate) fn attempt(id: &str, round_id: &str, person_id: &str) -> AttemptRow {
    AttemptRow {
        id: id.into(),
        round_id: round_id.into(),
        person_id: person_id.into(),
        attempt_number: 1,
        unit_id: "u1".into(),
        started_at: 1_000,
        allowed_ms: 600,
        due_at: 1_600,
        state: "in_progress".into(),
        shape: "{}".into(),
        draw_version: 1,
        paper_hash: "paper".into(),
        receipt_hash: format!("receipt-{id}"),
        ..AttemptRow::default()
    }
}

pub(crate) fn answer(attempt_id: &str, slot: i64, value: &str, revision: i64) -> AnswerRow {
    AnswerRow {
        attempt_id: attempt_id.into(),
        slot,
        held_value: value.into(),
        revision,
        saved_at: revision,
    }
}

/// A small world: contest `c1`, rounds `r1` and `r2`, unit `u1`, persons `p1` to `p<people>`, accounts `a1` and `a2`.
pub(crate) async fn furnish(bench: &Bench, people: usize) {
    let mut tx = bench.write().await;
    store::contest::insert(&mut tx, &a_contest("c1"))
        .await
        .unwrap();
    for (place, id) in [(0, "r1"), (1, "r2")] {
        store::contest::insert_round(&mut tx, &round(id, "c1", place))
            .await
            .unwrap();
    }
    for id in ["a1", "a2"] {
        store::people::insert_account(&mut tx, &account(id))
            .await
            .unwrap();
    }
    store::people::upsert_units(&mut tx, &[unit("u1", "c1")])
        .await
        .unwrap();
    let roster: Vec<PersonRow> = (1..=people)
        .map(|n| person(&format!("p{n}"), "c1", "u1"))
        .collect();
    store::people::upsert_people(&mut tx, &roster)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// [`furnish`] and one running attempt of `r1` per person, `t1` to `t<people>`.
pub(crate) async fn furnish_with_attempts(bench: &Bench, people: usize) {
    furnish(bench, people).await;
    let rows: Vec<AttemptRow> = (1..=people)
        .map(|n| attempt(&format!("t{n}"), "r1", &format!("p{n}")))
        .collect();
    let mut tx = bench.write().await;
    let inserted = store::quiz::insert_attempts(&mut tx, &rows).await.unwrap();
    assert_eq!(inserted, people as u64);
    tx.commit().await.unwrap();
}
