//! Entering a round: identify oneself in the way the rule sheet says, then start.

mod fields;
mod identify;
mod ready;

use crate::contest::countdown::Countdown;
use crate::forms::{Call, Done};
use crate::request;
use crate::ui::field::ErrorSummary;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::contest::rule_sheet::Identity;
use domain::contest::{RoundPhase, RuleSheet};
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ready::Ready;
use services::ServiceError;
use services::contest::{Contest, RoundState};
use services::quiz::{Entrance, StartOn};
use std::sync::Arc;

pub(crate) use fields::DeclareFields;
pub use identify::declared;
use identify::{DeclareForm, LoginForm, RegisterForm, RosterForm};

/// The page before the first question.
#[component]
pub fn EnterPage() -> impl IntoView {
    let services = request::services();
    let actor = request::actor();
    let params = use_params_map();
    let param = |name: &str| params.read_untracked().get(name).unwrap_or_default();
    let (code, round) = (param("contest"), param("round"));
    let load = async move {
        let contest = services.contest(&code).await?;
        if !contest.listed {
            return Err(ServiceError::NotFound);
        }
        let round = contest
            .round(&round)
            .cloned()
            .ok_or(ServiceError::NotFound)?;
        let units = services
            .units(&code)
            .await?
            .into_iter()
            .map(|u| (u.id.as_str().to_owned(), u.name))
            .collect();
        let now = services.now();
        let here = |p: &services::PersonActor| p.contest == contest.id;
        let entrance = if actor.person.as_ref().is_some_and(here) {
            let entrance = services.entrance(&actor, &code, &round.rule.code, now);
            Some(entrance.await?)
        } else {
            None
        };
        Ok(view! { <Enter now=now contest=contest round=round units=units entrance=entrance/> })
    };
    view! { <Frame place=Place::Contests>{loaded(load)}</Frame> }
}

#[component]
fn Enter(
    contest: Contest,
    round: RoundState,
    units: Vec<(String, String)>,
    entrance: Option<Entrance>,
    now: Moment,
) -> impl IntoView {
    let rules = contest.rules.clone();
    let open = round.phase(now) == RoundPhase::Open && round.clock.accepts_start(now);
    let title = if rules.rounds.len() == 1 {
        rules.title.clone()
    } else {
        format!("{}: {}", round.rule.name, rules.title)
    };
    let about = format!("/cuoc-thi/{}", rules.code);
    let inside = match (open, entrance) {
        (_, Some(entrance)) => {
            view! { <Ready contest=contest.clone() round=round.clone() entrance=entrance now=now/> }
                .into_any()
        }
        (false, None) => {
            let identity = rules.eligibility.identity;
            let back = round.acts.committed_at.is_some() && now >= round.clock.opens;
            view! {
                <NotOpen round=round.clone() now=now/>
                {back.then(|| view! { <ComeBack identity=identity rules=rules.clone() units=units/> })}
            }
            .into_any()
        }
        (true, None) => match rules.eligibility.identity {
            Identity::Roster | Identity::Sso => view! { <RosterForm/> }.into_any(),
            Identity::SelfDeclared => {
                view! { <DeclareForm rules=rules.clone() units=units/> }.into_any()
            }
            Identity::LocalAccount if request::query(identify::NEW).is_some() => {
                view! { <RegisterForm rules=rules.clone() units=units/> }.into_any()
            }
            Identity::LocalAccount => view! { <LoginForm/> }.into_any(),
        },
    };
    view! {
        <Title text=format!("Vào thi {}", round.rule.name)/>
        <div class="wrap wrap--narrow section stack">
            <ErrorSummary title="Chưa vào thi được"/>
            <nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href="/">"Cuộc thi"</a></li><li><a href=about>"Thể lệ"</a></li><li aria-current="page">"Vào thi"</li></ol></nav>
            <h1>{title}</h1>
            {inside}
        </div>
    }
}

/// Whoever took part finds the own paper and result again, by the way they came in.
#[component]
fn ComeBack(
    identity: Identity,
    rules: Arc<RuleSheet>,
    units: Vec<(String, String)>,
) -> impl IntoView {
    view! {
        <h2>"Xem bài thi và kết quả của bạn"</h2>
        {match identity {
            Identity::Roster | Identity::Sso => view! { <RosterForm/> }.into_any(),
            Identity::SelfDeclared => view! { <DeclareForm rules=rules units=units/> }.into_any(),
            Identity::LocalAccount => view! { <LoginForm/> }.into_any(),
        }}
    }
}

#[component]
fn NotOpen(round: RoundState, now: Moment) -> impl IntoView {
    let text = if now < round.clock.opens {
        format!("Đợt này mở lúc {}.", round.clock.opens.opening_words())
    } else if round.phase(now) == RoundPhase::Draft {
        "Ban Tổ chức chưa khoá thể lệ của đợt này, nên chưa thi được.".to_owned()
    } else {
        format!(
            "Đợt này đã đóng lúc {}.",
            round.clock.closes.closing_words()
        )
    };
    view! {
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Clock/><div><p class="notice__title">"Bây giờ chưa vào thi được"</p><p>{text}</p></div></div>
        <Opening round=round now=now/>
    }
}

/// Counts down to the opening, if that is still to come: whoever waits here is let in without asking again.
#[component]
fn Opening(round: RoundState, now: Moment) -> impl IntoView {
    let coming = round.acts.committed_at.is_some() && now < round.clock.opens;
    coming.then(|| {
        view! {
            <section class="card stack">
                <p class="strong">{format!("{} mở sau", round.rule.name)}</p>
                <Countdown until=round.clock.opens server_now=now/>
                <p class="hint">"Cứ để trang này mở: đến giờ, trang tự cho vào thi."</p>
            </section>
        }
    })
}

/// Identifies the person or starts.
///
/// # Errors
/// What the use cases refuse.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let (contest, round) = (
        call.param("contest").to_owned(),
        call.param("round").to_owned(),
    );
    let here = format!("/cuoc-thi/{contest}/vao-thi/{round}");
    // What comes back in an address is a round there is.
    let known = call.services.contest(&contest).await?;
    if !known.listed {
        return Err(ServiceError::NotFound);
    }
    let clock = &known.round(&round).ok_or(ServiceError::NotFound)?.clock;
    if let Some(session) = identify::handle(&call, &contest).await? {
        let over = !clock.accepts_start(call.received_at) && call.received_at >= clock.opens;
        let to = if over { "/cua-toi".to_owned() } else { here };
        return Ok(Done::SignedIn { to, session });
    }
    match call.act() {
        "start" => {
            let attempt = call
                .services
                .start_attempt(
                    &call.actor,
                    &contest,
                    &round,
                    StartOn::default(),
                    call.received_at,
                )
                .await?;
            Ok(Done::Go(format!("/thi/{attempt}")))
        }
        _ => Err(ServiceError::NotFound),
    }
}
