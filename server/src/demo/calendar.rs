//! The rule sheets of the five programmes, moved by whole weeks so that they live today: weekdays stay what they were.

use super::Outcome;
use domain::contest::RuleSheet;
use domain::time::{Day, Moment, Span};

/// Milliseconds of a week.
const WEEK: i64 = 7 * 24 * 3_600_000;
/// A day.
const DAY: Span = Span::minutes(24 * 60);
/// The last hours of a round.
const ENDING: Span = Span::minutes(2 * 60);
/// Days between the prologue and the first opening.
const PROLOGUE: Span = Span::minutes(-14 * 24 * 60 + 8 * 60);

/// Presets, as they stand in `contests/`.
const HUE: &str = include_str!("../../../contests/thua-thien-hue-2022.toml");
const BONG_SON: &str = include_str!("../../../contests/bong-son-2024.toml");
const THANH_TRI: &str = include_str!("../../../contests/thanh-tri-2023.toml");
const KHANH_SON: &str = include_str!("../../../contests/khanh-son-2019.toml");
const KON_TUM: &str = include_str!("../../../contests/kon-tum-2023-2030.toml");

/// The rule sheets of the demo.
pub(super) struct Calendar {
    /// The instant of loading.
    pub(super) now: Moment,
    /// When the story begins: accounts and contests are made.
    pub(super) prologue: Moment,
    /// Four weekly rounds; the third is open now.
    pub(super) hue: RuleSheet,
    /// One round of three weeks, in its second.
    pub(super) bong_son: RuleSheet,
    /// One round of a month, in its second week.
    pub(super) thanh_tri: RuleSheet,
    /// Plans without a quiz: one whose dossiers are due soon, and a movement that runs to 2030 as it is.
    pub(super) plans: [RuleSheet; 2],
}

impl Calendar {
    /// The calendar at an instant.
    pub(super) fn around(now: Moment) -> Outcome<Self> {
        let mut hue = preset(HUE)?;
        let third = hue.rounds.get(2).ok_or("đợt 3 của Huế")?;
        let by = living((third.opens, third.closes), now);
        shift(&mut hue, by);
        retell(&mut hue);
        let (mut bong_son, mut thanh_tri) = (preset(BONG_SON)?, preset(THANH_TRI)?);
        for sheet in [&mut bong_son, &mut thanh_tri] {
            let opens = sheet.rounds.first().ok_or("đợt thi")?.opens;
            // One week less than the latest fit: a week of entries is there already.
            shift(sheet, Span((weeks(opens, now) - 1) * WEEK));
        }
        bong_son.summary = dated(
            "Cuộc thi trắc nghiệm cho cán bộ, công chức, viên chức và Nhân dân của phường",
            &bong_son,
        );
        thanh_tri.summary = dated(
            "20 câu hỏi trắc nghiệm bắt buộc và một bài tự luận khuyến khích",
            &thanh_tri,
        );
        let mut khanh_son = preset(KHANH_SON)?;
        let stages = khanh_son.dossier.iter().flat_map(|d| &d.stages);
        if let Some(first) = stages.filter_map(|s| s.send_before).min() {
            // Dossiers are due in one or two weeks.
            let due = Moment::parse_local(&format!("{}T12:00", first.iso())).unwrap_or(now);
            shift(&mut khanh_son, Span((weeks(due, now) + 2) * WEEK));
            khanh_son.summary = format!("{} {MOVED}", khanh_son.summary);
        }
        hue.summary = format!("{} {MOVED}", hue.summary);
        let first = hue.rounds.first().map_or(now, |r| r.opens);
        Ok(Self {
            now,
            prologue: first + PROLOGUE,
            hue,
            bong_son,
            thanh_tri,
            plans: [khanh_son, preset(KON_TUM)?],
        })
    }
}

/// Said on every contest whose dates were moved.
const MOVED: &str =
    "(Dữ liệu mẫu: ngày thi đã dời theo tuần, người dự thi và kết quả không có thật.)";

/// A summary with the moved dates; the plan's own names the old ones.
fn dated(what: &str, sheet: &RuleSheet) -> String {
    let Some(round) = sheet.rounds.first() else {
        return what.to_owned();
    };
    let (opens, closes) = (round.opens.opening_words(), round.closes.closing_words());
    format!("{what}, từ {opens} đến {closes}. {MOVED}")
}

fn preset(text: &str) -> Outcome<RuleSheet> {
    exchange::contest::parse_rule_sheet(text).map_err(|problems| {
        problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
            .into()
    })
}

/// Whole weeks from one instant to the last that is not after another.
fn weeks(from: Moment, to: Moment) -> i64 {
    (to.0 - from.0).div_euclid(WEEK)
}

/// By how much a round is moved to be open now: whole weeks, and in its last hours one day more, since a demo that is
/// over before anyone has looked at it shows nothing.
fn living((opens, closes): (Moment, Moment), now: Moment) -> Span {
    let by = Span(weeks(opens, now) * WEEK);
    if (closes + by - now).0 < ENDING.0 {
        return Span(by.0 + DAY.0);
    }
    by
}

/// Moves everything the programme dates: rounds, timetable, stages. Dates of documents stay.
fn shift(sheet: &mut RuleSheet, by: Span) {
    for round in &mut sheet.rounds {
        round.opens = round.opens + by;
        round.closes = round.closes + by;
    }
    let stages = sheet.dossier.iter_mut().flat_map(|d| &mut d.stages);
    let days = stages
        .flat_map(|s| [&mut s.send_before, &mut s.done_before])
        .chain(
            sheet
                .timetable
                .iter_mut()
                .flat_map(|s| [&mut s.before, &mut s.from, &mut s.until]),
        );
    for day in days.flatten() {
        // Noon, so that no rounding touches the day.
        if let Some(noon) = Moment::parse_local(&format!("{}T12:00", day.iso())) {
            *day = Day::of(noon + by);
        }
    }
}

/// The months the plan names in words, where they are those of its rounds: they move with them.
const MONTHS: &str = "tháng 7–8/2022";

fn retell(sheet: &mut RuleSheet) {
    let (Some(first), Some(last)) = (sheet.rounds.first(), sheet.rounds.last()) else {
        return;
    };
    let ((_, from, year), (_, until, end)) =
        (first.opens.day_month_year(), last.closes.day_month_year());
    let months = match (from == until, year == end) {
        (true, true) => format!("tháng {until}/{end}"),
        (false, true) => format!("tháng {from}–{until}/{end}"),
        (_, false) => format!("tháng {from}/{year} đến tháng {until}/{end}"),
    };
    for step in &mut sheet.timetable {
        step.when = step.when.replace(MONTHS, &months);
    }
    for body in &mut sheet.bodies {
        body.duty = body.duty.replace(MONTHS, &months);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quiz_contest_is_open_at_any_instant() {
        for hours in [0, 1, 83, 167, 168, 400, 8_000] {
            let now = Moment(1_790_000_000_000 + hours * 3_600_000);
            let calendar = Calendar::around(now).unwrap();
            let open = |sheet: &RuleSheet, place: usize| {
                let round = &sheet.rounds[place];
                assert!(
                    round.opens <= now && now < round.closes,
                    "{} at {now:?}",
                    sheet.code
                );
                assert_eq!(round.opens.opening_words().split(", ").count(), 2);
            };
            open(&calendar.hue, 2);
            open(&calendar.bong_son, 0);
            open(&calendar.thanh_tri, 0);
            assert!(calendar.prologue < calendar.hue.rounds[0].opens);
            assert!(calendar.prologue < calendar.thanh_tri.rounds[0].opens);
        }
    }

    #[test]
    fn weekdays_stay() {
        let calendar = Calendar::around(Moment(1_790_000_000_000)).unwrap();
        assert!(calendar.bong_son.summary.contains("7 giờ 00, thứ Hai"));
        assert!(calendar.bong_son.summary.contains("17 giờ 00, Chủ nhật"));
        assert!(
            calendar.hue.rounds[0]
                .closes
                .closing_words()
                .contains("Chủ nhật")
        );
    }

    fn at(text: &str) -> Moment {
        Moment::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn the_demo_s_round_is_open_for_two_hours_at_least() {
        for (now, day) in [
            ("2026-11-16T00:00:00+07:00", 0),
            ("2026-11-22T22:00:00+07:00", 0),
            ("2026-11-22T22:00:00.001+07:00", 1),
            ("2026-11-22T23:59:59.999+07:00", 1),
            ("2026-11-23T00:00:00+07:00", 0),
        ] {
            let hue = Calendar::around(at(now)).unwrap().hue;
            let third = &hue.rounds[2];
            assert!(third.opens <= at(now), "{now}");
            assert!((third.closes - at(now)).0 >= ENDING.0, "{now}");
            let original = preset(HUE).unwrap().rounds[2].opens;
            let moved = (third.opens - original).0;
            assert_eq!(moved.rem_euclid(WEEK), day * DAY.0, "{now}");
        }
    }
}
