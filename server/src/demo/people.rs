//! Units and invented people. Every name says that it is a sample.

use super::Outcome;
use domain::ids::{PersonId, UnitId, base32};
use domain::text;
use serde_json::json;
use services::Services;
use services::contest::Contest;
use services::record::Act;
use store::people::{PersonRow, UnitRow};

/// People of Huế whose slip secrets the demo prints: code, secret, what they did.
pub(super) const KNOWN: [(&str, &str, &str); 5] = [
    (
        "HUE-0001",
        "HTTH-2026-001",
        "giải Nhất đợt 1; đợt 3 chưa thi",
    ),
    (
        "HUE-0002",
        "HTTH-2026-002",
        "đợt 1 đúng 9 câu; đợt 3 chưa thi",
    ),
    ("HUE-0003", "HTTH-2026-003", "chưa thi đợt nào"),
    ("HUE-0004", "HTTH-2026-004", "đã thi cả đợt 3, có biên nhận"),
    (
        "HUE-0005",
        "HTTH-2026-005",
        "đợt 1 hết giờ, máy chủ thu bài; đợt 3 chưa thi",
    ),
];

/// Contestants of Huế.
const HUE_PEOPLE: usize = 2_000;
/// Letters of a slip secret, as the product makes them.
const SECRET_LETTERS: usize = 11;

const FAMILIES: [&str; 12] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
];
const MIDDLES: [&str; 6] = [
    "Thử Nghiệm",
    "Thị Mẫu",
    "Văn Mẫu",
    "Mẫu Thử",
    "Thị Thử",
    "Văn Thử",
];

/// Someone who can take part.
#[derive(Debug, Clone)]
pub(super) struct Player {
    pub(super) person: String,
    pub(super) unit: String,
    pub(super) track: Option<String>,
}

/// A unit to be made: code, name, bloc, people.
type Planned = (String, String, Option<&'static str>, usize);

/// Departments, wards, communes and agencies of a province, and their roster of people with slips.
pub(super) async fn settle_hue(services: &Services, contest: &Contest) -> Outcome<Vec<Player>> {
    let kinds = [
        ("SO", "Sở mẫu", 12),
        ("P", "UBND phường mẫu", 14),
        ("X", "UBND xã mẫu", 8),
        ("SN", "Đơn vị sự nghiệp mẫu", 6),
    ];
    let mut planned: Vec<Planned> = Vec::new();
    for (code, name, count) in kinds {
        for n in 1..=count {
            // Sizes from 30 to 70, 50 on average.
            let size = 30 + planned.len() * 17 % 41;
            planned.push((
                format!("{code}-{n:02}"),
                format!("{name} {n:02}"),
                None,
                size,
            ));
        }
    }
    let before: usize = planned.iter().map(|p| p.3).sum();
    if let Some(last) = planned.last_mut() {
        last.3 += HUE_PEOPLE.saturating_sub(before);
    }
    settle(services, contest, &planned, Some("HUE")).await
}

/// Neighbourhoods, offices, schools and associations of a ward; its people declare themselves.
pub(super) async fn settle_bong_son(
    services: &Services,
    contest: &Contest,
) -> Outcome<Vec<Player>> {
    let mut planned: Vec<Planned> = Vec::new();
    for n in 1..=11 {
        let size = 16 + n * 7 % 13;
        planned.push((
            format!("KP-{n:02}"),
            format!("Khu phố {n}"),
            Some("khu_pho"),
            size,
        ));
    }
    let others = [
        ("UBND", "UBND phường (cơ quan)", "co_quan", 9),
        ("CA", "Công an phường", "co_quan", 8),
        ("TYT", "Trạm Y tế phường", "co_quan", 6),
        ("TH", "Trường Tiểu học mẫu", "truong_hoc", 14),
        ("THCS", "Trường THCS mẫu", "truong_hoc", 16),
        ("MN", "Trường Mầm non mẫu", "truong_hoc", 9),
        ("MTTQ", "Uỷ ban MTTQVN phường", "doan_the", 4),
        ("DTN", "Đoàn Thanh niên phường", "doan_the", 12),
        ("HPN", "Hội Liên hiệp Phụ nữ phường", "doan_the", 11),
        ("HND", "Hội Nông dân phường", "doan_the", 8),
        ("CCB", "Hội Cựu chiến binh phường", "doan_the", 7),
    ];
    planned.extend(others.map(|(c, n, b, size)| (c.to_owned(), n.to_owned(), Some(b), size)));
    settle(services, contest, &planned, None).await
}

/// Offices, agencies and communes of a district in three blocs, each a track.
pub(super) async fn settle_thanh_tri(
    services: &Services,
    contest: &Contest,
) -> Outcome<Vec<Player>> {
    let kinds = [
        ("PB", "Phòng chuyên môn mẫu", "chuyen_mon", 10, 9),
        ("SN", "Trường mẫu", "su_nghiep", 12, 18),
        ("XA", "UBND xã mẫu", "xa_thi_tran", 15, 12),
    ];
    let mut planned: Vec<Planned> = Vec::new();
    for (code, name, bloc, count, size) in kinds {
        for n in 1..=count {
            planned.push((
                format!("{code}-{n:02}"),
                format!("{name} {n:02}"),
                Some(bloc),
                size + n % 5,
            ));
        }
    }
    settle(services, contest, &planned, None).await
}

/// Writes units and people in one transaction: nobody else waits for the writer here.
async fn settle(
    services: &Services,
    contest: &Contest,
    planned: &[Planned],
    roster: Option<&str>,
) -> Outcome<Vec<Player>> {
    let mut units = Vec::with_capacity(planned.len());
    let mut people = Vec::new();
    for (code, name, bloc, size) in planned {
        let unit = UnitRow {
            id: UnitId::from_random(services.random()).as_str().to_owned(),
            contest_id: contest.id.as_str().to_owned(),
            code: code.clone(),
            name: name.clone(),
            bloc: bloc.map(str::to_owned),
            ..UnitRow::default()
        };
        let track = bloc
            .and_then(|b| contest.rules.track_of_bloc(b))
            .map(|t| t.code.clone());
        for place in 0..*size {
            let person = person(services, &unit, (people.len(), place), roster);
            people.push(PersonRow {
                track: track.clone(),
                ..person
            });
        }
        units.push(unit);
    }
    let mut tx = services.db().write().await?;
    store::people::upsert_units(&mut tx, &units).await?;
    store::people::upsert_people(&mut tx, &people).await?;
    let act = |act| Act {
        contest: Some(contest.id.as_str()),
        by: None,
        act,
    };
    let codes: Vec<&str> = units.iter().map(|u| u.code.as_str()).collect();
    services
        .log(&mut tx, act("set_units"), &json!({ "units": codes }))
        .await?;
    if roster.is_some() {
        services
            .log(
                &mut tx,
                act("import_roster"),
                &json!({ "people": people.len() }),
            )
            .await?;
    }
    tx.commit().await?;
    let player = |p: PersonRow| Player {
        person: p.id,
        unit: p.unit_id,
        track: p.track,
    };
    Ok(people.into_iter().map(player).collect())
}

/// An invented person; with a roster code and a slip where the contest has a roster.
fn person(
    services: &Services,
    unit: &UnitRow,
    (number, place): (usize, usize),
    roster: Option<&str>,
) -> PersonRow {
    let id = PersonId::from_random(services.random()).as_str().to_owned();
    let family = FAMILIES[number * 5 % FAMILIES.len()];
    let full_name = format!(
        "{family} {} {:04}",
        MIDDLES[number % MIDDLES.len()],
        number + 1
    );
    let known = KNOWN.get(number).filter(|_| roster.is_some());
    let secret = known
        .and_then(|(_, slip, _)| domain::ids::clean_code(slip))
        .unwrap_or_else(|| {
            let mut drawn = base32(&services.random::<7>());
            drawn.truncate(SECRET_LETTERS);
            drawn
        });
    let birth = format!(
        "{}-{:02}-{:02}",
        1965 + number * 11 % 40,
        1 + number % 12,
        1 + number % 28
    );
    PersonRow {
        contest_id: unit.contest_id.clone(),
        code: roster.map(|prefix| format!("{prefix}-{:04}", number + 1)),
        name_folded: text::fold(&full_name),
        full_name,
        unit_id: unit.id.clone(),
        category: if place < 2 {
            "Lãnh đạo"
        } else {
            "Công chức, viên chức"
        }
        .to_owned(),
        leader: i64::from(place < 2),
        birth_date: Some(birth),
        slip_hash: roster.map(|_| services.slip_hash(&id, &secret)),
        self_declared: i64::from(roster.is_none()),
        created_at: services.now().0,
        id,
        ..PersonRow::default()
    }
}
