//! Concurrency as histories: 2 to 64 actors on two nodes start, save, submit, read, void and close at once, and what each
//! was told must fit one order of acts that a simple model agrees with (linearizability).
//!
//! `HOITHI_HISTORIES` sets how many histories each test runs, `HOITHI_HISTORY_SEED` where it begins.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

#[path = "histories/act.rs"]
mod act;
#[path = "histories/drive.rs"]
mod drive;
#[path = "histories/model.rs"]
mod model;
#[path = "histories/order.rs"]
mod order;
#[path = "histories/stage.rs"]
mod stage;

use drive::Wave;
use services::planted::Bug;
use support::{World, on_both_engines};

/// Histories of one test in every run of the checks: four of them on each engine make ten thousand.
const HISTORIES: u64 = 2_500;
/// Histories that run at the same time, so that the writer's batches mix them.
const AT_ONCE: u64 = 20;
/// Where a planted mistake must have been found.
const FOUND_WITHIN: u64 = 1_000;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |value| value.parse().unwrap())
}

/// Runs histories from a seed on; the first that fits no order, as text, or how many fitted.
async fn run(world: World, first: u64, count: u64, bug: Option<Bug>) -> Result<u64, String> {
    let seed = setting("HOITHI_HISTORY_SEED", 1) * 1_000_000 + first;
    let stage = stage::stage(world, count).await;
    if let Some(bug) = bug {
        stage.plant(bug);
    }
    let mut fitted = 0;
    while fitted < count {
        let size = AT_ONCE.min(count - fitted);
        let wave = Wave::new(&stage, seed + fitted, fitted, size);
        for history in wave.run().await {
            order::fits(&history.events).map_err(|why| format!("seed {}: {why}", history.seed))?;
        }
        fitted += size;
    }
    Ok(fitted)
}

async fn all_fit(world: World, shard: u64) {
    let count = setting("HOITHI_HISTORIES", HISTORIES);
    let outcome = run(world, shard * count, count, None).await;
    assert_eq!(outcome, Ok(count));
}

async fn is_found(world: World, bug: Bug) {
    let outcome = run(world, 0, FOUND_WITHIN, Some(bug)).await;
    let found = outcome.expect_err("the mistake was not found");
    assert!(found.contains("fits no order"), "{found}");
}

macro_rules! shards {
    ($($name:ident: $shard:literal),+) => {
        $(
            async fn $name(world: World) {
                all_fit(world, $shard).await;
            }
            on_both_engines!($name);
        )+
    };
}

shards!(
    histories_fit_the_model_1: 0,
    histories_fit_the_model_2: 1,
    histories_fit_the_model_3: 2,
    histories_fit_the_model_4: 3
);

async fn a_reply_before_its_commit_is_found(world: World) {
    is_found(world, Bug::AckBeforeCommit).await;
}
on_both_engines!(a_reply_before_its_commit_is_found);

async fn a_start_that_looks_and_then_inserts_is_found(world: World) {
    is_found(world, Bug::CheckThenInsert).await;
}
on_both_engines!(a_start_that_looks_and_then_inserts_is_found);

async fn a_deadline_by_the_clock_of_the_page_is_found(world: World) {
    is_found(world, Bug::ClientTime).await;
}
on_both_engines!(a_deadline_by_the_clock_of_the_page_is_found);
