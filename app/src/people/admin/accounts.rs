//! Accounts: list, create, close and open again.

mod step;

use crate::forms::{Call, Done, shown};
use crate::request;
use crate::ui::admin::{AdminTopFrame, DoneNote};
use crate::ui::field::{CheckField, ErrorSummary, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::ids::AccountId;
use domain::text::fold;
use leptos::prelude::*;
use services::people::{AccountView, NewAccount, OncePassword};
use services::{FieldProblem, Rejection, ServiceError};
use std::sync::Arc;
use step::{PasswordShown, Step, StepPage};

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "tao" => Some(
            "Đã tạo tài khoản. Trao mật khẩu trực tiếp cho người dùng, rồi giao vai trò trong cuộc thi.",
        ),
        "khoa" => Some("Đã khoá tài khoản. Mọi phiên đăng nhập của tài khoản đã kết thúc."),
        "mo" => Some("Đã mở lại tài khoản."),
        "so" => Some("Đã đổi số nhận biết."),
        _ => None,
    }
}

/// Narrows and orders the list.
fn arranged(mut accounts: Vec<AccountView>, search: &str, sort: &str) -> Vec<AccountView> {
    let wanted = fold(search);
    accounts.retain(|a| fold(&format!("{} {}", a.login, a.full_name)).contains(&wanted));
    match sort {
        "ten" => accounts.sort_by_key(|a| fold(&a.full_name)),
        "trang-thai" => accounts.sort_by_key(|a| (a.closed, a.login.clone())),
        _ => accounts.sort_by_key(|a| a.login.clone()),
    }
    accounts
}

/// The page.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let search = request::query("tim").unwrap_or_default();
    let sort = request::query("xep").unwrap_or_default();
    let (asked, ordered) = (search.clone(), sort.clone());
    let made = shown::<OncePassword>();
    let step = [("mat-khau", Step::Password), ("so", Step::Identity)]
        .into_iter()
        .find_map(|(name, step)| Some((step, request::query(name)?)))
        .filter(|_| made.is_none());
    let listing = step.is_none();
    let load = async move {
        let own = actor.account.clone();
        let all = services.accounts(&actor).await?;
        let chosen = step.and_then(|(step, id)| {
            let account = all.iter().find(|a| a.id.as_str() == id)?.clone();
            Some((step, account))
        });
        if let Some((step, account)) = chosen {
            return Ok(view! { <StepPage step=step account=account/> }.into_any());
        }
        let accounts = arranged(all, &asked, &ordered);
        Ok(view! { <Accounts accounts=accounts own=own search=asked/> }.into_any())
    };
    view! {
        <Title text="Tài khoản"/>
        <AdminTopFrame>
            <DoneNote words=done_words/>
            {listing.then(|| view! { <ErrorSummary title="Chưa làm được"/> })}
            {listing.then(|| view! {
                <div class="page-head">
                    <nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href="/admin">"Quản trị"</a></li><li aria-current="page">"Tài khoản"</li></ol></nav>
                    <h1>"Tài khoản"</h1>
                    <p class="lede">"Tài khoản để đăng nhập. Làm được gì trong cuộc thi nào là do vai trò, giao ở trang Vai trò của cuộc thi đó."</p>
                </div>
            })}
            {made.map(|made| view! { <PasswordShown made=made/> })}
            {listing.then(|| view! { <Search search=search sort=sort/> })}
            {loaded(load)}
            {listing.then(|| view! { <NewForm/> })}
        </AdminTopFrame>
    }
}

#[component]
fn Search(search: String, sort: String) -> impl IntoView {
    let orders = [
        ("", "Tên đăng nhập"),
        ("ten", "Tên hiển thị"),
        ("trang-thai", "Đang dùng trước"),
    ];
    let options = orders.map(|(value, words)| {
        let selected = sort == value;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <form class="toolbar" role="search" method="get" action="/admin/tai-khoan">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm tài khoản"</label>
                <input class="input" id="tim" name="tim" type="search" value=search/>
            </div>
            <div class="field">
                <label class="field__label" for="xep">"Xếp theo"</label>
                <select class="select" id="xep" name="xep">{options.collect_view()}</select>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn Accounts(accounts: Vec<AccountView>, own: Option<AccountId>, search: String) -> impl IntoView {
    if accounts.is_empty() {
        return view! {
            <div class="empty"><Icon glyph=Glyph::Search class="icon--xl"/>
                <h2 class="empty__title">{format!("Không có tài khoản nào khớp “{search}”")}</h2><p>"Thử gõ ít chữ hơn."</p></div>
        }
        .into_any();
    }
    let count = accounts.len();
    let rows = accounts
        .into_iter()
        .map(|account| view! { <Row is_own={own.as_ref() == Some(&account.id)} account=account/> });
    view! {
        <div class="table-wrap">
            <table class="table table--stack" role="table">
                <caption>{format!("{count} tài khoản")}</caption>
                <thead role="rowgroup"><tr role="row">
                    <th scope="col" role="columnheader">"Tên đăng nhập"</th><th scope="col" role="columnheader">"Tên hiển thị"</th>
                    <th scope="col" role="columnheader">"Quyền"</th><th scope="col" role="columnheader">"Số nhận biết"</th>
                    <th scope="col" role="columnheader">"Trạng thái"</th><th scope="col" role="columnheader">"Việc"</th>
                </tr></thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="table-note">"Số nhận biết là số điện thoại hoặc số nội bộ của người dùng, giữ dưới dạng mã băm, để người của Ban Tổ chức không dự thi được."</p>
    }
    .into_any()
}

#[component]
fn Row(account: AccountView, is_own: bool) -> impl IntoView {
    let closed = account.closed;
    let (badge, state) = if closed {
        ("badge badge--void", "Đã khoá")
    } else {
        ("badge badge--open", "Đang dùng")
    };
    let login = account.login.clone();
    let to = |step: &str| format!("/admin/tai-khoan?{step}={}", account.id.as_str());
    view! {
        <tr role="row" class=closed.then_some("is-void")>
            <th scope="row" role="rowheader">{account.login.clone()}</th>
            <td role="cell" data-label="Tên hiển thị">{account.full_name.clone()}</td>
            <td role="cell" data-label="Quyền">{if account.is_admin { "Quản trị viên" } else { "Theo vai trò" }}</td>
            <td role="cell" data-label="Số nhận biết">{if account.has_identity { "Đã có" } else { "Chưa có" }}</td>
            <td role="cell" data-label="Trạng thái"><span class=badge>{state}</span></td>
            <td class="table__acts" role="cell" data-label="Việc">
                <a class="btn btn--quiet btn--small" href=to("so")>"Đổi số nhận biết…"<span class="sr">{format!(" của {login}")}</span></a>" "
                {(!is_own && !closed).then(|| view! { <a class="btn btn--quiet btn--small" href=to("mat-khau")>"Đặt lại mật khẩu…"<span class="sr">{format!(" của {login}")}</span></a>" " })}
                {if is_own {
                    view! { <span class="hint">"Tài khoản của bạn"</span> }.into_any()
                } else {
                    view! {
                        <form method="post" action="/admin/tai-khoan">
                            <input type="hidden" name="account" value=account.id.as_str().to_owned()/>
                            <button class=if closed { "btn btn--second btn--small" } else { "btn btn--danger btn--small" } name="act" value=if closed { "mo" } else { "khoa" }>
                                {if closed { "Mở lại" } else { "Khoá" }}<span class="sr">{format!(" tài khoản {login}")}</span>
                            </button>
                        </form>
                    }
                    .into_any()
                }}
            </td>
        </tr>
    }
}

#[component]
fn NewForm() -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="tao">
            <h2 class="panel__title" id="tao">"Tạo tài khoản"</h2>
            <form class="form" method="post" action="/admin/tai-khoan" autocomplete="off">
                <div class="form-grid">
                    <TextField name="login" label="Tên đăng nhập" hint="3 đến 64 ký tự: chữ không dấu, số và . - _ @"/>
                    <TextField name="full_name" label="Tên hiển thị" hint="Thí dụ: Nguyễn Thị Hoa, Văn phòng."/>
                    <TextField name="password" label="Mật khẩu lần đầu" kind="password" autocomplete="new-password"
                        hint="Ít nhất 10 ký tự. Chỉ dùng một lần: lần đầu đăng nhập, người đó tự đặt mật khẩu mới."/>
                    <TextField name="identity" label="Số điện thoại hoặc số nội bộ" optional=true
                        hint="Để nhận ra khi người này dự thi. Chỉ giữ mã băm."/>
                </div>
                <CheckField name="is_admin" label="Quản trị viên" hint="Tạo được cuộc thi, tài khoản và giao vai trò; không xem được đáp án hay điểm nếu chưa có vai trò."/>
                <button class="btn" name="act" value="tao">"Tạo tài khoản"</button>
            </form>
        </section>
    }
}

/// Creates, closes or opens an account.
///
/// # Errors
/// Field problems.
pub async fn handle_accounts(call: Call) -> Result<Done, ServiceError> {
    let form = &call.form;
    let done = match call.act() {
        "tao" => {
            let new = NewAccount {
                login: form.get("login").to_owned(),
                full_name: form.get("full_name").to_owned(),
                password: form.get("password").to_owned(),
                is_admin: form.ticked("is_admin"),
                identity: form.get("identity").to_owned(),
            };
            call.services
                .create_account(&call.actor, &new)
                .await
                .map(|_| "tao")
        }
        act @ ("khoa" | "mo") => {
            let account = AccountId::from_text(form.get("account"));
            let closed = call
                .services
                .set_account_closed(&call.actor, &account, act == "khoa")
                .await;
            closed
                .map(|()| if act == "khoa" { "khoa" } else { "mo" })
                .map_err(of_the_page)
        }
        "mat-khau" => {
            let account = AccountId::from_text(form.get("account"));
            let made = call.services.reset_password(&call.actor, &account).await;
            return Ok(Done::Show(Arc::new(made.map_err(of_the_page)?)));
        }
        "so" => {
            let account = AccountId::from_text(form.get("account"));
            let changed = call
                .services
                .set_identity(&call.actor, &account, form.get("identity"))
                .await;
            changed.map(|()| "so")
        }
        _ => Err(ServiceError::NotFound),
    };
    Ok(Done::Go(format!("/admin/tai-khoan?xong={}", done?)))
}

/// A button has no field to lead to.
fn of_the_page(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Rejected(Rejection::Fields(problems)) => Rejection::Fields(
            problems
                .into_iter()
                .map(|p| FieldProblem::new("", p.message))
                .collect(),
        )
        .into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(login: &str, name: &str, closed: bool) -> AccountView {
        let id = AccountId::from_text(login);
        AccountView {
            id,
            login: login.into(),
            full_name: name.into(),
            is_admin: false,
            has_identity: false,
            closed,
        }
    }

    #[test]
    fn search_reads_names_without_marks() {
        let all = vec![
            account("b", "Trần Văn Ất", true),
            account("a", "Lê Thị Én", false),
        ];
        let logins = |search: &str, sort: &str| {
            arranged(all.clone(), search, sort)
                .into_iter()
                .map(|a| a.login)
                .collect::<Vec<_>>()
        };
        assert_eq!(logins("tran van", ""), ["b"]);
        assert_eq!(logins("", ""), ["a", "b"]);
        assert_eq!(logins("", "trang-thai"), ["a", "b"]);
        assert_eq!(logins("không có ai", ""), Vec::<String>::new());
    }
}
