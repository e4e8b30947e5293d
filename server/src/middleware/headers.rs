//! Security headers on every response, errors and files included; an id on every request.

use crate::AppState;
use app::request::{Display, RequestId};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;

const FIXED: [(header::HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // A form's answer goes back to the Referer, so it must stay at least same-origin.
    (header::REFERRER_POLICY, "same-origin"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (
        header::HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// The outermost layer but for the one that counts.
pub async fn layer<F: Future<Output = Response>>(
    state: &AppState,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let id = domain::ids::base32(&state.services.random::<8>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let display = crate::cookies::get(request.headers(), Display::COOKIE)
        .map(Display::parse)
        .unwrap_or_default();
    request.extensions_mut().insert(display);
    let mut response = next(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=()"),
    );
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        // Whatever is no page needs no script, style or frame at all.
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
            ),
        );
    }
    // Pages speak of persons: nothing is kept unless a route says so. Assets carry a hash and say so.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    response
}
