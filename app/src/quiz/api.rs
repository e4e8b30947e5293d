//! Server functions of the live sheet. Their paths are fixed: a page left open over a deployment still saves.

use super::wire::{PostLines, SaveTold, SheetTold};
use crate::error::AppError;
use leptos::prelude::*;

/// Saves one slot: the place, or −1 for the prediction. `base` is the revision the page showed. The reply is the promise: [`SaveTold::Saved`] is durable.
#[server(name = SaveAnswer, prefix = "/api", endpoint = "quiz/save", input = PostLines, output = PostLines)]
pub async fn save_answer(
    attempt: String,
    key: String,
    slot: i64,
    base: u32,
    value: String,
) -> Result<SaveTold, AppError> {
    use domain::quiz::save::{Save, Slot};
    let slot = Slot::from_number(slot).ok_or(services::ServiceError::NotFound)?;
    let (services, actor) = (crate::request::services(), crate::request::actor());
    let save = Save {
        slot,
        value,
        base_revision: base,
    };
    let reply = services
        .save_answer(&actor, &attempt, &key, save, crate::request::received_at())
        .await?;
    Ok(SaveTold::of(reply))
}

/// What the slots hold now, and the deadline: for a page that comes back from sleep or has a second device beside it.
#[server(name = QuizState, prefix = "/api", endpoint = "quiz/state", input = PostLines, output = PostLines)]
pub async fn quiz_state(attempt: String) -> Result<SheetTold, AppError> {
    let (services, actor) = (crate::request::services(), crate::request::actor());
    Ok(SheetTold::of(&services.quiz_sheet(&actor, &attempt).await?))
}
