//! The table of units with its search, filter and order.

use super::super::list::{Asked, Empty, RowTh, SortTh, Table, Td, Th, or_dash};
use super::{Before, tenths};
use crate::ui::icon::{Glyph, Icon};
use domain::text;
use domain::units::{format_fixed, grouped};
use leptos::prelude::*;
use services::contest::Contest;
use services::standings::{ParticipationView, Turnout, UnitParticipation};

/// Keeps the units asked for, in the order asked for.
fn arranged(mut units: Vec<UnitParticipation>, asked: &Asked) -> Vec<UnitParticipation> {
    let search = text::fold(asked.get("tim"));
    let found = |u: &UnitParticipation| {
        [&u.name, &u.code, &u.bloc]
            .iter()
            .any(|t| text::fold(t).contains(&search))
    };
    let wanted = |u: &UnitParticipation| match asked.get("loc") {
        "duoi" => u.below_target,
        "du" => u
            .turnout
            .roster
            .is_some_and(|r| r > 0 && u.turnout.started >= r),
        "lanh-dao" => !u.leaders_missing.is_empty(),
        "chua-ai" => u.turnout.started == 0,
        _ => true,
    };
    units.retain(|u| found(u) && wanted(u));
    match asked.get("xep") {
        "ten" => units.sort_by_cached_key(|u| text::natural(&u.name)),
        "danh-sach" => units.sort_by_key(|u| std::cmp::Reverse(u.turnout.roster)),
        "da-thi" => units.sort_by_key(|u| std::cmp::Reverse(u.turnout.started)),
        "ty-le" => units.sort_by_key(|u| std::cmp::Reverse(tenths(&u.turnout))),
        "lanh-dao" => units.sort_by_key(|u| std::cmp::Reverse(u.leaders_missing.len())),
        _ => {}
    }
    units
}

#[component]
pub(super) fn UnitTable(
    contest: Contest,
    view: ParticipationView,
    before: Option<Before>,
    asked: Asked,
) -> impl IntoView {
    let caption = format!(
        "Tham gia {}, cập nhật lúc {}",
        view.round,
        view.counted_at.stamp()
    );
    let (roster, total, all) = (view.has_roster, view.total, view.units.len());
    let target = view.target.is_some();
    let units = arranged(view.units, &asked);
    let filtered = units.len() < all;
    let empty = units.is_empty();
    let now = asked.get("xep").to_owned();
    let trend = before.as_ref().map(|b| b.round.clone());
    let rows = units
        .into_iter()
        .map(|u| view! { <Row unit=u roster=roster before=before.clone()/> })
        .collect_view();
    let total_trend = before.as_ref().map(|b| b.total.zip(tenths(&total)));
    let head = view! {
        <SortTh text="Đơn vị" key="ten" now=now.clone() asked=asked.clone()/>
        {roster.then(|| view! { <SortTh text="Danh sách" key="danh-sach" now=now.clone() asked=asked.clone() down=true n=true/> })}
        <SortTh text="Đã thi" key="da-thi" now=now.clone() asked=asked.clone() down=true n=true/>
        <Th text="Đã nộp" n=true/>
        {roster.then(|| view! {
            <Th text="Chưa thi" n=true/>
            <SortTh text="Tỷ lệ" key="ty-le" now=now.clone() asked=asked.clone() down=true n=true/>
        })}
        {trend.map(|round| view! { <th class="n" scope="col" role="columnheader">{format!("So với {round}, điểm\u{a0}%")}</th> })}
        {roster.then(|| view! { <SortTh text="Lãnh đạo chưa thi" key="lanh-dao" now=now.clone() asked=asked.clone() down=true n=true/> })}
    };
    view! {
        <section class="stack" aria-labelledby="so-lieu">
            <h2 id="so-lieu">"Bảng số liệu"</h2>
            <Filter contest=contest asked=asked round=view.round_code target=target roster=roster/>
            {empty.then(|| view! { <Empty title="Không có đơn vị nào khớp" text="Thử gõ ít chữ hơn, hoặc chọn lọc “Tất cả”."/> })}
            {(!empty).then(|| view! {
                <Table caption=caption head=head.into_any()>
                    <tbody role="rowgroup">{rows}</tbody>
                    <tfoot role="rowgroup"><TotalRow total=total roster=roster trend=total_trend filtered=filtered/></tfoot>
                </Table>
            })}
            {roster.then(|| view! {
                <p class="table-note">"Tỷ lệ bằng số người đã bắt đầu thi chia cho số người trong danh sách đơn vị, tính tại thời điểm cập nhật. Mỗi người tính cho một đơn vị, chốt lúc bắt đầu thi."</p>
            })}
            {(!roster).then(|| view! { <p class="table-note">"Cuộc thi không có danh sách nên không có tỷ lệ."</p> })}
        </section>
    }
}

#[component]
fn Filter(
    contest: Contest,
    asked: Asked,
    round: String,
    target: bool,
    roster: bool,
) -> impl IntoView {
    let kinds = [
        ("", "Tất cả"),
        ("duoi", "Dưới chỉ tiêu"),
        ("du", "Đạt 100 %"),
        ("chua-ai", "Chưa ai dự thi"),
        ("lanh-dao", "Còn lãnh đạo chưa thi"),
    ];
    let chosen = asked.get("loc").to_owned();
    let kinds = kinds
        .into_iter()
        .filter(|(kind, _)| match *kind {
            "duoi" => target,
            "du" | "lanh-dao" => roster,
            _ => true,
        })
        .map(|(value, words)| {
            view! { <option value=value selected=chosen == value>{words}</option> }
        });
    let kinds = kinds.collect_view();
    let rounds = contest.rounds.into_iter().map(|r| {
        let selected = r.rule.code == round;
        view! { <option value=r.rule.code selected=selected>{r.rule.name}</option> }
    });
    view! {
        <form class="toolbar" role="search" method="get">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm đơn vị"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <div class="field">
                <label class="field__label" for="dot">"Đợt"</label>
                <select class="select" id="dot" name="dot">{rounds.collect_view()}</select>
            </div>
            <div class="field">
                <label class="field__label" for="loc">"Lọc"</label>
                <select class="select" id="loc" name="loc">{kinds}</select>
            </div>
            {asked.hidden(&["xep"])}
            <button class="btn btn--second">"Lọc"</button>
        </form>
    }
}

/// Change of a share in tenths of a per cent.
#[component]
fn Trend(change: Option<(i64, i64)>) -> impl IntoView {
    let Some((was, is)) = change else {
        return "–".into_any();
    };
    let words = format_fixed((is - was).abs(), 1, ',');
    match is - was {
        0 => "0".into_any(),
        d if d > 0 => view! { <span class="trend trend--up"><Icon glyph=Glyph::Up/><span class="sr">"tăng "</span>{words}</span> }.into_any(),
        _ => view! { <span class="trend trend--down"><Icon glyph=Glyph::Down/><span class="sr">"giảm "</span>{words}</span> }.into_any(),
    }
}

#[component]
fn Row(unit: UnitParticipation, roster: bool, before: Option<Before>) -> impl IntoView {
    let t = unit.turnout;
    let missing = unit.leaders_missing.len();
    let change = before.map(|b| b.units.get(unit.unit.as_str()).copied().zip(tenths(&t)));
    let left = t.roster.map(|r| grouped((r - t.started).max(0)));
    view! {
        <tr role="row">
            <RowTh>
                {unit.name}
                {(!unit.bloc.is_empty()).then(|| view! { <span class="muted">" · "{unit.bloc}</span> })}
            </RowTh>
            {roster.then(|| view! { <Td label="Danh sách" n=true>{or_dash(t.roster.map(grouped))}</Td> })}
            <Td label="Đã thi" n=true>{grouped(t.started)}</Td>
            <Td label="Đã nộp" n=true>{grouped(t.sent)}</Td>
            {roster.then(|| view! {
                <Td label="Chưa thi" n=true>{or_dash(left)}</Td>
                <Td label="Tỷ lệ" n=true>
                    {or_dash(t.rate())}
                    {unit.below_target.then(|| view! { " "<span class="badge badge--draft">"Dưới chỉ tiêu"</span> })}
                </Td>
            })}
            {change.map(|c| view! { <Td label="So với đợt trước" n=true><Trend change=c/></Td> })}
            {roster.then(|| view! {
                <Td label="Lãnh đạo chưa thi" n=true>
                    {if missing == 0 { "0".into_any() } else { view! { <span class="badge badge--draft">{format!("{missing} người")}</span> }.into_any() }}
                </Td>
            })}
        </tr>
    }
}

/// `trend` is none where there is no such column.
#[component]
fn TotalRow(
    total: Turnout,
    roster: bool,
    trend: Option<Option<(i64, i64)>>,
    filtered: bool,
) -> impl IntoView {
    let left = total.roster.map(|r| grouped((r - total.started).max(0)));
    let missing = total
        .leaders
        .zip(total.leaders_started)
        .map(|(all, done)| grouped((all - done).max(0)));
    view! {
        <tr role="row">
            <RowTh>{if filtered { "Tất cả đơn vị, không chỉ phần đang lọc" } else { "Tất cả đơn vị" }}</RowTh>
            {roster.then(|| view! { <Td label="Danh sách" n=true>{or_dash(total.roster.map(grouped))}</Td> })}
            <Td label="Đã thi" n=true>{grouped(total.started)}</Td>
            <Td label="Đã nộp" n=true>{grouped(total.sent)}</Td>
            {roster.then(|| view! { <Td label="Chưa thi" n=true>{or_dash(left)}</Td><Td label="Tỷ lệ" n=true>{or_dash(total.rate())}</Td> })}
            {trend.map(|t| view! { <Td label="So với đợt trước" n=true><Trend change=t/></Td> })}
            {roster.then(|| view! { <Td label="Lãnh đạo chưa thi" n=true>{or_dash(missing)}</Td> })}
        </tr>
    }
}
