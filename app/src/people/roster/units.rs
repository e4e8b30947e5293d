//! Units: the list, and a simple editor for wards that have no roster.

use super::About;
use crate::request;
use crate::standings::list::{Asked, Empty, RowTh, SortTh, Table, Td, Th, count, or_dash};
use crate::ui::field::{LongField, SelectField, TextField};
use crate::ui::icon::{Glyph, Icon};
use domain::text::{fold, natural};
use leptos::prelude::*;
use services::people::UnitView;

/// Empty rows to add units with.
pub(super) const NEW_ROWS: usize = 5;
/// Field of many units, one name a line.
pub(super) const LINES: &str = "units.lines";
/// Their bloc.
pub(super) const LINES_BLOC: &str = "units.lines_bloc";
/// The unit above them.
pub(super) const LINES_PARENT: &str = "units.lines_parent";

fn arranged(mut units: Vec<UnitView>, search: &str, sort: &str) -> Vec<UnitView> {
    let wanted = fold(search);
    units.retain(|u| fold(&format!("{} {}", u.code, u.name)).contains(&wanted));
    match sort {
        "ten" => units.sort_by_cached_key(|u| natural(&u.name)),
        "khoi" => units.sort_by_cached_key(|u| {
            (
                fold(u.bloc.as_deref().unwrap_or_default()),
                natural(&u.name),
            )
        }),
        _ => units.sort_by_cached_key(|u| natural(&u.code)),
    }
    units
}

/// List and editor.
#[component]
pub(super) fn UnitsPart(about: About, units: Vec<UnitView>, asked: Asked) -> impl IntoView {
    let total = units.len();
    let edits = about.may_edit && !about.running;
    let wanted = request::query("sua").unwrap_or_default();
    let chosen = units
        .iter()
        .find(|u| edits && u.id.as_str() == wanted)
        .cloned();
    let choices = parents(&units);
    let shown = arranged(units, asked.get("tim"), asked.get("xep"));
    let editor = match (edits, chosen) {
        (false, _) => ().into_any(),
        (true, Some(unit)) => {
            view! { <RenameForm about=about.clone() unit=unit units=choices/> }.into_any()
        }
        (true, None) => view! { <AddForm about=about.clone() units=choices/> }.into_any(),
    };
    let list = match (total, shown.is_empty()) {
        (0, _) => view! { <Empty title="Chưa có đơn vị" text="Thêm đơn vị bên dưới, hoặc nhập cùng danh sách người dự thi."/> }.into_any(),
        (_, true) => view! { <Empty title=format!("Không có đơn vị nào khớp “{}”", asked.get("tim")) text="Thử gõ ít chữ hơn."/> }.into_any(),
        _ => view! { <Rows about=about units=shown asked=asked.clone()/> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="don-vi-ten">
            <h2 id="don-vi-ten">{format!("{} đơn vị", count(total))}</h2>
            {(total > 0).then(|| view! {
                <form class="toolbar" role="search" method="get">
                    <input type="hidden" name="phan" value="don-vi"/>
                    {asked.hidden(&["xep"])}
                    <div class="field toolbar__grow">
                        <label class="field__label" for="tim">"Tìm tên hoặc mã đơn vị"</label>
                        <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
                    </div>
                    <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
                </form>
            })}
            {list}
        </section>
        {editor}
    }
}

#[component]
fn Rows(about: About, units: Vec<UnitView>, asked: Asked) -> impl IntoView {
    let now = Some(asked.get("xep"))
        .filter(|x| !x.is_empty())
        .unwrap_or("ma")
        .to_owned();
    let sort =
        move |text, key| view! { <SortTh text=text key=key now=now.clone() asked=asked.clone()/> };
    let may_edit = about.may_edit;
    let head = view! {
        {sort("Đơn vị", "ten")}{sort("Mã", "ma")}{sort("Khối", "khoi")}
        {may_edit.then(|| view! { <Th text="Việc"/> })}
    };
    let rows = units
        .into_iter()
        .map(|unit| view! { <Row about=about.clone() unit=unit/> });
    let rows = rows.collect_view();
    view! { <Table caption="Đơn vị" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
}

#[component]
fn Row(about: About, unit: UnitView) -> impl IntoView {
    let page = format!("/admin/{}/nguoi-thi", about.contest);
    let people = format!("{page}?don-vi={}", unit.id);
    let (edit, slips) = (
        format!("{page}?phan=don-vi&sua={}#sua-don-vi", unit.id),
        format!("{page}?phieu-don-vi={}", unit.id),
    );
    let name = format!(" {}", unit.name);
    let nothing = about.frozen && !about.listed;
    view! {
        <tr role="row">
            <RowTh><a href=people>{unit.name.clone()}</a></RowTh>
            <Td label="Mã">{unit.code}</Td>
            <Td label="Khối">{or_dash(unit.bloc)}</Td>
            {about.may_edit.then(|| view! {
                <td class="table__acts" role="cell" data-label="Việc">
                    {(!about.frozen).then(|| view! { <a href=edit>"Đổi tên"<span class="sr">{name.clone()}</span></a>" " })}
                    {about.listed.then(|| view! { <a href=slips>"Cấp lại phiếu cả đơn vị…"<span class="sr">{name.clone()}</span></a> })}
                    {nothing.then_some("–")}
                </td>
            })}
        </tr>
    }
}

/// Bloc of units, where the rule sheet has blocs.
#[component]
fn BlocField(
    #[prop(into)] name: String,
    #[prop(default = "Khối")] label: &'static str,
    blocs: Vec<(String, String)>,
    #[prop(optional)] value: String,
) -> impl IntoView {
    (!blocs.is_empty()).then(|| {
        view! { <SelectField name=name label=label options=blocs value=value empty="Không chọn"/> }
    })
}

/// Units by code and name, to choose the one above from.
fn parents(units: &[UnitView]) -> Vec<(String, String)> {
    let mut choices: Vec<(String, String)> = units
        .iter()
        .map(|u| (u.code.clone(), u.name.clone()))
        .collect();
    choices.sort_by_cached_key(|(_, name)| natural(name));
    choices
}

/// The unit above, once there is one to choose.
#[component]
fn ParentField(
    #[prop(into)] name: String,
    #[prop(default = "Đơn vị cấp trên")] label: &'static str,
    units: Vec<(String, String)>,
    #[prop(optional)] value: String,
) -> impl IntoView {
    (!units.is_empty()).then(|| {
        view! { <SelectField name=name label=label options=units value=value empty="Không có"/> }
    })
}

#[component]
fn AddForm(about: About, units: Vec<(String, String)>) -> impl IntoView {
    let rows = (0..NEW_ROWS).map(|row| {
        view! {
            <fieldset class="fieldset">
                <legend class="fieldset__legend">{format!("Đơn vị {}", row + 1)}</legend>
                <div class="form-grid">
                    <TextField name=format!("units.{row}.name") label="Tên" optional=true/>
                    <TextField name=format!("units.{row}.code") label="Mã" optional=true/>
                    <BlocField name=format!("units.{row}.bloc") blocs=about.blocs.clone()/>
                    <ParentField name=format!("units.{row}.parent") units=units.clone()/>
                </div>
            </fieldset>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="panel" aria-labelledby="them-don-vi">
            <h2 class="panel__title" id="them-don-vi">"Thêm đơn vị"</h2>
            <p class="hint">"Dòng để trống được bỏ qua. Không ghi mã thì máy lấy mã từ tên. Người dự thi tự khai sẽ chọn trong các đơn vị này."</p>
            <form class="form" method="post" action=format!("/admin/{}/nguoi-thi?phan=don-vi", about.contest)>
                <LongField name=LINES label="Nhiều đơn vị, mỗi dòng một tên" hint="Gõ hoặc dán cả danh sách, thí dụ các khu phố; nhiều nhất 200 dòng một lần." rows=4/>
                <BlocField name=LINES_BLOC label="Khối của các đơn vị này" blocs=about.blocs.clone()/>
                <ParentField name=LINES_PARENT label="Đơn vị cấp trên của các đơn vị này" units=units.clone()/>
                <p class="or">"hoặc từng đơn vị"</p>
                {rows}
                <button class="btn" name="act" value="them-don-vi">"Thêm đơn vị"</button>
            </form>
        </section>
    }
}

#[component]
fn RenameForm(about: About, unit: UnitView, units: Vec<(String, String)>) -> impl IntoView {
    let page = format!("/admin/{}/nguoi-thi?phan=don-vi", about.contest);
    let own = format!("{page}&sua={}", unit.id);
    let units = units.into_iter().filter(|(code, _)| *code != unit.code);
    let units: Vec<_> = units.collect();
    view! {
        <section class="panel" aria-labelledby="sua-don-vi">
            <h2 class="panel__title" id="sua-don-vi" tabindex="-1">{format!("Đổi tên đơn vị mã {}", unit.code)}</h2>
            <form class="form" method="post" action=own>
                <input type="hidden" name="units.0.code" value=unit.code/>
                <div class="form-grid">
                    <TextField name="units.0.name" label="Tên" value=unit.name/>
                    <BlocField name="units.0.bloc" blocs=about.blocs value=unit.bloc_code.unwrap_or_default()/>
                    <ParentField name="units.0.parent" units=units value=unit.parent.unwrap_or_default()/>
                </div>
                <div class="btn-row">
                    <button class="btn" name="act" value="sua-don-vi">"Lưu đơn vị"</button>
                    <a class="btn btn--second" href=page>"Không sửa"</a>
                </div>
            </form>
        </section>
    }
}
