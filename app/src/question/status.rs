//! How far the bank fills the blueprint of each round.

use crate::standings::list::{RowTh, Table, Td, Th, count};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::question::{BankStatus, CellStatus, RoundBank};

/// Figures of the bank, then each round.
#[component]
pub(super) fn BankPanel(status: BankStatus) -> impl IntoView {
    let keyless = status.without_key.len();
    let class = if keyless > 0 {
        "stat stat--warn"
    } else {
        "stat"
    };
    let first: Vec<String> = status.without_key.iter().take(10).cloned().collect();
    view! {
        <dl class="stats">
            <div class="stat"><dt>"câu trong ngân hàng"</dt><dd>{count(status.total)}</dd></div>
            <div class="stat">
                <dt>"câu giữ thứ tự phương án"</dt><dd>{count(status.pinned)}</dd>
                <dd class="stat__note hint">"Phương án nhắc tới nhau, như “Cả A và B”, nên không xáo tự do."</dd>
            </div>
            <div class=class><dt>"câu chưa có đáp án"</dt><dd>{count(keyless)}</dd></div>
        </dl>
        {(keyless > 0).then(|| view! {
            <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                <p class="notice__title">"Còn câu chưa có đáp án"</p>
                <p>{format!("Chưa khoá được thể lệ. Thêm đáp án cho: {}{}.", first.join(", "), if keyless > first.len() { " và các câu khác" } else { "" })}</p>
            </div></div>
        })}
        {status.rounds.into_iter().map(|round| view! { <Round round=round/> }).collect_view()}
    }
}

#[component]
fn Round(round: RoundBank) -> impl IntoView {
    let short = !round.shortages.is_empty();
    let (badge, words) = match (round.committed, short) {
        (true, _) => ("badge badge--soon", "Đã khoá"),
        (false, true) => ("badge badge--draft", "Còn thiếu câu"),
        (false, false) => ("badge badge--open", "Đủ câu"),
    };
    let title = format!("{}: {} câu dùng được", round.name, count(round.questions));
    view! {
        <details class="details" open=short && !round.committed>
            <summary>{title}" "<span class=badge>{words}</span></summary>
            <div class="details__body stack">
                {round.committed.then(|| view! {
                    <p>"Ngân hàng câu hỏi của đợt này đã khoá và ghi dấu vân tay cùng thể lệ: không thêm, sửa, xoá câu nào đợt này có thể rút. Câu sai sau khi khoá thì huỷ bằng đề nghị hai người."</p>
                })}
                {short.then(|| view! {
                    <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                        <p class="notice__title">"Chưa đủ câu cho mọi đề"</p>
                        <ul>{round.shortages.iter().map(|s| view! { <li>{s.clone()}</li> }).collect_view()}</ul>
                    </div></div>
                })}
                {if round.cells.is_empty() {
                    view! { <p class="hint">"Đợt này không có ma trận đề."</p> }.into_any()
                } else {
                    view! { <Cells name=round.name cells=round.cells/> }.into_any()
                }}
            </div>
        </details>
    }
}

#[component]
fn Cells(name: String, cells: Vec<CellStatus>) -> impl IntoView {
    let head = view! { <Th text="Chủ đề"/><Th text="Mức độ"/><Th text="Mỗi đề cần" n=true/><Th text="Ngân hàng có" n=true/><Th text="Trạng thái"/> };
    let rows = cells.into_iter().map(|cell| {
        let enough = cell.have >= usize::from(cell.wanted);
        let badge = if enough { "badge badge--open" } else { "badge badge--draft" };
        view! {
            <tr role="row">
                <RowTh>{cell.topic.unwrap_or_else(|| "Mọi chủ đề".to_owned())}</RowTh>
                <Td label="Mức độ">{cell.level.map_or("Mọi mức", |l| l.name())}</Td>
                <Td label="Mỗi đề cần" n=true>{count(usize::from(cell.wanted))}</Td>
                <Td label="Ngân hàng có" n=true>{count(cell.have)}</Td>
                <Td label="Trạng thái"><span class=badge>{if enough { "Đủ" } else { "Thiếu" }}</span></Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <Table caption=format!("Ma trận đề của {name}") head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
}
