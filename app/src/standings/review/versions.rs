//! Versions of a round's standings.

use super::super::list::{Asked, RowTh, Table, Td, Th};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::standings::{ReviewView, VersionView};

#[component]
pub(super) fn Versions(
    versions: Vec<VersionView>,
    view: ReviewView,
    asked: Asked,
) -> impl IntoView {
    let shown = view.version.version;
    let old = shown != view.newest;
    let file = format!(
        "/admin/{}/tai-ve/ket-qua-{}.ban-{shown}",
        view.contest_code, view.round_code
    );
    let entries = format!(
        "/admin/{}/tai-ve/bai-thi-{}.csv",
        view.contest_code, view.round_code
    );
    let rows = versions
        .into_iter()
        .map(|v| view! { <Row current=v.version == shown version=v asked=asked.clone()/> })
        .collect_view();
    let head = view! { <Th text="Bản"/><Th text="Lý do"/><Th text="Tính lúc"/><Th text="Trạng thái"/><Th text="Xem"/> };
    view! {
        <section class="stack" aria-labelledby="phien-ban">
            <div class="section__head">
                <h2 id="phien-ban">"Các phiên bản kết quả"</h2>
                <div class="btn-row">
                    <a class="btn btn--second" href=format!("{file}.xlsx")><Icon glyph=Glyph::Download/>{format!("Tải bản {shown} (Excel)")}</a>
                    <a class="btn btn--second" href=format!("{file}.csv")><Icon glyph=Glyph::Download/>{format!("Tải bản {shown} (CSV)")}</a>
                </div>
            </div>
            {old.then(|| view! {
                <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                    <p class="notice__title">{format!("Bạn đang xem bản {shown}, không phải bản mới nhất")}</p>
                    <p><a href=asked.with(&[("ban", "")])>"Xem bản mới nhất"</a></p>
                </div></div>
            })}
            <Table caption="Các phiên bản kết quả, mới nhất trước" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table>
            <p class="hint"><a href=entries>"Tải bài thi không tên (ENTRIES.csv)"</a>": cùng thể lệ (tải ở trang Thể lệ), ai cũng đếm lại được bằng lệnh “hoithi rank”."</p>
            <dl class="rules rules--plain">
                <div><dt>{format!("Mã băm bản {shown}")}</dt><dd class="hash">{view.version.hash}</dd></div>
                <div><dt>"Mã băm bài thi đã niêm phong"</dt><dd class="hash">{view.record_hash}</dd></div>
            </dl>
        </section>
    }
}

#[component]
fn Row(version: VersionView, current: bool, asked: Asked) -> impl IntoView {
    let n = version.version;
    let to = asked.with(&[("ban", &n.to_string()), ("so", "")]);
    let compare = (n > 1).then(|| {
        (
            asked.with(&[("so", &format!("{}-{n}", n - 1))]) + "#khac",
            n - 1,
        )
    });
    view! {
        <tr role="row" class=current.then_some("is-key")>
            <RowTh>{format!("Bản {n}")}</RowTh>
            <Td label="Lý do" long=true>{version.reason}</Td>
            <Td label="Tính lúc">{version.computed_at.stamp()}</Td>
            <Td label="Trạng thái">
                {if version.published {
                    view! { <span class="badge badge--open"><Icon glyph=Glyph::Tick/>"Đang công bố"</span> }.into_any()
                } else {
                    view! { <span class="badge">"Chưa công bố"</span> }.into_any()
                }}
            </Td>
            <Td label="Xem">
                {if current { "Đang xem".into_any() } else { view! { <a href=to>{format!("Xem bản {n}")}</a> }.into_any() }}
                {compare.map(|(to, before)| view! { " · "<a href=to>{format!("So với bản {before}")}</a> })}
            </Td>
        </tr>
    }
}
