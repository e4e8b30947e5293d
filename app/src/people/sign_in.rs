//! Sign-in with an account of the committee.

use crate::forms::{Call, Done, problem_of, typed};
use crate::request;
use crate::ui::field::{ErrorSummary, TextField};
use crate::ui::frame::Frame;
use crate::ui::page::Title;
use leptos::prelude::*;
use services::{FieldProblem, Rejection, ServiceError};

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = request::query("ve")
        .filter(|n| is_local(n))
        .unwrap_or_default();
    // A shared device keeps nobody's name or password.
    let shared = request::on_kiosk();
    let kept = move |what: &'static str| if shared { "off" } else { what };
    let changes = request::query("doi").is_some();
    let once =
        changes || problem_of("new_password").is_some() || !typed("new_password", "").is_empty();
    let (title, button) = match (changes, once) {
        (true, _) => ("Đổi mật khẩu", "Đổi mật khẩu"),
        (false, true) => ("Đăng nhập", "Đặt mật khẩu và đăng nhập"),
        (false, false) => ("Đăng nhập", "Đăng nhập"),
    };
    let refused = if changes {
        "Chưa đổi được mật khẩu"
    } else {
        "Chưa đăng nhập được"
    };
    let label = if changes {
        "Mật khẩu đang dùng"
    } else {
        "Mật khẩu"
    };
    view! {
        <Title text=title/>
        <Frame>
            <div class="wrap wrap--narrow section stack">
                <ErrorSummary title=refused/>
                <h1>{title}</h1>
                <p class="lede">"Dành cho Ban Tổ chức, Tổ Thư ký và đầu mối đơn vị. Người dự thi vào từ trang của cuộc thi."</p>
                <form class="form" method="post">
                    <input type="hidden" name="ve" value=next/>
                    <TextField name="login" label="Tên đăng nhập" autocomplete=kept("username")/>
                    <TextField name="password" label=label kind="password" autocomplete=kept("current-password")/>
                    {once.then(|| view! {
                        <TextField name="new_password" label="Mật khẩu mới" kind="password" autocomplete=kept("new-password")
                            hint="Ít nhất 10 ký tự, khác mật khẩu đang dùng. Một câu ngắn dễ nhớ là tốt nhất."/>
                    })}
                    <button class="btn">{button}</button>
                </form>
                <p><a href="/">"Tìm cuộc thi của tôi"</a></p>
            </div>
        </Frame>
    }
}

/// Whether an address stays on this site. A foreign one would make the sign-in page a springboard for fraud.
pub fn is_local(to: &str) -> bool {
    to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && !to.chars().any(char::is_control)
}

/// Signs in.
///
/// # Errors
/// [`Rejection::BadCredentials`].
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let (login, password) = (call.form.get("login"), call.form.get("password"));
    let mut missing = Vec::new();
    if login.trim().is_empty() {
        missing.push(FieldProblem::new("login", "Nhập tên đăng nhập."));
    }
    if password.is_empty() {
        missing.push(FieldProblem::new("password", "Nhập mật khẩu."));
    }
    if !missing.is_empty() {
        return Err(Rejection::Fields(missing).into());
    }
    let (services, actor) = (&call.services, &call.actor);
    let session = match call.form.get("new_password") {
        "" => services.sign_in_account(actor, login, password).await?,
        new => {
            services
                .sign_in_new_password(actor, login, (password, new))
                .await?
        }
    };
    let next = call.form.get("ve");
    let to = if is_local(next) {
        next.to_owned()
    } else {
        "/admin".to_owned()
    };
    Ok(Done::SignedIn { to, session })
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_local_addresses_are_followed() {
        assert!(is_local("/thi/abc?x=1"));
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "javascript:alert(1)",
            "/a\n",
        ] {
            assert!(!is_local(foreign), "{foreign:?}");
        }
    }
}
