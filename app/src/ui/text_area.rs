//! The only `<textarea>` of the program.
//!
//! Leptos 0.8 does not escape the child of a `<textarea>` on the server (leptos #4730): text typed by one person would
//! become markup on another's page. So the child is escaped here, and a lint forbids a raw `<textarea>` anywhere else.

use leptos::prelude::*;

/// A field for several lines.
#[component]
pub fn TextArea(
    /// Field name, also its id.
    name: String,
    /// Text in it.
    value: String,
    /// Lines shown.
    #[prop(default = 6)]
    rows: u16,
    /// Ids of hint and error.
    #[prop(optional, into)]
    described_by: String,
    /// Whether something is wrong with it.
    #[prop(optional)]
    invalid: bool,
) -> impl IntoView {
    // A line break right after the tag is swallowed by HTML; one more keeps the text's own.
    let child = format!("\n{}", escape(&value));
    view! {
        <textarea
            class="textarea"
            id=name.clone()
            name=name
            rows=rows
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            aria-invalid=invalid.then_some("true")
        >
            {child}
        </textarea>
    }
}

/// Escapes what HTML would read as markup.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn text_from_people_stays_text() {
        let hostile = "</textarea><script>alert(1)</script> & <b>";
        let html = Owner::new()
            .with(|| view! { <TextArea name="x".to_owned() value=hostile.to_owned()/> }.to_html());
        assert!(!html.contains("<script>"), "{html}");
        assert!(
            html.contains("&lt;/textarea&gt;&lt;script&gt;"),
            "escaped exactly once: {html}"
        );
        assert!(!html.contains("&amp;lt;"), "escaped twice: {html}");
        assert!(html.contains("&amp; &lt;b&gt;"), "{html}");
    }
}
