//! Importing questions: choosing a file, then seeing what it would do before anything is done.

use super::carry::{Carried, FileField};
use super::list::{Inside, Listed};
use super::rounds::{RoundChoice, RoundsChoice};
use crate::standings::list::{RowTh, Table, Td, Th, count};
use crate::ui::field::SelectField;
use crate::ui::icon::{Glyph, Icon};
use domain::question::Level;
use exchange::LineProblem;
use leptos::prelude::*;
use services::question::{PreviewedQuestion, QuestionFate, QuestionPreview, QuestionUpload};
use std::sync::Arc;

/// Endings of files that can hold questions.
const ACCEPT: &str = ".xlsx,.csv,.txt,.gift,.aiken,.toml";
/// Questions shown of a file.
const SHOWN: usize = 20;
/// Problems shown of a file: whoever wrote a wrong column mends it after the first hundred.
const PROBLEMS: usize = 200;

/// What the page shows after a file was read.
#[derive(Debug)]
pub(super) struct Previewed {
    pub(super) preview: QuestionPreview,
    pub(super) upload: QuestionUpload,
    /// Why an import was refused, when this is the preview after one.
    pub(super) refused: Option<String>,
}

/// Choosing a file.
#[component]
pub(super) fn UploadPanel(contest: String, topics: Vec<(String, String)>) -> impl IntoView {
    let levels = Level::ALL
        .map(|l| (l.code().to_owned(), l.name().to_owned()))
        .to_vec();
    let template = format!("/admin/{contest}/tai-ve/mau-cau-hoi.xlsx");
    view! {
        <section class="panel" aria-labelledby="nhap-tep">
            <h2 class="panel__title" id="nhap-tep">"Nhập từ tệp"</h2>
            <p>
                "Điền vào tệp mẫu rồi gửi lên; tệp GIFT và Aiken cũng được. Chưa có gì được ghi cho đến khi bạn xem trước và xác nhận. "
                <a href=template>"Tải tệp mẫu (Excel)"</a>
            </p>
            <form class="form" method="post" action=format!("/admin/{contest}/cau-hoi") enctype="multipart/form-data">
                <FileField label="Tệp câu hỏi" hint="Excel theo mẫu, CSV, GIFT hoặc Aiken, tối đa 12 MB." accept=ACCEPT/>
                <div class="form-grid">
                    {(!topics.is_empty()).then(|| view! {
                        <SelectField name="topic" label="Chủ đề của câu không ghi chủ đề" options=topics empty="Không chọn"/>
                    })}
                    <SelectField name="level" label="Mức độ của câu không ghi mức độ" options=levels empty="Không chọn"/>
                </div>
                <button class="btn" name="act" value="xem-truoc"><Icon glyph=Glyph::Upload/>"Xem trước"</button>
            </form>
        </section>
    }
}

/// What importing the file would do.
#[component]
pub(super) fn PreviewPage(
    contest: String,
    rounds: Vec<RoundChoice>,
    shown: Arc<Previewed>,
) -> impl IntoView {
    let preview = shown.preview.clone();
    let back = format!("/admin/{contest}/cau-hoi");
    let total = preview.questions.len();
    let bad = preview.problems.len();
    let sound = preview.ticket.is_some() && total > 0;
    view! {
        <div class="page-head">
            <h1>"Xem trước khi nhập"</h1>
            <p class="lede">{format!("Tệp “{}”. Chưa có gì được ghi vào ngân hàng.", shown.upload.file.file_name)}</p>
        </div>
        {shown.refused.clone().map(|why| view! {
            <div class="notice notice--warn" role="alert"><Icon glyph=Glyph::Warn/><div><p class="notice__title">"Chưa nhập được"</p><p>{why}</p></div></div>
        })}
        <Figures preview=preview.clone()/>
        {(bad > 0).then(|| view! {
            <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                <p class="notice__title">{format!("Còn {} dòng phải sửa", count(bad))}</p>
                <p>"Sửa trong tệp rồi gửi lại cả tệp. Khi còn dòng sai thì không câu nào được nhập."</p>
            </div></div>
        })}
        <Lines title="Dòng phải sửa" lines=preview.problems.clone()/>
        <Lines title="Dòng nên xem lại" lines=preview.warnings.clone()/>
        {(total == 0 && bad == 0).then(|| view! {
            <div class="empty"><Icon glyph=Glyph::Paper class="icon--xl"/><h2 class="empty__title">"Tệp không có câu hỏi nào"</h2><p>"Kiểm tra xem đã chọn đúng tệp chưa."</p></div>
        })}
        {sound.then(|| view! { <Confirm contest=contest rounds=rounds shown=shown.clone()/> })}
        <FirstQuestions questions=preview.questions/>
        <p><a class="btn btn--second" href=back>{if sound { "Bỏ, không nhập" } else { "Về trang câu hỏi, gửi tệp khác" }}</a></p>
    }
}

#[component]
fn Figures(preview: QuestionPreview) -> impl IntoView {
    let bad = preview.problems.len();
    let class = if bad > 0 { "stat stat--warn" } else { "stat" };
    view! {
        <dl class="stats">
            <div class="stat"><dt>"câu mới"</dt><dd>{count(preview.new)}</dd></div>
            <div class="stat"><dt>"câu thay bản đang có"</dt><dd>{count(preview.changed)}</dd></div>
            <div class="stat"><dt>"câu giữ nguyên"</dt><dd>{count(preview.unchanged)}</dd></div>
            <div class="stat">
                <dt>"câu giữ thứ tự phương án"</dt><dd>{count(preview.pinned)}</dd>
                <dd class="stat__note hint">"Vì phương án nhắc tới chữ cái hay tới nhau."</dd>
            </div>
            <div class=class><dt>"dòng phải sửa"</dt><dd>{count(bad)}</dd></div>
        </dl>
    }
}

/// Lines of the file by number and reason.
#[component]
fn Lines(title: &'static str, lines: Vec<LineProblem>) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let more = lines.len().saturating_sub(PROBLEMS);
    let head = view! { <Th text="Dòng"/><Th text="Lý do"/> }.into_any();
    let rows = lines.into_iter().take(PROBLEMS).map(|problem| {
        let line = if problem.line == 0 { "Cả tệp".to_owned() } else { problem.line.to_string() };
        view! { <tr role="row"><RowTh label="Dòng"><span class="num">{line}</span></RowTh><Td label="Lý do" long=true>{problem.message}</Td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption=title head=head><tbody role="rowgroup">{rows}</tbody></Table>
        {(more > 0).then(|| view! { <p class="table-note">{format!("Còn {} dòng nữa. Sửa các dòng trên rồi gửi lại để xem tiếp.", count(more))}</p> })}
    }
    .into_any()
}

#[component]
fn Confirm(contest: String, rounds: Vec<RoundChoice>, shown: Arc<Previewed>) -> impl IntoView {
    let writes = shown.preview.new + shown.preview.changed;
    let words = if writes == 0 {
        "Nhập như đã xem".to_owned()
    } else {
        format!("Nhập {} câu", count(writes))
    };
    let ticket = shown.preview.ticket.as_ref().map(|t| t.as_str().to_owned());
    let upload = shown.upload.clone();
    view! {
        <section class="panel" aria-labelledby="xac-nhan">
            <h2 class="panel__title" id="xac-nhan">"Xác nhận"</h2>
            <form class="form" method="post" action=format!("/admin/{contest}/cau-hoi") enctype="multipart/form-data">
                <input type="hidden" name="ticket" value=ticket/>
                <input type="hidden" name="topic" value=upload.topic/>
                <input type="hidden" name="level" value=upload.level.map(Level::code)/>
                <Carried upload=upload.file accept=ACCEPT/>
                <RoundsChoice rounds=rounds chosen=Vec::new()/>
                <button class="btn" name="act" value="nhap">{words}</button>
            </form>
        </section>
    }
}

#[component]
fn FirstQuestions(questions: Vec<PreviewedQuestion>) -> impl IntoView {
    if questions.is_empty() {
        return ().into_any();
    }
    let total = questions.len();
    let caption = if total > SHOWN {
        format!("{SHOWN} câu đầu trong {} câu", count(total))
    } else {
        format!("{} câu", count(total))
    };
    let head = view! {
        <Th text="Dòng" n=true/><Th text="Mã"/><Th text="Câu hỏi"/><Th text="Chủ đề"/><Th text="Mức độ"/><Th text="Sẽ là"/>
    };
    let rows = questions.into_iter().take(SHOWN).map(|p| {
        let code = if p.code_given { format!("{} (mã mới đặt)", p.question.code) } else { p.question.code.clone() };
        let (topic, level) = (p.question.topic_name.clone(), p.question.level.name());
        view! {
            <tr role="row">
                <td class="n" role="cell" data-label="Dòng">{p.line}</td>
                <RowTh>{code}</RowTh>
                <Td label="Câu hỏi" long=true><p>{p.question.stem.clone()}</p><Inside listed=Listed { question: p.question.clone(), key: Some(p.key.clone()) }/></Td>
                <Td label="Chủ đề">{topic}</Td>
                <Td label="Mức độ">{level}</Td>
                <Td label="Sẽ là"><Fate fate=p.fate/></Td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <Table caption=caption head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
}

#[component]
fn Fate(fate: QuestionFate) -> impl IntoView {
    let (badge, words) = match fate {
        QuestionFate::New => ("badge badge--open", "Câu mới"),
        QuestionFate::Changed => ("badge badge--draft", "Thay bản đang có"),
        QuestionFate::Unchanged => ("badge", "Giữ nguyên"),
    };
    view! { <span class=badge>{words}</span> }
}
