//! Roster codes (`mã dự thi`) as people type them.

use crate::text;

/// What a typed code may mean, likeliest first: as it stands in capitals, then with the hyphens people leave out, add or
/// type as a space (`hue 0001` and `HUE0001` are `HUE-0001`, `cb-01` is `CB01`).
#[must_use]
pub fn code_readings(typed: &str) -> Vec<String> {
    let plain = text::tidy(typed).to_uppercase();
    let hyphens = plain.replace(' ', "-");
    let parted = part(&hyphens);
    let joined: String = plain.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let mut readings = vec![plain];
    for reading in [hyphens, parted, joined] {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

/// A hyphen wherever letters end and digits begin.
fn part(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + 2);
    let mut before = None;
    for c in code.chars() {
        if c.is_ascii_digit() && before.is_some_and(char::is_alphabetic) {
            out.push('-');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_its_parts_are_typed() {
        for typed in [
            "HUE-0001",
            "hue-0001",
            " hue 0001 ",
            "HUE0001",
            "Hue\u{a0}0001",
        ] {
            let readings = code_readings(typed);
            assert!(
                readings.contains(&"HUE-0001".to_owned()),
                "{typed}: {readings:?}"
            );
        }
    }

    #[test]
    fn what_was_typed_comes_first() {
        assert_eq!(code_readings("cb01"), ["CB01", "CB-01"]);
        assert_eq!(code_readings("cb 01"), ["CB 01", "CB-01", "CB01"]);
        assert_eq!(code_readings("0123"), ["0123"]);
        assert_eq!(code_readings(""), [""]);
    }
}
