//! Participation anyone may read, where the totals would not help a late predictor (DESIGN 2.3).

use crate::standings::list::{RowTh, Table, Td, Th, or_dash};
use domain::units::grouped;
use leptos::prelude::*;
use services::standings::{FEW, PublicParticipation, PublicRoundParticipation};

/// Height of a bar with its gap in the drawing.
const STEP: usize = 46;

/// Participation by round; nothing where it is not public or no round has opened.
#[component]
pub(super) fn Turnout(participation: Option<PublicParticipation>) -> impl IntoView {
    let rounds = participation.map(|p| p.rounds).unwrap_or_default();
    (!rounds.is_empty()).then(|| {
        let units = rounds.clone().into_iter().map(|round| view! { <Units round=round/> });
        view! {
            <section class="stack" aria-labelledby="tham-gia">
                <h2 id="tham-gia">"Tham gia"</h2>
                <p class="hint">{format!("Số người đã bắt đầu thi. Tỷ lệ tính trên số người trong danh sách dự thi; cuộc thi không có danh sách thì không có tỷ lệ. Đơn vị có ít hơn {FEW} người dự thi chỉ ghi “dưới {FEW}”.")}</p>
                <Chart rounds=rounds/>
                {units.collect_view()}
            </section>
        }
    })
}

/// People by round as bars, with the figures behind.
#[component]
#[expect(
    clippy::cast_precision_loss,
    reason = "places in a drawing, not results"
)]
fn Chart(rounds: Vec<PublicRoundParticipation>) -> impl IntoView {
    let title = "Người dự thi theo đợt";
    let most = rounds
        .iter()
        .map(|r| r.participants)
        .max()
        .unwrap_or(0)
        .max(1);
    let bars = rounds.iter().enumerate().map(|(i, round)| {
        let y = i * STEP;
        let width = 300.0 * round.participants as f64 / most as f64;
        view! {
            <text class="chart__label" x="8" y=y + 16>{format!("{}: ", round.name)}<tspan data-live=round.code.clone()>{grouped(round.participants)}</tspan></text>
            <rect class="chart__bar" x="8" y=y + 22 width=format!("{width:.1}") height="14" rx="3"></rect>
        }
    });
    let bars = bars.collect_view();
    let view_box = format!("0 0 340 {}", rounds.len() * STEP);
    let rows = rounds.into_iter().map(|r| {
        view! {
            <tr role="row"><RowTh>{r.name}</RowTh><Td label="Người dự thi" n=true><span data-live=r.code>{grouped(r.participants)}</span></Td>
                <Td label="Tỷ lệ trên danh sách" n=true>{or_dash(r.rate)}</Td></tr>
        }
    });
    let rows = rows.collect_view();
    let head = view! { <Th text="Đợt"/><Th text="Người dự thi" n=true/><Th text="Tỷ lệ trên danh sách" n=true/> };
    view! {
        <figure class="figure card">
            <figcaption class="figure__title">{title}</figcaption>
            <svg class="chart" viewBox=view_box role="img" aria-label=title>{bars}</svg>
            <details class="details">
                <summary>"Số liệu của biểu đồ"</summary>
                <div class="details__body"><Table caption=title quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table></div>
            </details>
        </figure>
    }
}

#[component]
fn Units(round: PublicRoundParticipation) -> impl IntoView {
    (!round.units.is_empty()).then(|| {
        let caption = format!("Tham gia theo đơn vị, {}", round.name);
        let rows = round.units.into_iter().map(|u| {
            let shown = u.shown();
            view! {
                <tr role="row"><RowTh>{u.name}</RowTh><Td label="Người dự thi" n=true>{shown}</Td>
                    <Td label="Tỷ lệ trên danh sách" n=true>{or_dash(u.rate)}</Td></tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Đơn vị"/><Th text="Người dự thi" n=true/><Th text="Tỷ lệ trên danh sách" n=true/> };
        view! {
            <details class="details">
                <summary>{caption.clone()}</summary>
                <div class="details__body"><Table caption=caption quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table></div>
            </details>
        }
    })
}
