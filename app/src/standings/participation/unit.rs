//! The page of a unit officer: the own unit in each contest.

use super::super::list::{RowTh, Table, Td, Th, or_dash};
use super::figures::LeadersMissing;
use crate::contest::page::phase_badge;
use crate::request;
use crate::ui::admin::{AdminTopFrame, loaded_admin};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::contest::RoundPhase;
use domain::people::Role;
use domain::units::grouped;
use leptos::prelude::*;
use services::contest::Contest;
use services::standings::{ParticipationView, UnitParticipation};
use services::{Actor, ServiceError, Services};

/// A contest with the participation of the officer's units in its rounds, newest round first.
struct Own {
    contest: Contest,
    rounds: Vec<ParticipationView>,
}

/// Participation of the officer's units in every round that has opened.
async fn own_units(services: &Services, actor: &Actor) -> Result<Vec<Own>, ServiceError> {
    let officer = |c: &Contest| {
        actor
            .grants
            .iter()
            .any(|g| g.contest == c.id && g.role == Role::UnitOfficer)
    };
    let mut all = Vec::new();
    for contest in services.contests().await?.into_iter().filter(officer) {
        let mut rounds = Vec::new();
        for round in contest
            .rounds
            .iter()
            .rev()
            .filter(|r| r.phase(services.now()) >= RoundPhase::Open)
        {
            let mut view = services
                .participation(actor, &contest.rules.code, &round.rule.code)
                .await?;
            if !view.own_unit_only {
                // The officer also holds a role that sees every unit; this page stays with the own ones.
                view.units.retain(|u| {
                    actor
                        .grants
                        .iter()
                        .any(|g| g.unit.as_ref() == Some(&u.unit))
                });
            }
            rounds.push(view);
        }
        all.push(Own { contest, rounds });
    }
    Ok(all)
}

/// The officer's own unit in each contest.
#[component]
pub fn UnitPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let load = async move {
        let all = own_units(&services, &actor).await?;
        Ok(view! { <AdminTopFrame><Units all=all/></AdminTopFrame> })
    };
    view! { <Title text="Đơn vị của tôi"/>{loaded_admin(load)} }
}

#[component]
fn Units(all: Vec<Own>) -> impl IntoView {
    let none = all.is_empty();
    view! {
        <div class="page-head">
            <h1>"Đơn vị của tôi"</h1>
            <p class="lede">"Số người đã dự thi của đơn vị bạn phụ trách, để nhắc đơn vị thi đủ. Trang không có điểm và không nêu tên người chưa thi."</p>
        </div>
        {none.then(|| view! {
            <div class="empty"><Icon glyph=Glyph::People class="icon--xl"/><h2 class="empty__title">"Bạn chưa phụ trách đơn vị nào"</h2>
                <p>"Ban Tổ chức giao vai trò “Đầu mối đơn vị” ở trang Vai trò của cuộc thi."</p></div>
        })}
        {all.into_iter().map(|own| view! { <OwnContest own=own/> }).collect_view()}
    }
}

#[component]
fn OwnContest(own: Own) -> impl IntoView {
    let Own { contest, rounds } = own;
    let newest = rounds.first().cloned();
    let id = format!("ct-{}", contest.rules.code);
    let heading = id.clone();
    let about = format!("/cuoc-thi/{}", contest.rules.code);
    let file = newest.as_ref().map(|v| {
        format!(
            "/admin/{}/tai-ve/tham-gia-{}.xlsx",
            v.contest_code, v.round_code
        )
    });
    let rows: Vec<(ParticipationView, UnitParticipation)> = rounds
        .into_iter()
        .flat_map(|v| v.units.clone().into_iter().map(move |u| (v.clone(), u)))
        .collect();
    let head = view! {
        <Th text="Đợt"/><Th text="Đơn vị"/><Th text="Danh sách" n=true/><Th text="Đã thi" n=true/>
        <Th text="Đã nộp" n=true/><Th text="Chưa thi" n=true/><Th text="Tỷ lệ" n=true/>
    };
    let empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|(view, unit)| view! { <OwnRow view=view unit=unit/> })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby=heading>
            <div class="section__head">
                <h2 id=id>{contest.rules.title.clone()}</h2>
                <a href=about>"Xem thể lệ"</a>
            </div>
            {empty.then(|| view! { <p>"Chưa có đợt nào mở, nên chưa có số liệu."</p> })}
            {(!empty).then(|| view! {
                <Table caption="Tham gia của đơn vị" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table>
            })}
            {newest.filter(|v| v.has_roster).map(|v| view! { <LeadersMissing units=v.units id=format!("lanh-dao-{}", v.contest_code)/> })}
            {file.map(|to| view! { <p><a class="btn btn--second" href=to><Icon glyph=Glyph::Download/>"Tải về (Excel)"</a></p> })}
        </section>
    }
}

#[component]
fn OwnRow(view: ParticipationView, unit: UnitParticipation) -> impl IntoView {
    let t = unit.turnout;
    let left = t.roster.map(|r| grouped((r - t.started).max(0)));
    view! {
        <tr role="row">
            <RowTh>{view.round}" "<span class=phase_badge(view.phase)>{view.phase.name()}</span></RowTh>
            <Td label="Đơn vị">{unit.name}</Td>
            <Td label="Danh sách" n=true>{or_dash(t.roster.map(grouped))}</Td>
            <Td label="Đã thi" n=true>{grouped(t.started)}</Td>
            <Td label="Đã nộp" n=true>{grouped(t.sent)}</Td>
            <Td label="Chưa thi" n=true>{or_dash(left)}</Td>
            <Td label="Tỷ lệ" n=true>{or_dash(t.rate())}</Td>
        </tr>
    }
}
