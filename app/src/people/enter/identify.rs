//! The ways in: a slip of the roster, one's own data, a login of one's own.

use super::fields::DeclareFields;
use crate::forms::{Call, Form};
use crate::request;
use crate::ui::field::TextField;
use domain::contest::RuleSheet;
use leptos::prelude::*;
use services::people::{Declared, NewSession, OwnLogin};
use services::{FieldProblem, Rejection, ServiceError};
use std::sync::Arc;

/// Query field of the page for who has no login yet.
pub(super) const NEW: &str = "moi";

#[component]
pub(super) fn RosterForm() -> impl IntoView {
    view! {
        <p class="lede">"Nhập mã và mật mã in trên phiếu dự thi của bạn."</p>
        <form class="form" method="post" autocomplete="off">
            <TextField name="code" label="Mã dự thi" hint="In trên phiếu, thí dụ: CB-0123." class="input--medium" autocomplete="off"/>
            <TextField name="secret" label="Mật mã trên phiếu" hint="Không phân biệt chữ hoa, chữ thường; gạch nối không cần gõ. Đã đặt mật khẩu riêng thì nhập mật khẩu đó." kind="secret" class="input--medium"/>
            <button class="btn" name="act" value="roster">"Tiếp tục"</button>
        </form>
        <p class="hint">"Mất phiếu? Nhờ đầu mối đơn vị cấp lại; phiếu cũ sẽ hết tác dụng."</p>
    }
}

#[component]
pub(super) fn DeclareForm(rules: Arc<RuleSheet>, units: Vec<(String, String)>) -> impl IntoView {
    view! {
        <p class="lede">"Khai đầy đủ, đúng thông tin của bạn. Thông tin này được kiểm tra trước khi trao giải."</p>
        <form class="form" method="post" autocomplete="off">
            <DeclareFields rules=rules units=units/>
            <button class="btn" name="act" value="declare">"Tiếp tục"</button>
        </form>
        <p class="hint"><a href="/du-lieu-ca-nhan">"Dữ liệu của bạn được giữ thế nào"</a></p>
    }
}

/// A shared device keeps nobody's name or password.
fn kept(what: &'static str) -> &'static str {
    if request::on_kiosk() { "off" } else { what }
}

#[component]
pub(super) fn LoginForm() -> impl IntoView {
    view! {
        <p class="lede">"Đăng nhập bằng tên và mật khẩu bạn đã đặt cho cuộc thi này."</p>
        <form class="form" method="post">
            <TextField name="login" label="Tên đăng nhập" class="input--medium" autocomplete=kept("username")/>
            <TextField name="password" label="Mật khẩu" kind="password" class="input--medium" autocomplete=kept("current-password")/>
            <button class="btn" name="act" value="login">"Đăng nhập"</button>
        </form>
        <div class="card stack">
            <h2 class="h3">"Lần đầu vào thi?"</h2>
            <p>"Khai thông tin và đặt tên đăng nhập, mật khẩu của riêng bạn."</p>
            <p><a class="btn btn--second" href=format!("{}?{NEW}=1", request::path())>"Tạo tài khoản dự thi"</a></p>
        </div>
        <p class="hint">"Quên mật khẩu? Nhờ Ban Tổ chức cấp mật mã mới."</p>
    }
}

#[component]
pub(super) fn RegisterForm(rules: Arc<RuleSheet>, units: Vec<(String, String)>) -> impl IntoView {
    view! {
        <p class="lede">"Khai đầy đủ, đúng thông tin của bạn. Thông tin này được kiểm tra trước khi trao giải."</p>
        <form class="form" method="post">
            <TextField name="login" label="Tên đăng nhập" hint="3 đến 64 ký tự: chữ không dấu, số và . - _ @" class="input--medium" autocomplete=kept("username")/>
            <TextField name="password" label="Mật khẩu" hint="Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất." kind="password" class="input--medium" autocomplete=kept("new-password")/>
            <DeclareFields rules=rules units=units/>
            <button class="btn" name="act" value="register">"Tạo tài khoản và tiếp tục"</button>
        </form>
        <p><a href=request::path()>"Đã có tài khoản? Đăng nhập"</a></p>
        <p class="hint"><a href="/du-lieu-ca-nhan">"Dữ liệu của bạn được giữ thế nào"</a></p>
    }
}

/// Signs in by the act of a form; nothing when it is another act.
pub(super) async fn handle(call: &Call, contest: &str) -> Result<Option<NewSession>, ServiceError> {
    let (services, actor) = (&call.services, &call.actor);
    Ok(Some(match call.act() {
        "roster" => {
            let (code, secret) = both(
                &call.form,
                ("code", "Nhập mã dự thi in trên phiếu."),
                ("secret", "Nhập mật mã in trên phiếu."),
            )?;
            services
                .sign_in_roster(actor, contest, code, secret)
                .await?
        }
        "login" => {
            let (login, password) = both(
                &call.form,
                ("login", "Nhập tên đăng nhập."),
                ("password", "Nhập mật khẩu."),
            )?;
            services
                .sign_in_own_login(actor, contest, login, password)
                .await?
        }
        "declare" => {
            services
                .sign_in_declared(actor, contest, &declared(&call.form), None)
                .await?
        }
        "register" => {
            let chosen = OwnLogin {
                login: call.form.get("login").to_owned(),
                password: call.form.get("password").to_owned(),
                declared: declared(&call.form),
            };
            services.register(actor, contest, &chosen).await?
        }
        _ => return Ok(None),
    }))
}

/// Two fields that must not stay empty; each with what to say when it does.
fn both<'f>(
    form: &'f Form,
    name: (&str, &str),
    secret: (&str, &str),
) -> Result<(&'f str, &'f str), ServiceError> {
    let missing: Vec<FieldProblem> = [name, secret]
        .iter()
        .filter(|(field, _)| form.get(field).trim().is_empty())
        .map(|(field, what)| FieldProblem::new(*field, *what))
        .collect();
    if !missing.is_empty() {
        return Err(Rejection::Fields(missing).into());
    }
    Ok((form.get(name.0), form.get(secret.0)))
}

/// What a form states about a person.
#[must_use]
pub fn declared(form: &Form) -> Declared {
    let field = |name: &str| form.get(name).to_owned();
    Declared {
        full_name: field("full_name"),
        birth_date: field("birth_date"),
        phone: field("phone"),
        unit: field("unit"),
        track: field("track"),
        consent: form.ticked("consent"),
    }
}
