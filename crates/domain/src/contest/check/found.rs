//! Collecting problems, and what lists of coded elements have in common.

use super::{Problem, Severity};

/// Problems found so far.
#[derive(Default)]
pub(super) struct Found(pub(super) Vec<Problem>);

impl Found {
    /// Something that keeps the sheet from being committed.
    pub(super) fn error(&mut self, setting: impl Into<String>, message: impl Into<String>) {
        self.push(setting, Severity::Error, message);
    }

    /// Something that is probably not meant.
    pub(super) fn warn(&mut self, setting: impl Into<String>, message: impl Into<String>) {
        self.push(setting, Severity::Warning, message);
    }

    fn push(&mut self, setting: impl Into<String>, severity: Severity, message: impl Into<String>) {
        self.0.push(Problem {
            setting: setting.into(),
            severity,
            message: message.into(),
        });
    }

    /// An error when a text that must be there is empty.
    pub(super) fn must_have(&mut self, setting: impl Into<String>, text: &str, message: &str) {
        if text.trim().is_empty() {
            self.error(setting, message);
        }
    }
}

/// Longest code: fits an address line and every column.
const LONGEST: usize = 60;

/// Whether a code can stand in an address: small letters without marks, digits, and single marks of `joiners` inside.
pub(super) fn is_code(code: &str, joiners: &[char]) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || joiners.contains(&c);
    !code.is_empty()
        && code.len() <= LONGEST
        && code.chars().all(allowed)
        && code
            .split(joiners)
            .all(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Checks codes and names of a list and returns the path of each element.
pub(super) fn coded<'a>(
    found: &mut Found,
    list: &str,
    what: &str,
    elements: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut paths = Vec::new();
    for (i, (code, name)) in elements.enumerate() {
        let n = i + 1;
        let usable = is_code(code, &['-', '_']);
        let repeated = seen.contains(&code);
        let path = if usable && !repeated {
            format!("{list}.{code}")
        } else {
            format!("{list}.#{n}")
        };
        if repeated {
            found.error(
                format!("{path}.code"),
                format!("Mã “{code}” của {what} thứ {n} đã dùng ở trên. Đặt mã khác."),
            );
        } else if !usable {
            found.error(
                format!("{path}.code"),
                format!(
                    "Mã “{code}” của {what} thứ {n} không dùng được. Chỉ dùng chữ thường không dấu, chữ số và dấu nối, ví dụ “dot-1”."
                ),
            );
        }
        if name.trim().is_empty() {
            found.error(
                format!("{path}.name"),
                format!("Chưa có tên của {what} thứ {n}. Nhập tên như sẽ in trong thể lệ."),
            );
        }
        seen.push(code);
        paths.push(path);
    }
    paths
}

/// Values that occur again after their first place, each once, with the place of the repetition from 0 on.
pub(super) fn repeated<T: PartialEq>(values: &[T]) -> Vec<(usize, &T)> {
    values
        .iter()
        .enumerate()
        .filter(|(i, v)| values[..*i].iter().filter(|earlier| earlier == v).count() == 1)
        .collect()
}
