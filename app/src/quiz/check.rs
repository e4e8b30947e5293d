//! Check your answers, then send.

use super::page::QuizShell;
use super::send::{CheckBar, Send};
use super::wire::SheetTold;
use super::words::prediction_words;
use crate::request;
use crate::standings::list::figure;
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded_bare};
use domain::question::letter;
use domain::quiz::AttemptState;
use domain::quiz::save::Slot;
use domain::quiz::sheet::QuizSheet;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The check page.
#[component]
pub fn CheckPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let attempt = use_params_map()
        .read_untracked()
        .get("attempt")
        .unwrap_or_default();
    let load = async move {
        let sheet = services.quiz_sheet(&actor, &attempt).await?;
        if sheet.state != AttemptState::InProgress {
            leptos_axum::redirect(&format!("/thi/{attempt}/bien-nhan"));
        }
        Ok(view! { <Check sheet=sheet/> })
    };
    loaded_bare(load)
}

/// An answer in words: `D. Cả A và B`.
fn words(sheet: &QuizSheet, place: u16) -> Option<String> {
    let value = sheet.held(Slot::Question(place)).value;
    let question = sheet.questions.get(usize::from(place))?;
    let chosen: Vec<String> = value
        .split(',')
        .filter_map(|v| v.parse::<usize>().ok())
        .filter_map(|i| {
            question
                .options
                .get(i)
                .map(|text| format!("{}. {text}", letter(i)))
        })
        .collect();
    (!chosen.is_empty()).then(|| chosen.join("; "))
}

#[component]
fn Check(sheet: QuizSheet) -> impl IntoView {
    let title = format!("{} · {}", sheet.round, sheet.contest);
    let back = format!("/thi/{}", sheet.attempt);
    let gaps = sheet.gaps();
    let blocked = sheet.requires_all && !gaps.is_empty();
    let missing = gaps.len();
    // An empty paper is nothing to be sent: two presses would use the attempt up.
    let blank = missing == sheet.questions.len() + usize::from(sheet.prediction.is_some());
    let send = if missing == 0 || blocked {
        "Gửi bài thi".to_owned()
    } else {
        format!("Gửi bài thi, bỏ trống {missing} mục")
    };
    let deadline = sheet.deadline;
    let told = SheetTold::of(&sheet);
    let items = (0..u16::try_from(sheet.questions.len()).unwrap_or(0)).map(|place| {
        let stem = sheet.questions[usize::from(place)].stem.clone();
        view! { <Answer id=format!("cau-{}", place + 1) question=stem answer=words(&sheet, place) edit=format!("{back}#cau-{}", place + 1) name=format!("câu {}", place + 1) own=false/> }
    });
    let items = items.collect_view();
    let prediction = sheet.prediction.as_ref().map(|rule| {
        let (question, unit) = prediction_words(rule.kind, &sheet.round, sheet.questions.len());
        let value = sheet.held(Slot::Prediction).value;
        let answer = (!value.is_empty()).then(|| format!("{} {unit}", figure(&value)));
        view! { <Answer id="du-doan".to_owned() question=question answer=answer edit=format!("{back}#cau-{}", sheet.questions.len() + 1) name="câu dự đoán".to_owned() own=true/> }
    });
    view! {
        <Title text="Kiểm tra bài thi"/>
        <QuizShell title=title attempt=sheet.attempt.clone()>
            <main id="main" tabindex="-1"><Send><CheckBar told=told/><div class="wrap quiz-layout quiz-layout--one stack">
                <ErrorSummary title="Chưa gửi được bài thi"/>
                <h1>"Kiểm tra bài trước khi gửi"</h1>
                <p class="lede">{format!("Những câu đã trả lời dưới đây đã lưu trên máy chủ. Nhận bài đến {}.", deadline.stamp())}</p>
                {(missing > 0).then(|| view! {
                    <div class="notice notice--warn" role="status">
                        <Icon glyph=Glyph::Warn/>
                        <div>
                            <p class="notice__title">{format!("Còn {missing} mục chưa trả lời")}</p>
                            <p>{if blank {
                                "Bài đang trống, chưa có gì để gửi. Quay lại chọn đáp án."
                            } else if blocked {
                                "Thể lệ yêu cầu trả lời đủ mới gửi được."
                            } else {
                                "Bạn vẫn gửi được; câu bỏ trống tính là sai."
                            }}</p>
                        </div>
                    </div>
                })}
                <ol class="answers">{items}{prediction}</ol>
                <div class="btn-row">
                    <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                    {(!blank).then(|| view! {
                        <form method="post" id="gui-bai"><button class="btn btn--shout" name="act" value="submit">{send}</button></form>
                    })}
                </div>
                <p class="hint">"Gửi rồi thì không sửa được nữa. Bạn sẽ nhận biên nhận ngay sau khi gửi."</p>
            </div></Send></main>
        </QuizShell>
    }
}

#[component]
fn Answer(
    id: String,
    question: String,
    answer: Option<String>,
    edit: String,
    name: String,
    own: bool,
) -> impl IntoView {
    let class = match (answer.is_some(), own) {
        (true, false) => "answer",
        (true, true) => "answer answer--own",
        (false, false) => "answer is-missing",
        (false, true) => "answer answer--own is-missing",
    };
    let given = answer.is_some();
    view! {
        <li class=class id=id>
            <p class="answer__q">{question}</p>
            <p class="answer__a">
                {match answer {
                    Some(text) => text.into_any(),
                    None => view! { <Icon glyph=Glyph::Alert/>"Chưa trả lời" }.into_any(),
                }}
            </p>
            <a class="answer__edit" href=edit>{if given { "Sửa" } else { "Trả lời" }}<span class="sr">{format!(" {name}")}</span></a>
        </li>
    }
}
