//! Errors that no page words: a method that is not allowed, a file that is not there, a request no handler could read.
//! Their empty or English bodies become a Vietnamese sentence with the id of the request. Also the limit of bodies that
//! no form reads.

use crate::middleware::arrival;
use app::request::RequestId;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::response::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// The layer.
pub async fn layer<F: Future<Output = Response>>(
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let id = id.map(|i| i.0).unwrap_or_default();
    let head = request.method() == Method::HEAD;
    // A server function answers with a kind the live sheet knows, `/readyz` with a word machines know.
    let (path, method) = (request.uri().path(), request.method());
    let own_words = (path == "/readyz" && method == Method::GET)
        || (path.starts_with("/api/") && method == Method::POST);
    let response = match limited(&request) {
        None => next(request).await,
        Some(refused) => refused,
    };
    let status = response.status();
    if head || own_words || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let mut parts = match worded(response, &id).await {
        Ok(response) => return response,
        Err(parts) => *parts,
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    Response::from_parts(
        parts,
        Body::from(format!("{} Mã yêu cầu: {id}.", words(status))),
    )
}

/// The response, when it has words of ours (a sentence that is no page gets the id); otherwise its parts. Whatever is no
/// page and has only ASCII letters was written by a library.
async fn worded(response: Response, id: &str) -> Result<Response, Box<Parts>> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|k| k.as_bytes().starts_with(b"text/plain"));
    let short = response
        .body()
        .size_hint()
        .upper()
        .is_some_and(|n| n <= 512);
    if !plain || !short {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, 512).await.unwrap_or_default();
    if bytes.is_ascii() {
        return Err(Box::new(parts));
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    let sentence = String::from_utf8_lossy(&bytes);
    Ok(Response::from_parts(
        parts,
        Body::from(format!("{sentence} Mã yêu cầu: {id}.")),
    ))
}

/// Whether no address of ours looks like this: PostgreSQL takes no zero character in a text, and no file system so long
/// a name. Forms, queries and lines leave that character out or refuse it.
fn leads_nowhere(path: &str) -> bool {
    path.contains("%00") || path.split('/').any(|name| name.len() > 255)
}

/// Where no form reads the body, what says it is large is not read at all: who began to send it could hold it back for
/// ever. What does not say so has arrived by now, and is small ([`arrival::layer`]).
fn limited(request: &Request) -> Option<Response> {
    let path = request.uri().path();
    if leads_nowhere(path) {
        return Some(StatusCode::NOT_FOUND.into_response());
    }
    let function = path.starts_with("/api/");
    if !(function || path == "/hien-thi") || !arrival::is_large(request.headers()) {
        return None;
    }
    // The live sheet understands the kind in front of the sentence.
    let words = if function {
        arrival::TOO_LARGE
    } else {
        arrival::TOO_LARGE.trim_start_matches("refused ")
    };
    Some(arrival::refuse(StatusCode::PAYLOAD_TOO_LARGE, words))
}

/// What happened and what to do.
fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Không tìm thấy địa chỉ này. Về trang chủ để tìm lại.",
        StatusCode::METHOD_NOT_ALLOWED => {
            "Địa chỉ này không nhận kiểu yêu cầu đó. Mở trang Hội Thi rồi thử lại."
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            "Dữ liệu gửi lên quá lớn nên máy chủ không nhận. Tải lại trang rồi thử lại."
        }
        StatusCode::FORBIDDEN => "Bạn không có quyền mở địa chỉ này.",
        s if s.is_server_error() => {
            "Máy chủ gặp lỗi. Thử lại sau ít phút; nếu vẫn vậy, báo mã dưới đây."
        }
        _ => "Máy chủ không đọc được yêu cầu này. Tải lại trang rồi thử lại.",
    }
}
