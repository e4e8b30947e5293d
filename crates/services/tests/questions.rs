//! The question bank: importing, editing, locking, who sees keys.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

#[path = "questions/edit.rs"]
mod edit;
#[path = "questions/fixture.rs"]
mod fixture;
#[path = "questions/import.rs"]
mod import;
#[path = "questions/lock.rs"]
mod lock;
