//! Reading the cells of a roster, with what to do when they cannot be read.

use domain::contest::rule_sheet::{Bloc, Track};
use domain::text::{fold, phone as national};
use domain::time::Day;

/// Longest code, identity attribute or category.
const MAX_SHORT: usize = 64;
/// Longest name of a person or unit.
const MAX_NAME: usize = 200;

/// A code or another short text.
pub(super) fn short(text: String) -> Result<Option<String>, String> {
    at_most(text, MAX_SHORT)
}

/// A name.
pub(super) fn name(text: String) -> Result<Option<String>, String> {
    at_most(text, MAX_NAME)
}

fn at_most(text: String, limit: usize) -> Result<Option<String>, String> {
    match text.chars().count() {
        0 => Ok(None),
        n if n > limit => Err(format!("dài {n} ký tự, tối đa {limit}. Rút ngắn lại.")),
        _ => Ok(Some(text)),
    }
}

/// A box: `x`, `có` or `1` is yes; empty, `không` or `0` is no.
pub(super) fn tick(text: &str) -> Result<bool, String> {
    match fold(text).as_str() {
        "" | "khong" | "0" | "false" | "no" | "k" | "-" => Ok(false),
        "x" | "co" | "1" | "true" | "yes" | "v" | "✓" | "✔" | "lanh dao" => Ok(true),
        _ => Err(format!(
            "“{text}” không rõ có hay không. Ghi x nếu là lãnh đạo, để trống nếu không."
        )),
    }
}

/// A date of birth.
pub(super) fn birth(text: &str) -> Result<Option<Day>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    Day::parse(text)
        .filter(|d| (1900..=2100).contains(&d.year()))
        .map(Some)
        .ok_or_else(|| format!("“{text}” không phải ngày sinh. Ghi ngày/tháng/năm, như 21/7/1990."))
}

/// A telephone number. Excel drops the zero of a number cell, so nine digits get it back.
pub(super) fn phone(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let bare =
        text.len() == 9 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    let typed = if bare {
        format!("0{text}")
    } else {
        text.to_owned()
    };
    national(&typed)
        .map(Some)
        .ok_or_else(|| format!("“{text}” không phải số điện thoại. Ghi như 0912345678."))
}

/// A bloc by code or name. Without declared blocs it stays as typed.
pub(super) fn bloc(text: String, declared: &[Bloc]) -> Result<Option<String>, String> {
    let choices = declared.iter().map(|b| (b.code.as_str(), b.name.as_str()));
    choose(text, choices.collect(), "khối")
}

/// A track by code or name. Without declared tracks it stays as typed.
pub(super) fn track(text: String, declared: &[Track]) -> Result<Option<String>, String> {
    let choices = declared.iter().map(|t| (t.code.as_str(), t.name.as_str()));
    choose(text, choices.collect(), "nhóm thi")
}

fn choose(text: String, declared: Vec<(&str, &str)>, what: &str) -> Result<Option<String>, String> {
    if text.is_empty() || declared.is_empty() {
        return short(text);
    }
    let folded = fold(&text);
    let found = declared
        .iter()
        .find(|(code, name)| fold(code) == folded || fold(name) == folded);
    found
        .map(|(code, _)| Some((*code).to_owned()))
        .ok_or_else(|| {
            let names: Vec<&str> = declared.iter().map(|(_, name)| *name).collect();
            format!(
                "thể lệ không có {what} “{text}”. Chọn một trong: {}.",
                names.join("; ")
            )
        })
}
