//! Numbers of legal documents against their dates.
//!
//! The number of a document names the year it was issued in (Decree 30/2020/NĐ-CP, article 8: numbers begin anew each
//! year), so `61/2018/NĐ-CP` cannot be of 12/11/2021.

use crate::time::Day;

/// A number and a date that cannot belong to one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Number as written, `61/2018/NĐ-CP`.
    pub number: String,
    /// Date as written, `12/11/2021`.
    pub date: String,
}

/// Most words between a number and its date: `61/2018/NĐ-CP của Bộ trưởng Bộ Nội vụ ban hành ngày …`.
const REACH: usize = 10;

/// Words after which a date is another one: that of coming into force, or of another document.
const ANOTHER: [&str; 15] = [
    "hiệu", "hết", "từ", "kể", "đến", "trước", "sau", "thay", "sửa", "bổ", "bãi", "quy", "về",
    "nào", "có",
];

/// The year a document's number names: `61/2018/NĐ-CP` is of 2018, `76/NQ-CP` says none.
#[must_use]
pub fn year_of_number(word: &str) -> Option<i16> {
    let mut parts = word.split('/');
    let (serial, year, kind) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let letters = |s: &str| s.chars().any(char::is_alphabetic);
    let sound =
        digits(serial.trim_end_matches(char::is_alphabetic)) && year.len() == 4 && letters(kind);
    sound.then(|| year.parse().ok()).flatten()
}

/// Numbers in a text whose date, said after them, is of another year.
#[must_use]
pub fn contradictions(text: &str) -> Vec<Contradiction> {
    let words: Vec<&str> = text.split_whitespace().map(bare).collect();
    let numbers = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| Some((at, *word, year_of_number(word)?)));
    numbers
        .filter_map(|(at, number, year)| {
            let (date, day) = date_after(&words[at + 1..])?;
            (day.year() != year).then(|| Contradiction {
                number: number.to_owned(),
                date,
            })
        })
        .collect()
}

/// The same of a source, whose date stands apart in ISO form.
pub(super) fn of_source(document: &str, date: &str) -> Option<Contradiction> {
    let day = Day::parse(date)?;
    let words = document.split_whitespace().map(bare);
    let (number, year) = words
        .filter_map(|word| Some((word, year_of_number(word)?)))
        .next()?;
    (day.year() != year).then(|| Contradiction {
        number: number.to_owned(),
        date: day.words(),
    })
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The date of issue within reach: the first one, unless the text goes on to something else before it.
fn date_after(words: &[&str]) -> Option<(String, Day)> {
    for (at, word) in words.iter().enumerate().take(REACH) {
        let word = word.to_lowercase();
        if year_of_number(&word).is_some() || ANOTHER.contains(&word.as_str()) {
            return None;
        }
        if word == "ngày" {
            return one_word(words.get(at + 1)?).or_else(|| spelled(&words[at + 1..]));
        }
    }
    None
}

/// `12/11/2021`, `12-11-2021`.
fn one_word(word: &str) -> Option<(String, Day)> {
    let day = Day::parse(&word.replace(['-', '.'], "/"))?;
    Some((word.to_owned(), day))
}

/// `12 tháng 11 năm 2021`.
fn spelled(words: &[&str]) -> Option<(String, Day)> {
    let [day, month_word, month, year_word, year, ..] = words else {
        return None;
    };
    let said = month_word.to_lowercase() == "tháng" && year_word.to_lowercase() == "năm";
    let parsed = said
        .then(|| Day::parse(&format!("{day}/{month}/{year}")))
        .flatten()?;
    Some((words[..5].join(" "), parsed))
}
