//! The reason of a change, asked in the same way wherever a change is proposed.

use super::field::Field;
use super::text_area::TextArea;
use crate::forms::{problem_of, typed};
use leptos::prelude::*;

/// What a reason is for.
pub const WHY: &str = "Một câu, 5 đến 500 ký tự. Lý do được lưu và đọc khi công bố.";

/// A field `reason` of a few lines that keeps what was typed.
#[component]
pub fn ReasonField(
    /// Visible label.
    label: &'static str,
    /// Hint.
    #[prop(default = WHY)]
    hint: &'static str,
) -> impl IntoView {
    let invalid = problem_of("reason").is_some();
    let described = if invalid {
        "reason-goi-y reason-loi"
    } else {
        "reason-goi-y"
    };
    view! {
        <Field name="reason".to_owned() label=label.to_owned() hint=hint>
            <TextArea name="reason".to_owned() value=typed("reason", "") rows=3 described_by=described.to_owned() invalid=invalid/>
        </Field>
    }
}
