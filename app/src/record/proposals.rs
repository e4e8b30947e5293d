//! Proposals: what waits for a second person, what it would change, and what was decided.

mod step;

use crate::forms::{Call, Done};
use crate::request;
use crate::standings::list::{Asked, Empty, Pager, RowTh, Table, Td, Th, count};
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::record::{ConfirmRefused, ProposalState};
use domain::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::record::{Confirmed, ProposalView};
use services::{Rejection, ServiceError};
use step::{DropStep, PreviewStep, Previewed};

/// Decided proposals on a page.
const PER_PAGE: usize = 20;

/// Proposals of a contest.
#[component]
pub fn ProposalsPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let asked = Asked::of_request(&["tim", "loc", "xep", "xem", "bo"]);
    let load = async move {
        let contest = services.contest(&code).await?;
        let all = services.proposals(&actor, &code).await?;
        let find = |id: &str| all.iter().find(|p| p.id.as_str() == id).cloned();
        let inside = match (asked.some("xem"), asked.some("bo")) {
            (Some(id), _) => {
                let proposal = find(id).ok_or(ServiceError::NotFound)?;
                let previewed = match services.preview(&actor, id).await {
                    Ok(preview) => Previewed::Now(Box::new(preview)),
                    // It no longer fits its round: that is an answer, not a failure.
                    Err(ServiceError::Rejected(why)) => {
                        Previewed::NoLonger(crate::error::problems(&why))
                    }
                    Err(other) => return Err(other),
                };
                view! { <PreviewStep proposal=proposal previewed=previewed back=asked.with(&[("xem", "")])/> }.into_any()
            }
            (None, Some(id)) => {
                let proposal = find(id)
                    .filter(|p| p.may_drop)
                    .ok_or(ServiceError::NotFound)?;
                view! { <DropStep proposal=proposal back=asked.with(&[("bo", "")])/> }.into_any()
            }
            (None, None) => view! { <Proposals all=all asked=asked/> }.into_any(),
        };
        let title = contest.rules.title.clone();
        Ok(
            view! { <AdminFrame contest_code=code contest_title=title here=AdminPlace::Proposals>{inside}</AdminFrame> },
        )
    };
    view! { <Title text="Đề nghị chờ xác nhận"/>{loaded_admin(load)} }
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "de-nghi" => "Đã gửi đề nghị. Một người khác cần xem trước rồi xác nhận.",
        "bo" => "Đã bỏ đề nghị. Không có gì thay đổi.",
        "xac-nhan" => "Đã xác nhận và thực hiện.",
        _ => return None,
    })
}

/// What a confirmation came to, from the address it redirected to.
#[component]
fn CarriedOut() -> impl IntoView {
    let number = |name: &str| {
        request::query(name)
            .and_then(|v| v.parse::<u64>().ok())
            .filter(|n| *n > 0)
    };
    let lines: Vec<String> = [
        number("ban").map(|n| {
            format!("Đã tính lại kết quả: bản {n}. Bản này chỉ công khai sau khi được đề nghị công bố và xác nhận.")
        }),
        number("keo").map(|n| format!("{n} bài đang làm được kéo dài giờ.")),
        number("mo").map(|n| format!("{n} bài đã đóng được mở lại.")),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!lines.is_empty() && request::query("xong").as_deref() == Some("xac-nhan"))
        .then(|| view! { <p>{lines.join(" ")}</p> })
}

/// Why the asking person cannot confirm; none when they can.
fn why_not(proposal: &ProposalView) -> Option<&'static str> {
    match proposal.may_confirm {
        None => Some(
            "Vai trò của bạn không xác nhận được đề nghị. Cần người của Ban Tổ chức hoặc Ban Thư ký.",
        ),
        Some(Ok(())) => None,
        Some(Err(ConfirmRefused::SamePerson)) => {
            Some("Bạn là người đề nghị. Cần một người khác xác nhận.")
        }
        Some(Err(ConfirmRefused::RoleTooNew)) => {
            Some("Vai trò của bạn được giao sau khi khoá thể lệ. Cần người có vai trò từ trước.")
        }
        Some(Err(ConfirmRefused::PasswordReset)) => Some(
            "Mật khẩu của bạn hoặc của người đề nghị được đặt lại sau khi khoá thể lệ, nên hai người không tính là hai. Cần người khác.",
        ),
        Some(Err(ConfirmRefused::NotWaiting)) => Some("Đề nghị này đã được xử lý."),
    }
}

#[component]
fn Proposals(all: Vec<ProposalView>, asked: Asked) -> impl IntoView {
    let (waiting, decided): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|p| p.state == ProposalState::Proposed);
    let none = waiting.is_empty();
    let cards = waiting
        .into_iter()
        .map(|p| view! { <Waiting proposal=p asked=asked.clone()/> })
        .collect_view();
    view! {
        <ErrorSummary title="Chưa làm được"/>
        <DoneNote words=done_words/>
        <CarriedOut/>
        <div class="page-head">
            <h1>"Đề nghị chờ xác nhận"</h1>
            <p class="lede">"Việc nào làm thay đổi kết quả cũng cần hai người: một người đề nghị, một người khác xem trước rồi xác nhận."</p>
        </div>
        <section class="stack" aria-labelledby="dang-cho">
            <h2 id="dang-cho">"Đang chờ"</h2>
            {none.then(|| view! {
                <div class="empty"><Icon glyph=Glyph::Tick class="icon--xl"/><h3 class="empty__title">"Không có đề nghị nào đang chờ"</h3>
                    <p>"Đề nghị mới được gửi từ trang Niêm phong, rà soát của từng đợt, trang Vai trò và trang Người dự thi."</p></div>
            })}
            {cards}
        </section>
        <Decided decided=decided asked=asked/>
    }
}

#[component]
fn Waiting(proposal: ProposalView, asked: Asked) -> impl IntoView {
    let id = proposal.id.as_str().to_owned();
    let why = why_not(&proposal);
    let reason = proposal.reason.clone();
    let (look, drop) = (asked.with(&[("xem", &id)]), asked.with(&[("bo", &id)]));
    view! {
        <article class="card stack">
            <h3 class="card__title">{proposal.sentence}</h3>
            <p class="card__meta">{format!("{}: {} đề nghị lúc {}", proposal.round, proposal.proposed_by, proposal.proposed_at.stamp())}</p>
            {(!reason.is_empty()).then(|| view! { <p>{format!("Lý do: {reason}")}</p> })}
            {why.map(|w| view! { <p class="hint">{w}</p> })}
            <div class="btn-row">
                <a class="btn btn--second" href=look>"Xem trước thay đổi"</a>
                {proposal.may_drop.then(|| view! { <a class="btn btn--danger" href=drop>"Bỏ đề nghị…"</a> })}
            </div>
        </article>
    }
}

/// Keeps the decided proposals asked for, in the order asked for.
fn arranged(mut decided: Vec<ProposalView>, asked: &Asked) -> Vec<ProposalView> {
    let search = text::fold(asked.get("tim"));
    let state = match asked.get("loc") {
        "lam" => Some(ProposalState::Confirmed),
        "bo" => Some(ProposalState::Dropped),
        _ => None,
    };
    decided.retain(|p| {
        let parts = [&p.sentence, &p.reason, &p.round, &p.proposed_by];
        state.is_none_or(|s| s == p.state) && parts.iter().any(|t| text::fold(t).contains(&search))
    });
    decided.sort_by_key(|p| p.decided_at);
    if asked.get("xep") != "cu" {
        decided.reverse();
    }
    decided
}

#[component]
fn Decided(decided: Vec<ProposalView>, asked: Asked) -> impl IntoView {
    let nothing = decided.is_empty();
    let found = arranged(decided, &asked);
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let page = usize::try_from(asked.page()).unwrap_or(1).min(pages);
    let total = format!("{} đề nghị", count(found.len()));
    let empty = found.is_empty();
    let rows = found
        .into_iter()
        .skip((page - 1) * PER_PAGE)
        .take(PER_PAGE)
        .map(|p| view! { <DecidedRow proposal=p/> });
    let rows = rows.collect_view();
    let head =
        view! { <Th text="Việc"/><Th text="Đợt"/><Th text="Người đề nghị"/><Th text="Kết quả"/> };
    view! {
        <section class="stack" aria-labelledby="da-xu-ly">
            <h2 id="da-xu-ly">"Đã xử lý"</h2>
            {if nothing {
                view! { <p>"Chưa có đề nghị nào được xử lý."</p> }.into_any()
            } else {
                view! {
                    <Filter asked=asked.clone()/>
                    {if empty {
                        view! { <Empty title="Không có đề nghị nào khớp" text="Thử gõ ít chữ hơn, hoặc chọn lọc “Tất cả”."/> }.into_any()
                    } else {
                        view! { <Table caption="Đề nghị đã xử lý" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
                    }}
                    <Pager asked=asked page=page pages=pages total=total/>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Filter(asked: Asked) -> impl IntoView {
    let (kind, order) = (asked.get("loc").to_owned(), asked.get("xep").to_owned());
    view! {
        <form class="toolbar" role="search" method="get">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm trong đề nghị đã xử lý"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <div class="field">
                <label class="field__label" for="loc">"Lọc"</label>
                <select class="select" id="loc" name="loc">
                    <option value="">"Tất cả"</option>
                    <option value="lam" selected=kind == "lam">"Đã thực hiện"</option>
                    <option value="bo" selected=kind == "bo">"Đã bỏ"</option>
                </select>
            </div>
            <div class="field">
                <label class="field__label" for="xep">"Xếp theo"</label>
                <select class="select" id="xep" name="xep">
                    <option value="">"Mới xử lý trước"</option>
                    <option value="cu" selected=order == "cu">"Cũ trước"</option>
                </select>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn DecidedRow(proposal: ProposalView) -> impl IntoView {
    let (badge, words) = match proposal.state {
        ProposalState::Confirmed => ("badge badge--open", "Đã thực hiện"),
        ProposalState::Dropped => ("badge", "Đã bỏ"),
        ProposalState::Proposed => ("badge badge--draft", "Đang chờ"),
    };
    let by = proposal.decided_by.unwrap_or_default();
    let when = proposal.decided_at.map(|t| t.stamp()).unwrap_or_default();
    let reason = proposal.reason;
    let refused = proposal.refused_because;
    view! {
        <tr role="row">
            <RowTh>{proposal.sentence}{(!reason.is_empty()).then(|| view! { <span class="muted">{format!(" Lý do: {reason}")}</span> })}</RowTh>
            <Td label="Đợt">{proposal.round}</Td>
            <Td label="Người đề nghị">{format!("{}, {}", proposal.proposed_by, proposal.proposed_at.stamp())}</Td>
            <Td label="Kết quả"><span class=badge>{words}</span>{format!(" {by}, {when}")}{(!refused.is_empty()).then(|| view! { <span class="muted">{format!(" Không đồng ý vì: {refused}")}</span> })}</Td>
        </tr>
    }
}

/// Confirms or drops a proposal of this contest.
///
/// # Errors
/// What the use cases refuse.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let here = format!("/admin/{}/de-nghi", call.param("contest"));
    let id = call.form.get("id").to_owned();
    match call.act() {
        "confirm" => {
            let done = call.services.confirm(&call.actor, &id).await?;
            Ok(Done::Go(format!("{here}?xong=xac-nhan{}", outcome(&done))))
        }
        "drop" => {
            let reason = call.form.get("reason");
            call.services
                .drop_proposal(&call.actor, &id, reason)
                .await?;
            Ok(Done::Go(format!("{here}?xong=bo")))
        }
        _ => Err(Rejection::Phase("Chọn một việc trên trang.").into()),
    }
}

/// What a confirmation came to, for the address.
fn outcome(done: &Confirmed) -> String {
    let version = done
        .version
        .map(|v| format!("&ban={v}"))
        .unwrap_or_default();
    format!("{version}&keo={}&mo={}", done.extended, done.reopened)
}
