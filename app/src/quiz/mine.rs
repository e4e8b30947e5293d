//! A contestant's own attempts.

use crate::people::own_password::OwnPassword;
use crate::request;
use crate::ui::frame::Frame;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::quiz::AttemptState;
use leptos::prelude::*;
use services::standings::OwnEntry;
use services::{Actor, Services};

/// Attempts of the signed-in person, newest first.
#[component]
pub fn MinePage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let load = async move {
        let entries = services.own_entries(&actor).await?;
        let own_password = services.may_set_password(&actor).await?;
        Ok(view! { <Mine entries=entries own_password=own_password/> })
    };
    view! { <Title text="Bài thi của tôi"/><Frame>{loaded(load)}</Frame> }
}

/// The attempt the signed-in person is in the middle of, if there is one.
///
/// # Errors
/// Those of the store.
pub async fn own_running(services: &Services, actor: &Actor) -> services::Result<Option<OwnEntry>> {
    if actor.person.is_none() {
        return Ok(None);
    }
    let entries = services.own_entries(actor).await?;
    let now = services.now();
    let running =
        |e: &OwnEntry| e.state == AttemptState::InProgress && e.void.is_none() && now < e.deadline;
    Ok(entries.into_iter().find(running))
}

/// Leads back to a running attempt, with the time it ends.
#[component]
pub fn GoOn(
    /// The attempt.
    entry: OwnEntry,
) -> impl IntoView {
    view! {
        <p class="strong">{format!("Bài {} của bạn đang làm dở", entry.round)}</p>
        <p>{format!("Những câu đã lưu vẫn còn. Giờ làm bài vẫn chạy, hết lúc {}.", entry.deadline.stamp())}</p>
        <a class="btn btn--shout btn--wide" href=format!("/thi/{}", entry.attempt)>"Làm tiếp"<Icon glyph=Glyph::Right/></a>
    }
}

#[component]
fn Mine(entries: Vec<OwnEntry>, own_password: bool) -> impl IntoView {
    let empty = entries.is_empty();
    view! {
        <div class="wrap wrap--read section stack">
            <h1>"Bài thi của tôi"</h1>
            {empty.then(|| view! {
                <div class="empty"><Icon glyph=Glyph::Paper class="icon--xl"/><h2 class="empty__title">"Bạn chưa thi đợt nào"</h2>
                    <p><a class="btn" href="/">"Tìm đợt thi đang mở"</a></p></div>
            })}
            <div class="stack">{entries.into_iter().map(|e| view! { <Entry entry=e/> }).collect_view()}</div>
            {own_password.then(|| view! { <OwnPassword/> })}
        </div>
    }
}

#[component]
fn Entry(entry: OwnEntry) -> impl IntoView {
    let sheet = format!("/thi/{}", entry.attempt);
    let receipt = format!("{sheet}/bien-nhan");
    let result = format!("{sheet}/ket-qua");
    let running = entry.state == AttemptState::InProgress;
    let (badge, words) = match (entry.state, entry.void.is_some()) {
        (_, true) => ("badge badge--void", "Đã bị huỷ"),
        (AttemptState::InProgress, _) => ("badge badge--open", "Đang làm"),
        (AttemptState::Submitted, _) => ("badge", "Đã gửi"),
        (AttemptState::Finalised, _) => ("badge", "Máy chủ đã nộp khi hết giờ"),
    };
    let published = entry.has_result;
    view! {
        <article class="card">
            <h2 class="card__title">{entry.round}</h2>
            <p class="card__meta">{format!("{}. Bắt đầu lúc {}.", entry.contest, entry.started_at.stamp())}</p>
            <div class="card__foot">
                <span class=badge>{words}</span>
                {running.then(|| view! { <a class="btn" href=sheet>"Làm tiếp"</a> })}
                {(!running).then(|| view! { <a href=receipt>"Biên nhận"</a> })}
                {(published && !running).then(|| view! { <a href=result>"Xem kết quả của tôi"</a> })}
            </div>
        </article>
    }
}
