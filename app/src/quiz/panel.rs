//! The live question sheet.
//!
//! On the server it is a plain form with every question and a “Lưu” button. In the browser it shows one question at a
//! time, saves each choice as it is made and says what became of it.

mod queue;
mod view;

use crate::ui::icon::{Glyph, Icon};
use domain::quiz::sheet::QuizSheet;
use leptos::prelude::*;
use queue::Saver;
#[cfg(feature = "ssr")]
pub(crate) use queue::refusal;
#[cfg(feature = "ssr")]
pub(crate) use view::prediction_words;
use view::{Bar, Navigator, PredictionField, QuestionField};

/// Which part of the sheet is open: a question by place, then the prediction.
pub(crate) type Open = usize;

/// The sheet.
#[island]
pub fn QuizPanel(
    /// What the server knows.
    sheet: QuizSheet,
) -> impl IntoView {
    let saver = Saver::new(&sheet);
    let live = RwSignal::new(false);
    let open: RwSignal<Open> = RwSignal::new(sheet.gaps().first().map_or(0, |slot| match slot {
        domain::quiz::save::Slot::Question(place) => usize::from(*place),
        domain::quiz::save::Slot::Prediction => sheet.questions.len(),
    }));
    let flagged: RwSignal<Vec<usize>> = RwSignal::new(Vec::new());
    Effect::new(move |_| live.set(true));
    saver.start(&sheet);
    let parts = sheet.questions.len() + usize::from(sheet.prediction.is_some());
    let sheet = StoredValue::new(sheet);
    let away = move |i: usize| live.get() && open.get() != i;
    let last = parts.saturating_sub(1);
    view! {
        <Bar sheet=sheet saver=saver live=live/>
        <div class="wrap quiz-layout">
            <form class="quiz-layout__main" method="post" id="bai-thi">
                {move || live.get().then(|| view! { <input type="hidden" name="live" value="1"/> })}
                {(0..sheet.with_value(|s| s.questions.len()))
                    .map(|i| view! { <div hidden=move || away(i)><QuestionField sheet=sheet saver=saver place=i flagged=flagged live=live/></div> })
                    .collect_view()}
                {sheet
                    .with_value(|s| s.prediction.is_some())
                    .then(|| view! { <div hidden=move || away(last)><PredictionField sheet=sheet saver=saver/></div> })}
                {move || (!live.get()).then(|| view! {
                    <div class="notice notice--info">
                        <Icon glyph=Glyph::Info/>
                        <div>
                            <p class="notice__title">{format!("Nhận bài đến {}", sheet.with_value(|s| s.deadline.stamp()))}</p>
                            <p>"Chọn đáp án rồi bấm “Lưu”. Chỉ những câu đã lưu mới được tính; hết giờ máy chủ tự nộp những câu đó."</p>
                        </div>
                    </div>
                })}
                <div class="btn-row btn-row--split quiz-acts">
                    {move || {
                        if live.get() {
                            view! { <Steps open=open parts=parts questions=sheet.with_value(|s| s.questions.len())/> }.into_any()
                        } else {
                            view! {
                                <button class="btn btn--second" name="act" value="save">"Lưu"</button>
                                <button class="btn" name="act" value="check">"Lưu và kiểm tra bài"</button>
                            }
                            .into_any()
                        }
                    }}
                </div>
            </form>
            <aside class="quiz-layout__side card" aria-label="Các câu">
                <Navigator sheet=sheet saver=saver open=open flagged=flagged live=live/>
                <button class="btn btn--second btn--wide" form="bai-thi" name="act" value="check">"Kiểm tra và gửi bài"</button>
            </aside>
        </div>
    }
}

/// Before and after; the last part leads to the check.
#[component]
fn Steps(open: RwSignal<Open>, parts: usize, questions: usize) -> impl IntoView {
    let name = move |i: usize| {
        if i < questions {
            format!("Câu {}", i + 1)
        } else {
            "Dự đoán".to_owned()
        }
    };
    let go = move |i: usize| {
        open.set(i);
        view::show_part(i);
    };
    view! {
        {move || {
            (open.get() > 0).then(|| {
                let i = open.get() - 1;
                view! {
                    <button type="button" class="btn btn--second" on:click=move |_| go(i)>
                        <Icon glyph=Glyph::Left/>{name(i)}
                    </button>
                }
            })
        }}
        {move || {
            let i = open.get() + 1;
            if i < parts {
                view! {
                    <button type="button" class="btn" on:click=move |_| go(i)>
                        {name(i)}<Icon glyph=Glyph::Right/>
                    </button>
                }
                .into_any()
            } else {
                view! { <button class="btn" name="act" value="check">"Kiểm tra bài"</button> }.into_any()
            }
        }}
    }
}
