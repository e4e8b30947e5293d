//! The page of a running attempt.

use super::fields::Fields;
use super::panel::QuizPanel;
use super::wire::SheetTold;
use crate::kiosk::foot::KioskFoot;
use crate::kiosk::frame::KioskHead;
use crate::request;
use crate::ui::field::ErrorSummary;
use crate::ui::frame::DisplayTools;
use crate::ui::icon::{Glyph, Icon, Seal};
use crate::ui::page::{Title, loaded_bare};
use domain::quiz::AttemptState;
use domain::quiz::sheet::QuizSheet;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The running attempt; a closed one leads to its receipt.
#[component]
pub fn QuizPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let attempt = use_params_map()
        .read_untracked()
        .get("attempt")
        .unwrap_or_default();
    let load = async move {
        let mut sheet = services.quiz_sheet(&actor, &attempt).await?;
        // Where the page stands, not where the attempt began: it may have moved to a phone, or come from one.
        sheet.kiosk = actor.kiosk.is_some();
        if sheet.state != AttemptState::InProgress {
            leptos_axum::redirect(&format!("/thi/{attempt}/bien-nhan"));
        }
        Ok(view! { <Sheet sheet=sheet/> })
    };
    loaded_bare(load)
}

#[component]
fn Sheet(sheet: QuizSheet) -> impl IntoView {
    let title = format!("{} · {}", sheet.round, sheet.contest);
    let saved = request::query("luu").is_some();
    let attempt = sheet.attempt.clone();
    provide_context(SheetTold::of(&sheet));
    view! {
        <Title text=format!("Bài thi {}", sheet.round)/>
        <QuizShell title=title attempt=attempt>
            <main id="main" tabindex="-1">
                <h1 class="sr">{format!("Bài thi {}", sheet.round)}</h1>
                <div class="wrap">
                    <ErrorSummary title="Có câu chưa lưu được"/>
                    {saved.then(|| view! { <p class="notice notice--ok" role="status"><Icon glyph=Glyph::Tick/>{format!("Đã lưu {} câu.", sheet.answered())}</p> })}
                </div>
                <QuizPanel>
                    <Fields sheet=sheet/>
                </QuizPanel>
            </main>
        </QuizShell>
    }
}

/// What stands around the sheet and its check. On a kiosk that is the kiosk's head, and the ways out of the turn.
#[component]
pub fn QuizShell(
    /// What the slim head says.
    title: String,
    /// The attempt.
    attempt: String,
    /// The page.
    children: Children,
) -> impl IntoView {
    let kiosk = request::on_kiosk();
    let class = if kiosk {
        "page quiz kiosk"
    } else {
        "page quiz"
    };
    view! {
        <div class=class>
            <a class="skip" href="#main">"Đến bài thi"</a>
            {if kiosk { view! { <KioskHead/> }.into_any() } else { view! { <QuizHead title=title/> }.into_any() }}
            {children()}
            {kiosk.then(|| view! { <KioskFoot attempt=attempt/> })}
        </div>
    }
    .into_any()
}

/// The slim head of quiz pages.
#[component]
fn QuizHead(title: String) -> impl IntoView {
    view! {
        <header class="quiz-head">
            <div class="wrap quiz-head__in">
                <Seal/>
                <p class="quiz-head__title">{title}</p>
                <details class="quiz-head__aa">
                    <summary class="btn btn--second btn--small">"Aa"<span class="sr">": cỡ chữ và tương phản"</span></summary>
                    <div class="menu__panel"><DisplayTools/></div>
                </details>
            </div>
        </header>
    }
}
