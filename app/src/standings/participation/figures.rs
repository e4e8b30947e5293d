//! Totals, bars by unit, leaders who are missing.

use crate::ui::icon::{Glyph, Icon};
use domain::units::grouped;
use leptos::prelude::*;
use services::standings::{ParticipationView, UnitParticipation};

/// Units drawn as bars; the table has them all.
const BARS: usize = 30;
/// Leaders listed before the rest folds away.
const LEADERS: usize = 8;

#[component]
pub(super) fn Totals(view: ParticipationView) -> impl IntoView {
    let total = view.total;
    let started = match total.roster {
        Some(roster) => format!(
            "đã bắt đầu thi, trên {}\u{a0}người trong danh sách",
            grouped(roster)
        ),
        None => "người đã bắt đầu thi".to_owned(),
    };
    let goal = view.target.map_or_else(
        || "tỷ lệ dự thi".to_owned(),
        |t| format!("tỷ lệ dự thi. Chỉ tiêu: {t}\u{a0}% mỗi đơn vị"),
    );
    let missing = total
        .leaders
        .zip(total.leaders_started)
        .map(|(all, done)| (all - done).max(0));
    let leader_class = if missing.unwrap_or(0) > 0 {
        "stat stat--warn"
    } else {
        "stat"
    };
    let reached = view.target.map(|_| {
        view.units
            .iter()
            .filter(|u| u.turnout.roster.is_some() && !u.below_target)
            .count()
    });
    let of_units = view.units.len();
    view! {
        <dl class="stats">
            <div class="stat"><dt>{started}</dt><dd data-live="started">{grouped(total.started)}</dd></div>
            {total.rate().map(|rate| view! { <div class="stat"><dt>{goal}</dt><dd>{rate}</dd></div> })}
            <div class="stat"><dt>"bài đã nộp"</dt><dd data-live="sent">{grouped(total.sent)}</dd></div>
            {missing.map(|n| view! { <div class=leader_class><dt>"lãnh đạo chưa dự thi"</dt><dd>{grouped(n)}</dd></div> })}
            {reached.map(|n| view! { <div class="stat"><dt>"đơn vị đạt chỉ tiêu"</dt><dd>{format!("{n}\u{a0}/\u{a0}{of_units}")}</dd></div> })}
        </dl>
    }
}

/// How long a bar is, and the words beside it.
fn bar(unit: &UnitParticipation, most: i64) -> (i64, i64, String) {
    match (unit.turnout.roster, unit.turnout.rate()) {
        (Some(roster), Some(rate)) => (unit.turnout.started.min(roster), roster, rate),
        (Some(_), None) => (0, 1, "–".to_owned()),
        (None, _) => (
            unit.turnout.started,
            most.max(1),
            grouped(unit.turnout.started),
        ),
    }
}

#[component]
pub(super) fn Bars(view: ParticipationView) -> impl IntoView {
    let title = if view.has_roster {
        "Tỷ lệ dự thi theo đơn vị"
    } else {
        "Số người dự thi theo đơn vị"
    };
    let most = view
        .units
        .iter()
        .map(|u| u.turnout.started)
        .max()
        .unwrap_or(0);
    let mut units = view.units;
    let key = |u: &UnitParticipation| {
        let (part, whole, _) = bar(u, most);
        std::cmp::Reverse(part * 100_000 / whole.max(1))
    };
    units.sort_by_key(key);
    let hidden = units.len().saturating_sub(BARS);
    let rows = units.into_iter().take(BARS).map(|u| {
        let (part, whole, words) = bar(&u, most);
        let full = u.turnout.roster.is_some_and(|r| r > 0 && u.turnout.started >= r);
        let class = match (full, u.below_target) {
            (true, _) => "progress progress--ok",
            (false, true) => "progress progress--warn",
            (false, false) => "progress",
        };
        let spoken = format!("{}: {words}", u.name);
        view! {
            <li class="bars__row">
                <span class="bars__label">{u.name}</span>
                <progress class=class max=whole.max(1) value=part aria-label=spoken>{words.clone()}</progress>
                <span class="bars__value">{words}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    let legend = view.has_roster.then(|| view! {
        <ul class="legend" aria-hidden="true">
            <li><span class="swatch swatch--ok"></span>"Đạt 100\u{a0}%"</li>
            {view.target.map(|t| view! { <li><span class="swatch swatch--warn"></span>{format!("Dưới chỉ tiêu {t}\u{a0}%")}</li> })}
        </ul>
    });
    view! {
        <section class="card stack" aria-labelledby="ty-le">
            <h2 id="ty-le">{title}</h2>
            {legend}
            {rows.is_empty().then(|| view! { <p>"Chưa có đơn vị nào. Thêm đơn vị ở trang Người dự thi."</p> })}
            <ul class="bars">{rows}</ul>
            {(hidden > 0).then(|| view! { <p class="hint">{format!("Còn {hidden} đơn vị nữa trong bảng số liệu.")}</p> })}
            <p><a href="#so-lieu">"Xem số liệu dạng bảng"</a></p>
        </section>
    }
}

#[component]
pub(super) fn LeadersMissing(
    units: Vec<UnitParticipation>,
    #[prop(into)] id: String,
) -> impl IntoView {
    let people: Vec<(String, String)> = units
        .into_iter()
        .flat_map(|u| {
            u.leaders_missing
                .into_iter()
                .map(move |name| (name, u.name.clone()))
        })
        .collect();
    let item = |(name, unit): (String, String)| view! { <li><span class="strong">{name}</span><span class="hint">{unit}</span></li> };
    let (total, heading) = (people.len(), id.clone());
    let mut people = people.into_iter();
    let first = people.by_ref().take(LEADERS).map(item).collect_view();
    let rest = people.map(item).collect_view();
    view! {
        <section class="card stack" aria-labelledby=id>
            <h2 id=heading>"Lãnh đạo chưa dự thi"</h2>
            {(total == 0).then(|| view! { <p><Icon glyph=Glyph::Tick/>" Mọi lãnh đạo trong danh sách đã dự thi."</p> })}
            <ul class="list">{first}</ul>
            {(!rest.is_empty()).then(|| view! {
                <details class="details">
                    <summary>{format!("Xem cả {total} người")}</summary>
                    <div class="details__body"><ul class="list">{rest}</ul></div>
                </details>
            })}
        </section>
    }
}
