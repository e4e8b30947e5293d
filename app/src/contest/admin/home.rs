//! Contests the actor works for.

use crate::contest::page::phase_badge;
use crate::request;
use crate::ui::admin::{AdminTopFrame, DoneNote};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::people::Role;
use domain::people::permission::{Permission, may};
use domain::text::fold;
use domain::time::Moment;
use leptos::prelude::*;
use services::Actor;
use services::contest::Contest;

/// Contests in which the actor holds a role; all of them for an administrator.
fn own(contests: Vec<Contest>, actor: &Actor) -> Vec<Contest> {
    contests
        .into_iter()
        .filter(|c| actor.is_admin || actor.roles_in(&c.id).next().is_some())
        .collect()
}

/// Narrows and orders the list; newest first unless asked otherwise.
fn arranged(mut contests: Vec<Contest>, search: &str, sort: &str) -> Vec<Contest> {
    let wanted = fold(search);
    contests.retain(|c| {
        fold(&format!(
            "{} {} {}",
            c.rules.title, c.rules.organiser, c.rules.code
        ))
        .contains(&wanted)
    });
    match sort {
        "ten" => contests.sort_by_key(|c| fold(&c.rules.title)),
        "mo" => contests.sort_by_key(|c| c.rounds.iter().map(|r| r.clock.opens).min()),
        _ => {}
    }
    contests
}

/// The list.
#[component]
pub fn AdminHome() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let now = services.now();
    let search = request::query("tim").unwrap_or_default();
    let sort = request::query("xep").unwrap_or_default();
    let is_admin = actor.is_admin;
    let asked = search.clone();
    let ordered = sort.clone();
    let load = async move {
        let all = own(services.contests().await?, &actor);
        let none = all.is_empty();
        let shown = arranged(all, &asked, &ordered);
        Ok(view! { <List contests=shown none=none search=asked now=now/> })
    };
    view! {
        <Title text="Quản trị"/>
        <AdminTopFrame>
            <DoneNote words=|_| None/>
            <NotAdmitted/>
            <div class="page-head">
                <div class="page-head__line">
                    <h1>"Cuộc thi"</h1>
                    {is_admin.then(|| view! {
                        <div class="btn-row">
                            <a class="btn" href="/admin/tao">"Tạo cuộc thi"</a>
                            <a class="btn btn--second" href="/admin/tai-khoan"><Icon glyph=Glyph::People/>"Tài khoản"</a>
                        </div>
                    })}
                </div>
                <p class="lede">"Những cuộc thi bạn có vai trò. Mở một cuộc thi để xem việc cần làm tiếp."</p>
            </div>
            <Search search=search sort=sort/>
            {loaded(load)}
        </AdminTopFrame>
    }
}

/// Said to who opened a page that no role of theirs opens.
#[component]
fn NotAdmitted() -> impl IntoView {
    request::query("khong-quyen").map(|_| {
        view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div>
                <p class="notice__title">"Bạn không có quyền mở trang đó"</p>
                <p>"Vai trò của bạn không gồm việc đó. Cần làm thì nhờ quản trị viên."</p>
            </div></div>
        }
    })
}

#[component]
fn Search(search: String, sort: String) -> impl IntoView {
    let orders = [("", "Mới tạo trước"), ("mo", "Giờ mở"), ("ten", "Tên")];
    let options = orders.map(|(value, words)| {
        let selected = sort == value;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <form class="toolbar" role="search" method="get" action="/admin">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm cuộc thi"</label>
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
fn List(contests: Vec<Contest>, none: bool, search: String, now: Moment) -> impl IntoView {
    if contests.is_empty() {
        let (title, text) = if none {
            (
                "Bạn chưa có vai trò trong cuộc thi nào".to_owned(),
                "Nhờ quản trị viên giao vai trò, rồi tải lại trang này.",
            )
        } else {
            (
                format!("Không có cuộc thi nào khớp “{search}”"),
                "Thử gõ ít chữ hơn.",
            )
        };
        return view! {
            <div class="empty"><Icon glyph=Glyph::Search class="icon--xl"/><h2 class="empty__title">{title}</h2><p>{text}</p></div>
        }
        .into_any();
    }
    let actor = request::actor();
    let cards = contests.into_iter().map(|contest| view! { <Card roles=actor.roles_in(&contest.id).collect() contest=contest.clone() now=now/> });
    view! { <div class="grid grid--2">{cards.collect_view()}</div> }.into_any()
}

#[component]
fn Card(contest: Contest, roles: Vec<Role>, now: Moment) -> impl IntoView {
    let rules = contest.rules.clone();
    // A unit officer has the unit's own page and nothing else here.
    let officer_only = !roles.is_empty()
        && !roles.iter().any(|r| may(*r, Permission::SeeContest))
        && !request::actor().is_admin;
    let to = if officer_only {
        "/unit".to_owned()
    } else {
        format!("/admin/{}", rules.code)
    };
    let names = roles
        .iter()
        .map(|r| r.name())
        .collect::<Vec<_>>()
        .join(", ");
    let badges = contest.rounds.iter().map(|round| {
        let phase = round.phase(now);
        view! { <span class=phase_badge(phase)>{format!("{}: {}", round.rule.name, phase.name().to_lowercase())}</span> }
    });
    view! {
        <article class="card">
            <h2 class="card__title"><a href=to>{rules.title.clone()}</a></h2>
            <p class="card__meta">{rules.organiser.clone()}</p>
            <p class="row">
                {badges.collect_view()}
                {contest.rounds.is_empty().then(|| view! { <span class="badge">"Không có đợt thi trực tuyến"</span> })}
                {(!contest.listed).then(|| view! { <span class="badge badge--draft">"Chưa hiện trên trang chủ"</span> })}
            </p>
            <div class="card__foot">
                <span class="hint">{if names.is_empty() { "Bạn là quản trị viên, chưa có vai trò".to_owned() } else { format!("Vai trò của bạn: {names}") }}</span>
            </div>
        </article>
    }
}
