//! Participation by unit: who started and sent, never a score.

mod chart;
mod figures;
mod table;
mod unit;

pub use unit::UnitPage;

use super::list::Asked;
use crate::contest::page::phase_badge;
use crate::contest::watch::Followed;
use crate::request;
use crate::ui::admin::{AdminFrame, AdminPlace, loaded_admin};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use chart::HoursChart;
use domain::contest::{RoundPhase, plain};
use domain::time::Moment;
use figures::{Bars, LeadersMissing, Totals};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::contest::{Contest, RoundState};
use services::standings::ParticipationView;
use services::{Actor, ServiceError, Services};
use std::collections::HashMap;
use table::UnitTable;

/// Participation in a round, for the committee.
#[component]
pub fn ParticipationPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let asked = Asked::of_request(&["dot", "tim", "loc", "xep"]);
    let load = async move {
        let contest = services.contest(&code).await?;
        let wanted = asked.some("dot").map(str::to_owned);
        let round = match &wanted {
            Some(code) => Some(contest.round(code).cloned().ok_or(ServiceError::NotFound)?),
            None => contest.current_round(services.now()).cloned(),
        };
        let (code, title) = (contest.rules.code.clone(), contest.rules.title.clone());
        let inside = match round {
            Some(round) => {
                let view = services
                    .participation(&actor, &code, &round.rule.code)
                    .await?;
                let before = previous_rates(&services, &actor, &contest, &round).await?;
                view! { <Participation contest=contest view=view before=before asked=asked/> }
                    .into_any()
            }
            None => view! { <NoRounds/> }.into_any(),
        };
        Ok(
            view! { <AdminFrame contest_code=code contest_title=title here=AdminPlace::Participation>{inside}</AdminFrame> },
        )
    };
    view! { <Title text="Tham gia theo đơn vị"/>{loaded_admin(load)} }
}

/// The round before, with the shares of units there in tenths of a per cent.
#[derive(Clone)]
struct Before {
    round: String,
    units: HashMap<String, i64>,
    total: Option<i64>,
}

/// Share of a roster in tenths of a per cent.
fn tenths(turnout: &services::standings::Turnout) -> Option<i64> {
    let roster = turnout.roster.filter(|r| *r > 0)?;
    Some((turnout.started * 1_000 + roster / 2) / roster)
}

/// Rates of the round before; none for the first round and without a roster.
async fn previous_rates(
    services: &Services,
    actor: &Actor,
    contest: &Contest,
    round: &RoundState,
) -> Result<Option<Before>, ServiceError> {
    let place = contest
        .rounds
        .iter()
        .position(|r| r.id == round.id)
        .unwrap_or(0);
    let Some(previous) = place.checked_sub(1).and_then(|i| contest.rounds.get(i)) else {
        return Ok(None);
    };
    let view = services
        .participation(actor, &contest.rules.code, &previous.rule.code)
        .await?;
    let units = view
        .units
        .iter()
        .filter_map(|u| Some((u.unit.as_str().to_owned(), tenths(&u.turnout)?)))
        .collect();
    Ok(view.has_roster.then(|| Before {
        round: view.round,
        units,
        total: tenths(&view.total),
    }))
}

#[component]
fn NoRounds() -> impl IntoView {
    view! {
        <h1>"Tham gia theo đơn vị"</h1>
        <div class="empty">
            <Icon glyph=Glyph::Count class="icon--xl"/>
            <h2 class="empty__title">"Cuộc thi này không có đợt thi trực tuyến"</h2>
            <p>"Báo cáo tham gia chỉ có cho cuộc thi có đợt thi. Thêm đợt thi ở trang Thể lệ."</p>
        </div>
    }
}

#[component]
fn Participation(
    contest: Contest,
    view: ParticipationView,
    before: Option<Before>,
    asked: Asked,
) -> impl IntoView {
    let file = format!(
        "/admin/{}/tai-ve/tham-gia-{}",
        view.contest_code, view.round_code
    );
    let when = contest
        .round(&view.round_code)
        .map(|r| plain::round_when(&r.rule))
        .unwrap_or_default();
    let badge = format!("{}: {}", view.round, view.phase.name().to_lowercase());
    let started = view.phase >= RoundPhase::Open;
    let from = (view.phase == RoundPhase::Open)
        .then(|| format!("/su-kien/{}/{}", view.contest_code, view.round_code));
    view! {
        <div class="page-head">
            <p class="page-head__meta"><span class=phase_badge(view.phase)>{badge}</span><span>{when}</span></p>
            <div class="page-head__line">
                <h1>"Tham gia theo đơn vị"</h1>
                <div class="btn-row">
                    <a class="btn" href=format!("{file}.xlsx")><Icon glyph=Glyph::Download/>"Tải về (Excel)"</a>
                    <a class="btn btn--second" href=format!("{file}.csv")><Icon glyph=Glyph::Download/>"Tải về (CSV)"</a>
                </div>
            </div>
        </div>
        <Note view=view.clone() guessed=contest.rules.prediction.is_some() secret=!contest.totals_public(view.counted_at)/>
        {from.clone().map(|from| view! { <Followed from=from state=String::new()/> })}
        <Totals view=view.clone()/>
        {from.map(|_| view! { <CountedAt at=view.counted_at/> })}
        <div class="split split--even">
            <div class="split__main"><Bars view=view.clone()/></div>
            <div class="stack">
                {started.then(|| view! { <HoursChart starts=view.starts.clone()/> })}
                {view.has_roster.then(|| view! { <LeadersMissing units=view.units.clone() id="lanh-dao"/> })}
            </div>
        </div>
        <UnitTable contest=contest view=view before=before asked=asked/>
    }
}

/// When what does not go on by itself while the page is open was counted.
#[component]
fn CountedAt(at: Moment) -> impl IntoView {
    view! {
        <p class="table-note">
            {format!("Tỷ lệ, biểu đồ và bảng dưới đây tính lúc {}. ", at.stamp())}
            <a href=request::address()>"Tính lại"</a>
        </p>
    }
}

/// Why there are no scores; `guessed` where the round asks for a prediction, `secret` where the public does not see how
/// many take part.
#[component]
fn Note(view: ParticipationView, guessed: bool, secret: bool) -> impl IntoView {
    let sealed = view.phase < RoundPhase::Sealed;
    let why = if guessed {
        "Điểm và số bài đúng được niêm phong: biết sớm là biết đáp số của câu dự đoán."
    } else {
        "Điểm và số bài đúng được giữ kín đến khi niêm phong bài thi của đợt."
    };
    let share = if secret {
        " Đừng chia sẻ số liệu này với người dự thi khi đợt còn mở."
    } else {
        ""
    };
    view! {
        {sealed.then(|| view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Shield/><div>
                <p class="notice__title">"Chỉ có số người dự thi"</p>
                <p>{why}{share}</p>
            </div></div>
        })}
        {view.own_unit_only.then(|| view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>"Bạn xem số liệu của đơn vị mình phụ trách."</p></div></div>
        })}
    }
}
