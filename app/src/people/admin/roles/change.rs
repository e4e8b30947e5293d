//! Granting and withdrawing a role: alone until the first commitment, then as a proposal to a second person.

use crate::forms::{Call, Done, Form};
use crate::request;
use crate::ui::field::{ErrorSummary, SelectField, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reason::ReasonField;
use domain::ids::AccountId;
use domain::people::Role;
use leptos::prelude::*;
use services::ServiceError;
use services::people::{RoleHolder, RoleWish};

#[component]
pub(super) fn GrantForm(code: String, units: Vec<(String, String)>, two: bool) -> impl IntoView {
    let roles = Role::STAFF
        .map(|r| (r.code().to_owned(), r.name().to_owned()))
        .to_vec();
    let (act, words) = if two {
        ("de-nghi-giao", "Gửi đề nghị giao vai trò")
    } else {
        ("giao", "Giao vai trò")
    };
    view! {
        <section class="panel" aria-labelledby="giao">
            <h2 class="panel__title" id="giao">"Giao vai trò"</h2>
            {two.then(|| view! {
                <p>"Thể lệ đã khoá nên việc này cần hai người: gửi đề nghị, rồi một người khác có vai trò từ trước khi khoá xác nhận ở trang Đề nghị."</p>
            })}
            <form class="form" method="post" action=format!("/admin/{code}/vai-tro")>
                <div class="form-grid">
                    <TextField name="login" label="Tên đăng nhập của người nhận" hint="Tài khoản do quản trị viên tạo trước."/>
                    <SelectField name="role" label="Vai trò" hint="Đầu mối đơn vị chỉ xem tham gia của đơn vị mình." options=roles empty="Chọn…"/>
                    <SelectField name="unit" label="Đơn vị" hint="Chỉ cần cho đầu mối đơn vị. Chọn đơn vị khác cho người đang là đầu mối thì chuyển người đó sang đơn vị ấy." options=units empty="Không chọn"/>
                </div>
                {two.then(|| view! { <ReasonField label="Lý do"/> })}
                <button class="btn" name="act" value=act>{words}</button>
            </form>
        </section>
    }
}

#[component]
pub(super) fn WithdrawStep(code: String, holder: RoleHolder, two: bool) -> impl IntoView {
    let name = holder.account.full_name.clone();
    let role = holder.role;
    let own = request::actor().account.as_ref() == Some(&holder.account.id);
    let (act, words) = if two {
        ("de-nghi-thu-hoi", "Gửi đề nghị thu hồi")
    } else {
        ("thu-hoi", "Thu hồi vai trò")
    };
    view! {
        <ErrorSummary title="Chưa thu hồi được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Thu hồi vai trò {} của {name}?", role.name())}</h1>
            <p>"Quyền mất ngay ở lần bấm tiếp theo. Giao lại thì tính là vai trò mới: nếu thể lệ đã khoá, người này sẽ không xác nhận được việc làm đổi kết quả."</p>
            {two.then(|| view! { <p>"Thể lệ đã khoá nên cần một người khác xác nhận. Gửi đề nghị chưa thu hồi gì."</p> })}
            {own.then(|| view! {
                <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div><p>"Đây là vai trò của chính bạn. Thu hồi rồi, bạn có thể không mở lại được trang này."</p></div></div>
            })}
            <form class="form" method="post">
                <input type="hidden" name="account" value=holder.account.id.as_str().to_owned()/>
                <input type="hidden" name="role" value=role.code()/>
                {two.then(|| view! { <ReasonField label="Lý do"/> })}
                <div class="btn-row">
                    <button class="btn btn--danger" name="act" value=act>{words}</button>
                    <a class="btn btn--second" href=format!("/admin/{code}/vai-tro")>"Để tôi xem lại"</a>
                </div>
            </form>
        </section>
    }
}

/// The role chosen, if it is one that can be granted.
fn role_of(form: &Form) -> Option<Role> {
    Role::parse(form.get("role")).filter(|r| Role::STAFF.contains(r))
}

/// Whom to grant what.
fn wish(form: &Form) -> Result<RoleWish<'_>, ServiceError> {
    let role = role_of(form).ok_or_else(|| ServiceError::field("role", "Chọn vai trò."))?;
    // A unit says whom an officer follows; with any other role it would look like a limit that does not hold.
    let unit = Some(form.get("unit")).filter(|u| !u.is_empty() && role == Role::UnitOfficer);
    Ok(RoleWish {
        login: form.get("login"),
        role,
        unit,
    })
}

/// Grants or withdraws a role, or proposes it.
///
/// # Errors
/// Field problems; what the use cases refuse.
pub async fn handle_roles(call: Call) -> Result<Done, ServiceError> {
    let (code, form) = (call.param("contest"), &call.form);
    let (services, actor) = (&call.services, &call.actor);
    let account = AccountId::from_text(form.get("account"));
    let held = || role_of(form).ok_or(ServiceError::NotFound);
    let reason = form.get("reason");
    let done = match call.act() {
        "giao" => {
            let RoleWish { login, role, unit } = wish(form)?;
            services.grant_role(actor, code, login, role, unit).await?;
            "giao"
        }
        "de-nghi-giao" => {
            services
                .propose_grant(actor, code, wish(form)?, reason)
                .await?;
            "de-nghi"
        }
        "thu-hoi" => {
            services
                .withdraw_role(actor, code, &account, held()?)
                .await?;
            "thu-hoi"
        }
        "de-nghi-thu-hoi" => {
            services
                .propose_withdrawal(actor, code, &account, (held()?, reason))
                .await?;
            "de-nghi"
        }
        _ => return Err(ServiceError::NotFound),
    };
    Ok(Done::Go(format!("/admin/{code}/vai-tro?xong={done}")))
}
