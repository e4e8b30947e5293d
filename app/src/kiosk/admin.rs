//! (being written)
use leptos::prelude::*;
/// Page.
#[component]
pub fn KiosksPage() -> impl IntoView { view! { <crate::ui::frame::Frame><p>"…"</p></crate::ui::frame::Frame> } }
