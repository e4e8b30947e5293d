//! Loading a page's data, and the pages for what went wrong.

use crate::error::{problems, report};
use crate::request;
use crate::ui::frame::Frame;
use crate::ui::icon::{Glyph, Icon};
use http::StatusCode;
use leptos::prelude::*;
use services::ServiceError;
use std::future::Future;

/// Shows what the future loads, or says what went wrong. The response waits for it, so the status is right.
pub fn loaded<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, ServiceError>> + Send + 'static,
{
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load.await {
                    Ok(view) => view.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The same for a page that brings a frame of its own: what went wrong is said inside [`Frame`].
pub fn loaded_bare<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, ServiceError>> + Send + 'static,
{
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load.await {
                    Ok(view) => view.into_any(),
                    Err(error) => view! { <Frame><Failure error=error/></Frame> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Sets the page's title.
#[component]
pub fn Title(
    /// What the page is.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <leptos_meta::Title text=format!("{text} · Hội Thi")/> }
}

/// A page that could not be made.
#[component]
pub fn Failure(
    /// Why.
    error: ServiceError,
) -> impl IntoView {
    let (status, title, text) = match error {
        ServiceError::NotFound => (
            StatusCode::NOT_FOUND,
            "Không tìm thấy trang này",
            "Địa chỉ có thể đã đổi hoặc gõ nhầm. Về trang chủ để tìm cuộc thi của bạn.".to_owned(),
        ),
        ServiceError::SignedOut => (
            StatusCode::UNAUTHORIZED,
            "Phiên làm việc đã hết",
            "Đăng nhập lại để làm tiếp. Những câu đã lưu vẫn còn nguyên.".to_owned(),
        ),
        ServiceError::Forbidden => (
            StatusCode::FORBIDDEN,
            "Bạn không có quyền xem trang này",
            "Nếu công việc của bạn cần trang này, nhờ Ban Tổ chức giao vai trò.".to_owned(),
        ),
        ServiceError::Busy { retry_after } => {
            request::respond_header("retry-after", &retry_after.to_string());
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "Máy chủ đang bận",
                format!("Đợi {retry_after} giây rồi tải lại trang. Những câu đã lưu vẫn còn."),
            )
        }
        ServiceError::Rejected(rejection) => {
            let text = problems(&rejection)
                .into_iter()
                .map(|p| p.message)
                .collect::<Vec<_>>()
                .join(" ");
            (StatusCode::UNPROCESSABLE_ENTITY, "Chưa làm được", text)
        }
        ServiceError::Internal(source) => {
            report(&*source);
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Chưa mở được trang",
                "Lỗi ở phía máy chủ, không phải do bạn. Thử lại sau ít phút; nếu vẫn vậy, báo Ban Tổ chức mã dưới đây."
                    .to_owned(),
            )
        }
    };
    request::respond_status(status);
    let (way_out, home) = if request::on_kiosk() {
        ("Về màn hình đầu", "/kiosk")
    } else {
        ("Về trang chủ", "/")
    };
    view! {
        <Title text=title/>
        <div class="wrap wrap--narrow section">
            <div class="empty">
                <Icon glyph=Glyph::Info class="icon--xl"/>
                <h1 class="empty__title">{title}</h1>
                <p>{text}</p>
                <p><a class="btn btn--second" href=home>{way_out}</a></p>
                <p class="muted">"Mã yêu cầu: " <span class="num">{request::request_id()}</span></p>
            </div>
        </div>
    }
}
