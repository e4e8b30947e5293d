//! Where the plans without rounds stand, by their own days.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

use domain::contest::RuleSheet;
use domain::contest::period::{Course, course};
use domain::time::{Day, Moment};

fn at(text: &str) -> Moment {
    Moment::parse_rfc3339(text).unwrap()
}

#[test]
fn a_plan_runs_until_its_last_day_is_over() {
    let khanh_son = include_str!("../../../contests/khanh-son-2019.toml");
    let kon_tum = include_str!("../../../contests/kon-tum-2023-2030.toml");
    let read = |text: &str| toml::from_str::<RuleSheet>(text).unwrap();
    let (stages, mut movement) = (read(khanh_son), read(kon_tum));
    for (sheet, now, expected) in [
        (&stages, "2019-05-01T00:00:00+07:00", Course::Running),
        (&stages, "2019-08-07T23:59:59.999+07:00", Course::Running),
        (&stages, "2019-08-08T00:00:00+07:00", Course::Over),
        (&movement, "2026-11-22T00:00:00+07:00", Course::Running),
        (&movement, "2030-11-01T00:00:00+07:00", Course::Over),
    ] {
        assert_eq!(course(sheet, at(now)), expected, "{now}");
    }
    movement.movement.as_mut().unwrap().from = Day::parse("2023-07-01");
    assert_eq!(
        course(&movement, at("2023-06-30T23:59:59+07:00")),
        Course::Coming
    );
    assert_eq!(
        course(&movement, at("2023-07-01T00:00:00+07:00")),
        Course::Running
    );
    movement.movement = None;
    movement.timetable.clear();
    assert_eq!(
        course(&movement, at("2026-01-01T00:00:00+07:00")),
        Course::Coming
    );
}
