//! Pages, islands and server functions.
//!
//! Islands and server functions are compiled twice: for the server, which renders them, and for the browser, which
//! wakes them. Everything else, pages and form handlers, exists on the server only. Rooms carry the names they have
//! in `domain`: [`contest`], [`people`], [`quiz`], [`standings`], [`question`], [`record`], [`kiosk`].

#![recursion_limit = "512"]
#![expect(
    unreachable_pub,
    missing_docs,
    reason = "`#[component]`, `#[island]` and `#[server]` make public types and fields nobody can document"
)]

pub mod contest;
pub mod error;
pub mod kiosk;
pub mod quiz;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod people;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod question;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod standings;
