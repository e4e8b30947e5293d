//! Parts of the editor for the texts of a plan: documents, timetable, bodies, what it leaves open.

use super::super::rows;
use super::table::{ListPanel, RemoveRow};
use crate::forms::Form;
use crate::ui::field::{LongField, TextField};
use leptos::prelude::*;

/// Documents the contest stands on, or texts to study.
#[component]
pub(crate) fn LegalTexts(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
    /// List.
    list: &'static str,
    /// Heading.
    title: &'static str,
    /// What the list is for.
    hint: &'static str,
) -> impl IntoView {
    let rows = rows::places(&form, list).into_iter().zip(1_usize..).map(|(n, place)| {
        let at = |part: &str| format!("{list}.{n}.{part}");
        view! {
            <fieldset class="fieldset stack">
                <legend class="fieldset__legend">{format!("Văn bản {place}")}</legend>
                <input type="hidden" name=at("from_row") value=form.get(&at("from_row")).to_owned()/>
                <LongField name=at("title") label=format!("Văn bản {place}: tên và cơ quan ban hành") rows=2/>
                <div class="form-grid">
                    <TextField name=at("number") label=format!("Văn bản {place}: số, ký hiệu") class="input--medium"/>
                    <TextField name=at("date") label=format!("Văn bản {place}: ngày ban hành") kind="date" class="input--medium"/>
                </div>
                <LongField name=at("note") label=format!("Văn bản {place}: người đọc cần biết") hint="Thí dụ: đã được thay thế. Không có thì để trống." rows=2/>
                <RemoveRow page=page.clone() list=list n=n what=format!("văn bản {place}")/>
            </fieldset>
        }
    });
    let rows = rows.collect_view().into_any();
    view! { <ListPanel list=list title=title hint=hint add="Thêm văn bản" page=page rows=rows/> }
}

/// The plan's table of steps.
#[component]
pub(crate) fn Timetable(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let rows = rows::places(&form, "timetable")
        .into_iter()
        .zip(1_usize..)
        .map(|(n, place)| {
            let from = form.get(&format!("timetable.{n}.from_row")).to_owned();
            view! { <StepRow n=n place=place from=from page=page.clone()/> }
        });
    let rows = rows.collect_view().into_any();
    let hint = "Mỗi việc ghi thời gian theo một cách: trước ngày, từ ngày đến ngày, hoặc theo lời kế hoạch.";
    view! { <ListPanel list="timetable" title="Tiến độ" hint=hint add="Thêm việc" page=page rows=rows/> }
}

#[component]
fn StepRow(n: usize, place: usize, from: String, page: String) -> impl IntoView {
    let at = |part: &str| format!("timetable.{n}.{part}");
    let label = |part: &str| format!("Việc {place}: {part}");
    view! {
        <fieldset class="fieldset stack">
            <legend class="fieldset__legend">{format!("Việc {place}")}</legend>
            <input type="hidden" name=at("from_row") value=from/>
            <LongField name=at("what") label=label("nội dung") rows=2/>
            <div class="form-grid">
                <TextField name=at("lead") label=label("chủ trì")/>
                <TextField name=at("support") label=label("phối hợp") hint="Nhiều nơi thì cách nhau bằng dấu chấm phẩy."/>
                <TextField name=at("from") label=label("từ ngày") kind="date" class="input--medium"/>
                <TextField name=at("until") label=label("đến hết ngày") kind="date" class="input--medium"/>
                <TextField name=at("before") label=label("hoặc trước ngày") kind="date" class="input--medium"/>
                <TextField name=at("when") label=label("hoặc theo lời kế hoạch") class="input--medium"/>
            </div>
            <RemoveRow page=page list="timetable" n=n what=format!("việc {place}")/>
        </fieldset>
    }
}

/// Bodies of the contest, and what the plan leaves open: two texts a row.
#[component]
pub(crate) fn TwoTexts(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
    /// List.
    list: &'static str,
    /// Heading.
    title: &'static str,
    /// What the list is for.
    hint: &'static str,
    /// First and second field: name and label.
    fields: [(&'static str, &'static str); 2],
    /// Words of the button.
    add: &'static str,
) -> impl IntoView {
    let rows = rows::places(&form, list).into_iter().zip(1_usize..).map(|(n, place)| {
        let at = |part: &str| format!("{list}.{n}.{part}");
        let [(first, first_label), (second, second_label)] = fields;
        view! {
            <div class="stack">
                <input type="hidden" name=at("from_row") value=form.get(&at("from_row")).to_owned()/>
                <LongField name=at(first) label=format!("{place}. {first_label}") rows=2/>
                <LongField name=at(second) label=format!("{place}. {second_label}") rows=1/>
                <RemoveRow page=page.clone() list=list n=n what=format!("{title}, dòng {place}")/>
            </div>
        }
    });
    let rows = rows.collect_view().into_any();
    view! { <ListPanel list=list title=title hint=hint add=add page=page rows=rows/> }
}
