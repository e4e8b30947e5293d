//! Pages and islands.
#[cfg(feature = "ssr")]
pub use leptos_axum as _x;
