//! What makes a question unfit, or worth a second look, and why: for the people who write and vet the bank.
//!
//! Nothing here says which answer is right by itself: whoever may see the key passes it in.

mod alike;
mod bias;
mod document;
mod sentence;

pub use alike::{Alike, alike};
pub use bias::{LengthBias, length_bias};
pub use document::{Contradiction, contradictions, year_of_number};

use super::letters::{OptionOrder, option_order};
use crate::text::legacy::{Legacy, detect};
use crate::text::{fold, tidy};

/// A question as it is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looked<'a> {
    /// Stem.
    pub stem: &'a str,
    /// Options in the bank's order.
    pub options: &'a [&'a str],
    /// Places of the right options, for whoever may see them.
    pub right: &'a [usize],
    /// Explanation.
    pub explanation: &'a str,
    /// Document with its number, as in [`super::Source`].
    pub document: &'a str,
    /// Its date of issue in ISO form, or empty.
    pub date: &'a str,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Good to know; nothing is to be done.
    Note,
    /// To be looked at; the office that vets decides.
    Doubt,
    /// To be mended before the question can be approved.
    Fault,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Options name letters or each other: they keep their places when papers are shuffled.
    KeepsOrder(OptionOrder),
    /// Two options say the same but for punctuation and case; places, 0 is A.
    OptionsAlike(usize, usize),
    /// The explanation names a letter, which means nothing once options are shuffled: the words.
    ExplanationNamesLetter(String),
    /// The right option can be told by its length: its characters, and those of the next longest.
    RightIsLongest {
        /// Characters of the right option.
        right: usize,
        /// Characters of the longest wrong one.
        next: usize,
    },
    /// A document's number names another year than its date.
    YearsContradict(Contradiction),
    /// No document to check the question by.
    NoDocument,
    /// Typed for a font of before Unicode: which one, and what the text says.
    Legacy(Legacy, String),
}

impl Finding {
    /// How much it weighs.
    #[must_use]
    pub fn weight(&self) -> Weight {
        match self {
            Self::KeepsOrder(_) => Weight::Note,
            Self::Legacy(..) => Weight::Fault,
            _ => Weight::Doubt,
        }
    }
}

/// Looks at one question.
#[must_use]
pub fn lint(question: &Looked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(legacy(question));
    let order = option_order(question.options);
    if order != OptionOrder::Free {
        found.push(Finding::KeepsOrder(order));
    }
    found.extend(options_alike(question.options));
    found.extend(bias::right_is_longest(question));
    found.extend(names_a_letter(question.explanation).map(Finding::ExplanationNamesLetter));
    found.extend(years(question));
    if tidy(question.document).is_empty() {
        found.push(Finding::NoDocument);
    }
    found
}

fn legacy(question: &Looked<'_>) -> Option<Finding> {
    [question.stem]
        .into_iter()
        .chain(question.options.iter().copied())
        .chain([question.explanation, question.document])
        .find_map(detect)
        .map(|(encoding, read)| Finding::Legacy(encoding, read))
}

fn options_alike(options: &[&str]) -> Vec<Finding> {
    let bare: Vec<String> = options.iter().map(|o| without_punctuation(o)).collect();
    let mut found = Vec::new();
    for (second, text) in bare.iter().enumerate() {
        let first = bare[..second].iter().position(|other| other == text);
        if let Some(first) = first.filter(|_| !text.is_empty()) {
            found.push(Finding::OptionsAlike(first, second));
        }
    }
    found
}

/// Words alone, in lower case. Marks stay: `dấu` and `dẫu` are two words.
fn without_punctuation(text: &str) -> String {
    let lower = tidy(text).to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '%')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `đáp án B`, `phương án A`: a letter that means nothing once options are shuffled. Gives the words.
#[must_use]
pub fn names_a_letter(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.windows(3).find_map(|w| {
        let head = format!("{} {}", fold(w[0]), fold(w[1]));
        let letter = w[2].len() == 1 && matches!(w[2].as_bytes()[0], b'A'..=b'H');
        (letter && matches!(head.as_str(), "dap an" | "phuong an" | "lua chon"))
            .then(|| w.join(" "))
    })
}

fn years(question: &Looked<'_>) -> Vec<Finding> {
    let mut found: Vec<Contradiction> = [question.stem, question.explanation, question.document]
        .into_iter()
        .chain(question.options.iter().copied())
        .flat_map(contradictions)
        .collect();
    found.extend(document::of_source(question.document, question.date));
    found.dedup();
    found.into_iter().map(Finding::YearsContradict).collect()
}

#[cfg(test)]
mod tests;
