//! Parts of the editor made of rows: topics, tracks, blocs, the blueprint, prepared forms.

use super::super::rows;
use crate::forms::{Form, problem_of};
use crate::ui::field::{LongField, SelectField, TextField};
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RuleSheet;
use domain::question::Level;
use leptos::prelude::*;
use std::sync::Arc;

/// The sentence at a group of fields, when something is wrong with it as a whole.
#[component]
pub(crate) fn GroupError(
    /// Id of the group.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    problem_of(&name).map(|e| view! { <p class="field__error" id=format!("{name}-loi")><Icon glyph=Glyph::Alert/>{e}</p> })
}

/// A button that adds a row and leads back to its list.
#[component]
pub(crate) fn AddRow(
    /// Address of the page.
    page: String,
    /// List.
    list: &'static str,
    /// Words.
    label: &'static str,
) -> impl IntoView {
    view! { <button class="btn btn--second" name="act" value=format!("them:{list}") formaction=format!("{page}#{list}")>{label}</button> }
}

/// A button that removes a row. Nothing is stored before “Lưu bản nháp”, so it can be undone by loading the page again.
#[component]
pub(crate) fn RemoveRow(
    /// Address of the page.
    page: String,
    /// List.
    list: &'static str,
    /// Place of the row.
    n: usize,
    /// What is removed, for screen readers.
    what: String,
) -> impl IntoView {
    view! {
        <button class="btn btn--quiet" name="act" value=format!("bo:{list}.{n}") formaction=format!("{page}#{list}")>
            "Bỏ"<span class="sr">{format!(" {what}")}</span>
        </button>
    }
}

/// The panel around the rows of a list: heading, hint, what is wrong with it as a whole, a button that adds one.
#[component]
pub(crate) fn ListPanel(
    /// List, also the id of the panel.
    list: &'static str,
    /// Heading.
    title: &'static str,
    /// What the list is for.
    #[prop(into)]
    hint: String,
    /// Words of the button.
    add: &'static str,
    /// Address of the page.
    page: String,
    /// Rows.
    rows: AnyView,
) -> impl IntoView {
    view! {
        <fieldset class="panel" id=list tabindex="-1">
            <legend class="panel__title">{title}</legend>
            <p class="field__hint">{hint}</p>
            <div class="stack">
                <GroupError name=list/>
                {rows}
                <AddRow page=page list=list label=add/>
            </div>
        </fieldset>
    }
}

/// Name of a row for labels: its own, else its place.
pub(super) fn row_name(form: &Form, list: &str, n: usize, what: &str, place: usize) -> String {
    let name = form.get(&format!("{list}.{n}.name")).trim().to_owned();
    if name.is_empty() {
        format!("{what} thứ {place}")
    } else {
        name
    }
}

/// Subject areas.
#[component]
pub(crate) fn Topics(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    view! {
        <section class="panel" id="muc-noi-dung" tabindex="-1">
            <h2 class="panel__title">"Nội dung thi"</h2>
            <CodedRows form=form page=page list="topics" legend="Các chủ đề của câu hỏi" what="chủ đề"/>
        </section>
    }
}

/// Groups with a ranking of their own.
#[component]
pub(crate) fn Tracks(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let rows = rows::places(&form, "tracks").into_iter().zip(1_usize..).map(|(n, place)| {
        let at = |part: &str| format!("tracks.{n}.{part}");
        view! {
            <div class="stack">
                <input type="hidden" name=at("from") value=form.get(&at("from")).to_owned()/>
                <div class="form-grid">
                    <TextField name=at("name") label=format!("Tên bảng thứ {place}")/>
                    <TextField name=at("code") label=format!("Mã bảng thứ {place}") class="input--medium"/>
                    <TextField name=at("blocs") label=format!("Khối của bảng thứ {place}") hint="Mã các khối, cách nhau bằng dấu chấm phẩy; để trống thì theo cột bảng của danh sách." class="input--medium"/>
                </div>
                <RemoveRow page=page.clone() list="tracks" n=n what=format!("bảng thứ {place}")/>
            </div>
        }
    });
    let rows = rows.collect_view().into_any();
    let hint =
        "Nhóm người dự thi có danh sách xếp hạng riêng. Không có bảng nào thì mọi người xếp chung.";
    view! { <ListPanel list="tracks" title="Bảng thi" hint=hint add="Thêm bảng" page=page rows=rows/> }
}

/// Rows of a code and a name.
#[component]
pub(crate) fn CodedRows(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
    /// List.
    list: &'static str,
    /// Heading.
    legend: &'static str,
    /// What an element is.
    what: &'static str,
) -> impl IntoView {
    let rows = rows::places(&form, list).into_iter().zip(1_usize..).map(|(n, place)| {
        let name = row_name(&form, list, n, what, place);
        let at = |part: &str| format!("{list}.{n}.{part}");
        view! {
            <div>
                <input type="hidden" name=at("from") value=form.get(&at("from")).to_owned()/>
                <div class="form-grid">
                    <TextField name=at("name") label=format!("Tên {what} thứ {place}")/>
                    <TextField name=at("code") label=format!("Mã {what} thứ {place}") class="input--medium"/>
                </div>
                <RemoveRow page=page.clone() list=list n=n what=name/>
            </div>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="fieldset" id=list tabindex="-1">
            <legend class="fieldset__legend">{legend}</legend>
            <div class="stack">
                <GroupError name=list/>
                {rows}
                <AddRow page=page list=list label=if what == "khối" { "Thêm khối" } else { "Thêm chủ đề" }/>
            </div>
        </fieldset>
    }
}

/// How many questions of which topic and level.
#[component]
pub(crate) fn Blueprint(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
    /// Sheet, for the names of topics.
    sheet: Arc<RuleSheet>,
) -> impl IntoView {
    let topics: Vec<(String, String)> = sheet
        .topics
        .iter()
        .map(|t| (t.code.clone(), t.name.clone()))
        .collect();
    let levels: Vec<(String, String)> = Level::ALL
        .iter()
        .map(|l| (l.code().to_owned(), l.name().to_owned()))
        .collect();
    let planned: u32 = sheet
        .quiz
        .iter()
        .flat_map(|q| &q.blueprint)
        .map(|c| u32::from(c.count))
        .sum();
    let total = sheet.quiz.as_ref().map_or(0, |q| q.questions);
    let rows = rows::places(&form, "quiz.blueprint").into_iter().zip(1_usize..).map(|(n, place)| {
        let at = |part: &str| format!("quiz.blueprint.{n}.{part}");
        // A topic the sheet does not name any more stays a choice, so that saving does not change it silently.
        let mut topics = topics.clone();
        let own = form.get(&at("topic")).to_owned();
        if !own.is_empty() && !topics.iter().any(|(code, _)| *code == own) {
            topics.push((own.clone(), own));
        }
        view! {
            <div class="form-grid">
                <input type="hidden" name=at("from") value=form.get(&at("from")).to_owned()/>
                <SelectField name=at("topic") label=format!("Dòng {place}: chủ đề") options=topics empty="Mọi chủ đề"/>
                <SelectField name=at("level") label=format!("Dòng {place}: mức độ") options=levels.clone() empty="Mọi mức độ"/>
                <TextField name=at("count") label=format!("Dòng {place}: số câu") kind="number" inputmode="numeric" class="input--short" unit="câu"/>
                <div><RemoveRow page=page.clone() list="quiz.blueprint" n=n what=format!("dòng {place}")/></div>
            </div>
        }
    });
    let rows = rows.collect_view().into_any();
    let hint = format!(
        "Mỗi đề lấy bao nhiêu câu của chủ đề và mức độ nào. Đã phân {planned} trong {total} câu; phần còn lại rút tự do."
    );
    view! { <ListPanel list="quiz.blueprint" title="Ma trận đề" hint=hint add="Thêm dòng" page=page rows=rows/> }
}

/// Forms printed beforehand: their names and the codes of their questions.
#[component]
pub(crate) fn PreparedForms(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let rows = rows::places(&form, "quiz.forms").into_iter().zip(1_usize..).map(|(n, place)| {
        let at = |part: &str| format!("quiz.forms.{n}.{part}");
        let name = row_name(&form, "quiz.forms", n, "Đề", place);
        view! {
            <fieldset class="fieldset">
                <legend class="fieldset__legend">{name.clone()}</legend>
                <div class="stack">
                    <input type="hidden" name=at("from") value=form.get(&at("from")).to_owned()/>
                    <TextField name=at("name") label="Tên đề" class="input--medium"/>
                    <LongField name=at("questions") label=format!("{name}: mã các câu hỏi theo thứ tự")
                        hint="Mỗi dòng một mã như ở trang câu hỏi; dán thẳng một cột của Excel cũng được." rows=6/>
                    <RemoveRow page=page.clone() list="quiz.forms" n=n what=name/>
                </div>
            </fieldset>
        }
    });
    let rows = rows.collect_view().into_any();
    let hint = "Chỉ dùng khi cách ra đề là “bộ đề có sẵn”: mỗi người nhận một đề, câu hỏi theo thứ tự của đề, trừ khi đánh dấu “Trộn thứ tự câu hỏi”.";
    view! { <ListPanel list="quiz.forms" title="Bộ đề có sẵn" hint=hint add="Thêm đề" page=page rows=rows/> }
}
