//! Sealing and review of a round: versions, winners, ties, every line, and what the committee proposes from here.

mod ask;
mod ask_forms;
mod find;
mod later_forms;
mod lines;
pub mod propose;
mod summary;
mod versions;

use super::difference::Difference;
use super::list::Asked;
use crate::contest::page::phase_badge;
use crate::request;
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use ask::{AskKind, Menu};
use ask_forms::AskPage;
use domain::contest::RoundPhase;
use domain::people::permission::{Permission, may};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use lines::Lines;
use services::contest::{Contest, RoundState};
use services::standings::{DiffView, ReviewQuery, ReviewView, Show, Sort, VersionView};
use services::{Actor, ServiceError, Services};
use summary::Summary;
use versions::Versions;

/// Parameters of the page.
const ASKED: &[&str] = &[
    "ban", "so", "tim", "bang", "loc", "xep", "lam", "bai", "nhom", "nguoi", "chon",
];

/// Everything the page shows of a sealed round.
#[derive(Clone)]
struct Reviewed {
    versions: Vec<VersionView>,
    view: ReviewView,
    diff: Option<((i64, i64), DiffView)>,
}

/// What the asking person may do here.
#[derive(Clone, Copy)]
struct Rights {
    propose: bool,
    seal: bool,
}

/// The review of a round.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let params = use_params_map();
    let param = |name: &str| params.read_untracked().get(name).unwrap_or_default();
    let (code, round_code) = (param("contest"), param("round"));
    let asked = Asked::of_request(ASKED);
    let load = async move {
        let contest = services.contest(&code).await?;
        let round = contest
            .round(&round_code)
            .cloned()
            .ok_or(ServiceError::NotFound)?;
        let has = |p: Permission| actor.roles_in(&contest.id).any(|r| may(r, p));
        if !has(Permission::SeeStandings) && !has(Permission::Seal) {
            return Err(ServiceError::Forbidden);
        }
        let rights = Rights {
            propose: has(Permission::ProposeChange),
            seal: has(Permission::Seal),
        };
        let phase = round.phase(services.now());
        let reviewed = if phase >= RoundPhase::Sealed {
            Some(review(&services, &actor, (&code, &round_code), &asked).await?)
        } else {
            None
        };
        let kind = AskKind::parse(asked.get("lam")).filter(|_| rights.propose);
        let found = match kind {
            Some(AskKind::VoidEntry | AskKind::GrantExtra) => {
                services
                    .find_entries(&actor, &code, &round_code, asked.get("nguoi"))
                    .await?
            }
            _ => Vec::new(),
        };
        let seal_step =
            asked.get("lam") == "niem-phong" && rights.seal && phase == RoundPhase::Closed;
        let title = contest.rules.title.clone();
        let inside = match kind {
            _ if seal_step => view! { <SealStep round=round.clone() asked=asked/> }.into_any(),
            Some(kind) => view! { <AskPage kind=kind contest=contest.clone() round=round.clone() phase=phase reviewed=reviewed found=found asked=asked/> }.into_any(),
            None => view! { <Review contest=contest.clone() round=round.clone() phase=phase reviewed=reviewed rights=rights asked=asked/> }.into_any(),
        };
        Ok(view! {
            <Title text=format!("Rà soát {}", round.rule.name)/>
            <AdminFrame contest_code=code contest_title=title here=AdminPlace::Review>{inside}</AdminFrame>
        })
    };
    loaded_admin(load)
}

/// `1-2`: the versions to compare.
fn pair(text: &str) -> Option<(i64, i64)> {
    let (before, after) = text.split_once('-')?;
    Some((before.parse().ok()?, after.parse().ok()?))
}

fn query(asked: &Asked) -> ReviewQuery {
    ReviewQuery {
        search: asked.get("tim").to_owned(),
        track: asked.some("bang").map(str::to_owned),
        show: match asked.get("loc") {
            "giai" => Show::Winners,
            "dung-het" => Show::Perfect,
            "huy" => Show::Void,
            _ => Show::All,
        },
        sort: match asked.get("xep") {
            "ten" => Sort::Name,
            "don-vi" => Sort::Unit,
            "gui" => Sort::SubmittedAt,
            "lam-bai" => Sort::Duration,
            _ => Sort::Rank,
        },
        page: asked.page(),
    }
}

async fn review(
    services: &Services,
    actor: &Actor,
    (code, round): (&str, &str),
    asked: &Asked,
) -> Result<Reviewed, ServiceError> {
    let versions = services.standings_versions(actor, code, round).await?;
    let version = asked
        .some("ban")
        .map(|v| v.parse().map_err(|_| ServiceError::NotFound))
        .transpose()?;
    let view = services
        .standings_review(actor, code, round, version, &query(asked))
        .await?;
    let diff = match pair(asked.get("so")) {
        Some((before, after)) => Some((
            (before, after),
            services
                .standings_diff(actor, code, round, before, after)
                .await?,
        )),
        None => None,
    };
    Ok(Reviewed {
        versions,
        view,
        diff,
    })
}

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "niem-phong" => {
            Some("Đã niêm phong. Bài thi được cố định, phiên bản 1 của kết quả đã tính xong.")
        }
        "tinh-lai" => Some("Đã tính bản mới. So với bản trước ở bảng phiên bản rồi mới công bố."),
        _ => None,
    }
}

#[component]
fn Review(
    contest: Contest,
    round: RoundState,
    phase: RoundPhase,
    reviewed: Option<Reviewed>,
    rights: Rights,
    asked: Asked,
) -> impl IntoView {
    let name = round.rule.name.clone();
    let pending = reviewed.as_ref().is_some_and(|r| r.view.pending);
    let tabs = (contest.rounds.len() > 1)
        .then(|| view! { <RoundTabs contest=contest.clone() round=round.clone()/> });
    let body = match reviewed {
        Some(reviewed) => view! { <Sealed reviewed=reviewed rules=contest.rules.clone() rights=rights asked=asked.clone()/> }.into_any(),
        None => view! { <Unsealed round=round.clone() phase=phase may_seal=rights.seal asked=asked.clone()/> }.into_any(),
    };
    view! {
        <ErrorSummary title="Chưa làm được"/>
        <DoneNote words=done_words/>
        <div class="page-head">
            <p class="page-head__meta"><span class=phase_badge(phase)>{phase.name()}</span></p>
            <h1>{format!("Niêm phong, rà soát {name}")}</h1>
        </div>
        {tabs}
        {body}
        {rights.propose.then(|| view! { <Menu contest=contest round=round phase=phase pending=pending asked=asked/> })}
    }
}

#[component]
fn RoundTabs(contest: Contest, round: RoundState) -> impl IntoView {
    let code = contest.rules.code.clone();
    let tabs = contest.rounds.into_iter().map(move |r| {
        let current = (r.id == round.id).then_some("page");
        view! { <li><a href=format!("/admin/{code}/ra-soat/{}", r.rule.code) aria-current=current>{r.rule.name}</a></li> }
    });
    view! { <nav class="tabs" aria-label="Đợt"><ul>{tabs.collect_view()}</ul></nav> }
}

/// Before sealing there is no score, for anyone.
#[component]
fn Unsealed(round: RoundState, phase: RoundPhase, may_seal: bool, asked: Asked) -> impl IntoView {
    let text = match phase {
        RoundPhase::Draft => "Đợt này chưa khoá thể lệ.".to_owned(),
        RoundPhase::Committed => format!("Đợt này mở lúc {}.", round.clock.opens.opening_words()),
        RoundPhase::Open => format!(
            "Đợt này đang nhận bài đến {}.",
            round.clock.closes.closing_words()
        ),
        _ => "Đợt này đã đóng. Niêm phong để cố định bài thi và tính kết quả.".to_owned(),
    };
    view! {
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Shield/><div>
            <p class="notice__title">"Chưa có điểm"</p>
            <p>{text}" Trước khi niêm phong không ai xem được điểm, kể cả Ban Tổ chức."</p>
        </div></div>
        {(phase == RoundPhase::Closed && may_seal).then(|| view! {
            <div class="btn-row"><a class="btn" href=asked.with(&[("lam", "niem-phong")])><Icon glyph=Glyph::Shield/>"Niêm phong…"</a></div>
        })}
    }
}

#[component]
fn SealStep(round: RoundState, asked: Asked) -> impl IntoView {
    view! {
        <ErrorSummary title="Chưa niêm phong được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Niêm phong {}?", round.rule.name)}</h1>
            <p>"Toàn bộ bài thi được cố định bằng mã băm rồi mới chấm điểm. Việc này không hoàn tác được."</p>
            <p>"Sau đó huỷ bài, huỷ câu hay công bố đều cần hai người và ra phiên bản mới; bản cũ vẫn giữ."</p>
            <div class="btn-row">
                <form method="post"><button class="btn" name="act" value="seal">"Niêm phong"</button></form>
                <a class="btn btn--second" href=asked.with(&[("lam", "")])>"Để tôi xem lại"</a>
            </div>
        </section>
    }
}

/// Since the newest version somebody turned out to hold a role, or no longer to.
#[component]
fn Outdated(may_seal: bool) -> impl IntoView {
    view! {
        <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div class="stack">
            <p class="notice__title">"Bản mới nhất không còn đúng với danh sách vai trò"</p>
            <p>"Sau khi tính bản này, có người được giao vai trò hoặc có số định danh mới. Người giữ vai trò không được xếp hạng. Tính bản mới, xem khác ở đâu, rồi mới công bố."</p>
            {may_seal.then(|| view! { <form method="post"><button class="btn" name="act" value="tinh-lai">"Tính lại"</button></form> })}
        </div></div>
    }
}

#[component]
fn Sealed(
    reviewed: Reviewed,
    rules: std::sync::Arc<domain::contest::RuleSheet>,
    rights: Rights,
    asked: Asked,
) -> impl IntoView {
    let Reviewed {
        versions,
        view,
        diff,
    } = reviewed;
    let diff = diff.map(|((before, after), diff)| {
        view! {
            <section class="card card--accent stack" aria-labelledby="khac">
                <h2 id="khac">{format!("Bản {before} và bản {after} khác nhau ở đâu")}</h2>
                <Difference diff=diff/>
                <p><a href=asked.with(&[("so", "")])>"Đóng phần so sánh"</a></p>
            </section>
        }
    });
    let outdated = view
        .outdated
        .then(|| view! { <Outdated may_seal=rights.seal/> });
    view! {
        {outdated}
        <Versions versions=versions view=view.clone() asked=asked.clone()/>
        {diff}
        <Summary view=view.clone() rules=rules.clone()/>
        <Lines view=view rules=rules propose=rights.propose asked=asked/>
    }
}

#[cfg(test)]
mod tests {
    use super::pair;

    #[test]
    fn versions_to_compare_are_read() {
        assert_eq!(pair("1-2"), Some((1, 2)));
        assert_eq!(pair("1"), None);
        assert_eq!(pair("a-2"), None);
    }
}
