//! Parts of the editor: the prediction question and the order of ranking.

use super::super::words::{
    LIST, POPULATION, PREDICTION, PREDICTION_SCOPE, RANKING, UNRESOLVED, options, words_of,
};
use super::GroupError;
use crate::forms::{Form, problem_of};
use crate::ui::field::{CheckField, SelectField, TextField};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The prediction question.
#[component]
pub(crate) fn Prediction(
    /// Form.
    form: Form,
) -> impl IntoView {
    let chosen = form.get("prediction.kind").to_owned();
    let none = std::iter::once((String::new(), "Không có câu dự đoán".to_owned()));
    let kinds = options(PREDICTION).into_iter().chain(none).map(|(code, words)| {
        let hint = match code.as_str() {
            "participants" => "Trang công khai ẩn số người dự thi đến khi đợt đóng.",
            "perfect_percent" => "Tính trên số người dự thi.",
            _ => "",
        };
        let checked = code == chosen;
        view! {
            <label class="check">
                <input type="radio" name="prediction.kind" value=code checked=checked/>
                <span class="check__text">{words}{(!hint.is_empty()).then(|| view! { <span class="check__hint">{hint}</span> })}</span>
            </label>
        }
    });
    let kinds = kinds.collect_view();
    let wrong = problem_of("prediction.kind").is_some();
    view! {
        <section class="panel" id="muc-du-doan" tabindex="-1">
            <h2 class="panel__title">"Câu dự đoán"</h2>
            <fieldset class=if wrong { "fieldset fieldset--error" } else { "fieldset" } id="prediction.kind" tabindex="-1">
                <legend class="fieldset__legend">"Thí sinh dự đoán điều gì?"</legend>
                <GroupError name="prediction.kind"/>
                {kinds}
            </fieldset>
            <div class="form-grid">
                <SelectField name="prediction.counted_over" label="Đếm người hay lượt" options=options(POPULATION)/>
                <SelectField name="prediction.scope" label="Tính chung hay riêng" options=options(PREDICTION_SCOPE)/>
                <TextField name="prediction.decimals" label="Số chữ số thập phân" hint="Chỉ dùng khi dự đoán tỷ lệ phần trăm."
                    value="0" kind="number" inputmode="numeric" class="input--short"/>
            </div>
            <CheckField name="prediction.winner_must_be_perfect" label="Người thắng nhờ dự đoán phải đúng tất cả các câu"/>
        </section>
    }
}

/// Keys in order, and what happens when all are equal.
#[component]
pub(crate) fn Ranking(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let keys: Vec<String> = form.all("ranking.keys").map(str::to_owned).collect();
    let left: Vec<(String, String)> = options(RANKING)
        .into_iter()
        .filter(|(code, _)| !keys.contains(code))
        .collect();
    let here = format!("{page}#ranking.keys");
    let count = keys.len();
    let items = keys.into_iter().zip(1_usize..).map(
        |(key, place)| view! { <KeyRow key_code=key place=place count=count here=here.clone()/> },
    );
    let items = items.collect_view();
    view! {
        <section class="panel" id="muc-xep-hang" tabindex="-1">
            <h2 class="panel__title">"Xếp hạng"</h2>
            <fieldset class="fieldset" id="ranking.keys" tabindex="-1">
                <legend class="fieldset__legend">"Thứ tự xét"</legend>
                <p class="field__hint">"Xét từ trên xuống; bằng nhau mới xét dòng dưới."</p>
                <div class="stack">
                    <GroupError name="ranking.keys"/>
                    <ol class="sorter">{items}</ol>
                    {(!left.is_empty()).then(|| view! {
                        <SelectField name="ranking.add" label="Tiêu chí muốn thêm" options=left empty="Chọn…"/>
                        <button class="btn btn--second" name="act" value="them:ranking.keys" formaction=here>"Thêm tiêu chí"</button>
                    })}
                </div>
            </fieldset>
            <SelectField name="ranking.unresolved" label="Khi mọi tiêu chí đều bằng nhau" options=options(UNRESOLVED) empty="Chọn…"/>
            <TextField name="ranking.draw_event" label="Sự kiện lấy số bốc thăm" optional=true
                hint="Số công khai chưa ai biết trước, thí dụ kết quả xổ số của một ngày sau khi đợt đóng."/>
            <SelectField name="ranking.list" label="Danh sách xếp hạng" options=options(LIST)/>
        </section>
    }
}

#[component]
fn KeyRow(key_code: String, place: usize, count: usize, here: String) -> impl IntoView {
    let words = words_of(RANKING, &key_code);
    let (name, rest) = words
        .split_once(": ")
        .map_or((words.clone(), String::new()), |(n, r)| {
            (n.to_owned(), format!(" {r}"))
        });
    let spoken = name.to_lowercase();
    view! {
        <li>
            <input type="hidden" name="ranking.keys" value=key_code/>
            <span class="sorter__label"><b>{name}</b>{rest}</span>
            <span class="sorter__tools">
                {(place > 1).then(|| view! {
                    <button class="btn btn--second btn--icon" name="act" value=format!("len:{place}") formaction=here.clone()>
                        <Icon glyph=Glyph::Up/><span class="sr">{format!("Đưa {spoken} lên một dòng")}</span>
                    </button>
                })}
                {(place < count).then(|| view! {
                    <button class="btn btn--second btn--icon" name="act" value=format!("xuong:{place}") formaction=here.clone()>
                        <Icon glyph=Glyph::Down/><span class="sr">{format!("Đưa {spoken} xuống một dòng")}</span>
                    </button>
                })}
                <button class="btn btn--second btn--icon" name="act" value=format!("bo-tieu-chi:{place}") formaction=here.clone()>
                    <Icon glyph=Glyph::Cross/><span class="sr">{format!("Bỏ {spoken}")}</span>
                </button>
            </span>
        </li>
    }
}
