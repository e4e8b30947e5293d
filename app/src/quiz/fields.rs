//! The questions and the prediction of a sheet, as the fields of one form. They are text and never change, so the server
//! writes them and the browser does not build them again: the live panel around them listens to the form.

use super::words::prediction_words;
use crate::kiosk::listen::Listen;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::written::written;
use domain::question::{Kind, letter};
use domain::quiz::save::{Held, Slot};
use domain::quiz::sheet::{QuizSheet, SheetQuestion};
use leptos::prelude::*;

/// Every part of the sheet, and what the form says before the panel is awake.
#[component]
pub fn Fields(sheet: QuizSheet) -> impl IntoView {
    let total = sheet.questions.len();
    let kiosk = sheet.kiosk;
    let held: Vec<Held> = (0..u16::try_from(total).unwrap_or(u16::MAX))
        .map(|place| sheet.held(Slot::Question(place)))
        .collect();
    let prediction = sheet.prediction.as_ref().map(|rule| {
        let (words, unit) = prediction_words(rule.kind, &sheet.round, total);
        (words, unit, sheet.held(Slot::Prediction))
    });
    // The part the live panel will open: until it is awake the browser lays the page out as if it were.
    let all = held
        .iter()
        .chain(prediction.as_ref().map(|(_, _, held)| held));
    let first = all
        .map(|h| h.value.is_empty())
        .position(|gap| gap)
        .unwrap_or(0);
    let class = move |part: usize| {
        if part == first {
            "quiz-part is-first"
        } else {
            "quiz-part"
        }
    };
    let parts = sheet.questions.into_iter().zip(held).enumerate();
    written(view! {
        <div class="notice notice--info quiz-plain">
            <Icon glyph=Glyph::Info/>
            <div>
                <p class="notice__title">{format!("Nhận bài đến {}", sheet.deadline.stamp())}</p>
                <p>"Chọn đáp án rồi bấm “Lưu”. Chỉ những câu đã lưu mới được tính; hết giờ máy chủ tự nộp những câu đó."</p>
            </div>
        </div>
        {parts
            .map(|(place, (question, held))| {
                view! { <div class=class(place)><QuestionField place=place total=total question=question held=held kiosk=kiosk/></div> }
            })
            .collect_view()}
        {prediction.map(|(words, unit, held)| {
            view! { <div class=class(total)><PredictionField total=total words=words unit=unit held=held/></div> }
        })}
    })
}

/// One question with its options.
#[component]
fn QuestionField(
    place: usize,
    total: usize,
    question: SheetQuestion,
    held: Held,
    kiosk: bool,
) -> impl IntoView {
    let several = question.kind == Kind::MultipleChoice;
    let number = place + 1;
    let aloud = kiosk.then(|| aloud(number, &question));
    let chosen: Vec<usize> = held
        .value
        .split(',')
        .filter_map(|v| v.parse().ok())
        .collect();
    let options = question.options.into_iter().enumerate().map(|(i, text)| {
        view! { <OptionCard place=place index=i text=text several=several chosen=chosen.contains(&i)/> }
    });
    view! {
        <fieldset class="question" id=format!("cau-{number}") tabindex="-1">
            <legend class="question__legend">
                <span class="question__no">{format!("Câu {number} trong {total}")}</span>
                <span class="question__text">{question.stem}</span>
            </legend>
            {aloud.map(|text| view! { <Listen text=text label="Nghe đọc câu hỏi"/> })}
            {several.then(|| view! { <p class="field__hint">"Chọn tất cả phương án đúng."</p> })}
            <input type="hidden" name=format!("r{place}") value=held.revision/>
            <div class="options">{options.collect_view()}</div>
            <label class="check flag quiz-live">
                <input type="checkbox" data-flag=place/>
                <span class="check__text">"Đánh dấu để xem lại"</span>
            </label>
        </fieldset>
    }
}

/// A question as it is read aloud.
fn aloud(number: usize, question: &SheetQuestion) -> String {
    let options = question
        .options
        .iter()
        .enumerate()
        .map(|(i, text)| format!("{}: {text}.", letter(i)));
    format!(
        "Câu {number}. {} {}",
        question.stem,
        options.collect::<Vec<_>>().join(" ")
    )
}

#[component]
fn OptionCard(
    place: usize,
    index: usize,
    text: String,
    several: bool,
    chosen: bool,
) -> impl IntoView {
    let mark = letter(index);
    view! {
        <label class="option">
            <input type=if several { "checkbox" } else { "radio" } name=format!("q{place}") value=index checked=chosen/>
            <span class="option__letter" aria-hidden="true">{mark.to_string()}</span>
            <span class="option__text"><span class="sr">{format!("{mark}. ")}</span>{text}</span>
            <Icon glyph=Glyph::Tick class="option__tick"/>
        </label>
    }
}

/// The prediction.
#[component]
fn PredictionField(total: usize, words: String, unit: &'static str, held: Held) -> impl IntoView {
    view! {
        <fieldset class="question" id=format!("cau-{}", total + 1) tabindex="-1">
            <legend class="question__legend">
                <span class="question__no">{format!("Câu dự đoán, sau {total} câu hỏi")}</span>
                <span class="question__text">{words.clone()}</span>
            </legend>
            <div class="field prediction">
                <p class="field__hint" id="du-doan-goi-y">
                    "Số này chỉ dùng khi nhiều người bằng điểm: ai đoán gần số thật nhất thì xếp trên. Trước khi niêm phong, không ai biết đáp số, kể cả Ban Tổ chức."
                </p>
                <input type="hidden" name="rp" value=held.revision/>
                <div class="affix">
                    <input
                        class="input input--big"
                        id="du-doan"
                        name="p"
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength="14"
                        aria-label=words
                        aria-describedby="du-doan-goi-y"
                        value=held.value
                    />
                    <span class="affix__unit">{unit}</span>
                </div>
            </div>
        </fieldset>
    }
}
