//! Questions before acts on an account: a new one-time password, another number it is recognised by.

use crate::ui::field::{ErrorSummary, TextField};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::people::{AccountView, OncePassword};
use std::sync::Arc;

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Password,
    Identity,
}

#[component]
pub(super) fn StepPage(step: Step, account: AccountView) -> impl IntoView {
    let name = format!("{} ({})", account.full_name, account.login);
    let (title, words, act, button) = match step {
        Step::Password => (
            format!("Đặt lại mật khẩu cho {name}?"),
            "Mật khẩu cũ hết tác dụng và mọi phiên đăng nhập của tài khoản kết thúc ngay. Mật khẩu mới hiện một lần; lần đăng nhập tới người dùng phải đặt mật khẩu riêng. Ở cuộc thi đã khoá thể lệ, tài khoản này không còn xác nhận được việc cần hai người.",
            "mat-khau",
            "Đặt lại mật khẩu",
        ),
        Step::Identity => (
            format!("Đổi số nhận biết của {name}?"),
            "Số này chỉ giữ dưới dạng mã băm, để người của Ban Tổ chức không dự thi được. Đổi số có thể làm bài thi của một người bị loại ở bản kết quả sau.",
            "so",
            "Đổi số nhận biết",
        ),
    };
    view! {
        <ErrorSummary title="Chưa làm được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{title}</h1>
            <p>{words}</p>
            <form class="form" method="post" autocomplete="off">
                <input type="hidden" name="account" value=account.id.as_str().to_owned()/>
                {(step == Step::Identity).then(|| view! {
                    <TextField name="identity" label="Số điện thoại hoặc số nội bộ" hint="Số mới. Không xoá trống được."/>
                })}
                <div class="btn-row">
                    <button class="btn btn--danger" name="act" value=act>{button}</button>
                    <a class="btn btn--second" href="/admin/tai-khoan">"Để tôi xem lại"</a>
                </div>
            </form>
        </section>
    }
}

/// The password made, shown once.
#[component]
pub(super) fn PasswordShown(made: Arc<OncePassword>) -> impl IntoView {
    view! {
        <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Key/><div>
            <p class="notice__title">{format!("Mật khẩu dùng một lần của {}", made.login)}</p>
            <p class="num strong">{made.password.clone()}</p>
            <p>"Trao trực tiếp cho người dùng. Trang này không hiện lại mật khẩu; đăng nhập lần đầu thì phải đặt mật khẩu riêng."</p>
        </div></div>
    }
}
