//! The roster: people, units, importing a list, slips.

mod add;
mod confirm;
mod handle;
mod import;
mod people;
mod slips;
mod units;

pub use handle::handle;

use crate::forms::shown;
use crate::request;
use crate::standings::list::Asked;
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use confirm::Step;
use domain::contest::rule_sheet::Identity;
use domain::ids::UnitId;
use domain::people::permission::Permission;
use domain::time::Moment;
use import::{Previewed, UploadPanel};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use people::PeopleList;
use services::contest::Contest;
use services::people::{PeopleFilter, PeopleSort};
use services::{Actor, ServiceError, Services, require};
use slips::SlipsShown;
use units::UnitsPart;

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "bo" => Some("Đã bỏ khỏi danh sách dự thi. Bài đã làm vẫn còn nguyên."),
        "lay-lai" => Some("Đã đưa trở lại danh sách dự thi."),
        "don-vi" => Some("Đã lưu đơn vị."),
        "de-nghi" => Some("Đã gửi đề nghị. Một người khác cần xem trước rồi xác nhận."),
        _ => None,
    }
}

/// What the parts of the page need to know.
#[derive(Clone)]
struct About {
    contest: String,
    title: String,
    /// Whether people come from a list and get slips.
    listed: bool,
    /// Code and name of blocs.
    blocs: Vec<(String, String)>,
    may_edit: bool,
    /// Whether the asking person may confirm what another proposed.
    may_confirm: bool,
    /// Whether a round was committed, so that edits take two people.
    frozen: bool,
    /// Whether a round is open, or closed and not sealed: then units stay as they are.
    running: bool,
}

fn about(actor: &Actor, contest: &Contest, now: Moment) -> About {
    About {
        contest: contest.rules.code.clone(),
        title: contest.rules.title.clone(),
        listed: matches!(
            contest.rules.eligibility.identity,
            Identity::Roster | Identity::Sso
        ),
        blocs: contest
            .rules
            .eligibility
            .blocs
            .iter()
            .map(|b| (b.code.clone(), b.name.clone()))
            .collect(),
        may_edit: require(actor, &contest.id, Permission::EditRoster).is_ok(),
        may_confirm: require(actor, &contest.id, Permission::ConfirmChange).is_ok(),
        frozen: contest.roster_needs_two(now),
        running: contest.has_running_round(now),
    }
}

/// People and units of a contest.
#[component]
pub fn RosterPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let asked = Asked::of_request(&["phan", "tim", "don-vi", "xep"]);
    let step = Step::of_request();
    let (slips, preview) = (shown::<SlipsShown>(), shown::<Previewed>());
    let load = async move {
        let contest = services.contest(&code).await?;
        let about = about(&actor, &contest, services.now());
        let title = about.title.clone();
        let inside = match (slips, preview, step) {
            (Some(slips), _, _) => view! { <slips::SlipsPage about=about slips=slips/> }.into_any(),
            (_, Some(preview), _) => view! { <import::PreviewPage contest=about.contest preview=preview/> }.into_any(),
            (_, _, Some(step)) if about.may_edit => confirm::question(&services, &actor, about, step).await?,
            _ => view! { <Parts about=about.clone() asked=asked.clone() inside=part(&services, &actor, about, asked).await?/> }.into_any(),
        };
        Ok(
            view! { <AdminFrame contest_code=code contest_title=title here=AdminPlace::People>{inside}</AdminFrame> },
        )
    };
    view! { <Title text="Người dự thi"/>{loaded_admin(load)} }
}

/// The part asked for: people, units, or the import.
async fn part(
    services: &Services,
    actor: &Actor,
    about: About,
    asked: Asked,
) -> Result<AnyView, ServiceError> {
    let code = about.contest.clone();
    match asked.get("phan") {
        "don-vi" => {
            // Who may see no participation sees no list of units with acts either.
            services
                .people(actor, &code, &PeopleFilter::default())
                .await?;
            let units = services.units(&code).await?;
            Ok(view! { <UnitsPart about=about units=units asked=asked/> }.into_any())
        }
        "nhap" if about.may_edit || (about.frozen && about.may_confirm) => {
            Ok(view! { <UploadPanel about=about/> }.into_any())
        }
        _ => {
            let filter = PeopleFilter {
                search: asked.get("tim").to_owned(),
                unit: asked.some("don-vi").map(UnitId::from_text),
                sort: match asked.get("xep") {
                    "ma" => PeopleSort::Code,
                    "don-vi" => PeopleSort::Unit,
                    _ => PeopleSort::Name,
                },
                page: usize::try_from(asked.page()).unwrap_or(1),
            };
            let page = services.people(actor, &code, &filter).await?;
            let units = services
                .units(&code)
                .await?
                .into_iter()
                .map(|u| (u.id.as_str().to_owned(), u.name))
                .collect();
            Ok(view! { <PeopleList about=about page=page units=units asked=asked/> }.into_any())
        }
    }
}

#[component]
fn Parts(about: About, asked: Asked, inside: AnyView) -> impl IntoView {
    let here = asked.get("phan").to_owned();
    let parts = [
        ("", "Người dự thi", true),
        ("don-vi", "Đơn vị", true),
        (
            "nhap",
            "Nhập danh sách",
            about.listed && (about.may_edit || (about.frozen && about.may_confirm)),
        ),
    ];
    let tabs = parts
        .into_iter()
        .filter(|(_, _, shown)| *shown)
        .map(|(key, words, _)| {
            let to = if key.is_empty() {
                format!("/admin/{}/nguoi-thi", about.contest)
            } else {
                format!("/admin/{}/nguoi-thi?phan={key}", about.contest)
            };
            let current = (here == key).then_some("page");
            view! { <li><a href=to aria-current=current>{words}</a></li> }
        });
    let tabs = tabs.collect_view();
    view! {
        <DoneNote words=done_words/>
        <ErrorSummary title="Chưa làm được"/>
        <div class="page-head">
            <h1>"Người dự thi"</h1>
            <p class="lede">
                {if about.listed {
                    "Danh sách do Ban Tổ chức nhập. Mỗi người có một phiếu với mã và mật mã để vào thi."
                } else {
                    "Cuộc thi này để người dự thi tự khai. Ở đây là những người đã vào thi và các đơn vị để họ chọn."
                }}
            </p>
        </div>
        {(about.frozen && about.may_edit).then(|| view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Key/><div>
                <p class="notice__title">"Thể lệ đã khoá: sửa danh sách cần hai người"</p>
                <p>"Danh sách quyết định mẫu số, quyền dự thi và tên người đạt giải. Nhập, bỏ hay lấy lại người thì gửi đề nghị kèm lý do, một người khác xác nhận. Cấp lại phiếu vẫn làm ngay được; đơn vị chỉ thêm được khi không có đợt đang chạy, không đổi tên."</p>
            </div></div>
        })}
        <nav class="tabs" aria-label="Phần của trang"><ul>{tabs}</ul></nav>
        {inside}
    }
}
