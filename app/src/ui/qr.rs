//! QR codes as SVG, dark on white in every theme.

use fast_qr::QRBuilder;
use leptos::prelude::*;

/// A QR code.
#[component]
pub fn Qr(
    /// What it holds.
    text: String,
    /// What it is, for screen readers.
    label: &'static str,
) -> impl IntoView {
    let code = QRBuilder::new(text).build().ok()?;
    let size = code.size;
    let mut path = String::new();
    for row in 0..size {
        for column in 0..size {
            if code[row][column].value() {
                path.push_str(&format!("M{} {}h1v1h-1z", column + 4, row + 4));
            }
        }
    }
    let side = size + 8;
    Some(view! {
        <svg class="receipt__qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect class="qr__light" width=side height=side></rect>
            <path class="qr__dark" d=path></path>
        </svg>
    })
}
