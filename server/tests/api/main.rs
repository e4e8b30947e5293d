//! The built binary as a real server on a random port, spoken to over HTTP.
//!
//! The server crate is not linked: what is tested is what is shipped. Only the story before the test is told by the
//! services, on a clock of its own.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod canary;
mod guessing;
mod home;
mod life;
mod live;
#[path = "../../../crates/services/tests/support/postgres.rs"]
mod postgres;
mod quiz;
mod routes;
mod server;
mod shield;
mod sign_in;
mod sweep;
mod talk;
mod turnout;
mod upload;
mod world;
