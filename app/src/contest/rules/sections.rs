//! Parts of the editor: general data, who may enter, rounds, quiz, prediction, ranking. Every field takes what it shows
//! from the form in the context.

mod ranking;
mod rounds;
mod table;
mod texts;

pub(super) use ranking::{Prediction, Ranking};
pub(super) use rounds::Rounds;
pub(super) use table::{
    AddRow, Blueprint, CodedRows, GroupError, PreparedForms, RemoveRow, Topics, Tracks,
};
pub(super) use texts::{LegalTexts, Timetable, TwoTexts};

use super::words::{ATTRIBUTE, PAPER, VOID_QUESTION, identities, options};
use crate::forms::{Form, problem_of};
use crate::ui::field::{CheckField, LongField, SelectField, TextField};
use domain::people::Role;
use leptos::prelude::*;

/// Title, organiser, introduction.
#[component]
pub(super) fn General() -> impl IntoView {
    view! {
        <fieldset class="panel" id="muc-chung" tabindex="-1">
            <legend class="panel__title">"Thông tin chung"</legend>
            <TextField name="title" label="Tên cuộc thi" hint="Tên đầy đủ như in trong kế hoạch."/>
            <TextField name="organiser" label="Đơn vị tổ chức"/>
            <LongField name="contact" label="Liên hệ Ban Tổ chức" hint="Cơ quan thường trực, điện thoại, địa chỉ: hiện ở trang thể lệ." rows=2/>
            <LongField name="summary" label="Giới thiệu ngắn" hint="Một hai câu trên trang chủ." rows=3/>
            <LongField name="who" label="Ai được thi" hint="Theo lời của kế hoạch." rows=3/>
            <LongField name="invalid_entries" label="Bài không hợp lệ" hint="Mỗi dòng một trường hợp, theo lời của kế hoạch; để trống nếu không nêu." rows=3/>
            <LongField name="funding" label="Kinh phí" hint="Theo lời của kế hoạch; để trống nếu không nêu." rows=2/>
        </fieldset>
    }
}

/// Identity, age, roles that may not compete, blocs.
#[component]
pub(super) fn Eligibility(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let identities = identities(form.get("eligibility.identity"));
    let roles = Role::ALL
        .into_iter()
        .filter(|r| *r != Role::Contestant || form.ticked("eligibility.excluded_roles.contestant"));
    let roles = roles
        .map(|r| (format!("eligibility.excluded_roles.{}", r.code()), r.name()))
        .collect::<Vec<_>>();
    let unique = ATTRIBUTE
        .iter()
        .map(|(_, code, words)| (format!("eligibility.unique_by.{code}"), *words))
        .collect::<Vec<_>>();
    view! {
        <fieldset class="panel" id="muc-nguoi" tabindex="-1">
            <legend class="panel__title">"Người dự thi"</legend>
            <SelectField name="eligibility.identity" label="Cách nhận biết người thi" options=identities/>
            <Boxes id="eligibility.unique_by" legend="Khi tự khai: không ai trùng nhau về" hint="Người khai trùng được mời đến bàn hướng dẫn." boxes=unique/>
            <TextField name="eligibility.min_age" label="Tuổi tối thiểu" hint="0 là không giới hạn." kind="number" inputmode="numeric" class="input--short" unit="tuổi"/>
            <TextField name="eligibility.contact_days" label="Xoá số điện thoại sau" hint="Tính từ khi đợt cuối đóng, từ 30 đến 1.095 ngày." kind="number" inputmode="numeric" class="input--short" unit="ngày"/>
            <Boxes id="eligibility.excluded_roles" legend="Không được dự thi"
                hint="Người xem được đáp án thì không bao giờ được thi, dù không đánh dấu ở đây." boxes=roles/>
            <CheckField name="eligibility.assisted_entry" label="Nhân viên hướng dẫn được nhập hộ tại kiosk"/>
            <CheckField name="eligibility.assisted_can_win" label="Bài nhập hộ được xét giải cá nhân"/>
            <CodedRows form=form page=page list="eligibility.blocs" legend="Khối đơn vị" what="khối"/>
        </fieldset>
    }
}

/// A group of boxes.
#[component]
fn Boxes(
    id: &'static str,
    legend: &'static str,
    hint: &'static str,
    boxes: Vec<(String, &'static str)>,
) -> impl IntoView {
    let wrong = problem_of(id).is_some();
    view! {
        <fieldset class=if wrong { "fieldset fieldset--error" } else { "fieldset" } id=id tabindex="-1">
            <legend class="fieldset__legend">{legend}</legend>
            <p class="field__hint">{hint}</p>
            <GroupError name=id/>
            {boxes.into_iter().map(|(name, label)| view! { <CheckField name=name label=label/> }).collect_view()}
        </fieldset>
    }
}

/// The multiple-choice part.
#[component]
pub(super) fn Quiz() -> impl IntoView {
    view! {
        <fieldset class="panel" id="muc-bai" tabindex="-1">
            <legend class="panel__title">"Bài thi trắc nghiệm"</legend>
            <CheckField name="quiz" label="Cuộc thi có bài trắc nghiệm"/>
            <div class="form-grid">
                <TextField name="quiz.questions" label="Số câu hỏi" kind="number" inputmode="numeric" class="input--short" unit="câu"/>
                <TextField name="quiz.minutes" label="Số phút làm bài" kind="number" inputmode="numeric" class="input--short" unit="phút"/>
                <TextField name="quiz.points_each" label="Điểm mỗi câu đúng" inputmode="decimal" class="input--short" unit="điểm"/>
                <TextField name="quiz.grace_seconds" label="Ân hạn khi hết giờ" hint="Nhận câu đã bấm trước lúc hết giờ nhưng đến chậm."
                    kind="number" inputmode="numeric" class="input--short" unit="giây"/>
                <SelectField name="quiz.paper" label="Cách ra đề" options=options(PAPER)/>
                <SelectField name="quiz.void_question" label="Câu hỏi bị huỷ thì" options=options(VOID_QUESTION)/>
            </div>
            <CheckField name="quiz.shuffle_questions" label="Trộn thứ tự câu hỏi"/>
            <CheckField name="quiz.shuffle_options" label="Trộn thứ tự đáp án"
                hint="Câu có đáp án nhắc chữ cái (“Cả A và B”) được giữ nguyên thứ tự."/>
            <CheckField name="quiz.submit_requires_all" label="Trả lời đủ mọi câu mới gửi được"/>
        </fieldset>
    }
}
