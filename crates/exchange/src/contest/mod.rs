//! The rule sheet as TOML, in and out.

use crate::problem::{LineProblem, WriteError};
use domain::contest::RuleSheet;

mod explain;

pub(crate) use explain::{LineIndex, words};

/// Longest rule sheet read, in bytes: ten times the longest of the five programmes.
const MAX_BYTES: usize = 1024 * 1024;

/// Reads a rule sheet.
///
/// # Errors
/// Each fault with its line and, in Vietnamese, what to do.
pub fn parse_rule_sheet(text: &str) -> Result<RuleSheet, Vec<LineProblem>> {
    if text.len() > MAX_BYTES {
        return Err(vec![LineProblem::whole(
            "thể lệ dài hơn 1 MB nên không được nhận.",
        )]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table: toml::Table =
        toml::from_str(text).map_err(|error| vec![explain::problem(text, &error)])?;
    if table.values().any(has_zero_character) {
        return Err(vec![LineProblem::whole(
            "thể lệ có ký tự không đọc được (\\u0000). Xoá ký tự đó rồi gửi lại.",
        )]);
    }
    let sheet: RuleSheet =
        toml::from_str(text).map_err(|error| vec![explain::problem(text, &error)])?;
    if sheet.format != domain::contest::rule_sheet::FORMAT {
        let line = explain::line_of_key(text, "format");
        return Err(vec![LineProblem::new(
            line,
            format!(
                "thể lệ ở định dạng {}, phần mềm này đọc định dạng {}. Ghi format = {}.",
                sheet.format,
                domain::contest::rule_sheet::FORMAT,
                domain::contest::rule_sheet::FORMAT
            ),
        )]);
    }
    Ok(sheet)
}

/// Whether a text in it holds the zero character, which TOML can write and PostgreSQL takes in no text.
fn has_zero_character(value: &toml::Value) -> bool {
    match value {
        toml::Value::String(text) => text.contains('\0'),
        toml::Value::Array(all) => all.iter().any(has_zero_character),
        toml::Value::Table(all) => all.values().any(has_zero_character),
        _ => false,
    }
}

/// Writes a rule sheet, complete: every setting is stated, so that the document means the same in every version.
///
/// # Errors
/// When a number does not fit TOML; no rule sheet that was read has one.
pub fn to_toml(sheet: &RuleSheet) -> Result<String, WriteError> {
    Ok(toml::to_string_pretty(sheet)?)
}

#[cfg(test)]
pub(crate) mod tests;
