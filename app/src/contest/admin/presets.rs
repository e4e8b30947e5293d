//! The rule sheets of the five programmes a new contest can begin with, and moving one to other dates.

use domain::contest::RuleSheet;
use domain::text::tidy;
use domain::time::{Day, Moment, Span};

/// Texts of the presets.
const TEXTS: [&str; 5] = [
    include_str!("../../../../contests/thua-thien-hue-2022.toml"),
    include_str!("../../../../contests/bong-son-2024.toml"),
    include_str!("../../../../contests/thanh-tri-2023.toml"),
    include_str!("../../../../contests/khanh-son-2019.toml"),
    include_str!("../../../../contests/kon-tum-2023-2030.toml"),
];

/// A preset.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Preset {
    /// Its rule sheet, as the programme wrote it.
    pub(crate) rules: RuleSheet,
}

/// Every preset. A test reads all five, so none is ever left out.
pub(crate) fn all() -> Vec<Preset> {
    TEXTS
        .iter()
        .filter_map(|text| exchange::contest::parse_rule_sheet(text).ok())
        .map(|rules| Preset { rules })
        .collect()
}

/// Why a code cannot be a contest's: a page of the committee already has its address.
pub(crate) fn reserved(code: &str) -> Option<&'static str> {
    domain::contest::check::reserved_code(code)
        .then_some("Mã này trùng với địa chỉ của một trang quản trị. Chọn mã khác.")
}

/// Opening of the first round.
pub(super) fn first_opening(rules: &RuleSheet) -> Option<Moment> {
    rules.rounds.iter().map(|r| r.opens).min()
}

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Moves every round so that the first opens at `opens`; with `days` also the days of the timetable and the dossier, by
/// whole days.
pub(super) fn moved(rules: &RuleSheet, opens: Moment, days: bool) -> RuleSheet {
    let mut rules = rules.clone();
    let Some(before) = first_opening(&rules) else {
        return rules;
    };
    let by = opens - before;
    for round in &mut rules.rounds {
        round.opens = round.opens + by;
        round.closes = round.closes + by;
    }
    if days {
        let by = midnight(Day::of(opens))
            .zip(midnight(Day::of(before)))
            .map_or(Span(0), |(new, old)| new - old);
        move_days(&mut rules, by);
    }
    rules
}

/// What an office is called before the name of its place.
const OFFICES: [&str; 3] = ["Uỷ ban nhân dân ", "Ủy ban nhân dân ", "UBND "];

/// The rules of another organiser: its name, and that of its place, stand wherever those of the preset stood. A preset
/// is a plan of one ward or province, and names it in many sentences.
///
/// # Errors
/// A sentence on what the name must not hold.
pub(super) fn organised_by(rules: &RuleSheet, organiser: &str) -> Result<RuleSheet, &'static str> {
    if organiser.contains(['"', '\'', '\\']) || organiser.chars().any(char::is_control) {
        return Err("Tên cơ quan tổ chức không dùng dấu nháy thẳng hay dấu gạch ngược.");
    }
    let place = |name: &str| {
        let place = OFFICES.iter().find_map(|office| name.strip_prefix(office));
        place.map(str::to_owned)
    };
    let organiser = &tidy(organiser);
    if organiser.chars().count() > LONGEST {
        return Err("Tên cơ quan tổ chức dài quá 200 ký tự.");
    }
    let mut pairs = vec![(rules.organiser.clone(), organiser.to_owned())];
    pairs.extend(place(&rules.organiser).zip(place(organiser)));
    let text = exchange::contest::to_toml(rules).map_err(|_| UNREADABLE)?;
    // Marks first: a new name may hold the old place, as “phường Bồng Sơn Đông” does. Nobody types these characters.
    let marks = ["\u{e000}", "\u{e001}"];
    let marked = pairs.iter().zip(marks);
    let text = marked
        .clone()
        .fold(text, |text, ((old, _), mark)| text.replace(old, mark));
    let text = marked.fold(text, |text, ((_, new), mark)| text.replace(mark, new));
    exchange::contest::parse_rule_sheet(&text).map_err(|_| UNREADABLE)
}

/// Longest name of an organiser, in characters.
const LONGEST: usize = 200;
const UNREADABLE: &str =
    "Không đổi được tên cơ quan trong mẫu. Để trống ô này rồi sửa trong thể lệ.";

fn midnight(day: Day) -> Option<Moment> {
    Moment::parse_local(&format!("{}T00:00", day.iso()))
}

/// The day so many whole days later. Viet Nam has no daylight saving, so every day has 24 hours.
fn later(day: Day, by: Span) -> Day {
    midnight(day).map_or(day, |start| Day::of(start + Span(by.0 / DAY * DAY)))
}

fn move_days(rules: &mut RuleSheet, by: Span) {
    let steps = rules
        .timetable
        .iter_mut()
        .flat_map(|s| [&mut s.before, &mut s.from, &mut s.until]);
    let stages = rules
        .dossier
        .iter_mut()
        .flat_map(|d| d.stages.iter_mut())
        .flat_map(|s| [&mut s.send_before, &mut s.done_before]);
    for day in steps.chain(stages).flatten() {
        *day = later(*day, by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_five_presets_are_offered() {
        let codes: Vec<String> = all().into_iter().map(|p| p.rules.code).collect();
        assert_eq!(
            codes,
            [
                "thua-thien-hue-2022",
                "bong-son-2024",
                "thanh-tri-2023",
                "khanh-son-2019",
                "kon-tum-2023-2030"
            ]
        );
    }

    #[test]
    fn another_ward_finds_its_own_name_in_every_sentence() {
        let ward = all().swap_remove(1).rules;
        let own = organised_by(&ward, "UBND phường Thử").expect("renamed");
        let text = exchange::contest::to_toml(&own).expect("text");
        assert!(!text.contains("Bồng Sơn"), "{text}");
        assert_eq!(own.organiser, "UBND phường Thử");
        assert!(own.who.contains("trên địa bàn phường Thử"));
        let east = organised_by(&ward, "UBND phường Bồng Sơn Đông").expect("renamed");
        assert!(east.who.ends_with("dự thi") && !format!("{east:?}").contains("Đông Đông"));
        assert!(east.organiser == "UBND phường Bồng Sơn Đông");
        assert!(organised_by(&ward, &"x".repeat(201)).is_err());
        // Who is no people's committee has no place to put in: only the name changes.
        let other = organised_by(&ward, "Sở Nội vụ").expect("renamed");
        assert!(other.who.contains("phường Bồng Sơn") && other.organiser == "Sở Nội vụ");
        assert_eq!(organised_by(&ward, &ward.organiser), Ok(ward.clone()));
        assert!(organised_by(&ward, "UBND \"x\"").is_err());
        for preset in all() {
            organised_by(&preset.rules, "UBND xã Mới").expect("every preset can be taken over");
        }
    }

    #[test]
    fn everything_moves_together() {
        let rules = all().swap_remove(0).rules;
        let opens = Moment::parse_rfc3339("2027-03-01T07:30:00+07:00").expect("moment");
        let after = moved(&rules, opens, true);
        assert_eq!(after.rounds[0].opens, opens);
        for (new, old) in after.rounds.iter().zip(&rules.rounds) {
            assert_eq!(new.closes - new.opens, old.closes - old.opens);
            assert_eq!(new.opens - opens, old.opens - rules.rounds[0].opens);
        }
        let last = |r: &RuleSheet| {
            r.timetable
                .iter()
                .filter_map(|s| s.until)
                .next_back()
                .map(Day::iso)
        };
        assert_eq!(last(&rules).as_deref(), Some("2022-08-28"));
        assert_eq!(last(&after).as_deref(), Some("2027-03-28"));
        let stage = after
            .dossier
            .as_ref()
            .and_then(|d| d.stages[0].send_before)
            .map(Day::iso);
        assert_eq!(stage.as_deref(), Some("2027-03-02"));
    }

    #[test]
    fn days_stay_when_they_should() {
        let rules = all().swap_remove(0).rules;
        let opens = Moment::parse_rfc3339("2027-03-01T07:30:00+07:00").expect("moment");
        let after = moved(&rules, opens, false);
        assert_eq!(after.timetable, rules.timetable);
        assert_eq!(after.dossier, rules.dossier);
    }
}
