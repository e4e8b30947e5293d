//! The step before a proposal is confirmed or dropped.

use super::why_not;
use crate::standings::difference::Difference;
use crate::standings::list::{RowTh, Table, Td, Th, or_dash};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reason::ReasonField;
use domain::record::ProposalState;
use leptos::prelude::*;
use services::FieldProblem;
use services::record::{PreviewView, ProposalView};
use services::standings::Honoured;

/// What a proposal would change, if it still fits its round.
pub(super) enum Previewed {
    Now(Box<PreviewView>),
    NoLonger(Vec<FieldProblem>),
}

#[component]
pub(super) fn PreviewStep(
    proposal: ProposalView,
    previewed: Previewed,
    back: String,
) -> impl IntoView {
    let reason = proposal.reason.clone();
    let body = match previewed {
        Previewed::Now(preview) => view! { <Changes preview=*preview/><Confirm proposal=proposal.clone() back=back.clone()/> }.into_any(),
        Previewed::NoLonger(problems) => view! { <NoLonger proposal=proposal.clone() problems=problems back=back.clone()/> }.into_any(),
    };
    view! {
        <ErrorSummary title="Chưa xác nhận được"/>
        <div class="page-head">
            <nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href=back>"Đề nghị"</a></li><li aria-current="page">"Xem trước thay đổi"</li></ol></nav>
            <h1>"Xem trước thay đổi"</h1>
            <p class="lede">{proposal.sentence}</p>
        </div>
        <dl class="rules">
            <div><dt>"Đợt"</dt><dd>{proposal.round}</dd></div>
            <div><dt>"Người đề nghị"</dt><dd>{format!("{}, lúc {}", proposal.proposed_by, proposal.proposed_at.stamp())}</dd></div>
            {(!reason.is_empty()).then(|| view! { <div><dt>"Lý do"</dt><dd>{reason}</dd></div> })}
        </dl>
        {body}
    }
}

#[component]
fn Changes(preview: PreviewView) -> impl IntoView {
    let lines = preview.consequences;
    let quiet = lines.is_empty();
    let inside = match preview.diff {
        // The difference says the same.
        Some(diff) => view! { <Difference diff=diff/> }.into_any(),
        None if quiet => view! { <p>"Việc này chưa làm thay đổi kết quả."</p> }.into_any(),
        None => view! { <ul class="list">{lines.into_iter().map(|l| view! { <li>{l}</li> }).collect_view()}</ul> }.into_any(),
    };
    let honoured = preview.honoured;
    let notes = preview.notes;
    let noted = !notes.is_empty();
    let notes = notes.into_iter().map(|l| view! { <li>{l}</li> });
    let notes = notes.collect_view();
    view! {
        <section class="card card--accent stack" aria-labelledby="thay-doi">
            <h2 id="thay-doi">"Nếu xác nhận lúc này"</h2>
            {noted.then(|| view! { <ul class="list">{notes}</ul> })}
            {inside}
            <WhoIsNamed honoured=honoured/>
        </section>
    }
}

/// Whom a publication will name.
#[component]
fn WhoIsNamed(honoured: Vec<Honoured>) -> impl IntoView {
    (!honoured.is_empty()).then(|| {
        let rows = honoured.into_iter().map(|h| {
            view! {
                <tr role="row">
                    <RowTh>{h.name}{h.track.map(|t| view! { <span class="muted">" · "{t}</span> })}</RowTh>
                    <Td label="Đơn vị">{or_dash(h.unit)}</Td>
                    <Td label="Giải">{h.prize}</Td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let head = view! { <Th text="Người, đơn vị được giải"/><Th text="Đơn vị"/><Th text="Giải"/> };
        view! { <Table caption="Tên sẽ được công bố" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
    })
}

#[component]
fn Confirm(proposal: ProposalView, back: String) -> impl IntoView {
    let why = why_not(&proposal);
    let file = proposal.needs_file();
    let may = why.is_none() && !file;
    view! {
        {why.map(|w| view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div>
                <p class="notice__title">"Bạn xem được nhưng không xác nhận được"</p><p>{w}</p>
            </div></div>
        })}
        <div class="btn-row">
            {may.then(|| view! {
                <form method="post">
                    <input type="hidden" name="id" value=proposal.id.as_str().to_owned()/>
                    <button class="btn" name="act" value="confirm">"Xác nhận và thực hiện"</button>
                </form>
            })}
            {(file && why.is_none()).then(|| view! { <a class="btn" href="nguoi-thi?phan=nhap">"Chọn tệp để xác nhận"</a> })}
            <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
        </div>
    }
}

#[component]
fn NoLonger(proposal: ProposalView, problems: Vec<FieldProblem>, back: String) -> impl IntoView {
    let waits = proposal.state == ProposalState::Proposed;
    let title = if waits {
        "Đề nghị này không còn làm được"
    } else {
        "Đề nghị này đã được xử lý"
    };
    view! {
        <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
            <p class="notice__title">{title}</p>
            {waits.then(|| problems.into_iter().map(|p| view! { <p>{p.message}</p> }).collect_view())}
            {waits.then(|| view! { <p>"Bỏ đề nghị này rồi gửi đề nghị mới nếu vẫn cần."</p> })}
        </div></div>
        <p><a class="btn btn--second" href=back>"Về danh sách đề nghị"</a></p>
    }
}

#[component]
pub(super) fn DropStep(proposal: ProposalView, back: String) -> impl IntoView {
    let refuses = !proposal.is_own;
    view! {
        <ErrorSummary title="Chưa bỏ được đề nghị"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">"Bỏ đề nghị này?"</h1>
            <p>{proposal.sentence}</p>
            <p>"Đề nghị sẽ không được thực hiện. Việc bỏ được ghi vào nhật ký; cần thì gửi đề nghị mới."</p>
            <form class="form" method="post">
                <input type="hidden" name="id" value=proposal.id.as_str().to_owned()/>
                {refuses.then(|| view! {
                    <ReasonField label="Vì sao bạn không đồng ý" hint="Một câu, 5 đến 500 ký tự. Người đề nghị đọc được lý do này."/>
                })}
                <div class="btn-row">
                    <button class="btn btn--danger" name="act" value="drop">"Bỏ đề nghị"</button>
                    <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                </div>
            </form>
        </section>
    }
}
