//! The page of a contest's questions.

use super::edit::{DeleteStep, EditPage};
use super::import::{PreviewPage, Previewed, UploadPanel};
use super::list::{About, Listed, QuestionList};
use super::rounds::choices;
use super::status::BankPanel;
use crate::forms::{posted, shown};
use crate::request;
use crate::standings::list::{Asked, count};
use crate::ui::admin::{AdminFrame, AdminPlace, DoneNote, loaded_admin};
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::people::permission::Permission;
use domain::question::Level;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::contest::Contest;
use services::question::{BankStatus, QuestionFilter};
use services::{Actor, ServiceError, Services, require};

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "luu" => Some("Đã lưu câu hỏi."),
        "them" => Some("Đã thêm câu hỏi."),
        "xoa" => Some("Đã xoá câu hỏi cùng đáp án."),
        _ => None,
    }
}

/// Which part of the page is asked for.
#[derive(Clone)]
struct Part {
    edit: Option<String>,
    delete: Option<String>,
    add: bool,
}

/// The questions of a contest.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let asked = Asked::of_request(&["tim", "chu-de", "muc", "dot", "xep"]);
    let some = |name: &str| request::query(name).filter(|v| !v.is_empty());
    let part = Part {
        edit: some("sua"),
        delete: some("xoa"),
        add: some("them").is_some(),
    };
    let preview = shown::<Previewed>();
    let load = async move {
        let contest = services.contest(&code).await?;
        let title = contest.rules.title.clone();
        let about = about(&actor, &contest);
        let inside = match (preview, part) {
            (Some(shown), _) => view! { <PreviewPage contest=about.contest rounds=about.rounds shown=shown/> }.into_any(),
            (None, Part { add: true, .. }) if about.may_edit => {
                view! { <EditPage contest=about.contest rounds=about.rounds topics=about.topics existing=None/> }.into_any()
            }
            (None, Part { edit: Some(wanted), .. }) if about.may_edit => {
                let found = services.question_with_key(&actor, &code, &wanted).await?;
                view! { <EditPage contest=about.contest rounds=about.rounds topics=about.topics existing=Some(found)/> }.into_any()
            }
            (None, Part { delete: Some(wanted), .. }) if about.may_edit => {
                let found = services.question_with_key(&actor, &code, &wanted).await?.question;
                view! { <DeleteStep contest=about.contest question=found/> }.into_any()
            }
            _ => questions(&services, &actor, about, asked).await?.into_any(),
        };
        Ok(
            view! { <AdminFrame contest_code=code contest_title=title here=AdminPlace::Questions>{inside}</AdminFrame> },
        )
    };
    view! { <Title text="Câu hỏi"/>{loaded_admin(load)} }
}

fn about(actor: &Actor, contest: &Contest) -> About {
    let may = |permission| require(actor, &contest.id, permission).is_ok();
    About {
        contest: contest.rules.code.clone(),
        rounds: choices(contest),
        topics: contest
            .rules
            .topics
            .iter()
            .map(|t| (t.code.clone(), t.name.clone()))
            .collect(),
        may_edit: may(Permission::SeeKeys) && may(Permission::EditQuestions),
    }
}

/// How much of the bank someone sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Keys,
    Questions,
    Figures,
}

impl Seen {
    /// Why something is missing.
    fn notice(self) -> Option<&'static str> {
        match self {
            Self::Keys => None,
            Self::Questions => Some(
                "Bạn xem được câu hỏi nhưng không xem được đáp án. Đáp án chỉ mở cho người được giao và những người đó không được dự thi.",
            ),
            Self::Figures => Some(
                "Bạn xem được số câu, không xem được nội dung. Câu hỏi chỉ mở cho người được giao và những người đó không được dự thi.",
            ),
        }
    }
}

/// Loads the list, with keys only for those who may see them.
async fn questions(
    services: &Services,
    actor: &Actor,
    about: About,
    asked: Asked,
) -> Result<impl IntoView + use<>, ServiceError> {
    let code = about.contest.clone();
    let filter = QuestionFilter {
        topic: asked.some("chu-de").map(str::to_owned),
        level: Level::parse(asked.get("muc")),
        round: asked.some("dot").map(str::to_owned),
        search: asked.get("tim").to_owned(),
    };
    let status = services.blueprint_status(actor, &code).await?;
    let (listed, seen) = match services.questions_with_keys(actor, &code, &filter).await {
        Ok(found) => {
            let with_key = found.into_iter().map(|q| Listed {
                question: q.question,
                key: Some(q.key),
            });
            (with_key.collect(), Seen::Keys)
        }
        Err(ServiceError::Forbidden) => match services.questions(actor, &code, &filter).await {
            Ok(found) => {
                let without = found.into_iter().map(|question| Listed {
                    question,
                    key: None,
                });
                (without.collect(), Seen::Questions)
            }
            Err(ServiceError::Forbidden) => (Vec::new(), Seen::Figures),
            Err(other) => return Err(other),
        },
        Err(other) => return Err(other),
    };
    Ok(view! { <Overview about=about status=status listed=listed asked=asked seen=seen/> })
}

#[component]
fn Overview(
    about: About,
    status: BankStatus,
    listed: Vec<Listed>,
    asked: Asked,
    seen: Seen,
) -> impl IntoView {
    let total = status.total;
    let all_locked = !about.rounds.is_empty() && about.rounds.iter().all(|r| r.locked);
    let some_locked = about.rounds.iter().any(|r| r.locked);
    let may_add = about.may_edit && !all_locked;
    let add = format!("/admin/{}/cau-hoi?them=1", about.contest);
    view! {
        <DoneNote words=done_words/>
        <ImportedNote/>
        <ErrorSummary title="Chưa nhập được câu hỏi"/>
        <div class="page-head">
            <div class="page-head__line">
                <h1>"Câu hỏi"</h1>
                <div class="btn-row">
                    {may_add.then(|| view! { <a class="btn btn--second" href=add><Icon glyph=Glyph::Pencil/>"Soạn một câu"</a> })}
                </div>
            </div>
            <p class="lede">"Ngân hàng câu hỏi, đáp án và việc ngân hàng đã đủ cho ma trận đề chưa."</p>
        </div>
        {some_locked.then(|| view! { <LockedBank all=all_locked/> })}
        {seen.notice().map(|text| view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Shield/><div><p>{text}</p></div></div>
        })}
        <section class="stack" aria-labelledby="ma-tran">
            <h2 id="ma-tran">"Ngân hàng và ma trận đề"</h2>
            <BankPanel status=status/>
        </section>
        {may_add.then(|| view! { <UploadPanel contest=about.contest.clone() topics=about.topics.clone()/> })}
        {(seen != Seen::Figures).then(|| view! { <QuestionList about=about.clone() questions=listed total=total asked=asked/> })}
        {(seen == Seen::Keys && total > 0).then(|| view! { <Exports contest=about.contest/> })}
    }
}

#[component]
fn LockedBank(all: bool) -> impl IntoView {
    let text = if all {
        "Mọi đợt đã khoá cùng thể lệ, nên không thêm, sửa, xoá câu nào nữa. Câu sai thì hai người đề nghị và xác nhận huỷ câu sau khi đợt đóng."
    } else {
        "Câu mà đợt đã khoá có thể rút thì không sửa, không xoá được nữa. Câu mới chỉ thêm được cho đợt chưa khoá."
    };
    view! {
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Key/><div>
            <p class="notice__title">{if all { "Ngân hàng câu hỏi đã khoá" } else { "Một phần ngân hàng đã khoá" }}</p>
            <p>{text}</p>
        </div></div>
    }
}

/// What an import did, in figures.
#[component]
fn ImportedNote() -> impl IntoView {
    let figure = |name: &str| {
        request::query(name)
            .and_then(|n| n.parse::<usize>().ok())
            .map(count)
    };
    let done = posted().is_none() && request::query("xong").as_deref() == Some("nhap");
    let figures = done
        .then(|| Some((figure("moi")?, figure("thay")?, figure("giu")?)))
        .flatten();
    figures.map(|(new, changed, same)| {
        view! {
            <div class="notice notice--ok" role="status"><Icon glyph=Glyph::Tick/><div>
                <p class="notice__title">"Đã nhập câu hỏi"</p>
                <p>{format!("{new} câu mới, {changed} câu thay bản cũ, {same} câu giữ nguyên.")}</p>
            </div></div>
        }
    })
}

#[component]
fn Exports(contest: String) -> impl IntoView {
    let file = move |ending: &str| format!("/admin/{contest}/tai-ve/cau-hoi.{ending}");
    view! {
        <section class="panel" aria-labelledby="tai-ve">
            <h2 class="panel__title" id="tai-ve">"Tải ngân hàng về"</h2>
            <p>"Tệp có cả đáp án. Mỗi lần tải đều ghi vào nhật ký; giữ tệp như tài liệu mật của cuộc thi."</p>
            <ul class="links">
                <li><a href=file("xlsx")><Icon glyph=Glyph::Download/>"Tải về (Excel)"</a></li>
                <li><a href=file("gift")><Icon glyph=Glyph::Download/>"Tải về (GIFT, dùng cho Moodle)"</a></li>
                <li><a href=file("json")><Icon glyph=Glyph::Download/>"Tải về (JSON)"</a></li>
            </ul>
        </section>
    }
}
