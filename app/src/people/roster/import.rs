//! Importing a roster: choosing a file, then seeing every bad row and what would change before anything is done.

use super::About;
use crate::question::carry::{Carried, FileField};
use crate::standings::list::{RowTh, Table, Td, Th, count, or_dash};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reason::ReasonField;
use domain::record::ConfirmRefused;
use exchange::RowProblem;
use leptos::prelude::*;
use services::import::Upload;
use services::people::{
    ChangedPerson, PersonLine, RosterFate, RosterPreviewView, SecondPerson, UnitLine,
};
use std::sync::Arc;

/// Endings of files that can hold a roster.
const ACCEPT: &str = ".xlsx,.csv";
/// Problems shown of a file.
const PROBLEMS: usize = 300;
/// Units and people of a kind shown.
const SHOWN: usize = 50;

/// What the page shows after a file was read.
#[derive(Debug)]
pub(super) struct Previewed {
    pub(super) preview: RosterPreviewView,
    pub(super) upload: Upload,
    /// Why an import was refused, when this is the preview after one.
    pub(super) refused: Option<String>,
}

/// Choosing a file.
#[component]
pub(super) fn UploadPanel(about: About) -> impl IntoView {
    if !about.listed {
        return view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>"Cuộc thi này để người dự thi tự khai, không dùng danh sách. Chỉ cần thêm đơn vị."</p></div></div>
        }
        .into_any();
    }
    let template = format!("/admin/{}/tai-ve/mau-danh-sach.xlsx", about.contest);
    view! {
        <section class="panel" aria-labelledby="nhap-tep">
            <h2 class="panel__title" id="nhap-tep">"Nhập danh sách từ tệp"</h2>
            <p>
                "Mỗi người một dòng. Người đã có được nhận ra theo mã cán bộ và chỉ cập nhật; người không có trong tệp vẫn ở lại. Chưa có gì được ghi cho đến khi bạn xem trước và xác nhận. "
                <a href=template>"Tải tệp mẫu (Excel)"</a>
            </p>
            <form class="form" method="post" action=format!("/admin/{}/nguoi-thi?phan=nhap", about.contest) enctype="multipart/form-data">
                <FileField label="Tệp danh sách" hint="Excel theo mẫu hoặc CSV, tối đa 12 MB." accept=ACCEPT/>
                <button class="btn" name="act" value="xem-truoc"><Icon glyph=Glyph::Upload/>"Xem trước"</button>
            </form>
        </section>
    }
    .into_any()
}

/// What importing the file would do.
#[component]
pub(super) fn PreviewPage(contest: String, preview: Arc<Previewed>) -> impl IntoView {
    let p = preview.preview.clone();
    let sound = p.ticket.is_some();
    let bad = p.problems.len();
    let back = format!("/admin/{contest}/nguoi-thi?phan=nhap");
    view! {
        <div class="page-head">
            <h1>"Xem trước danh sách"</h1>
            <p class="lede">{format!("Tệp “{}”. Chưa có gì được ghi.", preview.upload.file_name)}</p>
        </div>
        {preview.refused.clone().map(|why| view! {
            <div class="notice notice--warn" role="alert"><Icon glyph=Glyph::Warn/><div><p class="notice__title">"Chưa nhập được"</p><p>{why}</p></div></div>
        })}
        <Figures preview=p.clone()/>
        {(bad > 0).then(|| view! {
            <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                <p class="notice__title">{format!("Còn {} chỗ phải sửa", count(bad))}</p>
                <p>"Sửa trong tệp rồi gửi lại cả tệp. Khi còn chỗ sai thì không ai được nhập."</p>
            </div></div>
        })}
        <Problems problems=p.problems/>
        {sound.then(|| view! { <Confirm contest=contest preview=preview.clone()/> })}
        <Units units=p.units/>
        <People title="Người mới" total=p.new people=p.new_people/>
        <Changes changed=p.changed_people total=p.changed + p.returning/>
        <People title="Có trong danh sách nhưng không có trong tệp" total=p.missing people=p.missing_people/>
        {(p.missing > 0).then(|| view! { <p class="table-note">"Những người này vẫn ở lại danh sách. Ai đã rời đơn vị thì bỏ từng người ở trang Người dự thi."</p> })}
        <p><a class="btn btn--second" href=back>{if sound { "Bỏ, không nhập" } else { "Gửi tệp khác" }}</a></p>
    }
}

#[component]
fn Figures(preview: RosterPreviewView) -> impl IntoView {
    let bad = preview.problems.len();
    let class = if bad > 0 { "stat stat--warn" } else { "stat" };
    let figures = [
        (preview.new, "người mới, mỗi người một phiếu"),
        (preview.changed, "người đổi thông tin"),
        (preview.returning, "người trở lại danh sách"),
        (preview.unchanged, "người giữ nguyên"),
        (preview.units.len(), "đơn vị mới hoặc đổi tên"),
    ];
    view! {
        <dl class="stats">
            {figures.into_iter().map(|(n, words)| view! { <div class="stat"><dt>{words}</dt><dd>{count(n)}</dd></div> }).collect_view()}
            <div class=class><dt>"chỗ phải sửa"</dt><dd>{count(bad)}</dd></div>
        </dl>
    }
}

/// Rows of the file by number, column and reason.
#[component]
fn Problems(problems: Vec<RowProblem>) -> impl IntoView {
    if problems.is_empty() {
        return ().into_any();
    }
    let more = problems.len().saturating_sub(PROBLEMS);
    let head = view! { <Th text="Dòng"/><Th text="Cột"/><Th text="Lý do"/> }.into_any();
    let rows = problems.into_iter().take(PROBLEMS).map(|problem| {
        let row = if problem.row == 0 {
            "Cả tệp".to_owned()
        } else {
            problem.row.to_string()
        };
        view! {
            <tr role="row">
                <RowTh label="Dòng"><span class="num">{row}</span></RowTh>
                <Td label="Cột">{or_dash(problem.column)}</Td>
                <Td label="Lý do" long=true>{problem.message}</Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption="Chỗ phải sửa" head=head><tbody role="rowgroup">{rows}</tbody></Table>
        {(more > 0).then(|| view! { <p class="table-note">{format!("Còn {} chỗ nữa. Sửa các chỗ trên rồi gửi lại để xem tiếp.", count(more))}</p> })}
    }
    .into_any()
}

/// What is told about the second person, and what the button does; no button for who cannot go on.
fn second(second: &SecondPerson) -> (Option<String>, Option<&'static str>) {
    match second {
        SecondPerson::NotNeeded => (None, Some("nhap")),
        SecondPerson::ToPropose => (
            Some("Thể lệ đã khoá nên nhập danh sách cần hai người. Tệp không lưu ở máy chủ: đưa tệp này cho người thứ hai, họ chọn đúng tệp ở trang này rồi xác nhận.".to_owned()),
            Some("de-nghi"),
        ),
        SecondPerson::Proposed { by, reason, may_confirm } => {
            let told = format!("{by} đã đề nghị nhập đúng tệp này. Lý do: {reason}");
            match may_confirm {
                Some(Ok(())) => (Some(told), Some("nhap")),
                Some(Err(ConfirmRefused::SamePerson)) => (
                    Some("Bạn đã đề nghị nhập tệp này. Cần một người khác chọn đúng tệp này rồi xác nhận.".to_owned()),
                    None,
                ),
                _ => (
                    Some(format!("{told} Bạn không xác nhận được: cần người của Ban Tổ chức hoặc Ban Thư ký có vai trò từ trước khi khoá thể lệ.")),
                    None,
                ),
            }
        }
    }
}

#[component]
fn Confirm(contest: String, preview: Arc<Previewed>) -> impl IntoView {
    let p = &preview.preview;
    let touched = p.new + p.changed + p.returning;
    let words = if touched == 0 {
        "Nhập như đã xem".to_owned()
    } else {
        format!("Nhập {} người", count(touched))
    };
    let fresh = p.new > 0;
    let ticket = p.ticket.as_ref().map(|t| t.as_str().to_owned());
    let (notice, act) = second(&p.second);
    let words = match act {
        Some("de-nghi") => "Gửi đề nghị nhập danh sách".to_owned(),
        _ => words,
    };
    let propose = act == Some("de-nghi");
    let fresh = fresh && !propose;
    view! {
        <section class="panel" aria-labelledby="xac-nhan">
            <h2 class="panel__title" id="xac-nhan">"Xác nhận"</h2>
            {notice.map(|words| view! { <p>{words}</p> })}
            {fresh.then(|| view! { <p>"Nhập xong, phiếu của người mới hiện một lần duy nhất để in. Chuẩn bị máy in hoặc chọn lưu thành PDF trước khi bấm."</p> })}
            <form class="form" method="post" action=format!("/admin/{contest}/nguoi-thi?phan=nhap") enctype="multipart/form-data">
                <input type="hidden" name="ticket" value=ticket/>
                <Carried upload=preview.upload.clone() accept=ACCEPT/>
                {propose.then(|| view! { <ReasonField label="Lý do"/> })}
                {act.map(|act| view! { <button class="btn" name="act" value=act>{words}</button> })}
            </form>
        </section>
    }
}

#[component]
fn Units(units: Vec<UnitLine>) -> impl IntoView {
    if units.is_empty() {
        return ().into_any();
    }
    let more = units.len().saturating_sub(SHOWN);
    let head = view! { <Th text="Đơn vị"/><Th text="Mã"/><Th text="Sẽ là"/> }.into_any();
    let rows = units.into_iter().take(SHOWN).map(|unit| {
        let words = match (&unit.name_before, unit.fate) {
            (Some(before), _) => format!("Đổi tên từ “{before}”"),
            (None, RosterFate::New) => "Đơn vị mới".to_owned(),
            (None, _) => "Đổi thông tin".to_owned(),
        };
        view! { <tr role="row"><RowTh>{unit.name}</RowTh><Td label="Mã">{unit.code}</Td><Td label="Sẽ là">{words}</Td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption="Đơn vị mới hoặc đổi" head=head><tbody role="rowgroup">{rows}</tbody></Table>
        <More more=more what="đơn vị"/>
    }
    .into_any()
}

#[component]
fn People(title: &'static str, total: usize, people: Vec<PersonLine>) -> impl IntoView {
    if people.is_empty() {
        return ().into_any();
    }
    let more = total.saturating_sub(people.len().min(SHOWN));
    let head = view! { <Th text="Họ và tên"/><Th text="Mã"/><Th text="Đơn vị"/> }.into_any();
    let rows = people.into_iter().take(SHOWN).map(|p| {
        view! { <tr role="row"><RowTh>{p.full_name}</RowTh><Td label="Mã">{p.code}</Td><Td label="Đơn vị">{p.unit}</Td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption=format!("{title}: {}", count(total)) head=head><tbody role="rowgroup">{rows}</tbody></Table>
        <More more=more what="người"/>
    }
    .into_any()
}

#[component]
fn Changes(changed: Vec<ChangedPerson>, total: usize) -> impl IntoView {
    if changed.is_empty() {
        return ().into_any();
    }
    let more = total.saturating_sub(changed.len().min(SHOWN));
    let head =
        view! { <Th text="Họ và tên"/><Th text="Mã"/><Th text="Đơn vị"/><Th text="Cột thay đổi"/> }
            .into_any();
    let rows = changed.into_iter().take(SHOWN).map(|c| {
        let columns = if c.columns.is_empty() {
            "Trở lại danh sách".to_owned()
        } else {
            c.columns.join(", ")
        };
        view! {
            <tr role="row">
                <RowTh>{c.person.full_name}</RowTh><Td label="Mã">{c.person.code}</Td>
                <Td label="Đơn vị">{c.person.unit}</Td><Td label="Cột thay đổi">{columns}</Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption=format!("Đổi thông tin hoặc trở lại: {}", count(total)) head=head><tbody role="rowgroup">{rows}</tbody></Table>
        <More more=more what="người"/>
    }
    .into_any()
}

#[component]
fn More(more: usize, what: &'static str) -> impl IntoView {
    (more > 0)
        .then(|| view! { <p class="table-note">{format!("và {} {what} nữa", count(more))}</p> })
}
