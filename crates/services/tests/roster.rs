//! Rosters, slips, units, and who sees the people.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

#[path = "roster/fixture.rs"]
mod fixture;
#[path = "roster/import.rs"]
mod import;
#[path = "roster/own_login.rs"]
mod own_login;
#[path = "roster/people.rs"]
mod people;
#[path = "roster/second.rs"]
mod second;
#[path = "roster/tree.rs"]
mod tree;
