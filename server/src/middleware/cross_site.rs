//! Cross-site requests that would change something are refused.
//!
//! Leptos server functions have no such check of their own. Browsers say where a request comes from in
//! `Sec-Fetch-Site`; older ones at least send `Origin` with every POST. A request with neither comes from no browser
//! page and carries no ambient cookie, but is refused too where a session cookie is present.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The layer.
pub async fn layer<F: Future<Output = Response>>(
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    if is_safe(request.method()) || comes_from_here(request.headers()) {
        return next(request).await;
    }
    (
        StatusCode::FORBIDDEN,
        "Yêu cầu này đến từ một trang khác nên không được nhận. Mở lại trang Hội Thi rồi thử lại.",
    )
        .into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether headers say that the request comes from this site.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        return site == "same-origin";
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, rest)| rest == host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| {
                (
                    header::HeaderName::from_static(n),
                    HeaderValue::from_static(v),
                )
            })
            .collect()
    }

    #[test]
    fn only_this_site_may_change_something() {
        let table: [(&[(&'static str, &'static str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://h"),
                    ("host", "h"),
                ],
                false,
            ),
            (&[("sec-fetch-site", "none")], false),
            (&[("origin", "https://h:3000"), ("host", "h:3000")], true),
            (&[("origin", "https://evil"), ("host", "h")], false),
            (&[("origin", "null"), ("host", "h")], false),
            (&[("host", "h")], false),
        ];
        for (pairs, want) in table {
            assert_eq!(comes_from_here(&headers(pairs)), want, "{pairs:?}");
        }
    }
}
