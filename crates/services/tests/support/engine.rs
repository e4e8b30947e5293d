//! The two engines. SQLite in a folder of its own; PostgreSQL in a database of its own on the server of `tools/pg.sh`.

use super::World;
use std::future::Future;
use std::path::PathBuf;
use std::process::Command;

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

pub(crate) async fn on_sqlite<F, S>(story: F)
where
    F: FnOnce(World) -> S,
    S: Future<Output = ()>,
{
    story(World::new().await).await;
}

pub(crate) async fn on_postgres<F, S>(story: F)
where
    F: FnOnce(World) -> S,
    S: Future<Output = ()> + Send + 'static,
{
    let Some(server) = server(std::env::var("HOITHI_TEST_PG").ok()).unwrap() else {
        eprintln!("HOITHI_TEST_PG=off: not run on PostgreSQL");
        return;
    };
    // One test is one process, so the process names the database.
    let name = format!("hoithi_services_{}", std::process::id());
    client("dropdb", &server, &["--if-exists", "--force"], &name);
    client("createdb", &server, &[], &name);
    let url = match server.rsplit_once('/') {
        Some((before, _)) => format!("{before}/{name}"),
        None => panic!("HOITHI_TEST_PG has no database: {server}"),
    };
    let world = World::open(url, None).await;
    let db = world.services.db().clone();
    // In a task of its own, so that a failed story still leaves no database behind.
    let outcome = tokio::spawn(story(world)).await;
    db.close().await;
    client("dropdb", &server, &["--force"], &name);
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// The server's address; nothing when it was switched off on purpose.
fn server(setting: Option<String>) -> Result<Option<String>, &'static str> {
    match setting.as_deref() {
        Some("off") => Ok(None),
        None | Some("") => Err(
            "HOITHI_TEST_PG is not set: run `tools/pg.sh run cargo nextest run -p services`, \
             or set HOITHI_TEST_PG=off to leave PostgreSQL out on purpose",
        ),
        Some(_) => Ok(setting),
    }
}

/// Runs a client program of PostgreSQL: only the store knows SQL, here too.
fn client(program: &str, server: &str, options: &[&str], name: &str) {
    let done = Command::new(folder().join(program))
        .arg(format!("--maintenance-db={server}"))
        .args(options)
        .arg(name)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// Folder of the programs; where the path has them, nothing.
fn folder() -> PathBuf {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tools/pg.sh");
    let found = Command::new(script).arg("where").output().unwrap();
    PathBuf::from(String::from_utf8_lossy(&found.stdout).trim())
}
