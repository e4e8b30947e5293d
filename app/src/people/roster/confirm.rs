//! Questions before acts on people: new slips, striking off.

use super::About;
use crate::request;
use crate::ui::field::ErrorSummary;
use crate::ui::reason::ReasonField;
use domain::ids::UnitId;
use leptos::prelude::*;
use services::people::{PeopleFilter, PersonView};
use services::{Actor, ServiceError, Services};

/// An act asked about.
pub(super) enum Step {
    /// New slip for a person: id, and a text that finds the person.
    PersonSlip(String, String),
    /// New slips for a unit: id.
    UnitSlips(String),
    /// Striking a person off: id, and a text that finds the person.
    StrikeOff(String, String),
    /// Taking a person back after the first commitment: id, and a text that finds the person.
    TakeBack(String, String),
}

impl Step {
    /// Reads the request.
    pub(super) fn of_request() -> Option<Self> {
        let some = |name: &str| request::query(name).filter(|v| !v.is_empty());
        let who = some("ai").unwrap_or_default();
        let person = some("phieu").map(|id| Self::PersonSlip(id, who.clone()));
        let unit = || some("phieu-don-vi").map(Self::UnitSlips);
        let off = || some("bo").map(|id| Self::StrikeOff(id, who.clone()));
        let back = || some("lay-lai").map(|id| Self::TakeBack(id, who.clone()));
        person.or_else(unit).or_else(off).or_else(back)
    }
}

/// The person with this id among those the text finds. The text comes from the address, so it is only used to search:
/// name and unit on the page are the stored ones.
pub(super) async fn find_person(
    services: &Services,
    actor: &Actor,
    contest: &str,
    id: &str,
    text: &str,
) -> Result<PersonView, ServiceError> {
    let mut filter = PeopleFilter {
        search: text.to_owned(),
        page: 1,
        ..PeopleFilter::default()
    };
    loop {
        let page = services.people(actor, contest, &filter).await?;
        if let Some(person) = page.people.into_iter().find(|p| p.id.as_str() == id) {
            return Ok(person);
        }
        if filter.page >= page.pages {
            return Err(ServiceError::NotFound);
        }
        filter.page += 1;
    }
}

/// The question before the act.
pub(super) async fn question(
    services: &Services,
    actor: &Actor,
    about: About,
    step: Step,
) -> Result<AnyView, ServiceError> {
    let contest = about.contest.as_str();
    Ok(match step {
        Step::PersonSlip(id, text) => {
            let person = find_person(services, actor, contest, &id, &text).await?;
            view! { <PersonSlipStep contest=contest.to_owned() person=person/> }.into_any()
        }
        Step::StrikeOff(id, text) => {
            let person = find_person(services, actor, contest, &id, &text).await?;
            view! { <StrikeOffStep contest=contest.to_owned() person=person two=about.frozen/> }
                .into_any()
        }
        Step::TakeBack(id, text) => {
            let person = find_person(services, actor, contest, &id, &text).await?;
            view! { <TakeBackStep contest=contest.to_owned() person=person/> }.into_any()
        }
        Step::UnitSlips(id) => {
            let unit = services
                .units(contest)
                .await?
                .into_iter()
                .find(|u| u.id.as_str() == id);
            let unit = unit.ok_or(ServiceError::NotFound)?;
            let filter = PeopleFilter {
                unit: Some(UnitId::from_text(id)),
                ..PeopleFilter::default()
            };
            let people = services.people(actor, contest, &filter).await?.total;
            view! { <UnitSlipsStep contest=contest.to_owned() id=unit.id.as_str().to_owned() name=unit.name people=people/> }.into_any()
        }
    })
}

#[component]
fn PersonSlipStep(contest: String, person: PersonView) -> impl IntoView {
    let back = format!("/admin/{contest}/nguoi-thi");
    view! {
        <ErrorSummary title="Chưa cấp lại được phiếu"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Cấp lại phiếu cho {}?", person.full_name)}</h1>
            <p>{format!("{}, {}", person.code.unwrap_or_default(), person.unit_name)}</p>
            <p>"Mật mã cũ và mật khẩu riêng hết tác dụng ngay; máy đang đăng nhập dưới tên này phải đăng nhập lại. Câu đã lưu vẫn còn. Phiếu mới hiện một lần để in."</p>
            <div class="btn-row">
                <form method="post" action=back.clone()>
                    <input type="hidden" name="person" value=person.id.as_str().to_owned()/>
                    <button class="btn btn--danger" name="act" value="phieu">"Cấp lại phiếu"</button>
                </form>
                <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
            </div>
        </section>
    }
}

#[component]
fn UnitSlipsStep(contest: String, id: String, name: String, people: usize) -> impl IntoView {
    let back = format!("/admin/{contest}/nguoi-thi?phan=don-vi");
    view! {
        <ErrorSummary title="Chưa cấp lại được phiếu"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Cấp lại phiếu cho cả {name}?")}</h1>
            <p>{format!("Đơn vị có {} người. Mọi mật mã cũ và mật khẩu riêng của họ hết tác dụng ngay; ai đang thi phải đăng nhập lại, câu đã lưu vẫn còn. Phiếu mới hiện một lần để in.", crate::standings::list::count(people))}</p>
            <div class="btn-row">
                <form method="post" action=format!("/admin/{contest}/nguoi-thi")>
                    <input type="hidden" name="unit" value=id/>
                    <button class="btn btn--danger" name="act" value="phieu-don-vi">"Cấp lại mọi phiếu"</button>
                </form>
                <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
            </div>
        </section>
    }
}

#[component]
fn StrikeOffStep(contest: String, person: PersonView, two: bool) -> impl IntoView {
    let back = format!("/admin/{contest}/nguoi-thi");
    let (act, words) = if two {
        ("de-nghi-bo", "Gửi đề nghị bỏ khỏi danh sách")
    } else {
        ("bo", "Bỏ khỏi danh sách")
    };
    view! {
        <ErrorSummary title="Chưa bỏ được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Bỏ {} khỏi danh sách dự thi?", person.full_name)}</h1>
            <p>{format!("{}, {}", person.code.unwrap_or_else(|| "tự khai".to_owned()), person.unit_name)}</p>
            <p>"Người này không vào thi được nữa và không tính vào mẫu số của đơn vị. Bài đã làm vẫn còn. Lấy lại được sau này."</p>
            {two.then(|| view! { <p>"Thể lệ đã khoá nên cần một người khác xác nhận. Gửi đề nghị chưa thay đổi gì."</p> })}
            <form class="form" method="post">
                <input type="hidden" name="person" value=person.id.as_str().to_owned()/>
                {two.then(|| view! { <ReasonField label="Lý do"/> })}
                <div class="btn-row">
                    <button class="btn btn--danger" name="act" value=act>{words}</button>
                    <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                </div>
            </form>
        </section>
    }
}

#[component]
fn TakeBackStep(contest: String, person: PersonView) -> impl IntoView {
    let back = format!("/admin/{contest}/nguoi-thi");
    view! {
        <ErrorSummary title="Chưa gửi được đề nghị"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Đưa {} trở lại danh sách dự thi?", person.full_name)}</h1>
            <p>{format!("{}, {}", person.code.unwrap_or_else(|| "tự khai".to_owned()), person.unit_name)}</p>
            <p>"Thể lệ đã khoá nên cần một người khác xác nhận. Gửi đề nghị chưa thay đổi gì."</p>
            <form class="form" method="post">
                <input type="hidden" name="person" value=person.id.as_str().to_owned()/>
                <ReasonField label="Lý do"/>
                <div class="btn-row">
                    <button class="btn" name="act" value="de-nghi-lay-lai">"Gửi đề nghị lấy lại"</button>
                    <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                </div>
            </form>
        </section>
    }
}
