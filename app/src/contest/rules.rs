//! The rule sheet editor: forms, a preview in plain Vietnamese, and the document itself as TOML.

mod contents;
mod fields;
mod form;
mod parse;
mod prizes;
mod rows;
mod sections;
mod side;
mod words;

use crate::contest::admin::presets;
use crate::forms::{self, Call, Done, Form, Posted};
use crate::request;
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::contest::RuleSheet;
use domain::contest::check::{Problem, Severity, check};
use domain::people::permission::{Permission, may};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::contest::Contest;
use services::{Actor, FieldProblem, Rejection, ServiceError, require};
use std::sync::Arc;

/// The form as an act changed it, to be shown again.
struct Shown {
    form: Form,
    problems: Vec<FieldProblem>,
}

/// What the editor shows: fields, the sheet they describe, what is wrong with it.
#[derive(Clone)]
struct Draft {
    sheet: Arc<RuleSheet>,
    form: Form,
    /// What could not be read or saved.
    refused: Vec<FieldProblem>,
    /// What keeps it from being committed, then what is probably not meant.
    found: Vec<(Severity, FieldProblem)>,
    /// Whether it is something else than what is stored.
    unsaved: bool,
}

impl Draft {
    /// The draft of this request: what was posted, else what is stored.
    fn of(contest: &Contest) -> Self {
        let stored = &contest.rules;
        if let Some(shown) = forms::shown::<Shown>() {
            return Self::new(stored, shown.form.clone(), shown.problems.clone());
        }
        match forms::posted() {
            Some(posted) if posted.form.get("act") == "toml" => {
                let mut form = form::to_form(stored, contest.rules_version);
                form.fields
                    .push(("toml".into(), posted.form.get("toml").into()));
                Self::new(stored, form, posted.problems)
            }
            Some(posted) if posted.form.get_opt("rules_version").is_some() => {
                Self::new(stored, posted.form, posted.problems)
            }
            // Nothing of the form arrived, as when it was too large: what is stored, and why.
            Some(posted) => Self::new(
                stored,
                form::to_form(stored, contest.rules_version),
                posted.problems,
            ),
            None => Self::new(
                stored,
                form::to_form(stored, contest.rules_version),
                Vec::new(),
            ),
        }
    }

    fn new(stored: &RuleSheet, form: Form, refused: Vec<FieldProblem>) -> Self {
        let (sheet, _) = parse::from_form(stored, &form);
        let at = |p: Problem| {
            (
                p.severity,
                FieldProblem::new(fields::field_of(&sheet, &form, &p.setting), p.message),
            )
        };
        let found = check(&sheet).into_iter().map(at).collect();
        Self {
            unsaved: sheet != *stored || !refused.is_empty(),
            sheet: Arc::new(sheet),
            form,
            refused,
            found,
        }
    }

    fn errors(&self) -> Vec<FieldProblem> {
        self.found
            .iter()
            .filter(|(s, _)| *s == Severity::Error)
            .map(|(_, p)| p.clone())
            .collect()
    }

    fn warnings(&self) -> Vec<FieldProblem> {
        self.found
            .iter()
            .filter(|(s, _)| *s == Severity::Warning)
            .map(|(_, p)| p.clone())
            .collect()
    }
}

/// Whether the actor may edit the rule sheet.
fn may_edit(actor: &Actor, contest: &Contest) -> bool {
    actor
        .roles_in(&contest.id)
        .any(|role| may(role, Permission::EditRules))
}

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "luu" => Some("Đã lưu bản nháp thể lệ."),
        "toml" => Some("Đã thay thể lệ bằng bản TOML."),
        "tao" => Some(
            "Đã tạo cuộc thi. Đọc lại từng phần dưới đây; những câu có ghi ngày, năm của kế hoạch mẫu thì tự sửa.",
        ),
        _ => None,
    }
}

/// The editor, or the locked rule sheet.
#[component]
pub fn RulesPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let load = async move {
        let contest = services.contest(&code).await?;
        require(&actor, &contest.id, Permission::SeeContest)?;
        let editable = !contest.is_locked() && may_edit(&actor, &contest);
        let (code, title) = (contest.rules.code.clone(), contest.rules.title.clone());
        Ok(view! {
            <Title text="Thể lệ"/>
            <AdminFrame contest_code=code contest_title=title here=AdminPlace::Rules>
                {if editable { view! { <Editor contest=contest/> }.into_any() } else { view! { <side::ReadOnly contest=contest/> }.into_any() }}
            </AdminFrame>
        })
    };
    loaded_admin(load)
}

#[component]
fn Editor(contest: Contest) -> impl IntoView {
    let draft = Draft::of(&contest);
    let refused = !draft.refused.is_empty();
    let problems = if refused {
        draft.refused.clone()
    } else {
        draft.errors()
    };
    let version = contest.rules_version;
    let deadline = contest.rounds.first().map(|r| {
        // A single round often has no name but “Đợt thi”.
        let name = match contest.rounds.as_slice() {
            [_] => "đợt thi",
            _ => r.rule.name.as_str(),
        };
        format!(
            "Khoá trước khi {name} mở: {}",
            r.clock.opens.opening_words()
        )
    });
    let summary = if refused {
        "Chưa lưu được thể lệ"
    } else {
        "Chưa khoá được thể lệ"
    };
    let back = draft.form.clone();
    // Not the owner of the whole page: what the editor shows is its own.
    let posted = Posted {
        form: back,
        problems,
        shown: None,
    };
    view! {
        <DoneNote words=done_words/>
        <leptos::context::Provider value=posted>
            <div class="page-head">
                <p class="page-head__meta">
                    <span class="badge badge--draft"><Icon glyph=Glyph::Pencil/>{format!("Bản nháp {version}, chưa khoá")}</span>
                    <span>{deadline}</span>
                </p>
                <h1>"Thể lệ"</h1>
            </div>
            <ErrorSummary title=summary/>
            <contents::ContentsAbove/>
            <side::Warnings problems=draft.warnings()/>
            <div class="split">
                <div class="split__main stack stack--loose">
                    <EditorForm draft=draft.clone() code=contest.rules.code.clone()/>
                    <side::TomlForm draft=draft.clone() code=contest.rules.code.clone() version=version/>
                </div>
                <contents::Beside sheet=draft.sheet.clone()/>
            </div>
        </leptos::context::Provider>
    }
}

#[component]
fn EditorForm(draft: Draft, code: String) -> impl IntoView {
    let form = draft.form;
    let sheet = draft.sheet;
    let version = form.get("rules_version").to_owned();
    let page = format!("/admin/{code}/the-le");
    let action = page.clone();
    view! {
        <form class="form" method="post" action=action>
            // The Enter key presses the first button of a form: it must never be one that removes a row.
            <button class="sr" name="act" value="xem" tabindex="-1" aria-hidden="true">"Xem trước"</button>
            <input type="hidden" name="rules_version" value=version/>
            {view! { <sections::General/> }.into_any()}
            {view! { <sections::Eligibility form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <sections::Tracks form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <sections::Rounds form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <sections::Topics form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <sections::Quiz/> }.into_any()}
            {view! { <sections::Blueprint form=form.clone() page=page.clone() sheet=sheet/> }.into_any()}
            {view! { <sections::PreparedForms form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <sections::Prediction form=form.clone()/> }.into_any()}
            {view! { <sections::Ranking form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <prizes::Prizes form=form.clone() page=page.clone()/> }.into_any()}
            {view! { <Texts form=form page=page/> }.into_any()}
            <contents::SaveBar code=code unsaved=draft.unsaved/>
        </form>
    }
}

/// The words of the plan: documents, timetable, bodies, what it leaves open.
#[component]
fn Texts(form: Form, page: String) -> impl IntoView {
    let legal = |list, title, hint| {
        let (form, page) = (form.clone(), page.clone());
        view! { <sections::LegalTexts form=form page=page list=list title=title hint=hint/> }
            .into_any()
    };
    let two = |list, title, hint, fields, add| {
        let (form, page) = (form.clone(), page.clone());
        view! { <sections::TwoTexts form=form page=page list=list title=title hint=hint fields=fields add=add/> }
            .into_any()
    };
    let timetable = view! { <sections::Timetable form=form.clone() page=page.clone()/> }.into_any();
    view! {
        {legal("legal_basis", "Căn cứ", "Kế hoạch và văn bản mà cuộc thi dựa vào.")}
        {legal("study", "Tài liệu ôn tập", "Văn bản người dự thi nên đọc; hiện trên trang cuộc thi.")}
        {timetable}
        {two(
            "bodies",
            "Tổ chức",
            "Ban Tổ chức, Ban Giám khảo, Tổ giúp việc và nhiệm vụ.",
            [("name", "Tên ban, tổ"), ("duty", "Nhiệm vụ")],
            "Thêm ban, tổ",
        )}
        {two(
            "open_points",
            "Chỗ kế hoạch chưa nêu",
            "Điều để ngỏ và cách hiểu đã chọn; tô vàng ở bản xem trước. Đổi mục nào ở trên thì sửa cả câu ở đây.",
            [("note", "Điều để ngỏ và cách hiểu đã chọn"), ("setting", "Mã của mục trong thể lệ")],
            "Thêm điều để ngỏ",
        )}
    }
}

/// Saves, previews, changes rows, takes or gives the document.
///
/// # Errors
/// What could not be read, by field; [`Rejection::Locked`], [`Rejection::Stale`].
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let code = call.param("contest").to_owned();
    let contest = call.services.contest(&code).await?;
    require(&call.actor, &contest.id, Permission::SeeContest)?;
    let stored = contest.rules.clone();
    match call.act() {
        "luu" => {
            let (sheet, problems) = parse::from_form(&stored, &call.form);
            if !problems.is_empty() {
                return Err(Rejection::Fields(problems).into());
            }
            save(&call, &code, &sheet, "luu").await
        }
        "xem" => {
            let (_, problems) = parse::from_form(&stored, &call.form);
            Ok(Done::Show(Arc::new(Shown {
                form: call.form,
                problems,
            })))
        }
        "toml" => {
            save(
                &call,
                &code,
                &side::read_toml(call.form.get("toml"))?,
                "toml",
            )
            .await
        }
        "tai-toml" => {
            let text = exchange::contest::to_toml(&stored).map_err(ServiceError::internal)?;
            Ok(Done::File {
                name: format!("{code}.toml"),
                mime: "application/toml",
                bytes: text.into_bytes(),
            })
        }
        act => {
            let form = rows::apply(&call.form, act).ok_or_else(|| {
                ServiceError::field("", "Nút này không dùng được nữa. Tải lại trang.")
            })?;
            Ok(Done::Show(Arc::new(Shown {
                form,
                problems: Vec::new(),
            })))
        }
    }
}

async fn save(
    call: &Call,
    code: &str,
    sheet: &RuleSheet,
    done: &str,
) -> Result<Done, ServiceError> {
    if let Some(why) = presets::reserved(&sheet.code) {
        return Err(ServiceError::field(fields::TOML, why));
    }
    let based_on = call
        .form
        .get("rules_version")
        .parse()
        .map_err(|_| Rejection::Stale)?;
    let after = call
        .services
        .edit_rules(&call.actor, code, sheet, based_on)
        .await
        .map_err(at_fields_shown)?;
    Ok(Done::Go(format!(
        "/admin/{}/the-le?xong={done}",
        after.rules.code
    )))
}

/// Only the document can change the code, so a problem of it stands there.
fn at_fields_shown(error: ServiceError) -> ServiceError {
    let ServiceError::Rejected(Rejection::Fields(mut problems)) = error else {
        return error;
    };
    problems
        .iter_mut()
        .filter(|p| p.field == "code")
        .for_each(|p| p.field = fields::TOML.to_owned());
    Rejection::Fields(problems).into()
}
