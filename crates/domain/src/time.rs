//! Instants, and how people in Viet Nam read them.
//!
//! An instant is epoch milliseconds, given by the caller. A person reads it in Asia/Ho_Chi_Minh, which has been
//! UTC+7 without daylight saving since 1975, so a fixed offset is exact and the browser needs no zone database.

use jiff::civil::{DateTime, Weekday};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// UTC+7, the legal time of Viet Nam.
const OFFSET_HOURS: i64 = 7;
const VIET_NAM: Offset = Offset::constant(7);

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A length of time in milliseconds, never negative where a rule produces it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// Whole seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000)
    }

    /// Whole minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60_000)
    }

    /// Writes `mm:ss`, or `h:mm:ss` from one hour on, rounding up so that a clock shows 00:00 only when time is over.
    #[must_use]
    pub fn clock(self) -> String {
        let seconds = (self.0.max(0) + 999) / 1_000;
        let (h, m, s) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        if h > 0 {
            format!("{h}:{m:02}:{s:02}")
        } else {
            format!("{m:02}:{s:02}")
        }
    }

    /// Writes a working time exactly: `7 phút 05,250 giây`, milliseconds only when there are any.
    #[must_use]
    pub fn words(self) -> String {
        let (minutes, seconds, millis) = (self.0 / 60_000, self.0 / 1_000 % 60, self.0 % 1_000);
        let seconds = if millis == 0 {
            format!("{seconds:02}")
        } else {
            format!("{seconds:02},{millis:03}")
        };
        format!("{minutes} phút {seconds} giây")
    }
}

impl std::ops::Add<Span> for Moment {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub for Moment {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Moment {
    /// Reads RFC 3339 with an explicit offset, as `2022-08-01T00:00:00+07:00`.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.trim()
            .parse::<jiff::Timestamp>()
            .ok()
            .map(|t| Self(t.as_millisecond()))
    }

    /// Writes RFC 3339 in UTC+7, with milliseconds only when there are any.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let (t, millis) = (self.local(), self.0.rem_euclid(1_000));
        let fraction = if millis == 0 {
            String::new()
        } else {
            format!(".{millis:03}")
        };
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{fraction}+07:00",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }

    /// Reads what a browser's `datetime-local` field sends (`2022-08-01T07:00`, seconds optional), as time in Viet Nam.
    #[must_use]
    pub fn parse_local(text: &str) -> Option<Self> {
        let civil: DateTime = text.trim().parse().ok()?;
        VIET_NAM
            .to_timestamp(civil)
            .ok()
            .map(|t| Self(t.as_millisecond()))
    }

    /// Writes the value of a `datetime-local` field: `2022-08-01T07:00`, with seconds when there are any.
    #[must_use]
    pub fn to_local(self) -> String {
        let t = self.local();
        let base = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute()
        );
        if t.second() == 0 {
            base
        } else {
            format!("{base}:{:02}", t.second())
        }
    }

    /// The civil date and time in Viet Nam. Outside the years jiff knows, the nearest it knows.
    #[must_use]
    fn local(self) -> DateTime {
        let bounded = self.0.clamp(-62_135_596_800_000, 253_402_207_200_000);
        let stamp =
            jiff::Timestamp::from_millisecond(bounded).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        VIET_NAM.to_datetime(stamp)
    }

    /// `16:59:58`, for what matters as evidence.
    #[must_use]
    pub fn hms(self) -> String {
        // Viet Nam keeps one offset all year; reckoned here, so that a countdown needs no calendar in the browser.
        let second = (self.0.div_euclid(1_000) + OFFSET_HOURS * 3_600).rem_euclid(86_400);
        let (h, m, s) = (second / 3_600, second / 60 % 60, second % 60);
        format!("{h:02}:{m:02}:{s:02}")
    }

    /// `21/8/2022`.
    #[must_use]
    pub fn date(self) -> String {
        let t = self.local();
        format!("{}/{}/{}", t.day(), t.month(), t.year())
    }

    /// `16:59:58 ngày 21/8/2022`.
    #[must_use]
    pub fn stamp(self) -> String {
        format!("{} ngày {}", self.hms(), self.date())
    }

    /// `16:59:58,123 ngày 21/8/2022`: evidence where a millisecond decides.
    #[must_use]
    pub fn stamp_exact(self) -> String {
        format!(
            "{},{:03} ngày {}",
            self.hms(),
            self.0.rem_euclid(1_000),
            self.date()
        )
    }

    /// `7 giờ 00, thứ Hai ngày 01/7/2024`: how a plan writes an opening.
    #[must_use]
    pub fn opening_words(self) -> String {
        let t = self.local();
        format!(
            "{} giờ {:02}, {} ngày {}",
            t.hour(),
            t.minute(),
            weekday(t.weekday()),
            self.date()
        )
    }

    /// How a plan writes a closing: an instant at midnight is the end of the day before, `24 giờ 00` of that day.
    #[must_use]
    pub fn closing_words(self) -> String {
        let t = self.local();
        if (t.hour(), t.minute(), t.second()) != (0, 0, 0) {
            return self.opening_words();
        }
        let eve = Self(self.0 - 1);
        format!(
            "24 giờ 00, {} ngày {}",
            weekday(eve.local().weekday()),
            eve.date()
        )
    }

    /// Day, month and year in Viet Nam.
    #[must_use]
    pub fn day_month_year(self) -> (i8, i8, i16) {
        let t = self.local();
        (t.day(), t.month(), t.year())
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

/// Serde for a [`Moment`] that people write: RFC 3339 text in rule sheets.
pub mod rfc3339 {
    use super::Moment;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes RFC 3339 in UTC+7.
    ///
    /// # Errors
    /// What the serializer returns.
    pub fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&moment.to_rfc3339())
    }

    /// Reads RFC 3339 with an explicit offset.
    ///
    /// # Errors
    /// When the text is not such an instant.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        Moment::parse_rfc3339(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "'{text}' không phải thời điểm dạng 2022-08-01T00:00:00+07:00"
            ))
        })
    }
}

/// A calendar date without a time, as plans and forms write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(jiff::civil::Date);

impl Day {
    /// Reads `2024-07-21`, `21/7/2024` or `21-7-2024`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(date) = text.parse::<jiff::civil::Date>() {
            return Some(Self(date));
        }
        let mut parts = text.split(['/', '-', '.']);
        let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 {
            return None;
        }
        jiff::civil::Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
            .ok()
            .map(Self)
    }

    /// ISO form, `2024-07-21`.
    #[must_use]
    pub fn iso(self) -> String {
        format!(
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }

    /// Vietnamese form, `21/7/2024`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{}/{}/{}", self.0.day(), self.0.month(), self.0.year())
    }

    /// The instant the day begins in Viet Nam.
    #[must_use]
    pub fn begins(self) -> Option<Moment> {
        Moment::parse_rfc3339(&format!("{}T00:00:00+07:00", self.iso()))
    }

    /// The date in Viet Nam at an instant.
    #[must_use]
    pub fn of(moment: Moment) -> Self {
        Self(moment.local().date())
    }

    /// Full years between this birthday and `on`.
    #[must_use]
    pub fn age_on(self, on: Self) -> i16 {
        let had_birthday = (on.0.month(), on.0.day()) >= (self.0.month(), self.0.day());
        on.0.year() - self.0.year() - i16::from(!had_birthday)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("'{text}' không phải ngày dạng 2024-07-21"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse_rfc3339(text).expect(text)
    }

    #[test]
    fn midnight_closing_is_the_end_of_the_day_before() {
        let close = at("2022-08-22T00:00:00+07:00");
        assert_eq!(close.closing_words(), "24 giờ 00, Chủ nhật ngày 21/8/2022");
        assert_eq!(
            at("2024-07-21T17:00:00+07:00").closing_words(),
            "17 giờ 00, Chủ nhật ngày 21/7/2024"
        );
        assert_eq!(
            at("2024-07-01T07:00:00+07:00").opening_words(),
            "7 giờ 00, thứ Hai ngày 1/7/2024"
        );
    }

    #[test]
    fn people_read_viet_nam_time_whatever_the_offset() {
        assert_eq!(
            at("2024-07-21T09:59:58Z").stamp(),
            "16:59:58 ngày 21/7/2024"
        );
        assert_eq!(
            at("2024-07-21T09:59:58.007Z").to_rfc3339(),
            "2024-07-21T16:59:58.007+07:00"
        );
        assert_eq!(
            Moment::parse_local("2024-07-21T17:00"),
            Some(at("2024-07-21T17:00:00+07:00"))
        );
        assert_eq!(
            at("2024-07-21T17:00:00+07:00").to_local(),
            "2024-07-21T17:00"
        );
    }

    #[test]
    fn a_clock_shows_zero_only_when_time_is_over() {
        assert_eq!(Span(1).clock(), "00:01");
        assert_eq!(Span(0).clock(), "00:00");
        assert_eq!(Span(-5).clock(), "00:00");
        assert_eq!(Span::minutes(61).clock(), "1:01:00");
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let born = Day::parse("21/7/2008").expect("date");
        assert_eq!(born.age_on(Day::parse("2024-07-20").expect("date")), 15);
        assert_eq!(born.age_on(Day::parse("2024-07-21").expect("date")), 16);
        assert_eq!(Day::parse("31/2/2008"), None);
    }
}
