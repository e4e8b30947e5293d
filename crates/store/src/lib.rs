//! The only crate that knows SQL. It loads and records; it never decides.
//!
//! Every query is written once, with `$1` placeholders in the portable subset of `docs/adr/0001`, and runs on SQLite
//! and PostgreSQL through the macros of `run.rs`. Functions take a [`Tx`] that the use case in `services` began, and
//! that only the use case commits.

#[macro_use]
mod run;
mod db;
mod dialect;
mod error;
mod planted;

pub mod backup;
pub mod contest;
pub mod kiosk;
pub mod lease;
pub mod master_key;
pub mod news;
pub mod people;
pub mod question;
pub mod quiz;
pub mod record;
pub mod standings;

pub use db::{Db, Live, Tx};
pub use error::StoreError;

/// Result of every function here.
pub type Result<T> = std::result::Result<T, StoreError>;
