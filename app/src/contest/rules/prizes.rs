//! Part of the editor: prizes of persons and of units.

use super::rows;
use super::sections::{AddRow, GroupError, RemoveRow};
use super::words::{AMOUNT_IS, COLLECTIVE, GIVEN, RIGHT_COUNTS, options};
use crate::forms::Form;
use crate::ui::field::{CheckField, SelectField, TextField};
use leptos::prelude::*;

/// Prizes.
#[component]
pub(super) fn Prizes(
    /// Form.
    form: Form,
    /// Address of the page.
    page: String,
) -> impl IntoView {
    let named = |list: &str, n: usize, place: usize| {
        let name = form.get(&format!("{list}.{n}.name")).trim().to_owned();
        if name.is_empty() {
            format!("Giải thứ {place}")
        } else {
            name
        }
    };
    let from = |list: &str, n: usize| form.get(&format!("{list}.{n}.from")).to_owned();
    let individual = rows::places(&form, "prizes.individual").into_iter().zip(1_usize..).map(|(n, place)| {
        view! { <Individual n=n name=named("prizes.individual", n, place) from=from("prizes.individual", n) page=page.clone()/> }
    });
    let individual = individual.collect_view();
    let collective = rows::places(&form, "prizes.collective").into_iter().zip(1_usize..).map(|(n, place)| {
        view! { <Collective n=n name=named("prizes.collective", n, place) from=from("prizes.collective", n) page=page.clone() form=form.clone()/> }
    });
    let collective = collective.collect_view();
    view! {
        <section class="panel" id="muc-giai" tabindex="-1">
            <h2 class="panel__title">"Giải thưởng"</h2>
            <SelectField name="prizes.given" label="Trao giải" options=options(GIVEN)/>
            <CheckField name="prizes.several_per_person" label="Một người được nhận nhiều giải cá nhân của một đợt"/>
            <CheckField name="prizes.several_per_unit" label="Một đơn vị được nhận nhiều giải tập thể"/>
            <fieldset class="fieldset" id="prizes.individual" tabindex="-1">
                <legend class="fieldset__legend">"Giải cá nhân, cao nhất trước"</legend>
                <div class="stack">
                    <GroupError name="prizes.individual"/>
                    {individual}
                    <AddRow page=page.clone() list="prizes.individual" label="Thêm giải cá nhân"/>
                </div>
            </fieldset>
            <fieldset class="fieldset" id="prizes.collective" tabindex="-1">
                <legend class="fieldset__legend">"Giải tập thể"</legend>
                <div class="stack">
                    <GroupError name="prizes.collective"/>
                    {collective}
                    <AddRow page=page list="prizes.collective" label="Thêm giải tập thể"/>
                </div>
            </fieldset>
        </section>
    }
}

#[component]
fn Individual(n: usize, name: String, from: String, page: String) -> impl IntoView {
    let at = |part: &str| format!("prizes.individual.{n}.{part}");
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{name.clone()}</legend>
            <input type="hidden" name=at("from") value=from/>
            <div class="form-grid">
                <TextField name=at("name") label="Tên giải"/>
                <TextField name=at("code") label="Mã giải" hint="Chữ thường không dấu, thí dụ: nhat." class="input--medium"/>
                <TextField name=at("count") label="Số giải" kind="number" inputmode="numeric" class="input--short" unit="giải"/>
                <TextField name=at("amount") label="Tiền thưởng mỗi giải" inputmode="numeric" class="input--medium" unit="đ"/>
                <TextField name=at("certificate") label="Kèm theo" optional=true/>
            </div>
            <RemoveRow page=page list="prizes.individual" n=n what=name/>
        </fieldset>
    }
}

#[component]
fn Collective(n: usize, name: String, from: String, page: String, form: Form) -> impl IntoView {
    let at = |part: &str| format!("prizes.collective.{n}.{part}");
    let row = format!("prizes.collective.{n}");
    let ties = rows::ties(&form, &row);
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{name.clone()}</legend>
            <div class="stack">
                <input type="hidden" name=at("from") value=from/>
                <div class="form-grid">
                    <TextField name=at("name") label="Tên giải"/>
                    <TextField name=at("code") label="Mã giải" hint="Chữ thường không dấu." class="input--medium"/>
                    <TextField name=at("count") label="Số giải" kind="number" inputmode="numeric" class="input--short" unit="giải"/>
                    <TextField name=at("amount") label="Tiền thưởng" inputmode="numeric" class="input--medium" unit="đ"/>
                    <SelectField name=at("amount_is") label="Tiền thưởng tính cho" options=options(AMOUNT_IS)/>
                    <TextField name=at("certificate") label="Kèm theo" optional=true/>
                    <SelectField name=at("right_counts") label="Bài đúng tính theo" options=options(RIGHT_COUNTS)/>
                    <TextField name=at("min_size") label="Đơn vị có ít nhất" value="0" kind="number" inputmode="numeric" class="input--short" unit="người"/>
                    <TextField name=at("roll_up") label="Gộp lên mấy cấp" hint="0 là chính đơn vị của thí sinh, 1 là cấp trên trực tiếp."
                        value="0" kind="number" inputmode="numeric" class="input--short" unit="cấp"/>
                </div>
                {view! { <Criteria row=row ties=ties/> }.into_any()}
                <RemoveRow page=page list="prizes.collective" n=n what=name/>
            </div>
        </fieldset>
    }
}

/// What units are compared by, and what is looked at next.
#[component]
fn Criteria(row: String, ties: usize) -> impl IntoView {
    let (keys, tie) = (format!("{row}.keys"), format!("{row}.tie"));
    let weights = COLLECTIVE.iter().map(|(_, code, words)| {
        view! { <TextField name=format!("{keys}.{code}") label=*words kind="number" inputmode="numeric" class="input--short" unit="%"/> }
    });
    let further = (1..=ties).map(|i| {
        let label = match i {
            1 => "Bằng nhau thì xét thêm".to_owned(),
            2 => "Vẫn bằng nhau thì xét".to_owned(),
            _ => format!("Lần thứ {i} thì xét"),
        };
        view! { <SelectField name=format!("{tie}.{i}") label=label options=options(COLLECTIVE) empty="Không xét thêm"/> }
    });
    view! {
        <fieldset class="fieldset" id=keys.clone() tabindex="-1">
            <legend class="fieldset__legend">"Xét theo"</legend>
            <p class="field__hint">"Một tiêu chí thì ghi 100 %. Nhiều tiêu chí thì chia trọng số cho đủ 100 %; để trống tiêu chí không xét."</p>
            <div class="stack stack--tight">
                <GroupError name=keys.clone()/>
                <div class="form-grid">{weights.collect_view()}</div>
            </div>
        </fieldset>
        <fieldset class="fieldset" id=tie.clone() tabindex="-1">
            <legend class="fieldset__legend">"Khi bằng nhau"</legend>
            <GroupError name=tie.clone()/>
            <div class="form-grid">{further.collect_view()}</div>
        </fieldset>
    }
}
