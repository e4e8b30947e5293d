//! Small words: figures with their units, lists, counts.

/// A figure and its unit, never parted at a line end: `20 phút`.
pub(super) fn unit(figure: impl std::fmt::Display, unit: &str) -> String {
    format!("{figure}\u{a0}{unit}")
}

/// Small numbers as words, others as figures.
pub(super) fn number(n: u32) -> String {
    let words = [
        "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
    ];
    usize::try_from(n)
        .ok()
        .and_then(|i| words.get(i))
        .map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// `a, b và c`.
pub(super) fn all_of<S: AsRef<str>>(parts: &[S]) -> String {
    joined(parts, "và")
}

/// `a, b hoặc c`.
pub(super) fn one_of<S: AsRef<str>>(parts: &[S]) -> String {
    joined(parts, "hoặc")
}

fn joined<S: AsRef<str>>(parts: &[S], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// With a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Ends with a full stop unless it ends a sentence already.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!', ':', ';']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Keeps figures and their units together in texts people wrote: the plan's `100 %` becomes unbreakable.
pub(super) fn unbroken(text: &str) -> String {
    const UNITS: [&str; 8] = ["%", "phút", "giây", "câu", "điểm", "đồng", "đ", "người"];
    let mut out = String::with_capacity(text.len());
    let mut after_figure = false;
    for (i, word) in text.split(' ').enumerate() {
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')', '”']);
        if i > 0 {
            out.push(if after_figure && UNITS.contains(&bare) {
                '\u{a0}'
            } else {
                ' '
            });
        }
        out.push_str(word);
        after_figure = word.ends_with(|c: char| c.is_ascii_digit());
    }
    out
}
