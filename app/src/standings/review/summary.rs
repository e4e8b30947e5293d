//! What a version comes to: totals, true numbers, winners, ties, collective prizes.

use super::super::list::{Rank, RowTh, Table, Td, Th, figure, or_dash};
use super::super::words::true_number;
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RuleSheet;
use domain::units::grouped;
use leptos::prelude::*;
use services::standings::{CollectiveView, LineView, ReviewView, TieEnd, TieView, UnitStanding};
use std::sync::Arc;

/// Members of a tie shown before they are only counted.
const TIED: usize = 12;
/// Units shown before the rest folds away.
const UNITS: usize = 10;

#[component]
pub(super) fn Summary(view: ReviewView, rules: Arc<RuleSheet>) -> impl IntoView {
    let counts = view.counts;
    let number = |n: u32| grouped(i64::from(n));
    let perfect: u32 = view.actuals.iter().map(|a| a.perfect).max().unwrap_or(0);
    let single = view.actuals.len() == 1;
    let sentences: Vec<String> = view
        .actuals
        .iter()
        .filter_map(|a| true_number(&rules, a))
        .collect();
    view! {
        <section class="stack" aria-labelledby="tong-so">
            <h2 id="tong-so">{format!("Kết quả bản {}", view.version.version)}</h2>
            <dl class="stats">
                <div class="stat"><dt>"bài thi, kể cả bài huỷ"</dt><dd>{number(counts.entries)}</dd></div>
                <div class="stat"><dt>"người có bài được tính"</dt><dd>{number(counts.persons)}</dd></div>
                {single.then(|| view! { <div class="stat stat--gold"><dt>"bài đúng hết"</dt><dd>{number(perfect)}</dd></div> })}
                <div class="stat"><dt>"bài bị huỷ"</dt><dd>{number(counts.void)}</dd></div>
            </dl>
            {sentences.into_iter().map(|s| view! { <p class="measure">{s}</p> }).collect_view()}
        </section>
        {view.pending.then(|| view! {
            <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                <p class="notice__title">"Còn giải chờ bốc thăm hoặc chờ quyết định"</p>
                <p>"Giải quyết ở phần “Bằng nhau ở chỗ nhận giải” trước khi công bố."</p>
            </div></div>
        })}
        <Winners lines=view.winners rules=rules/>
        <Ties ties=view.ties/>
        {view.collective.into_iter().map(|c| view! { <Collective prize=c/> }).collect_view()}
    }
}

#[component]
fn Winners(lines: Vec<LineView>, rules: Arc<RuleSheet>) -> impl IntoView {
    let predicts = rules.prediction.is_some();
    let none = lines.is_empty();
    let rows = lines.into_iter().map(|l| {
        let prize = match (l.prize, l.pending) {
            (_, true) => view! { <span class="badge badge--draft">"Chờ quyết định"</span> }.into_any(),
            (prize, false) => or_dash(prize).into_any(),
        };
        view! {
            <tr role="row">
                <Td label="Hạng"><Rank rank=l.rank/></Td>
                <RowTh>{l.name}{l.track.map(|t| view! { <span class="muted">" · "{t}</span> })}</RowTh>
                <Td label="Đơn vị">{or_dash(Some(l.unit))}</Td>
                <Td label="Giải">{prize}</Td>
                <Td label="Tiền thưởng" n=true>{or_dash(l.amount.filter(|a| a.0 > 0).map(|a| a.to_string()))}</Td>
                <Td label="Điểm" n=true>{l.score.format(',')}</Td>
                {predicts.then(|| view! { <Td label="Lệch" n=true>{or_dash(l.distance.as_deref().map(figure))}</Td> })}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = view! {
        <Th text="Hạng"/><Th text="Họ và tên"/><Th text="Đơn vị"/><Th text="Giải"/><Th text="Tiền thưởng" n=true/><Th text="Điểm" n=true/>
        {predicts.then(|| view! { <Th text="Lệch" n=true/> })}
    };
    view! {
        <section class="stack" aria-labelledby="duoc-giai">
            <h2 id="duoc-giai">"Người được giải"</h2>
            {if none {
                view! { <p>"Không có ai được giải cá nhân ở bản này."</p> }.into_any()
            } else {
                view! { <Table caption="Người được giải" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
            }}
        </section>
    }
}

/// How a tie ended, in words.
fn end_words(end: TieEnd) -> String {
    match end {
        TieEnd::Shared(each) if each.0 > 0 => format!("Chia đều, mỗi người {each}."),
        TieEnd::Shared(_) => "Đồng hạng, cùng nhận giải.".to_owned(),
        TieEnd::Drawn => "Đã xếp theo bốc thăm.".to_owned(),
        TieEnd::Decided => "Đã xếp theo quyết định của Ban Tổ chức.".to_owned(),
        TieEnd::Pending => "Chờ bốc thăm hoặc chờ quyết định.".to_owned(),
    }
}

/// Whose tie it is, in words.
pub(super) fn tie_words(tie: &TieView) -> String {
    let of = [tie.track.clone(), tie.collective.clone()]
        .into_iter()
        .flatten()
        .map(|t| format!(", {t}"))
        .collect::<String>();
    format!(
        "{} bằng nhau ở hạng {}{of}, tranh {} giải",
        tie.members.len(),
        tie.rank,
        tie.places
    )
}

#[component]
fn Ties(ties: Vec<TieView>) -> impl IntoView {
    (!ties.is_empty()).then(|| {
        let items = ties.into_iter().map(|tie| {
            let pending = tie.end == TieEnd::Pending;
            let more = tie.members.len().saturating_sub(TIED);
            let names: Vec<String> = tie.members.iter().take(TIED).map(|m| if m.unit.is_empty() { m.name.clone() } else { format!("{} ({})", m.name, m.unit) }).collect();
            let more = if more > 0 { format!(" và {} người nữa", grouped(i64::try_from(more).unwrap_or(i64::MAX))) } else { String::new() };
            view! {
                <div>
                    <dt>{tie_words(&tie)}</dt>
                    <dd>
                        <p><span class=if pending { "badge badge--draft" } else { "badge" }>{end_words(tie.end)}</span></p>
                        <p>{format!("{}{more}.", names.join(", "))}</p>
                    </dd>
                </div>
            }
        });
        view! {
            <section class="stack" aria-labelledby="bang-nhau">
                <h2 id="bang-nhau">"Bằng nhau ở chỗ nhận giải"</h2>
                <dl class="rules">{items.collect_view()}</dl>
            </section>
        }
    })
}

#[component]
fn Collective(prize: CollectiveView) -> impl IntoView {
    let id = format!("tap-the-{}", prize.code);
    let heading = id.clone();
    let total = prize.lines.len();
    let (first, rest): (Vec<_>, Vec<_>) = prize
        .lines
        .into_iter()
        .enumerate()
        .partition(|(i, _)| *i < UNITS);
    let table = |lines: Vec<(usize, UnitStanding)>, caption: String| {
        let rows = lines
            .into_iter()
            .map(|(_, u)| view! { <UnitRow unit=u/> })
            .collect_view();
        let head = view! {
            <Th text="Hạng"/><Th text="Đơn vị"/><Th text="Tiêu chí" n=true/><Th text="Đã dự thi" n=true/><Th text="Đúng hết" n=true/>
            <Th text="Danh sách" n=true/><Th text="Giải"/>
        };
        view! { <Table caption=caption quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
    };
    let more = (!rest.is_empty()).then(|| view! {
        <details class="details">
            <summary>{format!("Xem cả {total} đơn vị")}</summary>
            <div class="details__body">{table(rest, format!("{}, các đơn vị còn lại", prize.name))}</div>
        </details>
    });
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=heading>{format!("Giải tập thể: {}", prize.name)}</h2>
            {prize.pending.then(|| view! { <p><span class="badge badge--draft">"Chờ quyết định"</span></p> })}
            {if first.is_empty() { view! { <p>"Không có đơn vị nào."</p> }.into_any() } else { table(first, prize.name).into_any() }}
            {more}
        </section>
    }
}

#[component]
fn UnitRow(unit: UnitStanding) -> impl IntoView {
    let money = unit
        .amount
        .filter(|a| a.0 > 0)
        .map(|a| format!(" {a}"))
        .unwrap_or_default();
    let won = match (unit.won, unit.pending, unit.barred) {
        (true, _, _) => {
            view! { <span class="badge badge--gold">"Đạt giải"</span>{money} }.into_any()
        }
        (_, true, _) => {
            view! { <span class="badge badge--draft">"Chờ quyết định"</span> }.into_any()
        }
        (_, _, Some(why)) => view! { <span class="hint">{why}</span> }.into_any(),
        (false, false, None) => "–".into_any(),
    };
    view! {
        <tr role="row">
            <Td label="Hạng"><Rank rank=unit.rank/></Td>
            <RowTh>{unit.name}</RowTh>
            <Td label="Tiêu chí" n=true>{or_dash(Some(unit.value))}</Td>
            <Td label="Đã dự thi" n=true>{grouped(unit.participants)}</Td>
            <Td label="Đúng hết" n=true>{grouped(unit.perfect)}</Td>
            <Td label="Danh sách" n=true>{or_dash(unit.roster.map(grouped))}</Td>
            <Td label="Giải">{won}</Td>
        </tr>
    }
}
