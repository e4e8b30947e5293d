//! What changed between two versions of standings: in a review, and before a proposal is confirmed.

use super::list::{RowTh, Table, Td, Th, count, figure, or_dash};
use leptos::prelude::*;
use services::standings::{
    ActualChangeView, DiffView, EntryName, PrizeChangeView, RankChangeView, ScoreChangeView,
    UnitChangeView, WonView,
};

/// The difference in full: sentences first, then tables.
#[component]
pub fn Difference(
    /// The difference.
    diff: DiffView,
) -> impl IntoView {
    let more = diff.ranks_changed.saturating_sub(diff.ranks.len());
    let more_scores = diff.scores_changed.saturating_sub(diff.scores.len());
    view! {
        <ul class="list">{diff.summary.into_iter().map(|s| view! { <li>{s}</li> }).collect_view()}</ul>
        <Actuals changes=diff.actuals/>
        <Entries title="Bài bị huỷ thêm" entries=diff.voided/>
        <Entries title="Bài được tính trở lại" entries=diff.restored/>
        <Prizes changes=diff.prizes/>
        <Units changes=diff.units/>
        <Scores changes=diff.scores more=more_scores/>
        <Ranks changes=diff.ranks more=more/>
    }
}

fn from_to() -> AnyView {
    view! { <Th text="Trước" n=true/><Th text="Sau" n=true/> }.into_any()
}

#[component]
fn Actuals(changes: Vec<ActualChangeView>) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let rows = changes.into_iter().map(|c| {
            view! {
                <tr role="row">
                    <RowTh>{c.track.unwrap_or_else(|| "Cả đợt".to_owned())}</RowTh>
                    <Td label="Trước" n=true>{or_dash(c.before.as_deref().map(figure))}</Td>
                    <Td label="Sau" n=true>{or_dash(c.after.as_deref().map(figure))}</Td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Tính cho"/>{from_to()} };
        view! { <Table caption="Số thật của câu dự đoán" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
    })
}

fn named(who: &EntryName) -> String {
    if who.unit.is_empty() {
        who.name.clone()
    } else {
        format!("{} · {}", who.name, who.unit)
    }
}

#[component]
fn Entries(title: &'static str, entries: Vec<EntryName>) -> impl IntoView {
    (!entries.is_empty()).then(|| view! {
        <section class="stack stack--tight">
            <h3>{title}</h3>
            <ul class="list">{entries.iter().map(|e| view! { <li>{named(e)}</li> }).collect_view()}</ul>
        </section>
    })
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
