//! Ranks a million entries and prints the time (DESIGN 6: 2 s). Times are reported, never asserted.
//!
//! `cargo run --release -p scoring --example rank_million [ENTRIES]`

use domain::contest::RuleSheet;
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::quiz::prediction::{ONE, Predicted};
use domain::time::Moment;
use domain::units::Points;
use scoring::standings::{Decisions, Entry, UnitNode, rank_round, recount};
use std::error::Error;
use std::time::Instant;

const RULES: &str = r#"
format = 1
code = "million"
title = "A million entries"
organiser = "Sở Nội vụ"
who = "everyone"
tracks = [{ code = "can-bo", name = "Cán bộ" }, { code = "nguoi-dan", name = "Người dân" }]
[eligibility]
identity = "sso"
[[rounds]]
code = "dot-1"
name = "Đợt 1"
opens = "2022-08-01T00:00:00+07:00"
closes = "2022-08-08T00:00:00+07:00"
attempts = 2
counts = "best"
[quiz]
questions = 10
minutes = 20
points_each = 1000
[prediction]
kind = "perfect_entries"
scope = "track"
[ranking]
keys = ["score", "prediction", "prediction_not_over", "duration", "submitted_at"]
unresolved = "share"
[[prizes.individual]]
code = "nhat"
name = "Giải Nhất"
count = 1
amount = 3000000
[[prizes.individual]]
code = "ba"
name = "Giải Ba"
count = 20
amount = 500000
[[prizes.collective]]
code = "tap-the"
name = "Giải tập thể"
count = 3
amount = 1500000
keys = [{ key = "participation_rate", weight = 60 }, { key = "mean_score", weight = 40 }]
"#;

/// A deterministic generator: the example measures, it does not explore.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn int(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).unwrap_or(0)
    }

    fn id(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        for byte in &mut bytes {
            *byte = u8::try_from(self.below(256)).unwrap_or(0);
        }
        bytes
    }
}

fn entries(count: u64, opens: Moment) -> Vec<Entry> {
    let mut chance = Chance(7);
    let mut person = (PersonId::from_random(chance.id()), 0);
    (0..count)
        .map(|_| {
            // One person in ten takes both attempts.
            person = if person.1 == 1 && chance.below(10) == 0 {
                (person.0.clone(), 2)
            } else {
                (PersonId::from_random(chance.id()), 1)
            };
            let right = if chance.below(100) < 59 {
                10
            } else {
                chance.int(10)
            };
            let started = opens.0 + chance.int(7 * 86_400_000);
            Entry {
                entry_id: AttemptId::from_random(chance.id()),
                person_id: person.0.clone(),
                unit_id: Some(UnitId::from_text(format!(
                    "unit-{:04}",
                    chance.below(2_000)
                ))),
                track: Some(
                    if chance.below(3) == 0 {
                        "nguoi-dan"
                    } else {
                        "can-bo"
                    }
                    .to_owned(),
                ),
                round: "dot-1".to_owned(),
                attempt: person.1,
                score: Points::whole(right),
                max_score: Points::whole(10),
                right: u16::try_from(right).unwrap_or(0),
                prediction: (chance.below(50) > 0).then(|| Predicted(chance.int(700_000) * ONE)),
                answered: true,
                started_at: Moment(started),
                submitted_at: Some(Moment(started + 30_000 + chance.int(1_170_000))),
                duration: None,
                finalised: chance.below(20) == 0,
                extra_seconds: 0,
                essay: None,
                void: (chance.below(500) == 0).then(|| "không đúng đối tượng".to_owned()),
                can_win: true,
            }
        })
        .collect()
}

/// Milliseconds this process has spent on a processor: on a busy machine the clock on the wall tells little.
fn cpu_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|n| n.parse::<u64>().ok());
    nanos.unwrap_or(0) / 1_000_000
}

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |n| n.parse())?;
    let rules: RuleSheet = toml::from_str(RULES)?;
    let mut entries = entries(count, rules.rounds[0].opens);
    let units: Vec<UnitNode> = (0..2_000)
        .map(|i| UnitNode {
            id: UnitId::from_text(format!("unit-{i:04}")),
            parent: None,
            bloc: None,
            roster_size: Some(600),
        })
        .collect();
    let decisions = Decisions::default();
    let mut hashes = Vec::new();
    for run in 1..=3 {
        let (start, cpu) = (Instant::now(), cpu_ms());
        let standings = rank_round(&rules, "dot-1", &entries, &units, &decisions);
        let ranked = start.elapsed();
        let cpu = cpu_ms() - cpu;
        hashes.push(standings.hash());
        let hashed = start.elapsed() - ranked;
        println!(
            "run {run}: {} entries, {} persons, {} void ranked in {ranked:?} ({cpu} ms of CPU), hashed in {hashed:?}",
            standings.counts.entries, standings.counts.persons, standings.counts.void
        );
        let third = entries.len() / 3;
        entries.rotate_left(third);
        entries.reverse();
    }
    println!(
        "same standings in another order: {}",
        hashes.windows(2).all(|w| w[0] == w[1])
    );
    let start = Instant::now();
    let lines = recount(&rules, &entries).len();
    println!("recount of {lines} lines in {:?}", start.elapsed());
    Ok(())
}
