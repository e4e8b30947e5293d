//! The two engines. SQLite in a folder of its own; PostgreSQL in a database of its own on the server of `tools/pg.sh`.

use super::World;
use super::postgres::Database;
use std::future::Future;

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
    let Some(database) = Database::create("services") else {
        return;
    };
    let world = World::open(database.url.clone(), None).await;
    let db = world.services.db().clone();
    // In a task of its own, so that the store is closed before a failed story's database goes.
    let outcome = tokio::spawn(story(world)).await;
    db.close().await;
    drop(database);
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}
