//! The own paper after publication.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::standings::{OwnAnswer, Revealed};

/// Letter of an option by its place.
fn letter(place: usize) -> String {
    u8::try_from(place).ok().filter(|p| *p < 26).map_or_else(
        || (place + 1).to_string(),
        |p| char::from(b'A' + p).to_string(),
    )
}

/// What is said of an option in words: colour never speaks alone.
fn mark(chosen: bool, right: Option<bool>) -> (&'static str, Option<&'static str>) {
    match (chosen, right) {
        (true, Some(true)) => ("option option--right", Some("Bạn chọn, đúng")),
        (true, Some(false)) => ("option option--wrong", Some("Bạn chọn, chưa đúng")),
        (false, Some(true)) => ("option option--right", Some("Đáp án đúng")),
        (true, None) => ("option", Some("Bạn chọn")),
        (false, Some(false) | None) => ("option", None),
    }
}

#[component]
pub(super) fn Paper(answers: Vec<OwnAnswer>) -> impl IntoView {
    let total = answers.len();
    let hidden = answers
        .iter()
        .any(|a| a.revealed.is_none() && a.void.is_none());
    (total > 0).then(|| {
        let items = answers.into_iter().enumerate().map(|(i, answer)| view! { <Question place=i total=total answer=answer/> });
        view! {
            <section class="stack" aria-labelledby="bai-lam">
                <h2 id="bai-lam">"Bài làm của bạn"</h2>
                {hidden.then(|| view! {
                    <p class="hint">"Câu nào còn có thể ra ở đợt sau thì chưa hiện đáp án. Đáp án sẽ hiện khi không đợt nào còn dùng câu đó."</p>
                })}
                <div>{items.collect_view()}</div>
            </section>
        }
    })
}

#[component]
fn Question(place: usize, total: usize, answer: OwnAnswer) -> impl IntoView {
    let blank = answer.options.iter().all(|o| !o.chosen);
    let right = answer.revealed.as_ref().map(|r| r.right.clone());
    let options = answer.options.into_iter().enumerate().map(|(i, option)| {
        let is_right = right.as_ref().map(|r| r.contains(&i));
        let (class, words) = mark(option.chosen, is_right);
        let glyph = if is_right == Some(false) { Glyph::Cross } else { Glyph::Tick };
        view! {
            <label class=class>
                <input type="checkbox" disabled checked=option.chosen/>
                <span class="option__letter" aria-hidden="true">{letter(i)}</span>
                <span class="option__text">
                    <span class="sr">{format!("{}. ", letter(i))}</span>
                    {option.text}
                    {words.map(|w| view! { <br/><span class="strong"><Icon glyph=glyph class="icon--sm"/>" "{w}</span> })}
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="question">
            <legend class="question__legend">
                <span class="question__no">{format!("Câu {} trong {total}", place + 1)}</span>
                <span class="question__text">{answer.stem}</span>
            </legend>
            {answer.void.map(|why| view! { <p><span class="badge badge--void">"Câu bị huỷ"</span>" "{why}</p> })}
            <div class="options">{options.collect_view()}</div>
            {blank.then(|| view! { <p class="hint">"Bạn chưa trả lời câu này."</p> })}
            {answer.revealed.map(|r| view! { <Explained revealed=r/> })}
        </fieldset>
    }
}

#[component]
fn Explained(revealed: Revealed) -> impl IntoView {
    let source = revealed.source;
    let date = if source.date.is_empty() {
        String::new()
    } else {
        domain::time::Day::parse(&source.date)
            .map_or_else(String::new, |d| format!("ngày {}", d.words()))
    };
    let parts = [source.article, source.document, date];
    let source = parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let explanation = revealed.explanation;
    view! {
        {(!explanation.is_empty()).then(|| view! { <p>{format!("Giải thích: {explanation}")}</p> })}
        {(!source.is_empty()).then(|| view! { <p class="hint">{format!("Căn cứ: {source}")}</p> })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_words() {
        assert_eq!(
            mark(true, Some(false)),
            ("option option--wrong", Some("Bạn chọn, chưa đúng"))
        );
        assert_eq!(
            mark(false, Some(true)),
            ("option option--right", Some("Đáp án đúng"))
        );
        assert_eq!(
            mark(true, None),
            ("option", Some("Bạn chọn")),
            "no hint of the answer while it is secret"
        );
        assert_eq!(letter(0), "A");
        assert_eq!(letter(30), "31");
    }
}
