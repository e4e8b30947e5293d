//! What changed between two versions of standings: in a review, and before a proposal is confirmed.

use super::list::{RowTh, Table, Td, Th, count, or_dash};
use leptos::prelude::*;
use services::standings::{
    DiffView, EntryName, PrizeChangeView, RankChangeView, ScoreChangeView, UnitChangeView, WonView,
};

/// The difference in full: what no table tells as sentences, then tables.
#[component]
pub fn Difference(
    /// The difference.
    diff: DiffView,
) -> impl IntoView {
    let more = diff.ranks_changed.saturating_sub(diff.ranks.len());
    let more_scores = diff.scores_changed.saturating_sub(diff.scores.len());
    let below = diff.prizes.len() + diff.units.len() + diff.scores.len() + diff.ranks.len();
    // Each change is told once: by a table, or in a sentence.
    let told = if below > 0 {
        diff.headline
    } else {
        diff.summary
    };
    let told = told.into_iter().map(|s| view! { <li>{s}</li> });
    let told = told.collect::<Vec<_>>();
    view! {
        {(!told.is_empty()).then(|| view! { <ul class="list">{told}</ul> })}
        <Prizes changes=diff.prizes/>
        <Units changes=diff.units/>
        <Scores changes=diff.scores more=more_scores/>
        <Ranks changes=diff.ranks more=more/>
    }
}

fn from_to() -> AnyView {
    view! { <Th text="Trước" n=true/><Th text="Sau" n=true/> }.into_any()
}

fn named(who: &EntryName) -> String {
    if who.unit.is_empty() {
        who.name.clone()
    } else {
        format!("{} · {}", who.name, who.unit)
    }
}

/// What someone has won, in words.
fn won(won: Option<WonView>) -> String {
    let Some(won) = won else {
        return "không có giải".to_owned();
    };
    let name = match (won.prize, won.pending) {
        (Some(prize), false) => prize,
        (Some(prize), true) => format!("{prize}, chờ quyết định"),
        (None, true) => "chờ quyết định".to_owned(),
        (None, false) => "có giải".to_owned(),
    };
    match won.amount.filter(|a| a.0 > 0) {
        Some(amount) => format!("{name} ({amount})"),
        None => name,
    }
}

fn won_cells(before: Option<WonView>, after: Option<WonView>) -> impl IntoView {
    view! { <Td label="Trước">{won(before)}</Td><Td label="Sau">{won(after)}</Td> }
}

#[component]
fn Prizes(changes: Vec<PrizeChangeView>) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let rows = changes.into_iter().map(|c| {
            view! { <tr role="row"><RowTh>{named(&c.who)}</RowTh>{won_cells(c.before, c.after)}</tr> }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Người dự thi"/><Th text="Trước"/><Th text="Sau"/> };
        view! { <Table caption="Giải cá nhân" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
    })
}

#[component]
fn Units(changes: Vec<UnitChangeView>) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let rows = changes.into_iter().map(|c| {
            view! {
                <tr role="row"><RowTh>{c.unit}</RowTh><Td label="Giải">{c.prize}</Td>{won_cells(c.before, c.after)}</tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Đơn vị"/><Th text="Giải"/><Th text="Trước"/><Th text="Sau"/> };
        view! { <Table caption="Giải tập thể" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
    })
}

#[component]
fn Scores(changes: Vec<ScoreChangeView>, more: usize) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|c| (c.who, c.before.into_any(), c.after.into_any()))
        .collect();
    view! { <Folded title="Điểm thay đổi" rows=rows more=more/> }
}

#[component]
fn Ranks(changes: Vec<RankChangeView>, more: usize) -> impl IntoView {
    let rank = |r: Option<u32>| or_dash(r.map(|r| r.to_string())).into_any();
    let rows = changes
        .into_iter()
        .map(|c| (c.who, rank(c.before), rank(c.after)))
        .collect();
    view! { <Folded title="Thứ hạng thay đổi" rows=rows more=more/> }
}

/// What changed for many people, folded away: it is long, and the sentences above say what matters.
#[component]
fn Folded(
    title: &'static str,
    rows: Vec<(EntryName, AnyView, AnyView)>,
    more: usize,
) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let all = rows.len() + more;
        let rows = rows.into_iter().map(|(who, before, after)| {
            view! {
                <tr role="row">
                    <RowTh>{named(&who)}</RowTh>
                    <Td label="Trước" n=true>{before}</Td>
                    <Td label="Sau" n=true>{after}</Td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Người dự thi"/>{from_to()} };
        view! {
            <details class="details">
                <summary>{format!("{title}: {}", count(all))}</summary>
                <div class="details__body">
                    <Table caption=title quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table>
                    {(more > 0).then(|| view! { <p class="table-note">{format!("Và {} người khác.", count(more))}</p> })}
                </div>
            </details>
        }
    })
}
