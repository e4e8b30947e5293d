//! What changed between two versions of standings: in a review, and before a proposal is confirmed.

use super::list::{RowTh, Table, Td, Th, count, figure, or_dash};
use leptos::prelude::*;
use services::standings::{
    ActualChangeView, DiffView, EntryName, PrizeChangeView, RankChangeView, UnitChangeView, WonView,
};

/// The difference in full: sentences first, then tables.
#[component]
pub fn Difference(
    /// The difference.
    diff: DiffView,
) -> impl IntoView {
    let more = diff.ranks_changed.saturating_sub(diff.ranks.len());
    view! {
        <ul class="list">{diff.summary.into_iter().map(|s| view! { <li>{s}</li> }).collect_view()}</ul>
        <Actuals changes=diff.actuals/>
        <Entries title="Bài bị huỷ thêm" entries=diff.voided/>
        <Entries title="Bài được tính trở lại" entries=diff.restored/>
        <Prizes changes=diff.prizes/>
        <Units changes=diff.units/>
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
fn Ranks(changes: Vec<RankChangeView>, more: usize) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let rank = |r: Option<u32>| or_dash(r.map(|r| r.to_string()));
        let rows = changes.into_iter().map(|c| {
            view! {
                <tr role="row">
                    <RowTh>{named(&c.who)}</RowTh>
                    <Td label="Trước" n=true>{rank(c.before)}</Td>
                    <Td label="Sau" n=true>{rank(c.after)}</Td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Người dự thi"/>{from_to()} };
        view! {
            <details class="details">
                <summary>{format!("Thứ hạng thay đổi: {}", count(rows.len() + more))}</summary>
                <div class="details__body">
                    <Table caption="Thứ hạng thay đổi" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table>
                    {(more > 0).then(|| view! { <p class="table-note">{format!("Và {} người khác.", count(more))}</p> })}
                </div>
            </details>
        }
    })
}
