//! The fields the server wrote, as the live panel reads and shows them. On the server there is nothing to do.
//!
//! A field's name says what it is: `q3` the options of the fourth question, `p` the prediction, `data-flag` the mark
//! “look again”. Parts stand in their order as `.quiz-part`, each with a fieldset `cau-N`.

use leptos::web_sys::Event;

/// What a person did to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "nobody touches a field on the server")
)]
pub(super) enum Change {
    /// A part has this value now.
    Value(usize, String),
    /// Something is in the field of the prediction.
    Typed(usize),
    /// A question was marked to look at again, or not any more.
    Flag(usize, bool),
}

#[cfg(not(feature = "hydrate"))]
mod server {
    use super::{Change, Event};

    pub(crate) fn change(_: &Event, _: usize) -> Option<Change> {
        None
    }

    pub(crate) fn value(_: usize, _: usize) -> Option<String> {
        None
    }

    pub(crate) fn show_value(_: usize, _: usize, _: &str) {}

    pub(crate) fn show_revision(_: usize, _: usize, _: u32) {}

    pub(crate) fn show_only(_: usize) {}

    pub(crate) fn focus(_: usize) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Change, Event};
    use leptos::prelude::{document, request_animation_frame, window};
    use wasm_bindgen::JsCast as _;
    use web_sys::{Element, HtmlElement, HtmlInputElement};

    fn all(selector: &str, mut act: impl FnMut(usize, Element)) {
        let Ok(found) = document().query_selector_all(selector) else {
            return;
        };
        for i in 0..found.length() {
            if let Some(element) = found.get(i) {
                act(i as usize, element.unchecked_into());
            }
        }
    }

    /// Reads the field an event comes from.
    pub(crate) fn change(event: &Event, questions: usize) -> Option<Change> {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        if let Some(place) = input.get_attribute("data-flag") {
            return Some(Change::Flag(place.parse().ok()?, input.checked()));
        }
        let name = input.name();
        if name == "p" {
            return Some(Change::Typed(questions));
        }
        let place = name.strip_prefix('q')?.parse().ok()?;
        Some(Change::Value(place, value(place, questions)?))
    }

    /// What the fields of a part show: of a question every option ticked, in their order.
    pub(crate) fn value(part: usize, questions: usize) -> Option<String> {
        let mut value = None;
        let mut put = |text: String| match &mut value {
            None => value = Some(text),
            Some(value) => {
                value.push(',');
                value.push_str(&text);
            }
        };
        if part == questions {
            all("[name=p]", |_, field| {
                put(field.unchecked_into::<HtmlInputElement>().value());
            });
            return value;
        }
        all(&format!("[name=q{part}]:checked"), |_, option| {
            put(option.unchecked_into::<HtmlInputElement>().value());
        });
        Some(value.unwrap_or_default())
    }

    /// Shows what the server holds, where another device saved later.
    pub(crate) fn show_value(part: usize, questions: usize, value: &str) {
        if part == questions {
            all("[name=p]", |_, field| {
                field.unchecked_into::<HtmlInputElement>().set_value(value);
            });
            return;
        }
        all(&format!("[name=q{part}]"), |_, option| {
            let option: HtmlInputElement = option.unchecked_into();
            let mine = option.value();
            option.set_checked(value.split(',').any(|v| v == mine));
        });
    }

    /// Notes the revision a part stands at, for a form that is sent before a save is answered.
    pub(crate) fn show_revision(part: usize, questions: usize, revision: u32) {
        let name = if part == questions {
            "rp".to_owned()
        } else {
            format!("r{part}")
        };
        all(&format!("[name={name}]"), |_, field| {
            let field: HtmlInputElement = field.unchecked_into();
            field.set_value(&revision.to_string());
        });
    }

    /// Hides every part but one.
    pub(crate) fn show_only(open: usize) {
        all(".quiz-part", |i, part| {
            part.unchecked_into::<HtmlElement>().set_hidden(i != open);
        });
    }

    /// Moves the focus to a part, so that a reader hears it, and the page to its top.
    pub(crate) fn focus(part: usize) {
        request_animation_frame(move || {
            let field = document().get_element_by_id(&format!("cau-{}", part + 1));
            if let Some(field) = field {
                let _ = field.unchecked_into::<HtmlElement>().focus();
            }
            window().scroll_to_with_x_and_y(0.0, 0.0);
        });
    }
}

#[cfg(feature = "hydrate")]
pub(super) use browser::{change, focus, show_only, show_revision, show_value, value};
#[cfg(not(feature = "hydrate"))]
pub(super) use server::{change, focus, show_only, show_revision, show_value, value};
