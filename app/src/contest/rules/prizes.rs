//! Part of the editor: prizes of persons and of units.

use super::form::KEEP;
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

/// Choices of one collective key; a mix the form cannot show stays a choice where it is stored.
fn keys_and_mix(mixed: bool) -> Vec<(String, String)> {
    let mut choices = options(COLLECTIVE);
    if mixed {
        choices.push((
            KEEP.to_owned(),
            "Nhiều tiêu chí (giữ nguyên, sửa ở bản TOML)".to_owned(),
        ));
    }
    choices
}

#[component]
fn Collective(n: usize, name: String, from: String, page: String, form: Form) -> impl IntoView {
    let at = |part: &str| format!("prizes.collective.{n}.{part}");
    let mixed = |part: &str| form.get(&at(part)) == KEEP;
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{name.clone()}</legend>
            <input type="hidden" name=at("from") value=from/>
            <div class="form-grid">
                <TextField name=at("name") label="Tên giải"/>
                <TextField name=at("code") label="Mã giải" hint="Chữ thường không dấu." class="input--medium"/>
                <TextField name=at("count") label="Số giải" kind="number" inputmode="numeric" class="input--short" unit="giải"/>
                <TextField name=at("amount") label="Tiền thưởng" inputmode="numeric" class="input--medium" unit="đ"/>
                <SelectField name=at("amount_is") label="Tiền thưởng tính cho" options=options(AMOUNT_IS)/>
                <TextField name=at("certificate") label="Kèm theo" optional=true/>
                <SelectField name=at("keys") label="Xét theo" options=keys_and_mix(mixed("keys")) empty="Chọn…"/>
                <SelectField name=at("right_counts") label="Bài đúng tính theo" options=options(RIGHT_COUNTS)/>
                <SelectField name=at("tie") label="Bằng nhau thì xét thêm" options=keys_and_mix(mixed("tie")) empty="Không xét thêm"/>
                <TextField name=at("min_size") label="Đơn vị có ít nhất" value="0" kind="number" inputmode="numeric" class="input--short" unit="người"/>
                <TextField name=at("roll_up") label="Gộp lên mấy cấp" hint="0 là chính đơn vị của thí sinh, 1 là cấp trên trực tiếp."
                    value="0" kind="number" inputmode="numeric" class="input--short" unit="cấp"/>
            </div>
            <RemoveRow page=page list="prizes.collective" n=n what=name/>
        </fieldset>
    }
}
