//! Text that a spreadsheet must never run.
//!
//! A contestant called `=HYPERLINK(…)` must come out of an export as that name. OWASP ASVS lists `= + - @`, tab and
//! NUL as openings a spreadsheet may take for a formula; a carriage return and the full-width forms are added because
//! LibreOffice and East Asian Excel normalise them.

/// Whether a spreadsheet may take a cell with this text for a formula.
#[must_use]
pub fn looks_like_formula(text: &str) -> bool {
    text.chars().next().is_some_and(is_dangerous)
}

fn is_dangerous(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
    )
}

/// The text as it may stand in a CSV cell: an apostrophe before what looks like a formula.
#[must_use]
pub fn csv_text(text: &str) -> String {
    if looks_like_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_disarmed_and_names_left_alone() {
        for bad in [
            "=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "＝1", "＋1", "－1", "＠a",
        ] {
            assert_eq!(csv_text(bad), format!("'{bad}"), "{bad:?}");
        }
        for good in ["Nguyễn Văn A", "1.5", "a=b", "", "'=1"] {
            assert_eq!(csv_text(good), good);
        }
    }

    proptest! {
        #[test]
        fn no_text_opens_dangerously(text in "\\PC*|[=+@\\-\t\r\0＝＋－＠].*") {
            prop_assert!(!looks_like_formula(&csv_text(&text)));
        }
    }
}
