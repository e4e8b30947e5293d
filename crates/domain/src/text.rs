//! Vietnamese text: normal form, folding for search, names.

pub mod legacy;

use unicode_normalization::UnicodeNormalization;

/// Normal form of every text that comes in: NFC, trimmed, runs of white space as one space, no control characters, and
/// none of those that show nothing and turn or join what stands around them.
#[must_use]
pub fn tidy(text: &str) -> String {
    let normal: String = text
        .nfc()
        .filter(|c| (!c.is_control() || c.is_whitespace()) && !is_format(*c))
        .collect();
    normal.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters of the Unicode class Cf that text from people could hold.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a text in normal form can be a person's name: Latin letters as Vietnamese and its neighbours write them,
/// spaces, `'`, `’`, `-`. Letters of other scripts look like these and would make one person two.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let latin =
        |c: char| c.is_alphabetic() && (c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c));
    text.chars()
        .all(|c| latin(c) || matches!(c, ' ' | '\'' | '’' | '-'))
}

/// A name typed in one case only, as a person's name is written: `nguyễn thị an` and `NGUYỄN THỊ AN` as `Nguyễn Thị An`.
/// A name in both cases is left as it was typed.
#[must_use]
pub fn capitalised(name: &str) -> String {
    let (lower, upper) = (name.to_lowercase(), name.to_uppercase());
    if name != lower && name != upper {
        return name.to_owned();
    }
    let mut begins = true;
    let mut out = String::with_capacity(name.len());
    for c in lower.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        begins = !c.is_alphabetic();
    }
    out
}

/// Normal form of a text of several lines: as [`tidy`] for each line, at most one empty line in a row.
#[must_use]
pub fn tidy_lines(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let line = tidy(line);
        if !(line.is_empty() && out.last().is_none_or(String::is_empty)) {
            out.push(line);
        }
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.join("\n")
}

/// Folds for search and comparison: lower case, no diacritics, `đ` as `d`, white space as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Key that orders names with numbers as people count them: `Khu phố 2` before `Khu phố 10`.
#[must_use]
pub fn natural(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len() + 8);
    let mut digits = String::new();
    for c in folded.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            key.push_str(&format!("{number:0>12}"));
            digits.clear();
        }
        key.push(c);
    }
    key
}

/// Key that orders Vietnamese names as registers do: by given name (the last word), then the whole name.
#[must_use]
pub fn name_order(full_name: &str) -> (String, String) {
    let folded = fold(full_name);
    let given = folded.rsplit(' ').next().unwrap_or_default().to_owned();
    (given, folded)
}

/// A Vietnamese mobile or landline number in national form (`0912345678`), or `None` when it is none.
#[must_use]
pub fn phone(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')'))
        .collect();
    let national = digits
        .strip_prefix("+84")
        .or_else(|| digits.strip_prefix("0084"))
        .or_else(|| {
            if digits.len() == 11 {
                digits.strip_prefix("84")
            } else {
                None
            }
        })
        .map_or_else(
            || digits.clone(),
            |rest| format!("0{}", rest.trim_start_matches('0')),
        );
    // A mobile number has ten digits, a landline ten or eleven.
    let most = if national.starts_with("02") { 11 } else { 10 };
    let valid = national.len() >= 10
        && national.len() <= most
        && national.starts_with('0')
        && national.bytes().all(|b| b.is_ascii_digit())
        && !national.starts_with("00");
    valid.then_some(national)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_counted() {
        let mut names = [
            "Khu phố 10",
            "Khu phố 2",
            "Khu phố 1",
            "Khu phố 02B",
            "Ấp 3",
        ];
        names.sort_by_cached_key(|n| natural(n));
        assert_eq!(
            names,
            [
                "Ấp 3",
                "Khu phố 1",
                "Khu phố 2",
                "Khu phố 02B",
                "Khu phố 10"
            ]
        );
    }

    #[test]
    fn folds_vietnamese() {
        assert_eq!(fold("  Đống  Đa – Hà NỘI "), "dong da – ha noi");
        assert_eq!(fold("Cải cách thủ tục"), "cai cach thu tuc");
    }

    #[test]
    fn decomposed_text_becomes_nfc() {
        assert_eq!(tidy("Ha\u{300}  No\u{323}\u{302}i\u{0}"), "Hà Nội");
        assert_eq!(tidy_lines("a \r\n\r\n\r\nb\n\n"), "a\n\nb");
        let hidden = "Ng\u{200b}uy\u{ad}ễn \u{202e}An\u{feff}";
        assert_eq!(tidy(hidden), "Nguyễn An");
    }

    #[test]
    fn names_in_one_case_are_capitalised() {
        for (typed, wanted) in [
            ("nguyễn thị ánh", "Nguyễn Thị Ánh"),
            ("ĐỖ VĂN Ỷ", "Đỗ Văn Ỷ"),
            ("h'hen niê", "H'Hen Niê"),
            ("Y-Krăm êban", "Y-Krăm êban"),
            ("", ""),
        ] {
            assert_eq!(capitalised(typed), wanted);
        }
    }

    #[test]
    fn names_have_latin_letters_only() {
        for name in ["Nguyễn Văn A", "H'Hen Niê", "Đỗ-Thị Ỷ", "Y’Krăm"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "Nguуen An",
            "Vіet",
            "Trần 2",
            "Lê Văn B.",
            "ʀobert Lê",
            "<b>",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn phones_have_one_form() {
        for typed in [
            "0912 345 678",
            "+84 912.345.678",
            "84912345678",
            "0084912345678",
        ] {
            assert_eq!(phone(typed).as_deref(), Some("0912345678"), "{typed}");
        }
        assert_eq!(phone("0234 3822 123").as_deref(), Some("02343822123"));
        for typed in [
            "12345",
            "09123456789012",
            "09121110091",
            "abc0912345678",
            "",
        ] {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }

    #[test]
    fn names_are_ordered_by_given_name() {
        let mut names = vec!["Trần Văn Bình", "Nguyễn Thị An", "Lê Văn An"];
        names.sort_by_key(|n| name_order(n));
        assert_eq!(names, ["Lê Văn An", "Nguyễn Thị An", "Trần Văn Bình"]);
    }
}
