//! One question: writing, changing, deleting.

use super::rounds::{RoundChoice, RoundsChoice};
use crate::forms::{problem_of, typed};
use crate::ui::field::{CheckField, ErrorSummary, Field, SelectField, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::text_area::TextArea;
use domain::question::{Kind, Level, MAX_OPTIONS, letter};
use leptos::prelude::*;
use services::question::{QuestionView, QuestionWithKey};

/// A field of several lines that keeps what was typed.
#[component]
fn LinesField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    value: String,
    rows: u16,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let shown = typed(&name, value);
    let invalid = problem_of(&name).is_some();
    let described: Vec<String> = [(!hint.is_empty(), "goi-y"), (invalid, "loi")]
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, kind)| format!("{name}-{kind}"))
        .collect();
    let described = described.join(" ");
    let id = name.clone();
    view! {
        <Field name=name label=label hint=hint optional=optional>
            <TextArea name=id value=shown rows=rows described_by=described invalid=invalid/>
        </Field>
    }
}

/// The form for a new question or one that exists.
#[component]
pub(super) fn EditPage(
    contest: String,
    rounds: Vec<RoundChoice>,
    topics: Vec<(String, String)>,
    existing: Option<QuestionWithKey>,
) -> impl IntoView {
    let title = existing.as_ref().map_or_else(
        || "Soạn câu hỏi mới".to_owned(),
        |q| format!("Sửa câu {}", q.question.code),
    );
    let list = format!("/admin/{contest}/cau-hoi");
    let locked = existing.as_ref().is_some_and(|q| q.question.locked);
    let inside = if locked {
        view! { <LockedNote/> }.into_any()
    } else {
        view! { <EditForm rounds=rounds topics=topics existing=existing back=list.clone()/> }
            .into_any()
    };
    view! {
        <ErrorSummary title="Chưa lưu được câu hỏi"/>
        <div class="page-head">
            <nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href=list>"Câu hỏi"</a></li><li aria-current="page">{title.clone()}</li></ol></nav>
            <h1>{title}</h1>
        </div>
        {inside}
    }
}

/// Why a question of a committed round cannot be changed, and what can be done.
#[component]
pub(super) fn LockedNote() -> impl IntoView {
    view! {
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Key/><div>
            <p class="notice__title">"Câu này đã khoá cùng thể lệ"</p>
            <p>"Một đợt đã khoá có thể rút câu này, nên không ai sửa hay xoá được nữa. Nếu câu sai, hai người đề nghị và xác nhận huỷ câu sau khi đợt đóng; điểm được tính lại công khai."</p>
        </div></div>
    }
}

#[component]
fn EditForm(
    rounds: Vec<RoundChoice>,
    topics: Vec<(String, String)>,
    existing: Option<QuestionWithKey>,
    back: String,
) -> impl IntoView {
    let held = existing.map(|q| (q.question, q.key));
    let (code, based_on) = held.as_ref().map_or_else(Default::default, |(q, _)| {
        (q.code.clone(), q.updated_at.0.to_string())
    });
    let fresh = held.is_none();
    let chosen = held
        .as_ref()
        .map(|(q, _)| q.rounds.clone())
        .unwrap_or_default();
    let question = held.as_ref().map(|(q, _)| q.clone());
    let key = held.map(|(_, key)| key).unwrap_or_default();
    let source = question
        .as_ref()
        .map(|q| q.source.clone())
        .unwrap_or_default();
    let stem = question
        .as_ref()
        .map(|q| q.stem.clone())
        .unwrap_or_default();
    view! {
        <form class="form" method="post">
            <input type="hidden" name="ma" value=code/>
            <input type="hidden" name="based_on" value=based_on/>
            {fresh.then(|| view! {
                <TextField name="code" label="Mã câu" hint="Để trống thì máy đặt mã kế tiếp." class="input--medium" optional=true/>
            })}
            <div class="form-grid"><Classes topics=topics question=question.clone()/></div>
            <fieldset class="panel" id="question" tabindex="-1">
                <legend class="panel__title">"Câu hỏi và phương án"</legend>
                {problem_of("question").map(|e| view! { <p class="field__error"><Icon glyph=Glyph::Alert/>{e}</p> })}
                <LinesField name="stem" label="Câu hỏi" value=stem rows=3/>
                <Options options=question.map(|q| q.options).unwrap_or_default() right=key.right/>
            </fieldset>
            <fieldset class="panel" id="source" tabindex="-1">
                <legend class="panel__title">"Giải thích và nguồn"</legend>
                {problem_of("source").map(|e| view! { <p class="field__error"><Icon glyph=Glyph::Alert/>{e}</p> })}
                <LinesField name="explanation" label="Giải thích đáp án" hint="Chỉ hiện cùng đáp án sau khi công bố." value=key.explanation rows=3 optional=true/>
                <div class="form-grid">
                    <TextField name="source.document" label="Văn bản" hint="Số và tên, thí dụ: Nghị quyết 76/NQ-CP." value=source.document optional=true/>
                    <TextField name="source.article" label="Điều, khoản" value=source.article optional=true/>
                    <TextField name="source.date" label="Ngày ban hành" hint="Ngày/tháng/năm." value=source_day(&source.date) class="input--medium" optional=true/>
                </div>
            </fieldset>
            <RoundsChoice rounds=rounds chosen=chosen/>
            <div class="btn-row">
                <button class="btn" name="act" value="luu">"Lưu câu hỏi"</button>
                <a class="btn btn--second" href=back>"Không lưu"</a>
            </div>
        </form>
    }
}

fn source_day(iso: &str) -> String {
    domain::time::Day::parse(iso).map_or_else(|| iso.to_owned(), domain::time::Day::words)
}

#[component]
fn Classes(topics: Vec<(String, String)>, question: Option<QuestionView>) -> impl IntoView {
    let kinds = [
        (Kind::SingleChoice, "Một phương án đúng"),
        (Kind::MultipleChoice, "Nhiều phương án đúng, phải chọn đủ"),
        (Kind::TrueFalse, "Đúng hoặc sai"),
    ];
    let kinds = kinds
        .map(|(k, words)| (k.code().to_owned(), words.to_owned()))
        .to_vec();
    let levels = Level::ALL
        .map(|l| (l.code().to_owned(), l.name().to_owned()))
        .to_vec();
    let (topic, level, kind) = question
        .map_or((String::new(), Level::NhanBiet, Kind::SingleChoice), |q| {
            (q.topic, q.level, q.kind)
        });
    view! {
        {if topics.is_empty() {
            view! { <TextField name="topic" label="Chủ đề" hint="Thể lệ chưa khai chủ đề nào." value=topic optional=true/> }.into_any()
        } else {
            view! { <SelectField name="topic" label="Chủ đề" options=topics value=topic empty="Chọn…"/> }.into_any()
        }}
        <SelectField name="level" label="Mức độ" options=levels value=level.code()/>
        <SelectField name="kind" label="Loại câu" hint="Câu đúng sai: phương án A là Đúng, B là Sai." options=kinds value=kind.code()/>
    }
}

#[component]
fn Options(options: Vec<String>, right: Vec<u8>) -> impl IntoView {
    let rows = (0..MAX_OPTIONS).zip(0_u8..).map(|(place, n)| {
        let (mark, later) = (letter(place), place > 1);
        let text = options.get(place).cloned().unwrap_or_default();
        view! {
            <LinesField name=format!("option.{place}") label=format!("Phương án {mark}") value=text rows=2 optional=later/>
            <CheckField name=format!("right.{place}") label=format!("{mark} là đáp án") value=right.contains(&n)/>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p class="hint">"Ô để trống được bỏ qua. Viết “Cả A và B” cũng được: máy nhận ra và giữ thứ tự các phương án khi trộn đề."</p>
        {rows}
    }
}

/// The question before a question is deleted.
#[component]
pub(super) fn DeleteStep(contest: String, question: QuestionView) -> impl IntoView {
    let back = format!("/admin/{contest}/cau-hoi");
    if question.locked {
        return view! { <h1>{format!("Câu {}", question.code)}</h1><LockedNote/><p><a class="btn btn--second" href=back>"Về danh sách"</a></p> }.into_any();
    }
    view! {
        <ErrorSummary title="Chưa xoá được câu hỏi"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Xoá câu {} cùng đáp án?", question.code)}</h1>
            <p>{question.stem}</p>
            <p>"Xoá rồi không lấy lại được. Muốn giữ bản sao thì tải ngân hàng về trước."</p>
            <div class="btn-row">
                <form method="post" action=back.clone()>
                    <input type="hidden" name="ma" value=question.code/>
                    <button class="btn btn--danger" name="act" value="xoa">"Xoá câu hỏi"</button>
                </form>
                <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
            </div>
        </section>
    }
    .into_any()
}
