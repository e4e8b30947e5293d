//! The parts of the live sheet: bar, question, prediction, navigator.

use super::Open;
use super::queue::{SaveState, Saver};
use crate::kiosk::listen::ListenButton;
use crate::ui::icon::{Glyph, Icon};
use domain::contest::rule_sheet::PredictionKind;
use domain::question::{Kind, letter};
use domain::quiz::save::Slot;
use domain::quiz::sheet::{QuizSheet, SheetQuestion};
use domain::time::Span;
use leptos::prelude::*;

type Sheet = StoredValue<QuizSheet>;

/// Minutes at which the time left is announced.
const ANNOUNCED: [i64; 3] = [10, 5, 1];

fn slot(place: usize) -> Slot {
    Slot::Question(u16::try_from(place).unwrap_or(u16::MAX))
}

/// Scrolls to the top of a part and moves focus there, so that a reader hears it.
pub(super) fn show_part(part: Open) {
    #[cfg(feature = "hydrate")]
    leptos::prelude::request_animation_frame(move || {
        use wasm_bindgen::JsCast as _;
        let Some(element) = document().get_element_by_id(&format!("cau-{}", part + 1)) else {
            return;
        };
        if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = part;
}

/// Time left, what is saved, how many are answered.
#[component]
pub(super) fn Bar(sheet: Sheet, saver: Saver, live: RwSignal<bool>) -> impl IntoView {
    let left = Memo::new(move |_| saver.deadline.get() - saver.now.get());
    let class = move || match left.get().0 {
        l if l <= 60_000 => "quiz-bar quiz-bar--urgent",
        l if l <= 300_000 => "quiz-bar quiz-bar--soon",
        _ => "quiz-bar",
    };
    let questions = sheet.with_value(|s| s.questions.len());
    let answered = move || {
        saver.held.with(|h| {
            h.iter()
                .filter(|(s, v)| matches!(s, Slot::Question(_)) && !v.value.is_empty())
                .count()
        })
    };
    let spoken = move || format!("Còn {}", Span(left.get().0.max(0)).words());
    view! {
        <section class=class aria-label="Giờ và bài lưu">
            <div class="wrap quiz-bar__in">
                <p class="clock" role="timer" aria-live="off" aria-label=spoken>
                    <Icon glyph=Glyph::Clock/>
                    <span class="clock__t" aria-hidden="true">{move || left.get().clock()}</span>
                </p>
                <SaveLine saver=saver/>
                <a class="btn btn--second btn--small quiz-bar__nav" href="#danh-sach">
                    <Icon glyph=Glyph::List/>
                    <span class="num">{move || format!("{}/{questions}", answered())}</span>
                    <span class="sr">" câu đã trả lời. Danh sách câu"</span>
                </a>
            </div>
            <Notes saver=saver left=left live=live/>
        </section>
        <p class="sr" role="status">{move || announcement(left.get())}</p>
    }
}

/// What a reader hears at 10, 5 and 1 minutes, and nothing in between.
fn announcement(left: Span) -> String {
    let minutes = (left.0 + 59_999) / 60_000;
    if ANNOUNCED.contains(&minutes) && left.0 > 0 {
        format!("Còn {minutes} phút")
    } else {
        String::new()
    }
}

#[component]
fn SaveLine(saver: Saver) -> impl IntoView {
    move || {
        let (class, glyph, text) = match saver.state.get() {
            SaveState::Idle => ("save-state", Glyph::Info, "Chọn là lưu ngay".to_owned()),
            SaveState::Saving => (
                "save-state save-state--saving",
                Glyph::Retry,
                "Đang lưu…".to_owned(),
            ),
            SaveState::Saved(at) => (
                "save-state save-state--saved",
                Glyph::Tick,
                format!("Đã lưu lúc {}", at.hms()),
            ),
            SaveState::Retrying(_) => (
                "save-state save-state--retry",
                Glyph::Retry,
                unsaved(&saver.waiting()),
            ),
            SaveState::Stale(_) => (
                "save-state save-state--retry",
                Glyph::Info,
                "Đã có bản mới hơn".to_owned(),
            ),
            SaveState::Refused(_) => (
                "save-state save-state--failed",
                Glyph::Alert,
                "Không lưu được".to_owned(),
            ),
            SaveState::SignedOut => (
                "save-state save-state--failed",
                Glyph::Alert,
                "Phiên đã hết".to_owned(),
            ),
        };
        view! { <p class=class role="status"><Icon glyph=glyph/><span class="num">{text}</span></p> }
    }
}

fn name(slot: Slot) -> String {
    match slot {
        Slot::Question(place) => format!("câu {}", place + 1),
        Slot::Prediction => "câu dự đoán".to_owned(),
    }
}

fn unsaved(waiting: &[Slot]) -> String {
    let names: Vec<String> = waiting.iter().take(3).map(|s| name(*s)).collect();
    format!("Chưa lưu {}", names.join(", "))
}

/// The sentence under the bar that says what happened and what comes next.
#[component]
fn Notes(saver: Saver, left: Memo<Span>, live: RwSignal<bool>) -> impl IntoView {
    move || {
        let (kind, glyph, strong, text) = match saver.state.get() {
            SaveState::Retrying(tries) => (
                "quiz-note--warn",
                Glyph::Retry,
                format!("Mất mạng. Đang gửi lại, lần {tries}."),
                "Cứ làm tiếp, đừng đóng trang. Các câu trước đã lưu vẫn còn.".to_owned(),
            ),
            SaveState::Stale(slot) => (
                "quiz-note--warn",
                Glyph::Info,
                format!("Thiết bị khác đã lưu {} sau.", name(slot)),
                "Trang đang hiện bản mới nhất; chọn lại nếu bạn muốn đổi.".to_owned(),
            ),
            SaveState::Refused(reason) => (
                "quiz-note--urgent",
                Glyph::Alert,
                "Câu này không được lưu.".to_owned(),
                reason,
            ),
            SaveState::SignedOut => (
                "quiz-note--urgent",
                Glyph::Alert,
                "Phiên làm việc đã hết.".to_owned(),
                "Đăng nhập lại để làm tiếp; những câu đã lưu vẫn còn.".to_owned(),
            ),
            _ if live.get() && left.get().0 <= 0 => (
                "quiz-note--warn",
                Glyph::Clock,
                "Hết giờ.".to_owned(),
                "Máy chủ đang chốt những câu đã lưu, biên nhận sẽ hiện ngay sau đó.".to_owned(),
            ),
            _ if live.get() && left.get().0 <= 60_000 => (
                "quiz-note--urgent",
                Glyph::Warn,
                "Còn 1 phút.".to_owned(),
                "Hết giờ, máy chủ tự nộp những câu đã lưu.".to_owned(),
            ),
            _ => return ().into_any(),
        };
        let retrying = matches!(saver.state.get(), SaveState::Retrying(_));
        view! {
            <div class=format!("quiz-note {kind}") role="status">
                <div class="wrap">
                    <Icon glyph=glyph/>
                    <p>
                        <b>{strong}</b>" "{text}
                        {retrying.then(|| view! { " "<button type="button" class="btn btn--quiet" on:click=move |_| saver.send()>"Thử gửi ngay"</button> })}
                    </p>
                </div>
            </div>
        }
        .into_any()
    }
}

/// One question with its options.
#[component]
pub(super) fn QuestionField(
    sheet: Sheet,
    saver: Saver,
    place: usize,
    flagged: RwSignal<Vec<usize>>,
    live: RwSignal<bool>,
) -> impl IntoView {
    let (question, total) = sheet.with_value(|s| (s.questions[place].clone(), s.questions.len()));
    let several = question.kind == Kind::MultipleChoice;
    let slot = slot(place);
    let (base, kiosk) = sheet.with_value(|s| (s.held(slot).revision, s.kiosk));
    let number = place + 1;
    let aloud = kiosk.then(|| aloud(number, &question));
    let toggle_flag = move |_| {
        flagged.update(|f| {
            if f.contains(&place) {
                f.retain(|p| *p != place)
            } else {
                f.push(place)
            }
        })
    };
    view! {
        <fieldset class="question" id=format!("cau-{number}") tabindex="-1">
            <legend class="question__legend">
                <span class="question__no">{format!("Câu {number} trong {total}")}</span>
                <span class="question__text">{question.stem}</span>
            </legend>
            {aloud.map(|text| view! { <ListenButton text=text label="Nghe đọc câu hỏi"/> })}
            {several.then(|| view! { <p class="field__hint">"Chọn tất cả phương án đúng."</p> })}
            <input type="hidden" name=format!("r{place}") value=base/>
            <div class="options">
                {question
                    .options
                    .into_iter()
                    .enumerate()
                    .map(|(i, text)| view! { <OptionCard saver=saver at=slot place=place index=i text=text several=several/> })
                    .collect_view()}
            </div>
            {move || live.get().then(|| view! {
                <label class="check flag">
                    <input type="checkbox" prop:checked=move || flagged.with(|f| f.contains(&place)) on:change=toggle_flag/>
                    <span class="check__text">"Đánh dấu để xem lại"</span>
                </label>
            })}
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

/// Whether a held value contains an option.
fn holds(value: &str, index: usize) -> bool {
    value.split(',').any(|v| v.parse() == Ok(index))
}

/// The value after an option was ticked or not, places ascending.
fn toggled(value: &str, index: usize, on: bool) -> String {
    let mut chosen: Vec<usize> = value
        .split(',')
        .filter_map(|v| v.parse().ok())
        .filter(|v| *v != index)
        .collect();
    if on {
        chosen.push(index);
    }
    chosen.sort_unstable();
    chosen
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

#[component]
fn OptionCard(
    saver: Saver,
    at: Slot,
    place: usize,
    index: usize,
    text: String,
    several: bool,
) -> impl IntoView {
    let value = move || {
        saver
            .held
            .with(|h| h.get(&at).map(|h| h.value.clone()).unwrap_or_default())
    };
    let chosen = move || holds(&value(), index);
    let change = move |ev| {
        let next = if several {
            toggled(&value(), index, event_target_checked(&ev))
        } else {
            index.to_string()
        };
        saver.choose(at, next);
    };
    let mark = letter(index);
    view! {
        <label class="option">
            <input
                type=if several { "checkbox" } else { "radio" }
                name=format!("q{place}")
                value=index.to_string()
                checked=chosen()
                prop:checked=chosen
                on:change=change
            />
            <span class="option__letter" aria-hidden="true">{mark.to_string()}</span>
            <span class="option__text"><span class="sr">{format!("{mark}. ")}</span>{text}</span>
            <Icon glyph=Glyph::Tick class="option__tick"/>
        </label>
    }
}

/// What is asked of a predictor, and the unit of the answer.
pub(crate) fn prediction_words(
    kind: PredictionKind,
    round: &str,
    questions: usize,
) -> (String, &'static str) {
    match kind {
        PredictionKind::PerfectEntries => (
            format!("Theo bạn, bao nhiêu người trả lời đúng cả {questions} câu trong {round}?"),
            "người",
        ),
        PredictionKind::Participants => (
            format!("Theo bạn, bao nhiêu người dự thi {round}?"),
            "người",
        ),
        PredictionKind::PerfectPercent => (
            format!(
                "Theo bạn, bao nhiêu phần trăm người dự thi {round} trả lời đúng cả {questions} câu?"
            ),
            "%",
        ),
    }
}

/// The prediction.
#[component]
pub(super) fn PredictionField(sheet: Sheet, saver: Saver) -> impl IntoView {
    let questions = sheet.with_value(|s| s.questions.len());
    let rule = sheet.with_value(|s| s.prediction.clone());
    let (words, unit) = rule.map_or_else(Default::default, |p| {
        sheet.with_value(|s| prediction_words(p.kind, &s.round, questions))
    });
    let held = sheet.with_value(|s| s.held(Slot::Prediction));
    let value = move || {
        saver.held.with(|h| {
            h.get(&Slot::Prediction)
                .map(|h| h.value.clone())
                .unwrap_or_default()
        })
    };
    view! {
        <fieldset class="question" id=format!("cau-{}", questions + 1) tabindex="-1">
            <legend class="question__legend">
                <span class="question__no">{format!("Câu dự đoán, sau {questions} câu hỏi")}</span>
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
                        prop:value=value
                        on:change=move |ev| saver.choose(Slot::Prediction, event_target_value(&ev))
                    />
                    <span class="affix__unit">{unit}</span>
                </div>
            </div>
        </fieldset>
    }
}

/// All questions at a glance: words for readers, shapes for eyes.
#[component]
pub(super) fn Navigator(
    sheet: Sheet,
    saver: Saver,
    open: RwSignal<Open>,
    flagged: RwSignal<Vec<usize>>,
    live: RwSignal<bool>,
) -> impl IntoView {
    let questions = sheet.with_value(|s| s.questions.len());
    let prediction = sheet.with_value(|s| s.prediction.is_some());
    view! {
        <nav class="navigator" id="danh-sach" aria-labelledby="danh-sach-ten" tabindex="-1">
            <h2 class="navigator__title" id="danh-sach-ten">"Danh sách câu"</h2>
            <ol class="navigator__grid">
                {(0..questions)
                    .map(|i| view! { <li><NavCell saver=saver part=i at=slot(i) label=(i + 1).to_string() open=open flagged=flagged live=live/></li> })
                    .collect_view()}
                {prediction.then(|| view! {
                    <li class="navigator__wide">
                        <NavCell saver=saver part=questions at=Slot::Prediction label="Dự đoán".to_owned() open=open flagged=flagged live=live/>
                    </li>
                })}
            </ol>
            <ul class="navigator__key" aria-hidden="true">
                <li><span class="cell is-answered"></span>"Đã trả lời"</li>
                <li><span class="cell"></span>"Chưa trả lời"</li>
                <li><span class="cell is-flagged"></span>"Cần xem lại"</li>
            </ul>
        </nav>
    }
}

#[component]
fn NavCell(
    saver: Saver,
    part: Open,
    at: Slot,
    label: String,
    open: RwSignal<Open>,
    flagged: RwSignal<Vec<usize>>,
    live: RwSignal<bool>,
) -> impl IntoView {
    let answered = move || {
        saver
            .held
            .with(|h| h.get(&at).is_some_and(|h| !h.value.is_empty()))
    };
    let is_flagged = move || flagged.with(|f| f.contains(&part));
    let class = move || match (answered(), is_flagged()) {
        (true, true) => "cell is-answered is-flagged",
        (true, false) => "cell is-answered",
        (false, true) => "cell is-flagged",
        (false, false) => "cell",
    };
    let words = move || {
        format!(
            "{}{}",
            if answered() {
                ", đã trả lời"
            } else {
                ", chưa trả lời"
            },
            if is_flagged() {
                ", cần xem lại"
            } else {
                ""
            }
        )
    };
    let prefix = if matches!(at, Slot::Question(_)) {
        "Câu "
    } else {
        ""
    };
    let go = move |ev: leptos::ev::MouseEvent| {
        if live.get_untracked() {
            ev.prevent_default();
            open.set(part);
            show_part(part);
        }
    };
    view! {
        <a class=class href=format!("#cau-{}", part + 1) aria-current=move || (live.get() && open.get() == part).then_some("step") on:click=go>
            <span class="sr">{prefix}</span>{label}<span class="sr">{words}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_choices_have_one_form() {
        assert_eq!(toggled("0,2", 1, true), "0,1,2");
        assert_eq!(toggled("0,2", 2, false), "0");
        assert_eq!(toggled("", 3, true), "3");
        assert!(holds("0,2", 2) && !holds("0,2", 1) && !holds("", 0));
    }

    #[test]
    fn minutes_are_announced_once_each() {
        assert_eq!(announcement(Span(600_000)), "Còn 10 phút");
        assert_eq!(announcement(Span(540_000)), "");
        assert_eq!(announcement(Span(59_000)), "Còn 1 phút");
        assert_eq!(announcement(Span(0)), "");
    }
}
