//! The store's conformance story: one per room, written once, run on both engines.
//!
//! SQLite needs nothing. PostgreSQL needs `HOITHI_TEST_PG`, the address of a server where databases may be created:
//! `tools/pg.sh run cargo nextest run -p store`. Without it these tests fail; `HOITHI_TEST_PG=off` says on purpose that
//! this half is not to run.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

mod backup;
mod by_key;
mod contest;
mod kiosk;
mod later;
mod master_key;
mod names;
mod news;
mod people;
mod question;
mod quiz;
mod record;
mod roster;
mod standings;

mod coverage;
mod engine;
mod races;
mod schema;
mod silence;
