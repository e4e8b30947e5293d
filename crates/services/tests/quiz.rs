//! The hot path through the use cases: starting, saving, sending, receipts, the sweep.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

#[path = "quiz/entrance.rs"]
mod entrance;
#[path = "quiz/finish.rs"]
mod finish;
#[path = "quiz/fixture.rs"]
mod fixture;
#[path = "quiz/save.rs"]
mod save;
#[path = "quiz/start.rs"]
mod start;
