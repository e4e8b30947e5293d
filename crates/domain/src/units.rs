//! Fixed units for what must never be a float: points, money, shares.

use serde::{Deserialize, Serialize};

/// Points in thousandths: `Points(1_000)` is one point. Half and third points stay exact enough for every plan.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    /// Whole points.
    #[must_use]
    pub fn whole(points: i64) -> Self {
        Self(points * 1_000)
    }

    /// Reads a decimal with `.` or `,` and at most three decimals, as in `9`, `9.5`, `9,25`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        parse_fixed(text, 3).map(Self)
    }

    /// Writes the shortest decimal with the given mark, without trailing zeros.
    #[must_use]
    pub fn format(self, mark: char) -> String {
        format_fixed(self.0, 3, mark)
    }
}

/// Reads a decimal number with at most `decimals` digits behind the mark into an integer of `10^-decimals`.
///
/// Accepts `.` or `,` as the mark (Vietnamese write a comma), an optional sign, no grouping. `None` when it is not
/// such a number or does not fit.
#[must_use]
pub fn parse_fixed(text: &str, decimals: u32) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let has_mark = digits.contains(['.', ',']);
    if whole.is_empty()
        || (has_mark && fraction.is_empty())
        || !all_digits(whole)
        || !all_digits(fraction)
    {
        return None;
    }
    let width = decimals as usize;
    if fraction.trim_end_matches('0').len() > width {
        return None;
    }
    let mut padded = fraction.trim_end_matches('0').to_owned();
    while padded.len() < width {
        padded.push('0');
    }
    let value: i64 = format!("{whole}{padded}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Writes an integer of `10^-decimals` as a decimal with the given mark, without trailing zeros.
#[must_use]
pub fn format_fixed(value: i64, decimals: u32, mark: char) -> String {
    let base = 10_u64.pow(decimals);
    let magnitude = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let (whole, fraction) = (magnitude / base, magnitude % base);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{fraction:0width$}", width = decimals as usize);
    format!("{sign}{whole}{mark}{}", digits.trim_end_matches('0'))
}

/// Vietnamese dong.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Dong(pub i64);

impl std::fmt::Display for Dong {
    /// Writes `1.500.000 đ` with a non-breaking space, as Vietnamese papers do.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\u{a0}đ", grouped(self.0))
    }
}

/// Writes a whole number with `.` between groups of three: `24.525`.
#[must_use]
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Writes `part` of `whole` in per cent with one decimal and a comma, as `69,1 %`; `None` without a denominator.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Option<String> {
    if whole <= 0 {
        return None;
    }
    let tenths = (part * 1_000 + whole / 2) / whole;
    Some(format!("{},{}\u{a0}%", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_writes_points() {
        let table = [
            ("9", Some(9_000)),
            ("9,25", Some(9_250)),
            ("9.5", Some(9_500)),
            ("0,0005", None),
            ("9,", None),
            ("", None),
            ("1e3", None),
            ("-1", Some(-1_000)),
            ("1.000.000", None),
            ("99999999999999999999", None),
        ];
        for (text, want) in table {
            assert_eq!(Points::parse(text).map(|p| p.0), want, "{text}");
        }
        assert_eq!(Points(9_250).format(','), "9,25");
        assert_eq!(Points(-500).format('.'), "-0.5");
    }

    #[test]
    fn writes_money_and_shares() {
        assert_eq!(Dong(1_500_000).to_string(), "1.500.000\u{a0}đ");
        assert_eq!(Dong(300).to_string(), "300\u{a0}đ");
        assert_eq!(percent(2916, 4218).as_deref(), Some("69,1\u{a0}%"));
        assert_eq!(percent(1, 0), None);
    }

    proptest! {
        #[test]
        fn fixed_round_trips(value in -1_000_000_000_000_i64..1_000_000_000_000, decimals in 0_u32..6) {
            prop_assert_eq!(parse_fixed(&format_fixed(value, decimals, ','), decimals), Some(value));
        }
    }
}
