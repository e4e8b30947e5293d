//! From what the TOML reader says to a line and words a person can act on.

use crate::problem::LineProblem;

/// The problem of a refused document.
pub(super) fn problem(text: &str, error: &toml::de::Error) -> LineProblem {
    let line = error
        .span()
        .map_or(0, |span| LineIndex::new(text).line(span.start));
    LineProblem::new(line, words(error.message()))
}

/// Where the lines of a text begin, so that asking for many lines costs one pass.
pub(crate) struct LineIndex {
    breaks: Vec<usize>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self {
            breaks: breaks.map(|(i, _)| i).collect(),
        }
    }

    /// Line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        let before = self.breaks.partition_point(|b| *b < offset);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}

/// Line of the first `key = …`, or 0.
pub(super) fn line_of_key(text: &str, key: &str) -> u32 {
    text.lines()
        .position(|l| {
            l.trim_start()
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        })
        .and_then(|i| u32::try_from(i + 1).ok())
        .unwrap_or(0)
}

/// The name between the first pair of backquotes.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// Everything after the first pair of backquotes: the list of what is allowed.
fn expected(message: &str) -> Option<&str> {
    message.split_once("expected ").map(|(_, rest)| rest.trim())
}

/// Says in Vietnamese what the reader means; its own words stay behind where they tell more.
pub(crate) fn words(message: &str) -> String {
    let message = message.trim().replace('\n', " ");
    let name = quoted(&message).unwrap_or_default();
    let allowed = expected(&message).unwrap_or_default();
    if message.starts_with("unknown field") {
        return format!("không có mục “{name}”. Bỏ mục này hoặc sửa tên; được dùng: {allowed}.");
    }
    if message.starts_with("missing field") {
        return format!("thiếu mục “{name}”. Thêm dòng {name} = … vào phần này.");
    }
    if message.starts_with("unknown variant") {
        return format!("giá trị “{name}” không dùng được. Chọn một trong: {allowed}.");
    }
    if message.starts_with("duplicate key") {
        return "mục này được ghi hai lần. Bỏ bớt một.".to_owned();
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        return format!("giá trị không đúng kiểu ({message}). Sửa lại cho đúng kiểu.");
    }
    // the domain's own messages are Vietnamese already
    if message.contains("không phải") {
        return message;
    }
    format!("sai cú pháp TOML ({message}). Kiểm tra dấu bằng, dấu ngoặc và dấu nháy ở dòng này.")
}
