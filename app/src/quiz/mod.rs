//! The quiz: the sheet with its live panel, checking, sending, receipts.

pub mod api;
pub(crate) mod left;
pub(crate) mod line;
pub mod panel;
pub mod send;
pub mod tick;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod check;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod mine;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod receipt;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use forms::FORMS;
