//! GIFT, as Moodle documents it: <https://docs.moodle.org/en/GIFT_format>.
//!
//! We read multiple choice, true/false and essay. Short answer, matching, numerical and descriptions are refused by
//! line. Beyond Moodle: `[NB]` before the stem is a level, and `{Đ}`/`{S}` stand for true and false.

pub(crate) mod answers;
mod blocks;
mod glyph;

use super::{ImportedKind, ImportedQuestion, Outcome};
use crate::problem::LineProblem;
pub(super) use answers::true_false;
use blocks::Block;
use domain::question::Level;
use domain::text::{tidy, tidy_lines};
use glyph::{Glyph, find, text, trim};

/// What stands for a missing word.
pub(super) const BLANK: &str = "_____";

/// Reads questions; what cannot be read is a problem of its line.
pub(crate) fn read(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    blocks::split(text, |block| {
        match question(&block, &mut outcome.warnings) {
            Ok(question) => outcome.questions.push(question),
            Err(problem) => outcome.problems.push(problem),
        }
        outcome.go_on()
    });
    outcome
}

fn question(
    block: &Block<'_>,
    warnings: &mut Vec<LineProblem>,
) -> Result<ImportedQuestion, LineProblem> {
    let glyphs = glyph::lex(&block.lines);
    let (title, rest) = title(trim(&glyphs));
    let line = rest.first().map_or(block.line, |g| g.line);
    let first = block.line;
    let open = find(rest, '{').ok_or_else(|| no_answers(rest, line))?;
    let after_open = &rest[open + 1..];
    let close = find(after_open, '}').ok_or_else(|| {
        LineProblem::new(
            rest[open].line,
            "thiếu dấu } đóng khối đáp án. Thêm } ở cuối các phương án.",
        )
    })?;
    let (inside, tail) = (&after_open[..close], trim(&after_open[close + 1..]));
    if let Some(second) = find(tail, '{') {
        return Err(LineProblem::new(
            tail[second].line,
            "câu này có hai khối đáp án {…}. Tách thành hai câu cách nhau một dòng trống, hoặc viết \\{ \\} nếu là chữ thường.",
        ));
    }
    let answers = answers::read(inside, rest[open].line, first)?;
    let (stem, markup) = stem(&rest[..open], tail);
    let (level, stem) = level_tag(&stem);
    let stem = tidy_lines(&stem);
    if markup || answers.markup {
        warnings.push(LineProblem::new(
            first,
            "câu này có hình ảnh hoặc bảng HTML, chỉ phần chữ được nhận. Kiểm tra lại sau khi nhập.",
        ));
    }
    if answers.partial {
        warnings.push(LineProblem::new(
            first,
            "câu chọn một có phương án được một phần điểm. Hội Thi chỉ tính đúng hoặc sai.",
        ));
    }
    let (title_level, title) = level_tag(&title);
    Ok(ImportedQuestion {
        kind: answers.kind,
        stem,
        options: answers.options,
        explanation: answers.explanation,
        topic: block.topic.clone(),
        level: level.or(title_level).or(block.level),
        source: None,
        line: Some(first),
        code: block
            .code
            .clone()
            .or_else(|| Some(tidy(&title)).filter(|t| looks_like_code(t))),
    })
}

fn no_answers(rest: &[Glyph], line: u32) -> LineProblem {
    if find(rest, '}').is_some() {
        return LineProblem::new(
            line,
            "có dấu } mà thiếu dấu { mở khối đáp án. Thêm { trước các phương án.",
        );
    }
    LineProblem::new(
        line,
        "không có khối đáp án {…}; mục chỉ mô tả chưa được hỗ trợ. Thêm đáp án hoặc bỏ mục này.",
    )
}

/// Takes `::title::` off the front.
fn title(glyphs: &[Glyph]) -> (String, &[Glyph]) {
    let colons = |i: usize| {
        glyphs.get(i).is_some_and(|g| g.is(':')) && glyphs.get(i + 1).is_some_and(|g| g.is(':'))
    };
    let end = (2..glyphs.len()).find(|i| colons(*i));
    match end.filter(|_| colons(0)) {
        Some(end) => (text(&glyphs[2..end]), trim(&glyphs[end + 2..])),
        None => (String::new(), glyphs),
    }
}

/// Stem with a blank where the answers stood in the middle; whether markup was dropped.
fn stem(before: &[Glyph], after: &[Glyph]) -> (String, bool) {
    let raw = if after.is_empty() {
        text(before)
    } else {
        let gap = if after[0].c.is_alphanumeric() {
            " "
        } else {
            ""
        };
        let head = text(before);
        let head_gap = if head.ends_with(char::is_alphanumeric) {
            " "
        } else {
            ""
        };
        format!("{head}{head_gap}{BLANK}{gap}{}", text(after))
    };
    glyph::plain(&raw)
}

/// A level such as `[NB]` before the text, and the text without it.
fn level_tag(text: &str) -> (Option<Level>, String) {
    let found = text
        .trim_start()
        .strip_prefix('[')
        .and_then(|t| t.split_once(']'))
        .and_then(|(tag, rest)| Level::parse(tag).map(|level| (level, rest)));
    match found {
        Some((level, rest)) => (Some(level), rest.to_owned()),
        None => (None, text.to_owned()),
    }
}

/// `TH-001`, `CCHC.12`: a code has a digit and no spaces; everything else is a heading we do not keep.
fn looks_like_code(title: &str) -> bool {
    !title.is_empty()
        && title.len() <= 32
        && title.bytes().any(|b| b.is_ascii_digit())
        && title
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// A refused kind, with its name.
fn refused(line: u32, kind: &str) -> LineProblem {
    LineProblem::new(
        line,
        format!(
            "loại câu {kind} chưa được hỗ trợ. Chuyển thành câu trắc nghiệm (=đúng ~sai), đúng/sai hoặc bỏ câu này."
        ),
    )
}

/// Kind of a question with options.
fn kind_of(single: bool) -> ImportedKind {
    if single {
        ImportedKind::SingleChoice
    } else {
        ImportedKind::MultipleChoice
    }
}

#[cfg(test)]
mod tests;
