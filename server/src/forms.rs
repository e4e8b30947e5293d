//! Runs posted forms: reads the body within its limit, calls the handler, answers with a redirect or with the same page
//! and what is wrong.

mod tries;

use crate::AppState;
use crate::cookies;
use crate::middleware::{arrival, gate, shed};
use app::forms::{Call, Done, Form, FormRoute, Posted, Upload};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest as _, Multipart, RawPathParams, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::provide_context;
use services::{FieldProblem, Rejection, ServiceError};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tries::Tries;

/// Answers a posted form.
pub async fn run(
    state: AppState,
    route: FormRoute,
    params: RawPathParams,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let mut page = page_request(&parts);
    let large = arrival::is_large(&parts.headers);
    let read = read(Request::from_parts(parts, body), route.limit);
    let form = match arrived(read, (UPLOAD, route.limit), large).await {
        Ok(form) => form,
        Err((status, message)) => {
            return again(
                &state,
                page,
                Form::default(),
                vec![FieldProblem::new("", message)],
                None,
                status,
            )
            .await;
        }
    };
    if large {
        // A file takes its time: whoever was signed out or lost a role meanwhile sends it in vain.
        let actor = gate::who(&state, page.headers()).await.unwrap_or_default();
        if !route.policy.admits(&actor) {
            return refuse(&state, page, form, ServiceError::SignedOut).await;
        }
        page.extensions_mut().insert(actor);
    }
    let mut call = call(&state, &page, &params, form.clone());
    let tries = Tries::of(&state, &route, &call).await;
    call.actor.known = tries.is_known(&state, page.headers());
    if let Err(wait) = tries.take(&state, page.headers()) {
        let message = format!("Bạn thử quá nhiều lần. Đợi {wait} giây rồi thử lại.");
        let mut response = again(
            &state,
            page,
            form,
            vec![FieldProblem::new("", message)],
            None,
            StatusCode::TOO_MANY_REQUESTS,
        )
        .await;
        come_back_after(&mut response, wait);
        return response;
    }
    match (route.handle)(call).await {
        Ok(done) => {
            let known = tries.remember(&state, &page, &done);
            let mut response = finish(&state, page, form, done).await;
            if let Some(cookie) = known {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => refuse(&state, page, form, error).await,
    }
}

fn call(state: &AppState, page: &Request, params: &RawPathParams, form: Form) -> Call {
    let extensions = page.extensions();
    Call {
        services: state.services.clone(),
        actor: extensions.get().cloned().unwrap_or_default(),
        params: params
            .iter()
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect(),
        form,
        received_at: extensions
            .get::<app::request::ReceivedAt>()
            .map_or_else(|| state.services.now(), |r| r.0),
    }
}

/// The request that shows the page again: same address and cookies, without the body.
fn page_request(parts: &axum::http::request::Parts) -> Request {
    let mut page = Request::new(Body::empty());
    *page.method_mut() = Method::GET;
    *page.uri_mut() = parts.uri.clone();
    *page.headers_mut() = parts.headers.clone();
    page.headers_mut().remove(header::CONTENT_LENGTH);
    page.headers_mut().remove(header::CONTENT_TYPE);
    *page.extensions_mut() = parts.extensions.clone();
    page
}

/// A form that could not be read: how it is answered.
type Unread = (StatusCode, String);

/// Reads a form in time. What says it is large and goes where only small forms go is not read at all.
async fn arrived(
    read: impl Future<Output = Result<Form, Unread>>,
    (patience, limit): (Duration, usize),
    large: bool,
) -> Result<Form, Unread> {
    if large && limit <= app::forms::SMALL {
        return Err(too_large(limit));
    }
    let late = "Tệp đến quá chậm nên chưa nhận được. Kiểm tra mạng rồi gửi lại.";
    tokio::time::timeout(patience, read)
        .await
        .unwrap_or_else(|_| Err((StatusCode::REQUEST_TIMEOUT, late.to_owned())))
}

/// How long a file of the committee may be on its way.
const UPLOAD: Duration = Duration::from_secs(180);

fn too_large(limit: usize) -> Unread {
    let most = match limit / (1024 * 1024) {
        0 => format!("{} kB", limit / 1024),
        megabytes => format!("{megabytes} MB"),
    };
    let message = format!("Dữ liệu gửi lên quá lớn. Tối đa {most}.");
    (StatusCode::PAYLOAD_TOO_LARGE, message)
}

async fn read(request: Request, limit: usize) -> Result<Form, Unread> {
    let too_large = || too_large(limit);
    let multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("multipart/form-data"));
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, limit).await.map_err(|_| too_large())?;
    if !multipart {
        return Ok(Form::from_urlencoded(&String::from_utf8_lossy(&bytes)));
    }
    let unreadable = || {
        let message = "Không đọc được biểu mẫu. Tải lại trang rồi thử lại.";
        (StatusCode::BAD_REQUEST, message.to_owned())
    };
    let mut parsed = Multipart::from_request(Request::from_parts(parts, Body::from(bytes)), &())
        .await
        .map_err(|_| unreadable())?;
    let mut form = Form::default();
    while let Some(field) = parsed.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => {
                let bytes = field.bytes().await.map_err(|_| too_large())?.to_vec();
                form.files.push(Upload {
                    field: name,
                    file_name,
                    bytes,
                });
            }
            None => {
                let text = field.text().await.map_err(|_| unreadable())?;
                form.fields.push((name, app::forms::clean(&text)));
            }
        }
    }
    Ok(form)
}

async fn finish(state: &AppState, page: Request, form: Form, done: Done) -> Response {
    let with_cookies = |to: String, cookies: Vec<HeaderValue>| {
        let mut response = Redirect::to(&to).into_response();
        cookies.into_iter().for_each(|c| {
            response.headers_mut().append(header::SET_COOKIE, c);
        });
        response
    };
    match done {
        Done::Go(to) => Redirect::to(&to).into_response(),
        Done::SignedIn { to, session } => {
            let seconds = (session.expires_at - state.services.now()).0 / 1_000;
            with_cookies(
                to,
                vec![cookies::set_for(cookies::SESSION, &session.token, seconds)],
            )
        }
        Done::SignedOut { to } => {
            // The next person on this device finds no page, no storage, no history entry that still renders, and
            // not the look of the one before.
            let own = [cookies::SESSION, app::request::Display::COOKIE];
            let mut response = with_cookies(to, own.map(cookies::remove).into());
            response.headers_mut().insert(
                "clear-site-data",
                HeaderValue::from_static("\"cache\", \"storage\""),
            );
            response
        }
        Done::Paired { to, device } => with_cookies(
            to,
            vec![
                cookies::set_for(cookies::DEVICE, &device, 400 * 86_400),
                cookies::remove(cookies::SESSION),
            ],
        ),
        Done::Show(shown) => {
            again(state, page, form, Vec::new(), Some(shown), StatusCode::OK).await
        }
        Done::File { name, mime, bytes } => file(&name, mime, bytes),
    }
}

/// A file to keep. The name is ASCII by construction; it only ever is a label.
#[must_use]
pub fn file(name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    let safe: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .collect();
    let mut response = bytes.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\"")) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

async fn refuse(state: &AppState, page: Request, form: Form, error: ServiceError) -> Response {
    let id = page
        .extensions()
        .get::<app::request::RequestId>()
        .map(|r| r.0.clone())
        .unwrap_or_default();
    let (status, problems) = match error {
        ServiceError::Rejected(rejection) => {
            let status = if rejection == Rejection::BadCredentials {
                StatusCode::UNAUTHORIZED
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            (status, app::error::problems(&rejection))
        }
        ServiceError::SignedOut => {
            let actor = page.extensions().get::<services::Actor>();
            let on_kiosk = actor.is_some_and(|a| a.kiosk.is_some());
            return Redirect::to(if on_kiosk { "/kiosk" } else { "/" }).into_response();
        }
        ServiceError::Forbidden => (
            StatusCode::FORBIDDEN,
            one("Bạn không có quyền làm việc này.".into()),
        ),
        ServiceError::NotFound => (
            StatusCode::NOT_FOUND,
            one("Không tìm thấy. Trang có thể đã cũ; tải lại rồi thử lại.".into()),
        ),
        ServiceError::Busy { .. } => return busy(state, page, form).await,
        ServiceError::Internal(source) => {
            tracing::error!(
                error = &*source as &dyn std::error::Error,
                id,
                "internal error"
            );
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                one(format!(
                    "Lỗi ở phía máy chủ. Thử lại sau ít phút; nếu vẫn vậy, báo mã {id}."
                )),
            )
        }
    };
    again(state, page, form, problems, None, status).await
}

async fn busy(state: &AppState, page: Request, form: Form) -> Response {
    let wait = shed::wait(state);
    let why = format!("Máy chủ đang bận. Đợi {wait} giây rồi bấm lại; chưa có gì bị mất.");
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let mut response = again(state, page, form, one(why), None, status).await;
    come_back_after(&mut response, wait);
    response
}

fn come_back_after(response: &mut Response, seconds: u32) {
    let value = HeaderValue::from(seconds);
    response.headers_mut().insert(header::RETRY_AFTER, value);
}

fn one(message: String) -> Vec<FieldProblem> {
    vec![FieldProblem::new("", message)]
}

/// Renders the page again with what was posted.
async fn again(
    state: &AppState,
    page: Request,
    form: Form,
    problems: Vec<FieldProblem>,
    shown: Option<Arc<dyn Any + Send + Sync>>,
    status: StatusCode,
) -> Response {
    let posted = Posted {
        form,
        problems,
        shown,
    };
    let services = state.services.clone();
    let options = state.leptos_options.clone();
    let context = move || {
        provide_context(services.clone());
        provide_context(posted.clone());
    };
    let handler = leptos_axum::render_app_async_with_context(context, move || {
        app::shell::shell(options.clone())
    });
    let mut response = handler(page).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: usize = app::forms::SMALL;
    const FILE: usize = app::forms::UPLOAD;

    async fn status(limit: usize, large: bool) -> Option<StatusCode> {
        // Read as a body whose end never comes would be.
        let never = std::future::pending();
        let read = arrived(never, (Duration::ZERO, limit), large).await;
        read.err().map(|(status, _)| status)
    }

    #[tokio::test]
    async fn a_file_whose_end_never_comes_is_late_and_one_no_form_takes_is_not_read() {
        let (late, large) = (StatusCode::REQUEST_TIMEOUT, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(status(FILE, true).await, Some(late));
        assert_eq!(status(FILE, false).await, Some(late));
        assert_eq!(status(FORM, true).await, Some(large));
        assert!(too_large(FORM).1.ends_with("Tối đa 64 kB."));
        assert!(too_large(FILE).1.ends_with("Tối đa 12 MB."));
    }
}
