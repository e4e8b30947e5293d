//! Contests: home page, contest page, rules; creating and editing them.

pub mod countdown;
pub mod watch;

#[cfg(feature = "ssr")]
pub mod admin;
#[cfg(feature = "ssr")]
mod commitment;
#[cfg(feature = "ssr")]
pub mod happened;
#[cfg(feature = "ssr")]
pub mod help;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
mod later;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod plans;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
mod turnout;

#[cfg(feature = "ssr")]
pub use admin::FORMS;
