//! Roles of a contest: who holds them, granting, withdrawing.

mod change;

pub use change::handle_roles;

use crate::request;
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use change::{GrantForm, WithdrawStep};
use domain::people::Role;
use domain::people::permission::Permission;
use domain::text::fold;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::people::RoleHolder;
use services::require;

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "giao" => Some("Đã giao vai trò. Người nhận thấy ngay khi tải lại trang."),
        "thu-hoi" => Some("Đã thu hồi vai trò."),
        "de-nghi" => Some(
            "Đã gửi đề nghị. Một người khác của Ban Tổ chức hoặc Ban Thư ký xem trước rồi xác nhận.",
        ),
        _ => None,
    }
}

/// Narrows and orders the list: by role unless asked otherwise.
fn arranged(mut holders: Vec<RoleHolder>, search: &str, role: &str, sort: &str) -> Vec<RoleHolder> {
    let wanted = fold(search);
    let words = |h: &RoleHolder| {
        fold(&format!(
            "{} {} {}",
            h.account.login,
            h.account.full_name,
            h.unit.as_deref().unwrap_or_default()
        ))
    };
    holders.retain(|h| words(h).contains(&wanted) && (role.is_empty() || h.role.code() == role));
    match sort {
        "ten" => holders.sort_by_key(|h| fold(&h.account.full_name)),
        "moi" => holders.sort_by_key(|h| std::cmp::Reverse(h.granted_at)),
        _ => holders.sort_by_key(|h| {
            (
                Role::ALL.iter().position(|r| *r == h.role),
                fold(&h.account.full_name),
            )
        }),
    }
    holders
}

/// What the list is narrowed to.
#[derive(Clone)]
struct Asked {
    search: String,
    role: String,
    sort: String,
}

/// The page, or the question before a role is withdrawn.
#[component]
pub fn RolesPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let query = |name: &str| request::query(name).unwrap_or_default();
    let asked = Asked {
        search: query("tim"),
        role: query("loc"),
        sort: query("xep"),
    };
    let (withdraw, of_role) = (query("thu-hoi"), query("vai"));
    let load = async move {
        let contest = services.contest(&code).await?;
        let holders = services.role_holders(&actor, &code).await?;
        let manages = require(&actor, &contest.id, Permission::ManageRoles).is_ok();
        let two = contest.roles_need_two();
        let title = contest.rules.title.clone();
        let chosen = holders
            .iter()
            .find(|h| h.account.id.as_str() == withdraw && h.role.code() == of_role)
            .cloned();
        let inside = match chosen {
            Some(holder) if manages => {
                view! { <WithdrawStep code=code.clone() holder=holder two=two/> }.into_any()
            }
            _ => {
                let units = services
                    .units(&code)
                    .await?
                    .into_iter()
                    .map(|u| (u.id.as_str().to_owned(), u.name))
                    .collect();
                view! { <Roles code=code.clone() holders=holders asked=asked manages=manages units=units two=two/> }.into_any()
            }
        };
        Ok(view! {
            <Title text="Vai trò"/>
            <AdminFrame contest_code=code contest_title=title here=AdminPlace::Roles>{inside}</AdminFrame>
        })
    };
    loaded_admin(load)
}

#[component]
fn Roles(
    code: String,
    holders: Vec<RoleHolder>,
    asked: Asked,
    manages: bool,
    units: Vec<(String, String)>,
    two: bool,
) -> impl IntoView {
    let nobody = holders.is_empty();
    let shown = arranged(holders, &asked.search, &asked.role, &asked.sort);
    view! {
        <DoneNote words=done_words/>
        <ErrorSummary title="Chưa giao được vai trò"/>
        <div class="page-head">
            <h1>"Vai trò"</h1>
            <p class="lede">"Ai xem được đáp án thì không được dự thi. Người nhận vai trò sau khi khoá thể lệ không xác nhận được việc làm đổi kết quả."</p>
        </div>
        <Search code=code.clone() asked=asked/>
        <Holders code=code.clone() holders=shown nobody=nobody manages=manages/>
        {manages.then(|| view! { <GrantForm code=code units=units two=two/> })}
    }
}

#[component]
fn Search(code: String, asked: Asked) -> impl IntoView {
    let role_options = Role::STAFF.map(|r| {
        let selected = asked.role == r.code();
        view! { <option value=r.code() selected=selected>{r.name()}</option> }
    });
    let orders =
        [("", "Vai trò"), ("ten", "Tên"), ("moi", "Mới giao trước")].map(|(value, words)| {
            let selected = asked.sort == value;
            view! { <option value=value selected=selected>{words}</option> }
        });
    view! {
        <form class="toolbar" role="search" method="get" action=format!("/admin/{code}/vai-tro")>
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm người"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.search/>
            </div>
            <div class="field">
                <label class="field__label" for="loc">"Vai trò"</label>
                <select class="select" id="loc" name="loc"><option value="">"Tất cả"</option>{role_options.collect_view()}</select>
            </div>
            <div class="field">
                <label class="field__label" for="xep">"Xếp theo"</label>
                <select class="select" id="xep" name="xep">{orders.collect_view()}</select>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn Holders(code: String, holders: Vec<RoleHolder>, nobody: bool, manages: bool) -> impl IntoView {
    if holders.is_empty() {
        let (title, text) = if nobody {
            (
                "Chưa giao vai trò nào",
                "Cần ít nhất một người của Ban Tổ chức và một người của Ban Thư ký.",
            )
        } else {
            (
                "Không có ai khớp",
                "Thử gõ ít chữ hơn hoặc chọn “Tất cả” vai trò.",
            )
        };
        return view! {
            <div class="empty"><Icon glyph=Glyph::People class="icon--xl"/><h2 class="empty__title">{title}</h2><p>{text}</p></div>
        }
        .into_any();
    }
    let count = holders.len();
    let rows = holders
        .into_iter()
        .map(|holder| view! { <HolderRow code=code.clone() holder=holder manages=manages/> });
    let rows = rows.collect_view();
    view! {
        <div class="table-wrap">
            <table class="table table--stack" role="table">
                <caption>{format!("{count} vai trò đã giao")}</caption>
                <thead role="rowgroup"><tr role="row">
                    <th scope="col" role="columnheader">"Người"</th><th scope="col" role="columnheader">"Vai trò"</th>
                    <th scope="col" role="columnheader">"Đơn vị"</th><th scope="col" role="columnheader">"Giao lúc"</th>
                    {manages.then(|| view! { <th scope="col" role="columnheader">"Việc"</th> })}
                </tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn HolderRow(code: String, holder: RoleHolder, manages: bool) -> impl IntoView {
    let account = holder.account;
    let role = holder.role;
    let to = format!(
        "/admin/{code}/vai-tro?thu-hoi={}&vai={}",
        account.id.as_str(),
        role.code()
    );
    let what = format!(" vai trò {} của {}", role.name(), account.full_name);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {account.full_name.clone()}" "<span class="hint">{account.login.clone()}</span>
                {account.closed.then(|| view! { " "<span class="badge badge--void">"Tài khoản đã khoá"</span> })}
            </th>
            <td role="cell" data-label="Vai trò">{role.name()}</td>
            <td role="cell" data-label="Đơn vị">{holder.unit.unwrap_or_else(|| "–".to_owned())}</td>
            <td role="cell" data-label="Giao lúc"><span class="num">{holder.granted_at.stamp()}</span></td>
            {manages.then(|| view! {
                <td class="table__acts" role="cell" data-label="Việc"><a href=to>"Thu hồi…"<span class="sr">{what}</span></a></td>
            })}
        </tr>
    }
}
