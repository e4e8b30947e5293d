//! Views written out as soon as they are built.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// Writes a view out at once. For large parts of a page that nothing in it waits for and the browser does not build
/// again: kept as a view until the page is sent, each of their attributes would be copied to the heap on the way
/// through the type-erased page around it, and written by the slower way for what may still be waited for.
pub fn written(view: impl IntoView) -> impl IntoView {
    InertElement::new(view.into_view().to_html())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let typed = "<b onclick=\"x\">&";
        let html = written(view! { <p title=typed>{typed}</p> })
            .into_view()
            .to_html();
        assert!(!html.contains("<b"), "{html}");
        assert!(
            html.contains("&lt;b onclick=") && html.contains("&amp;"),
            "{html}"
        );
        assert!(html.contains("&quot;x&quot;"), "{html}");
    }
}
