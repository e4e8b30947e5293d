//! What is next in a contest, its rounds, and the two acts that cannot be taken back: commit and seal.

mod confirm;
mod moved;
mod rounds;

use super::tasks::{Facts, RoundFact, State, Task, tasks};
use crate::contest::page::phase_badge;
use crate::forms::{Call, Done};
use crate::request;
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::contest::check::{Severity, check};
use domain::contest::rule_sheet::Identity;
use domain::people::permission::{Permission, may};
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::contest::{Contest, RoundState};
use services::people::PeopleFilter;
use services::question::BankStatus;
use services::{Actor, FieldProblem, Rejection, ServiceError, Services, require};

/// Whether the actor holds a permission by a role in this contest.
fn holds(actor: &Actor, contest: &Contest, permission: Permission) -> bool {
    actor
        .roles_in(&contest.id)
        .any(|role| may(role, permission))
}

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "khoa" => Some(
            "Đã khoá đợt thi. Thể lệ và ngân hàng câu hỏi của đợt không sửa được nữa; mã băm ở cuối trang.",
        ),
        "niem-phong" => Some("Đã niêm phong. Bản xếp hạng số 1 đã lập, mời rà soát."),
        "hien" => Some("Cuộc thi đã hiện trên trang chủ."),
        "an" => Some("Cuộc thi không còn hiện trên trang chủ."),
        _ => None,
    }
}

/// Everything the page shows.
async fn gather(
    services: &Services,
    actor: &Actor,
    contest: &Contest,
) -> Result<(Facts, BankStatus), ServiceError> {
    let now = services.now();
    let rules = &contest.rules;
    let bank = services.blueprint_status(actor, &rules.code).await?;
    let needs_roster = matches!(rules.eligibility.identity, Identity::Roster | Identity::Sso);
    // Whoever may not see the list sees the page without the count.
    let people = match needs_roster {
        true => services
            .people(actor, &rules.code, &PeopleFilter::default())
            .await
            .ok()
            .map(|page| page.total),
        false => None,
    };
    let shortages = |code: &str| {
        bank.rounds
            .iter()
            .find(|r| r.code == code)
            .map_or(0, |r| r.shortages.len())
    };
    // As with the list: only whoever may see standings is told of a new version.
    let revised = match services.revised_rounds(actor, &rules.code).await {
        Ok(codes) => codes,
        Err(ServiceError::Forbidden) => Vec::new(),
        Err(other) => return Err(other),
    };
    let round = |r: &RoundState| RoundFact {
        code: r.rule.code.clone(),
        name: r.rule.name.clone(),
        phase: r.phase(now),
        shortages: shortages(&r.rule.code),
        revised: revised.contains(&r.rule.code),
    };
    let facts = Facts {
        contest: rules.code.clone(),
        rule_errors: check(rules)
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .count(),
        has_quiz: rules.quiz.is_some(),
        questions: bank.total,
        without_key: bank.without_key.len(),
        units: services.units(&rules.code).await?.len(),
        needs_roster,
        people,
        rounds: contest.rounds.iter().map(round).collect(),
    };
    Ok((facts, bank))
}

/// The overview, or the question before an act that cannot be taken back.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let now = services.now();
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let (commit, seal) = (request::query("khoa"), request::query("niem-phong"));
    let moved = request::query(moved::MOVE);
    let listing = request::query("trang-chu").is_some();
    let load = async move {
        let contest = services.contest(&code).await?;
        require(&actor, &contest.id, Permission::SeeContest)?;
        let (facts, bank) = gather(&services, &actor, &contest).await?;
        let round = |code: Option<String>| {
            code.map(|c| contest.round(&c).cloned().ok_or(ServiceError::NotFound))
                .transpose()
        };
        let (commit, seal, moved) = (round(commit)?, round(seal)?, round(moved)?);
        let (code, title) = (contest.rules.code.clone(), contest.rules.title.clone());
        let people = match commit {
            Some(_) => services.commit_people_problems(&actor, &code).await?,
            None => Vec::new(),
        };
        let inside = match (commit, seal) {
            (Some(round), _) => {
                view! { <confirm::CommitStep contest=contest round=round bank=bank people=people now=now/> }
                    .into_any()
            }
            (None, None) if moved.is_some() => moved
                .map(|round| view! { <moved::MoveStep contest=contest round=round now=now/> })
                .into_any(),
            (None, None) if listing => {
                view! { <confirm::ListStep code=code.clone() listed=contest.listed/> }.into_any()
            }
            (None, Some(round)) => {
                view! { <confirm::SealStep contest=contest round=round now=now/> }.into_any()
            }
            (None, None) => view! { <Overview contest=contest facts=facts now=now/> }.into_any(),
        };
        Ok(view! {
            <Title text=format!("Tổng quan: {title}")/>
            <AdminFrame contest_code=code contest_title=title here=AdminPlace::Overview>{inside}</AdminFrame>
        })
    };
    loaded_admin(load)
}

#[component]
fn Overview(contest: Contest, facts: Facts, now: Moment) -> impl IntoView {
    let rules = contest.rules.clone();
    let actor = request::actor();
    let may_list = actor.is_admin || require(&actor, &contest.id, Permission::EditRules).is_ok();
    let locked = contest.rounds.iter().any(|r| r.acts.committed_at.is_some());
    let mut own = tasks(&facts);
    // A task of someone else is shown, without a link that would lead to a refusal.
    own.iter_mut()
        .filter(|t| require(&actor, &contest.id, t.needs).is_err())
        .for_each(|t| t.link = None);
    let badge = contest
        .current_round(now)
        .map(|r| (r.rule.name.clone(), r.phase(now)));
    view! {
        <DoneNote words=done_words/>
        <ErrorSummary title="Chưa làm được"/>
        <div class="page-head">
            <p class="page-head__meta">
                {badge.map(|(name, phase)| view! { <span class=phase_badge(phase)>{format!("{name}: {}", phase.name().to_lowercase())}</span> })}
                {(!contest.listed).then(|| view! { <span class="badge badge--draft">"Chưa hiện trên trang chủ"</span> })}
                <span>{rules.organiser.clone()}</span>
            </p>
            <h1>{rules.title.clone()}</h1>
        </div>
        <Tasks tasks=own/>
        <rounds::Rounds contest=contest.clone() now=now/>
        {may_list.then(|| view! { <confirm::Listed code=rules.code.clone() listed=contest.listed locked=locked/> })}
        <rounds::Hashes contest=contest/>
    }
}

#[component]
fn Tasks(tasks: Vec<Task>) -> impl IntoView {
    let first_now = tasks
        .iter()
        .position(|t| t.state == State::Now && t.link.is_some());
    let left = tasks.iter().filter(|t| t.state != State::Done).count();
    let total = tasks.len();
    let items = tasks.into_iter().enumerate().map(|(i, task)| {
        let (class, badge, glyph, words) = match task.state {
            State::Done => ("is-done", "badge badge--open", Glyph::Tick, "Xong"),
            State::Now => ("is-now", "badge badge--draft", Glyph::Pencil, "Cần làm"),
            State::Later => ("", "badge", Glyph::Clock, "Chưa đến lúc"),
        };
        // One main action a screen: the first thing to do.
        let button = if first_now == Some(i) {
            "btn btn--small"
        } else {
            "btn btn--second btn--small"
        };
        view! {
            <li class=class aria-current=(first_now == Some(i)).then_some("step")>
                <h3 class="timeline__title">{task.title}</h3>
                <span class=badge><Icon glyph=glyph/>{words}</span>
                <p>{task.text}</p>
                {task.link.map(|(words, to)| view! { <a class=button href=to>{words}</a> })}
            </li>
        }
    });
    view! {
        <section class="panel" aria-labelledby="viec">
            <h2 class="panel__title" id="viec">"Việc cần làm"</h2>
            <p class="hint">{if left == 0 { "Mọi việc đã xong.".to_owned() } else { format!("Xong {} trong {total} việc.", total - left) }}</p>
            <ol class="timeline">{items.collect_view()}</ol>
        </section>
    }
}

/// Commits or seals a round.
///
/// # Errors
/// What keeps the round from it, each in a sentence.
pub(super) async fn handle(call: Call) -> Result<Done, ServiceError> {
    if call.act() == "doi-dot" {
        return moved::propose(&call).await;
    }
    let (contest, round) = (call.param("contest"), call.form.get("round"));
    let done = match call.act() {
        "khoa" => call
            .services
            .commit_round(&call.actor, contest, round)
            .await
            .map(|_| "khoa"),
        act @ ("hien" | "an") => call
            .services
            .set_listed(&call.actor, contest, act == "hien")
            .await
            .map(|()| if act == "hien" { "hien" } else { "an" }),
        "niem-phong" => call
            .services
            .seal_round(&call.actor, contest, round)
            .await
            .map(|_| "niem-phong"),
        _ => Err(ServiceError::NotFound),
    };
    let done = done.map_err(for_this_page)?;
    Ok(Done::Go(format!("/admin/{contest}?xong={done}#dot-thi")))
}

/// The fields these problems name stand on other pages, so here they are sentences without a link.
fn for_this_page(error: ServiceError) -> ServiceError {
    let ServiceError::Rejected(rejection) = error else {
        return error;
    };
    match rejection {
        Rejection::Rules(_) | Rejection::Fields(_) => {
            let problems = crate::error::problems(&rejection)
                .into_iter()
                .map(|p| FieldProblem::new("", p.message))
                .collect();
            Rejection::Fields(problems).into()
        }
        other => other.into(),
    }
}
