//! What stands between the braces.

use super::glyph::{Glyph, find, find_run, plain, text, trim};
use super::{ImportedKind, kind_of, refused};
use crate::problem::LineProblem;
use crate::question::{ImportedOption, Weight};
use domain::text::{fold, tidy, tidy_lines};

/// The answers of a question.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) kind: ImportedKind,
    pub(super) options: Vec<ImportedOption>,
    pub(super) explanation: Option<String>,
    /// Pictures or tables were dropped.
    pub(super) markup: bool,
    /// A single choice gives part of the points for another option.
    pub(super) partial: bool,
}

/// Reads an answer block that opened on `line`, of a question that begins on `first`.
pub(super) fn read(inside: &[Glyph], line: u32, first: u32) -> Result<Answers, LineProblem> {
    let (inside, explanation, markup) = general_feedback(inside);
    let inside = trim(inside);
    let mut answers = Answers {
        kind: ImportedKind::Essay,
        options: Vec::new(),
        explanation,
        markup,
        partial: false,
    };
    let line = inside.first().map_or(line, |g| g.line);
    if inside.is_empty() {
        return Ok(answers);
    }
    if inside[0].is('#') {
        return Err(refused(first, "điền số"));
    }
    if let Some(right) = truth(inside) {
        answers.kind = ImportedKind::TrueFalse;
        answers.options = true_false(right);
        return Ok(answers);
    }
    if find(inside, '~').is_none() {
        let Some(mark) = find(inside, '=') else {
            return Err(LineProblem::new(
                line,
                "không hiểu nội dung trong {…}. Viết =phương án đúng ~phương án sai, hoặc {T}, {F}.",
            ));
        };
        let kind = if find_run(&inside[mark..], "->").is_some() {
            "ghép đôi"
        } else {
            "trả lời ngắn"
        };
        return Err(refused(first, kind));
    }
    choices(inside, &mut answers)?;
    Ok(answers)
}

/// Đúng and Sai with the right one marked.
pub(crate) fn true_false(right: bool) -> Vec<ImportedOption> {
    let option = |text: &str, correct: bool| ImportedOption {
        text: text.to_owned(),
        correct,
        weight: if correct { Weight::FULL } else { Weight::ZERO },
    };
    vec![option("Đúng", right), option("Sai", !right)]
}

/// Splits off `####…`.
fn general_feedback(inside: &[Glyph]) -> (&[Glyph], Option<String>, bool) {
    let Some(at) = find_run(inside, "####") else {
        return (inside, None, false);
    };
    let (feedback, markup) = plain(text(&inside[at + 4..]).trim());
    let feedback = tidy_lines(&feedback);
    (
        &inside[..at],
        Some(feedback).filter(|f| !f.is_empty()),
        markup,
    )
}

fn truth(inside: &[Glyph]) -> Option<bool> {
    let word = &inside[..find(inside, '#').unwrap_or(inside.len())];
    if word.len() > 10 {
        return None;
    }
    match fold(&text(word)).as_str() {
        "t" | "true" | "d" | "dung" => Some(true),
        "f" | "false" | "s" | "sai" => Some(false),
        _ => None,
    }
}

fn choices(inside: &[Glyph], answers: &mut Answers) -> Result<(), LineProblem> {
    let marks: Vec<usize> = (0..inside.len())
        .filter(|i| inside[*i].is('=') || inside[*i].is('~'))
        .collect();
    let first = marks.first().copied().unwrap_or(inside.len());
    if let Some(stray) = trim(&inside[..first]).first().filter(|g| !g.is('~')) {
        return Err(LineProblem::new(
            stray.line,
            "có chữ đứng trước phương án đầu tiên trong {…}. Đặt = hoặc ~ trước mỗi phương án.",
        ));
    }
    let single = find(inside, '=').is_some();
    for (n, start) in marks.iter().enumerate() {
        let end = marks.get(n + 1).copied().unwrap_or(inside.len());
        let (option, markup) = choice(&inside[*start..end], single)?;
        answers.markup |= markup;
        answers.partial |= single && !option.correct && option.weight > Weight::ZERO;
        answers.options.push(option);
    }
    answers.kind = kind_of(single);
    Ok(())
}

/// One option: its mark, perhaps a weight, the text, perhaps feedback (which we do not keep).
fn choice(glyphs: &[Glyph], single: bool) -> Result<(ImportedOption, bool), LineProblem> {
    let marked_right = glyphs[0].is('=');
    let body = trim(&glyphs[1..]);
    let body = trim(&body[..find(body, '#').unwrap_or(body.len())]);
    let (weight, body) = weight(body, glyphs[0].line)?;
    let weight = weight.unwrap_or(if marked_right {
        Weight::FULL
    } else {
        Weight::ZERO
    });
    let (text, markup) = plain(&text(body));
    let option = ImportedOption {
        text: tidy(&text),
        correct: if single {
            weight == Weight::FULL
        } else {
            weight > Weight::ZERO
        },
        weight,
    };
    Ok((option, markup))
}

/// Takes `%50%` off the front.
fn weight(body: &[Glyph], line: u32) -> Result<(Option<Weight>, &[Glyph]), LineProblem> {
    if !body.first().is_some_and(|g| g.is('%')) {
        return Ok((None, body));
    }
    // a text may begin with a per cent sign: a weight is short and closed by a second one
    let Some(close) = find(&body[1..], '%').filter(|close| *close <= 12) else {
        return Ok((None, body));
    };
    let number = text(&body[1..=close]);
    match Weight::parse(&number) {
        Some(weight) => Ok((Some(weight), trim(&body[close + 2..]))),
        None => Err(LineProblem::new(
            line,
            format!("trọng số %{number}% không hợp lệ. Ghi số từ -100 đến 100, như %50%."),
        )),
    }
}
