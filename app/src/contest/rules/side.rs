//! What stands beside and below the editor: the preview, warnings, the document itself; and the locked rule sheet.

use super::{Draft, may_edit};
use crate::forms::typed;
use crate::request;
use crate::ui::field::{ErrorSummary, Field};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::text_area::TextArea;
use domain::contest::{RuleSheet, plain};
use leptos::prelude::*;
use services::contest::Contest;
use services::{FieldProblem, Rejection, ServiceError};
use std::sync::Arc;

/// The rule sheet as a contestant reads it.
#[component]
pub(super) fn Sheet(
    /// Rule sheet.
    sheet: Arc<RuleSheet>,
) -> impl IntoView {
    let sections = plain::plain(&sheet).into_iter().map(|section| {
        let items = section.items.into_iter().map(|item| {
            let text = if item.open {
                view! { <mark>{item.text}</mark> }.into_any()
            } else {
                item.text.into_any()
            };
            view! { <p><b>{item.label}": "</b>{text}</p> }
        });
        view! { <h3>{section.title}</h3>{items.collect_view()} }
    });
    view! {
        <div class="sheet">
            <p class="sheet__kind">"Thể lệ"</p>
            <h2 class="sheet__title">{sheet.title.clone()}</h2>
            {sections.collect_view()}
        </div>
    }
}

/// What is probably not meant, with links to the fields.
#[component]
pub(super) fn Warnings(
    /// Warnings by field.
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    (!problems.is_empty()).then(|| {
        view! {
            <div class="notice notice--warn" role="status">
                <Icon glyph=Glyph::Warn/>
                <div>
                    <p class="notice__title">"Nên xem lại, không bắt buộc sửa"</p>
                    <ul>
                        {problems
                            .into_iter()
                            .map(|p| view! { <li><a href=format!("#{}", p.field)>{p.message}</a></li> })
                            .collect_view()}
                    </ul>
                </div>
            </div>
        }
    })
}

/// The document as TOML: to keep, to send, to edit what the forms do not show.
#[component]
pub(super) fn TomlForm(
    /// Draft.
    draft: Draft,
    /// Code of the contest.
    code: String,
    /// Version it is based on.
    version: i64,
) -> impl IntoView {
    let text = exchange::contest::to_toml(&draft.sheet).unwrap_or_default();
    let value = typed("toml", text);
    let wrong = crate::forms::problem_of("toml").is_some();
    let described = if wrong {
        "toml-goi-y toml-loi"
    } else {
        "toml-goi-y"
    };
    let page = format!("/admin/{code}/the-le#toml");
    view! {
        <details class="details" id="ban-toml" open=wrong>
            <summary>"Thể lệ dạng TOML: nhập, xuất và những phần không có ô ở trên"</summary>
            <div class="details__body stack">
                <p>"Tự luận, hồ sơ sáng kiến, phong trào, bộ đề có sẵn và các đợt cộng vào xếp hạng chung chỉ sửa ở đây. Lưu bản TOML sẽ thay toàn bộ thể lệ, kể cả những ô ở trên chưa lưu."</p>
                <form class="form" method="post" action=page>
                    <input type="hidden" name="rules_version" value=version/>
                    <Field name="toml".to_owned() label="Thể lệ (TOML)".to_owned() hint="Chỗ sai được báo theo số dòng.">
                        <TextArea name="toml".to_owned() value=value rows=24 described_by=described.to_owned() invalid=wrong/>
                    </Field>
                    <div class="btn-row">
                        <button class="btn btn--second" name="act" value="toml">"Lưu bản TOML"</button>
                        <button class="btn btn--second" name="act" value="tai-toml"><Icon glyph=Glyph::Download/>"Tải bản đã lưu về"</button>
                    </div>
                </form>
            </div>
        </details>
    }
}

/// Reads the document as typed.
pub(super) fn read_toml(text: &str) -> Result<RuleSheet, ServiceError> {
    exchange::contest::parse_rule_sheet(&text.replace("\r\n", "\n")).map_err(|problems| {
        let fields = problems
            .iter()
            .map(|p| FieldProblem::new("toml", p.to_string()))
            .collect();
        Rejection::Fields(fields).into()
    })
}

/// The rule sheet of those who may not, or no longer, edit it.
#[component]
pub(super) fn ReadOnly(
    /// Contest.
    contest: Contest,
) -> impl IntoView {
    let locked = contest.is_locked();
    let actor = request::actor();
    let why = match (locked, may_edit(&actor, &contest)) {
        (true, _) => {
            "Thể lệ đã khoá nên không sửa được nữa. Ai cũng có thể đối chiếu bằng mã băm dưới đây."
        }
        (false, _) => {
            "Bạn xem được thể lệ. Người có vai trò Ban Tổ chức mới sửa được; quản trị viên giao vai trò ở trang Vai trò."
        }
    };
    let hashes = contest
        .rounds
        .iter()
        .filter_map(|r| r.row.rules_hash.clone().map(|h| (r.rule.name.clone(), h)));
    let hashes: Vec<(String, String)> = hashes.collect();
    let version = contest.rules_version;
    view! {
        <div class="page-head">
            <p class="page-head__meta">
                <span class=if locked { "badge badge--soon" } else { "badge badge--draft" }>
                    <Icon glyph=if locked { Glyph::Shield } else { Glyph::Pencil }/>
                    {if locked { format!("Bản {version}, đã khoá") } else { format!("Bản nháp {version}, chưa khoá") }}
                </span>
            </p>
            <h1>"Thể lệ"</h1>
        </div>
        <ErrorSummary title="Chưa làm được"/>
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>{why}</p></div></div>
        {(!hashes.is_empty()).then(|| view! {
            <section class="panel" aria-labelledby="ma-bam">
                <h2 class="panel__title" id="ma-bam">"Mã băm của thể lệ (SHA-256)"</h2>
                <dl class="rules">{hashes.into_iter().map(|(round, hash)| view! { <div><dt>{round}</dt><dd class="hash">{hash}</dd></div> }).collect_view()}</dl>
            </section>
        })}
        <div class="measure"><Sheet sheet=contest.rules.clone()/></div>
        <form method="post"><button class="btn btn--second" name="act" value="tai-toml"><Icon glyph=Glyph::Download/>"Tải về (TOML)"</button></form>
    }
}
