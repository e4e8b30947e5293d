//! A password of one's own in place of a slip's secret.

use crate::forms::{Call, Done, problem_of};
use crate::request;
use crate::ui::field::{ErrorSummary, TextField};
use leptos::prelude::*;
use services::{FieldProblem, Rejection, ServiceError};

/// The form, folded away until it is wanted or refused; and the word that it was done.
#[component]
pub(crate) fn OwnPassword() -> impl IntoView {
    let refused = ["current", "password"]
        .iter()
        .any(|f| problem_of(f).is_some());
    view! {
        {request::query("mat-khau").map(|_| view! {
            <div class="notice notice--ok" role="status"><p>"Đã đổi mật khẩu. Từ nay vào thi bằng mật khẩu này; các máy khác đã đăng xuất."</p></div>
        })}
        <ErrorSummary title="Chưa đổi được mật khẩu"/>
        <details class="details" open=refused>
            <summary>"Đặt mật khẩu riêng"</summary>
            <div class="details__body">
            <p>"Dùng thay cho mật mã trên phiếu hoặc mật khẩu đang có, cho cả cuộc thi này."</p>
            <form class="form" method="post">
                <TextField name="current" label="Mật mã trên phiếu hoặc mật khẩu đang dùng" kind="password" class="input--medium" autocomplete="current-password"/>
                <TextField name="password" label="Mật khẩu mới" hint="Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất." kind="password" class="input--medium" autocomplete="new-password"/>
                <button class="btn btn--second">"Đổi mật khẩu"</button>
            </form>
            </div>
        </details>
    }
}

/// Changes the password; the session is renewed with it.
///
/// # Errors
/// Field problems `current` and `password`.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let (current, password) = (call.form.get("current"), call.form.get("password"));
    if current.trim().is_empty() {
        let what = "Nhập mật mã trên phiếu hoặc mật khẩu bạn đang dùng.";
        return Err(Rejection::Fields(vec![FieldProblem::new("current", what)]).into());
    }
    let session = call
        .services
        .set_own_password(&call.actor, current, password)
        .await?;
    Ok(Done::SignedIn {
        to: "/cua-toi?mat-khau=1".to_owned(),
        session,
    })
}
