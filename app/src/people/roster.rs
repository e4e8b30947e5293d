//! (being written)
use leptos::prelude::*;
/// Page.
#[component]
pub fn RosterPage() -> impl IntoView { view! { <crate::ui::frame::Frame><p>"…"</p></crate::ui::frame::Frame> } }
/// Handler.
pub async fn handle(_: crate::forms::Call) -> Result<crate::forms::Done, services::ServiceError> { Err(services::ServiceError::NotFound) }
