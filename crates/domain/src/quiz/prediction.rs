//! The predicted number, exact: an integer of 10⁻⁵ so that counts and percentages share one type.

use crate::contest::rule_sheet::{Prediction, PredictionKind};
use crate::units::{format_fixed, parse_fixed};
use serde::{Deserialize, Serialize};

/// Decimal places every prediction is kept with.
pub const DECIMALS: u32 = 5;

/// One person, or one per cent, in the kept unit.
pub const ONE: i64 = 100_000;

/// Largest number of persons that can be predicted: more than any province has officials.
pub const MAX_PERSONS: i64 = 9_999_999;

/// A predicted number in 10⁻⁵ persons or per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Predicted(pub i64);

/// Why a typed prediction is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum BadPrediction {
    /// Not a number, or with a minus sign.
    NotANumber,
    /// A count with decimals.
    NotWhole,
    /// More decimals than the rule sheet states.
    TooManyDecimals {
        /// Decimals allowed.
        decimals: u8,
    },
    /// Larger than can be.
    TooLarge {
        /// Largest value, as a person reads it.
        max: i64,
    },
}

/// Reads what a person typed. Groups of three with `.` are accepted in counts (`14.492`), a comma in percentages.
///
/// # Errors
/// When it is no number the rule sheet asks for.
pub fn parse(rule: &Prediction, typed: &str) -> Result<Predicted, BadPrediction> {
    let text: String = typed
        .trim()
        .trim_end_matches('%')
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match rule.kind {
        PredictionKind::PerfectEntries | PredictionKind::Participants => parse_count(&text),
        PredictionKind::PerfectPercent => parse_percent(&text, rule.decimals),
    }
}

fn parse_count(text: &str) -> Result<Predicted, BadPrediction> {
    let groups: Vec<&str> = text.split('.').collect();
    let grouped = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups[1..]
            .iter()
            .all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    let plain = if grouped {
        groups.concat()
    } else {
        text.to_owned()
    };
    if plain.is_empty() || plain.len() > 18 {
        return Err(if plain.is_empty() {
            BadPrediction::NotANumber
        } else {
            BadPrediction::TooLarge { max: MAX_PERSONS }
        });
    }
    if !plain.bytes().all(|b| b.is_ascii_digit()) {
        let decimal = parse_fixed(&plain, DECIMALS).is_some_and(|v| v >= 0);
        return Err(if decimal {
            BadPrediction::NotWhole
        } else {
            BadPrediction::NotANumber
        });
    }
    let value: i64 = plain.parse().map_err(|_| BadPrediction::NotANumber)?;
    if value > MAX_PERSONS {
        Err(BadPrediction::TooLarge { max: MAX_PERSONS })
    } else {
        Ok(Predicted(value * ONE))
    }
}

fn parse_percent(text: &str, decimals: u8) -> Result<Predicted, BadPrediction> {
    if text.starts_with(['-', '+']) {
        return Err(BadPrediction::NotANumber);
    }
    let value = match parse_fixed(text, u32::from(decimals)) {
        Some(value) => value
            .checked_mul(10_i64.pow(DECIMALS - u32::from(decimals).min(DECIMALS)))
            .ok_or(BadPrediction::TooLarge { max: 100 })?,
        None if parse_fixed(text, 12).is_some() => {
            return Err(BadPrediction::TooManyDecimals { decimals });
        }
        None => return Err(BadPrediction::NotANumber),
    };
    if value > 100 * ONE {
        Err(BadPrediction::TooLarge { max: 100 })
    } else {
        Ok(Predicted(value))
    }
}

impl Predicted {
    /// As a person reads it: `14492` or `87,65432`.
    #[must_use]
    pub fn format(self) -> String {
        format_fixed(self.0, DECIMALS, ',')
    }

    /// Absolute distance to the true number.
    #[must_use]
    pub fn distance(self, actual: Self) -> i64 {
        (self.0 - actual.0).abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::rule_sheet::{Population, Scope};

    fn rule(kind: PredictionKind, decimals: u8) -> Prediction {
        Prediction {
            kind,
            counted_over: Population::Persons,
            scope: Scope::Overall,
            decimals,
            winner_must_be_perfect: false,
        }
    }

    #[test]
    fn counts_are_whole() {
        let r = rule(PredictionKind::PerfectEntries, 0);
        assert_eq!(parse(&r, "1250"), Ok(Predicted(1250 * ONE)));
        assert_eq!(parse(&r, " 14.492 "), Ok(Predicted(14_492 * ONE)));
        assert_eq!(parse(&r, "0"), Ok(Predicted(0)));
        assert_eq!(parse(&r, "12,5"), Err(BadPrediction::NotWhole));
        assert_eq!(parse(&r, "1.25"), Err(BadPrediction::NotWhole));
        assert_eq!(parse(&r, "-3"), Err(BadPrediction::NotANumber));
        assert_eq!(parse(&r, ""), Err(BadPrediction::NotANumber));
        assert_eq!(parse(&r, "=1+1"), Err(BadPrediction::NotANumber));
        assert_eq!(
            parse(&r, "10000000"),
            Err(BadPrediction::TooLarge { max: MAX_PERSONS })
        );
        assert_eq!(
            parse(&r, "99999999999999999999"),
            Err(BadPrediction::TooLarge { max: MAX_PERSONS })
        );
    }

    #[test]
    fn percentages_state_their_decimals() {
        let r = rule(PredictionKind::PerfectPercent, 5);
        assert_eq!(parse(&r, "87,65432"), Ok(Predicted(8_765_432)));
        assert_eq!(parse(&r, "87.5 %"), Ok(Predicted(8_750_000)));
        assert_eq!(
            parse(&r, "100,00001"),
            Err(BadPrediction::TooLarge { max: 100 })
        );
        assert_eq!(
            parse(&rule(PredictionKind::PerfectPercent, 0), "184467440737096"),
            Err(BadPrediction::TooLarge { max: 100 }),
            "a number that overflows is not a small one"
        );
        assert_eq!(
            parse(&rule(PredictionKind::PerfectPercent, 1), "87,65"),
            Err(BadPrediction::TooManyDecimals { decimals: 1 })
        );
        assert_eq!(Predicted(8_765_432).format(), "87,65432");
        assert_eq!(Predicted(1250 * ONE).format(), "1250");
    }
}
