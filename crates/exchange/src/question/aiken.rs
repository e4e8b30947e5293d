//! Aiken: stem, options `A.` or `A)`, `ANSWER: B`. Vietnamese files also write `Đáp án: B` and `Giải thích: …`.

use super::{ImportedKind, ImportedOption, ImportedQuestion, Outcome, Weight};
use crate::problem::LineProblem;
use domain::text::{fold, tidy, tidy_lines};

/// What a draft has gathered of one question.
#[derive(Default)]
struct Draft {
    line: u32,
    stem: Vec<String>,
    options: Vec<Drafted>,
}

struct Drafted {
    line: u32,
    letter: char,
    /// The option's own line, then lines that go on with it, each with its number.
    lines: Vec<(u32, String)>,
}

/// Reads questions; what cannot be read is a problem of its line.
pub(crate) fn read(text: &str) -> Outcome {
    let mut reader = Reader::default();
    for (i, line) in text.split('\n').enumerate() {
        reader.line(u32::try_from(i + 1).unwrap_or(u32::MAX), line.trim());
        if reader.outcome.go_on().is_break() {
            return reader.outcome;
        }
    }
    reader.abandon();
    reader.outcome
}

#[derive(Default)]
struct Reader {
    outcome: Outcome,
    draft: Draft,
    /// Whether the line before was an answer, so that an explanation may follow.
    explaining: bool,
    /// Whether the question before was refused, so that its explanation is dropped with it.
    refused: bool,
    blank: bool,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str) {
        if line.is_empty() {
            self.blank = true;
            self.explaining = false;
            return;
        }
        if let Some(letters) = answer_of(line) {
            self.answer(number, letters);
        } else if self.explaining && self.explain(line) {
            return;
        } else if let Some((letter, text)) = self.option_of(line) {
            self.option(number, letter, text);
        } else {
            self.words(number, line);
        }
        self.blank = false;
    }

    /// An option's letter and text. A stem may begin with an initial ("C. Mác"), so options begin with A.
    fn option_of<'a>(&self, line: &'a str) -> Option<(char, &'a str)> {
        let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
        let text = line[1..].strip_prefix(['.', ')'])?;
        let begins = self.draft.options.is_empty();
        let known = if begins { letter == 'A' } else { letter <= 'Z' };
        // "U.S." and "V.I. Lênin" are no options
        let initials =
            text.chars().nth(1) == Some('.') && text.starts_with(|c: char| c.is_ascii_uppercase());
        (known && !initials).then_some((letter, text))
    }

    fn option(&mut self, number: u32, letter: char, text: &str) {
        let again = letter == 'A' && self.draft.options.iter().any(|o| o.letter == 'A');
        if again {
            self.next_question_began();
        }
        if self.draft.line == 0 {
            self.draft.line = number;
        }
        self.draft.options.push(Drafted {
            line: number,
            letter,
            lines: vec![(number, text.to_owned())],
        });
    }

    /// A second A after further text: the text was the next stem, and the answer before it is missing.
    fn next_question_began(&mut self) {
        let Some(last) = self.draft.options.last_mut() else {
            return;
        };
        let stem = last.lines.split_off(1);
        let Some((line, _)) = stem.first() else {
            return;
        };
        let next = Draft {
            line: *line,
            stem: stem.iter().map(|(_, t)| t.clone()).collect(),
            options: Vec::new(),
        };
        self.abandon();
        self.draft = next;
    }

    fn words(&mut self, number: u32, line: &str) {
        if self.blank && !self.draft.options.is_empty() {
            self.abandon();
        }
        if let Some(last) = self.draft.options.last_mut() {
            last.lines.push((number, line.to_owned()));
            return;
        }
        if self.draft.line == 0 {
            self.draft.line = number;
        }
        self.draft.stem.push(line.to_owned());
    }

    fn explain(&mut self, line: &str) -> bool {
        let begins_options = self.option_of(line).is_some();
        let opening = line
            .split_once([':', '：'])
            .filter(|(head, _)| matches!(fold(head).as_str(), "giai thich" | "explanation"));
        let Some(question) = self.outcome.questions.last_mut() else {
            return self.refused && opening.is_some();
        };
        match (opening, &mut question.explanation) {
            (Some(_), _) if self.refused => true,
            (Some((_, text)), slot @ None) => {
                *slot = Some(tidy(text)).filter(|t| !t.is_empty());
                true
            }
            (None, Some(explanation)) if !self.refused && !begins_options => {
                explanation.push('\n');
                explanation.push_str(&tidy(line));
                true
            }
            _ => false,
        }
    }

    /// The question ended without an answer.
    fn abandon(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        self.explaining = false;
        if draft.line == 0 {
            return;
        }
        let (line, message) = match draft.options.last() {
            None => (
                draft.line,
                "câu hỏi không có phương án. Thêm các dòng A. … B. … và ANSWER: A.",
            ),
            Some(last) => (
                last.line,
                "thiếu đáp án sau dòng này. Thêm dòng ANSWER: A (hoặc B, C, D).",
            ),
        };
        self.outcome.problems.push(LineProblem::new(line, message));
    }

    fn answer(&mut self, number: u32, letters: &str) {
        let draft = std::mem::take(&mut self.draft);
        self.explaining = true;
        self.refused = true;
        match question(draft, number, letters) {
            Ok(question) => {
                self.refused = false;
                self.outcome.questions.push(question);
            }
            Err(problem) => self.outcome.problems.push(problem),
        }
    }
}

/// The letters of an answer line, if it is one.
pub(crate) fn answer_of(line: &str) -> Option<&str> {
    let (head, letters) = line.split_once([':', '：'])?;
    if head.len() > 40 {
        return None;
    }
    matches!(
        fold(head).as_str(),
        "answer" | "answers" | "dap an" | "dap an dung" | "tra loi"
    )
    .then(|| letters.trim())
}

/// Letters such as `B`, `B.`, `A, C`.
pub(super) fn letters(text: &str) -> Option<Vec<char>> {
    let mut found = Vec::new();
    for part in text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ')' | '+' | '/' | '&'))
        .filter(|p| !p.is_empty())
    {
        // `AC` names two letters; a word does not
        if part.len() > super::check::MAX_OPTIONS || !part.bytes().all(|b| b.is_ascii_alphabetic())
        {
            return None;
        }
        found.extend(part.chars().map(|c| c.to_ascii_uppercase()));
    }
    let mut sorted = found.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (!found.is_empty() && sorted.len() == found.len()).then_some(sorted)
}

fn question(draft: Draft, number: u32, answer: &str) -> Result<ImportedQuestion, LineProblem> {
    if draft.stem.is_empty() {
        return Err(LineProblem::new(
            if draft.line == 0 { number } else { draft.line },
            "không có câu hỏi trước các phương án. Viết câu hỏi ở dòng trên phương án A.",
        ));
    }
    if draft.options.len() < 2 {
        return Err(LineProblem::new(
            draft.line,
            format!(
                "chỉ có {} phương án. Cần ít nhất hai: A. … và B. …",
                draft.options.len()
            ),
        ));
    }
    for (i, option) in draft.options.iter().enumerate() {
        if draft.options[..i].iter().any(|o| o.letter == option.letter) {
            return Err(LineProblem::new(
                option.line,
                format!(
                    "có hai phương án {}. Đánh lại chữ cái A, B, C, D.",
                    option.letter
                ),
            ));
        }
    }
    let right = letters(answer).ok_or_else(|| {
        LineProblem::new(number, "đáp án không rõ. Ghi một chữ cái, như ANSWER: B.")
    })?;
    if let Some(missing) = right
        .iter()
        .find(|l| !draft.options.iter().any(|o| o.letter == **l))
    {
        return Err(LineProblem::new(
            number,
            format!(
                "đáp án {missing} không có trong các phương án. Sửa đáp án hoặc thêm phương án."
            ),
        ));
    }
    Ok(built(&draft, &right))
}

fn built(draft: &Draft, right: &[char]) -> ImportedQuestion {
    let options = draft
        .options
        .iter()
        .map(|option| {
            let correct = right.contains(&option.letter);
            let lines: Vec<&str> = option.lines.iter().map(|(_, t)| t.as_str()).collect();
            ImportedOption {
                text: tidy(&lines.join(" ")),
                correct,
                weight: if correct {
                    Weight::each_of(right.len())
                } else {
                    Weight::ZERO
                },
            }
        })
        .collect();
    ImportedQuestion {
        kind: if right.len() == 1 {
            ImportedKind::SingleChoice
        } else {
            ImportedKind::MultipleChoice
        },
        stem: tidy_lines(&draft.stem.join("\n")),
        options,
        explanation: None,
        topic: None,
        level: None,
        source: None,
        line: Some(draft.line),
        code: None,
    }
}
