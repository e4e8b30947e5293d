//! Server functions of the live sheet. Their paths are fixed: a page left open over a deployment still saves.

use super::wire::{SaveTold, SheetTold};
use crate::error::AppError;
use domain::time::Moment;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Saves one slot. The reply is the promise: `saved` is durable.
#[server(name = SaveAnswer, prefix = "/api", endpoint = "quiz/save", input = Json)]
pub async fn save_answer(
    attempt: String,
    key: String,
    slot: i64,
    value: String,
    base: u32,
) -> Result<SaveTold, AppError> {
    use domain::quiz::save::{Save, Slot};
    let slot = Slot::from_number(slot).ok_or(AppError::NotFound)?;
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
#[server(name = QuizState, prefix = "/api", endpoint = "quiz/state", input = Json)]
pub async fn quiz_state(attempt: String) -> Result<SheetTold, AppError> {
    let (services, actor) = (crate::request::services(), crate::request::actor());
    Ok(SheetTold::of(&services.quiz_sheet(&actor, &attempt).await?))
}

/// The server's clock, for a page that was asleep.
#[server(name = Clock, prefix = "/api", endpoint = "clock")]
pub async fn clock() -> Result<Moment, AppError> {
    Ok(crate::request::services().now())
}
