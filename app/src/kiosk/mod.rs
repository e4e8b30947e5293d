//! Kiosks: the device page, idle reset, hand-off; pairing in the admin.

pub mod idle;
pub mod left;
pub mod listen;

#[cfg(feature = "ssr")]
pub mod admin;
#[cfg(feature = "ssr")]
pub mod foot;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod help;
#[cfg(feature = "ssr")]
pub mod page;

#[cfg(feature = "ssr")]
pub use forms::FORMS;
