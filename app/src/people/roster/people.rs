//! The list of people.

use super::About;
use crate::standings::list::{
    Asked, Empty, Pager, RowTh, SortTh, Table, Td, Th, count, encode, or_dash,
};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::people::{PeoplePage, PersonView};

/// Search form and table.
#[component]
pub(super) fn PeopleList(
    about: About,
    page: PeoplePage,
    units: Vec<(String, String)>,
    asked: Asked,
) -> impl IntoView {
    let narrowed = asked.some("tim").is_some() || asked.some("don-vi").is_some();
    let none_yet = page.total == 0 && !narrowed;
    let total = format!("{} người", count(page.total));
    let import = format!("/admin/{}/nguoi-thi?phan=nhap", about.contest);
    let offer = none_yet && about.listed && about.may_edit;
    let empty_text = if about.listed {
        "Nhập danh sách từ tệp Excel hoặc CSV."
    } else {
        "Người dự thi hiện ở đây sau khi tự khai và vào thi."
    };
    let inside = match (none_yet, page.people.is_empty()) {
        (true, _) => view! { <Empty title="Chưa có người dự thi" text=empty_text/> }.into_any(),
        (_, true) => view! { <Empty title="Không có ai khớp" text="Thử gõ ít chữ hơn, hoặc chọn tất cả đơn vị."/> }.into_any(),
        _ => view! {
            <Rows about=about people=page.people asked=asked.clone()/>
            <Pager asked=asked.clone() page=page.page pages=page.pages total=total/>
        }
        .into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="danh-sach">
            <h2 id="danh-sach">"Danh sách"</h2>
            {(!none_yet).then(|| view! { <Search units=units asked=asked/> })}
            {inside}
            {offer.then(|| view! { <p><a class="btn" href=import><Icon glyph=Glyph::Upload/>"Nhập danh sách"</a></p> })}
        </section>
    }
}

#[component]
fn Search(units: Vec<(String, String)>, asked: Asked) -> impl IntoView {
    let chosen = asked.get("don-vi").to_owned();
    let options = units.into_iter().map(|(value, name)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{name}</option> }
    });
    let options = options.collect_view();
    view! {
        <form class="toolbar" role="search" method="get">
            {asked.hidden(&["xep"])}
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm tên hoặc mã"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <div class="field">
                <label class="field__label" for="don-vi">"Đơn vị"</label>
                <select class="select" id="don-vi" name="don-vi"><option value="">"Tất cả"</option>{options}</select>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn Rows(about: About, people: Vec<PersonView>, asked: Asked) -> impl IntoView {
    let now = Some(asked.get("xep"))
        .filter(|x| !x.is_empty())
        .unwrap_or("ten")
        .to_owned();
    let sort =
        move |text, key| view! { <SortTh text=text key=key now=now.clone() asked=asked.clone()/> };
    let may_edit = about.may_edit;
    let head = view! {
        {sort("Họ và tên", "ten")}{sort("Mã", "ma")}{sort("Đơn vị", "don-vi")}<Th text="Nhóm thi"/><Th text="Đăng nhập bằng"/>
        {may_edit.then(|| view! { <Th text="Việc"/> })}
    };
    let rows = people
        .into_iter()
        .map(|person| view! { <Row about=about.clone() person=person/> });
    let rows = rows.collect_view();
    view! { <Table caption="Người dự thi" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
}

#[component]
fn Row(about: About, person: PersonView) -> impl IntoView {
    let by = match (
        person.self_declared,
        person.has_password,
        person.code.is_some(),
    ) {
        (true, _, _) => "Tự khai",
        (_, true, _) => "Mật khẩu riêng",
        (_, _, true) => "Phiếu",
        _ => "–",
    };
    let unit = person.unit_name.clone();
    let track = or_dash(person.track.clone());
    let acts = about
        .may_edit
        .then(|| view! { <Acts about=about person=person.clone()/> });
    view! {
        <tr role="row" class=person.struck_off.then_some("is-void")>
            <RowTh>
                {person.full_name.clone()}
                {person.leader.then(|| view! { " "<span class="badge">"Lãnh đạo"</span> })}
                {person.struck_off.then(|| view! { " "<span class="badge badge--void">"Đã bỏ"</span> })}
                {(!person.category.is_empty()).then(|| view! { <br/><span class="hint">{person.category.clone()}</span> })}
            </RowTh>
            <Td label="Mã"><span class="num">{or_dash(person.code.clone())}</span></Td>
            <Td label="Đơn vị">{unit}</Td>
            <Td label="Nhóm thi">{track}</Td>
            <Td label="Đăng nhập bằng">{by}</Td>
            {acts}
        </tr>
    }
}

#[component]
fn Acts(about: About, person: PersonView) -> impl IntoView {
    let page = format!("/admin/{}/nguoi-thi", about.contest);
    // The name finds the person again for the question; the id decides.
    let hint = encode(person.code.as_deref().unwrap_or(&person.full_name));
    let to = |act: &str| format!("{page}?{act}={}&ai={hint}", person.id);
    let name = format!(" {}", person.full_name);
    let slip = person.code.is_some() && !person.struck_off;
    let (two, off) = (about.frozen, person.struck_off);
    view! {
        <td class="table__acts" role="cell" data-label="Việc">
            {slip.then(|| view! { <a href=to("phieu")>"Cấp lại phiếu…"<span class="sr">{name.clone()}</span></a>" " })}
            {(!off).then(|| view! { <a href=to("bo")>"Bỏ khỏi danh sách…"<span class="sr">{name.clone()}</span></a> })}
            {(two && off).then(|| view! { <a href=to("lay-lai")>"Lấy lại…"<span class="sr">{name.clone()}</span></a> })}
            {(!two && off).then(|| view! {
                <form method="post" action=page.clone()>
                    <input type="hidden" name="person" value=person.id.as_str().to_owned()/>
                    <button class="btn btn--quiet" name="act" value="lay-lai">"Lấy lại"<span class="sr">{name.clone()}</span></button>
                </form>
            })}
        </td>
    }
}
