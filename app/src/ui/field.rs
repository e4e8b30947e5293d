//! Fields of forms: label, hint, error, control, in this order; and the error summary above them.

use crate::forms::{form_problems, problem_of, typed};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::text_area::TextArea;
use leptos::prelude::*;

/// Ids of hint and error that describe a control.
fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let ids: Vec<String> = [(hint, "goi-y"), (error, "loi")]
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, kind)| format!("{name}-{kind}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Label, hint and error around any control.
#[component]
pub fn Field(
    /// Field name, also the control's id.
    name: String,
    /// Visible label.
    label: String,
    /// Hint under the label.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let error = problem_of(&name);
    let class = if error.is_some() {
        "field field--error"
    } else {
        "field"
    };
    view! {
        <div class=class>
            <label class="field__label" for=name.clone()>
                {label}
                {optional.then(|| view! { <span class="field__opt">" (không bắt buộc)"</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{name}-goi-y")>{hint}</p> })}
            {error.map(|e| view! { <p class="field__error" id=format!("{name}-loi")><Icon glyph=Glyph::Alert/>{e}</p> })}
            {children()}
        </div>
    }
}

/// A one-line text field that keeps what was typed.
#[component]
pub fn TextField(
    /// Field name.
    #[prop(into)]
    name: String,
    /// Visible label.
    #[prop(into)]
    label: String,
    /// Hint.
    #[prop(optional, into)]
    hint: String,
    /// What it holds before anything was typed.
    #[prop(optional, into)]
    value: String,
    /// `text`, `password`, `tel`, `datetime-local`, `number`; `secret` for what is printed on a slip: covered until one
    /// asks to see it, and nothing a browser offers to keep.
    #[prop(default = "text")]
    kind: &'static str,
    /// `autocomplete`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// `inputmode`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// More classes of the control.
    #[prop(optional)]
    class: &'static str,
    /// Unit behind the control.
    #[prop(optional)]
    unit: &'static str,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    // Keyboards on a screen may learn what is typed into a plain field, and offer it to the next person.
    let kind = if kind == "secret" && crate::request::on_kiosk() {
        "password"
    } else {
        kind
    };
    let secret = kind == "secret";
    // A password is never sent back to the page.
    let shown = if secret || kind == "password" {
        String::new()
    } else {
        typed(&name, value)
    };
    let invalid = problem_of(&name).is_some();
    let described = described_by(&name, !hint.is_empty(), invalid);
    let id = name.clone();
    let input = view! {
        <input
            class=format!("input {class}{}", if secret { " input--secret" } else { "" })
            id=id.clone()
            name=id
            type=if secret { "text" } else { kind }
            autocapitalize=secret.then_some("none")
            spellcheck=secret.then_some("false")
            value=shown
            autocomplete=autocomplete
            inputmode=inputmode
            aria-describedby=described
            aria-invalid=invalid.then_some("true")
        />
    };
    let control = if unit.is_empty() {
        input.into_any()
    } else {
        view! { <div class="affix">{input}<span class="affix__unit">{unit}</span></div> }.into_any()
    };
    view! {
        <Field name=name label=label hint=hint optional=optional>
            {control}
            {secret.then(|| view! {
                <label class="check reveal"><input type="checkbox" autocomplete="off"/><span class="check__text">"Hiện chữ đang gõ"</span></label>
            })}
        </Field>
    }
}

/// A field of several lines that keeps what was typed.
#[component]
pub fn LongField(
    /// Field name.
    #[prop(into)]
    name: String,
    /// Visible label.
    #[prop(into)]
    label: String,
    /// Hint.
    #[prop(optional)]
    hint: &'static str,
    /// Lines shown.
    rows: u16,
) -> impl IntoView {
    let wrong = problem_of(&name).is_some();
    let described = described_by(&name, !hint.is_empty(), wrong).unwrap_or_default();
    view! {
        <Field name=name.clone() label=label hint=hint>
            <TextArea name=name.clone() value=typed(&name, "") rows=rows described_by=described invalid=wrong/>
        </Field>
    }
}

/// A list to choose from.
#[component]
pub fn SelectField(
    /// Field name.
    #[prop(into)]
    name: String,
    /// Visible label.
    #[prop(into)]
    label: String,
    /// Hint.
    #[prop(optional, into)]
    hint: String,
    /// Value and words, in order.
    options: Vec<(String, String)>,
    /// Chosen before anything was posted.
    #[prop(optional, into)]
    value: String,
    /// First line without a value, such as “Chọn…”; none when a value is always chosen.
    #[prop(optional, into)]
    empty: String,
) -> impl IntoView {
    let chosen = typed(&name, value);
    let invalid = problem_of(&name).is_some();
    let described = described_by(&name, !hint.is_empty(), invalid);
    let id = name.clone();
    view! {
        <Field name=name label=label hint=hint>
            <select class="select" id=id.clone() name=id aria-describedby=described aria-invalid=invalid.then_some("true")>
                {(!empty.is_empty()).then(|| view! { <option value="">{empty}</option> })}
                {options
                    .into_iter()
                    .map(|(value, words)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
        </Field>
    }
}

/// A box to tick; never ticked in advance unless `value` says it was chosen before.
#[component]
pub fn CheckField(
    /// Field name.
    #[prop(into)]
    name: String,
    /// Words beside the box.
    #[prop(into)]
    label: String,
    /// Hint under them.
    #[prop(optional, into)]
    hint: String,
    /// Whether it is ticked now.
    #[prop(optional)]
    value: bool,
) -> impl IntoView {
    let posted = crate::forms::posted();
    let checked = posted.as_ref().map_or(value, |p| p.form.ticked(&name));
    let error = problem_of(&name);
    let invalid = error.is_some();
    let described = described_by(&name, false, invalid);
    view! {
        <div class=if invalid { "field field--error" } else { "field" }>
            {error.map(|e| view! { <p class="field__error" id=format!("{name}-loi")><Icon glyph=Glyph::Alert/>{e}</p> })}
            <label class="check">
                <input type="checkbox" id=name.clone() name=name value="1" checked=checked aria-describedby=described
                    aria-invalid=invalid.then_some("true")/>
                <span class="check__text">
                    {label}
                    {(!hint.is_empty()).then(|| view! { <span class="check__hint">{hint}</span> })}
                </span>
            </label>
        </div>
    }
}

/// What is wrong with the form just posted: first in the page, links to each field, takes focus.
#[component]
pub fn ErrorSummary(
    /// What could not be done, `Chưa đăng nhập được`.
    title: &'static str,
) -> impl IntoView {
    let problems = form_problems();
    (!problems.is_empty()).then(|| {
        let count = problems.len();
        view! {
            <div class="error-summary" id="loi" role="alert" tabindex="-1" aria-labelledby="loi-tieu-de" autofocus>
                <h2 class="error-summary__title" id="loi-tieu-de">
                    <Icon glyph=Glyph::Alert/>
                    {if count == 1 { title.to_owned() } else { format!("{title}: còn {count} mục") }}
                </h2>
                <ul>
                    {problems
                        .into_iter()
                        .map(|p| {
                            if p.field.is_empty() {
                                view! { <li>{p.message}</li> }.into_any()
                            } else {
                                view! { <li><a href=format!("#{}", p.field)>{p.message}</a></li> }.into_any()
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}
