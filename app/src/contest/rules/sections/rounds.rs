//! Parts of the editor: rounds, which of them are ranked together, and how many are to take part.

use super::super::rows;
use super::super::words::{COUNTING, options};
use super::table::row_name;
use super::{AddRow, GroupError, RemoveRow};
use crate::forms::{Form, problem_of};
use crate::ui::field::{CheckField, SelectField, TextField};
use leptos::prelude::*;

/// Rounds, and whether they are ranked together.
#[component]
pub(crate) fn Rounds(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let places = rows::places(&form, "rounds");
    let rounds = places.into_iter().zip(1_usize..).map(|(n, place)| {
        let name = row_name(&form, "rounds", n, "Đợt", place);
        view! { <RoundRow n=n name=name from=form.get(&format!("rounds.{n}.from")).to_owned() page=page.clone()/> }
    });
    let rounds = rounds.collect_view();
    view! {
        <fieldset class="panel" id="rounds" tabindex="-1">
            <legend class="panel__title">"Đợt thi"</legend>
            <p class="field__hint">"Giờ Việt Nam. Đóng lúc 0 giờ 00 nghĩa là hết ngày hôm trước (24 giờ 00)."</p>
            <GroupError name="rounds"/>
            {rounds}
            <div class="btn-row">
                <AddRow page=page.clone() list="rounds" label="Thêm đợt"/>
                <button class="btn btn--quiet" name="act" value="chia-tuan" formaction=format!("{page}#rounds")>"Chia đều theo tuần"</button>
            </div>
            <CheckField name="overall" label="Xếp hạng chung các đợt" hint="Cộng điểm, độ lệch dự đoán và thời gian của các đợt; bỏ đợt nào thì đợt đó 0 điểm."/>
            {view! { <SummedRounds form=form.clone()/> }.into_any()}
            <TextField name="overall.min_rounds" label="Khi xếp hạng chung: phải dự ít nhất" value="0" kind="number" inputmode="numeric" class="input--short" unit="đợt"/>
            <CheckField name="participation" label="Có chỉ tiêu tham gia cho đơn vị" hint="Chỉ khi thi theo danh sách: tỷ lệ trên số người của đơn vị."/>
            <TextField name="participation.percent" label="Khi có chỉ tiêu: ít nhất" value="0" kind="number" inputmode="numeric" class="input--short" unit="%"/>
            <CheckField name="participation.leaders_every_round" label="Lãnh đạo đơn vị phải dự đủ mọi đợt"/>
        </fieldset>
    }
}

/// Which rounds the common ranking adds up: a box for each, and for what the sheet names but has not.
#[component]
fn SummedRounds(form: Form) -> impl IntoView {
    let ticked: Vec<&str> = form.all("overall.rounds").collect();
    let places = rows::places(&form, "rounds").into_iter().zip(1_usize..);
    let mut boxes: Vec<(String, String, bool)> = places
        .map(|(n, place)| {
            let value = format!("#{n}");
            let on = ticked.contains(&value.as_str());
            (value, row_name(&form, "rounds", n, "Đợt", place), on)
        })
        .collect();
    for code in &ticked {
        if !code.starts_with('#') {
            let words = format!("Mã “{code}”: không có đợt nào như vậy, hoặc đã cộng rồi");
            boxes.push(((*code).to_owned(), words, true));
        }
    }
    let boxes = boxes.into_iter().map(|(value, words, on)| {
        view! {
            <label class="check">
                <input type="checkbox" name="overall.rounds" value=value checked=on/>
                <span class="check__text">{words}</span>
            </label>
        }
    });
    let wrong = problem_of("overall.rounds").is_some();
    view! {
        <fieldset class=if wrong { "fieldset fieldset--error" } else { "fieldset" } id="overall.rounds" tabindex="-1">
            <legend class="fieldset__legend">"Khi xếp hạng chung: cộng các đợt"</legend>
            <p class="field__hint">"Không đánh dấu đợt nào là cộng mọi đợt."</p>
            <GroupError name="overall.rounds"/>
            {boxes.collect_view()}
        </fieldset>
    }
}

#[component]
fn RoundRow(n: usize, name: String, from: String, page: String) -> impl IntoView {
    let at = |part: &str| format!("rounds.{n}.{part}");
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{name.clone()}</legend>
            <input type="hidden" name=at("from") value=from/>
            <div class="form-grid">
                <TextField name=at("opens") label=format!("{name} mở lúc") kind="datetime-local"/>
                <TextField name=at("closes") label=format!("{name} đóng lúc") kind="datetime-local"/>
                <TextField name=at("name") label="Tên đợt" class="input--medium"/>
                <TextField name=at("code") label="Mã đợt trong địa chỉ trang" class="input--medium"/>
                <TextField name=at("attempts") label="Số lượt mỗi người" kind="number" inputmode="numeric" class="input--short" unit="lượt"/>
                <SelectField name=at("counts") label="Tính lượt nào" options=options(COUNTING)/>
                <TextField name=at("tracks") label="Bảng được dự" hint="Mã các bảng, cách nhau bằng dấu chấm phẩy; để trống là mọi bảng." class="input--medium"/>
            </div>
            <RemoveRow page=page list="rounds" n=n what=name/>
        </fieldset>
    }
}
