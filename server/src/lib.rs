//! The server: configuration, router, middleware, background jobs. A library so that tests can start it on a random
//! port; the binary is a thin command line on top.

// Views are nested types; the deepest pages pass the default limit.
#![recursion_limit = "512"]

pub mod background;
pub mod clock;
pub mod command;
pub mod config;
pub mod cookies;
pub mod demo;
pub mod forms;
pub mod health;
pub mod listen;
pub mod live;
pub mod metrics;
pub mod middleware;
pub mod router;
pub mod secrets;
pub mod site;

pub use router::{AppState, router};
