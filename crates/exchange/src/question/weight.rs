//! The share of the points an option gives, exact.

use domain::units::{format_fixed, parse_fixed};
use serde::{Serialize, Serializer};

/// Decimals kept, as many as Moodle writes (`33.33333`).
const DECIMALS: u32 = 5;

/// A share in 10⁻⁵ per cent: `Weight::FULL` is 100 %. May be negative: GIFT punishes wrong choices so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Weight(pub i64);

impl Weight {
    /// All the points.
    pub const FULL: Self = Self(10_000_000);
    /// No points.
    pub const ZERO: Self = Self(0);

    /// Reads a per cent number with `.` or `,`, from -100 to 100.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = parse_fixed(text, DECIMALS)?;
        (value.unsigned_abs() <= Self::FULL.0.unsigned_abs()).then_some(Self(value))
    }

    /// Writes it with a point, without trailing zeros.
    #[must_use]
    pub fn format(self) -> String {
        format_fixed(self.0, DECIMALS, '.')
    }

    /// The share of each of `right` options that must be chosen together.
    #[must_use]
    pub fn each_of(right: usize) -> Self {
        let n = i64::try_from(right.max(1)).unwrap_or(i64::MAX);
        Self(Self::FULL.0 / n)
    }
}

impl Serialize for Weight {
    /// A JSON number: whole per cents without a fraction.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let one = 10_i64.pow(DECIMALS);
        if self.0 % one == 0 {
            return serializer.serialize_i64(self.0 / one);
        }
        // the shortest decimal of at most eight digits is exact in an f64 and printed back the same
        self.format()
            .parse::<f64>()
            .map_err(serde::ser::Error::custom)
            .and_then(|share| serializer.serialize_f64(share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_numbers_in_per_cent() {
        let json = |w: Weight| serde_json::to_string(&w).unwrap();
        assert_eq!(json(Weight::FULL), "100");
        assert_eq!(json(Weight::ZERO), "0");
        assert_eq!(json(Weight::each_of(3)), "33.33333");
        assert_eq!(json(Weight::parse("-50").unwrap()), "-50");
        assert_eq!(Weight::parse("33,33333"), Some(Weight::each_of(3)));
        assert_eq!(Weight::parse("101"), None);
    }
}
