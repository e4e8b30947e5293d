//! Tests of entries in, and of the lines of a recount out.

use super::*;
use crate::problem::LineProblem;
use domain::quiz::prediction::Predicted;
use domain::time::Moment;
use domain::units::{Dong, Points};
use proptest::prelude::*;

const HEADING: &str = "entry_id,person_id,unit_id,track,round,attempt,score,max_score,prediction,started_at,submitted_at,finalised,extra_seconds,essay,void";

fn read(rows: &[&str]) -> Result<Vec<EntryRow>, Vec<LineProblem>> {
    read_entries(format!("{HEADING}\n{}\n", rows.join("\n")).as_bytes())
}

const TIMES: &str = "2022-08-01T07:00:00+07:00,2022-08-01T07:08:30.250+07:00";

#[test]
fn entries_are_read() {
    let got = read(&[
        &format!("e1,p1,u1,can-bo,dot-1,2,9.25,10,1250,{TIMES},true,60,\"8,5\","),
        &format!("e2,p2,,,dot-1,,\"9,5\",10,\"87,65432\",{TIMES},0,,,gian lận"),
        "",
        "e3,p3,,,,,,,,2022-08-01T00:00:00Z,,,,,chưa nộp",
    ])
    .unwrap();
    assert_eq!(got.len(), 3);
    assert_eq!((got[0].line, got[1].line, got[2].line), (2, 3, 5));
    assert_eq!(
        (got[0].score, got[0].essay),
        (Points(9_250), Some(Points(8_500)))
    );
    assert_eq!(got[0].prediction, Some(Predicted(125_000_000)));
    assert_eq!(
        (got[0].attempt, got[0].extra_seconds, got[0].finalised),
        (2, 60, true)
    );
    assert_eq!(got[1].prediction, Some(Predicted(8_765_432)));
    assert_eq!(
        (got[1].attempt, got[1].finalised, got[1].void.as_deref()),
        (1, false, Some("gian lận"))
    );
    assert_eq!(
        got[0].submitted_at.unwrap().0 - got[0].started_at.0,
        510_250
    );
    assert_eq!(got[2].submitted_at, None);
}

#[test]
fn semicolons_other_orders_and_marks_are_read() {
    let text = "\u{feff}score;entry_id;submitted_at;started_at;person_id\r\n9,5;e1;2022-08-01T07:08:30+07:00;2022-08-01T07:00:00+07:00;p1\r\n";
    let got = read_entries(text.as_bytes()).unwrap();
    assert_eq!((got[0].score, got[0].line), (Points(9_500), 2));
}

#[test]
fn faults_are_named_by_line() {
    let cases = [
        (format!("e1,p1,,,,,x,,,{TIMES},,,,"), "cột score: “x”"),
        (
            format!("e1,p1,,,,,11,10,,{TIMES},,,,"),
            "score lớn hơn max_score",
        ),
        (format!("e1,p1,,,,,9,,-1,{TIMES},,,,"), "cột prediction"),
        (format!("e1,p1,,,,,9,,,{TIMES},maybe,,,"), "cột finalised"),
        (format!("e1,p1,,,,,9,,,{TIMES},,-5,,"), "cột extra_seconds"),
        (format!(",p1,,,,,9,,,{TIMES},,,,"), "cột entry_id để trống"),
        (format!("e1,p1,,,,,,,,{TIMES},,,,"), "cột score để trống"),
        (
            "e1,p1,,,,,9,,,2022-08-01 07:00,,,,,".to_owned(),
            "cột started_at",
        ),
        (
            "e1,p1,,,,,9,,,2022-08-01T07:00:00+07:00,,,,,".to_owned(),
            "cột submitted_at để trống",
        ),
        (
            "e1,p1,,,,,9,,,2022-08-01T07:00:00+07:00,2022-08-01T06:59:59+07:00,,,,".to_owned(),
            "sớm hơn",
        ),
    ];
    for (row, word) in cases {
        let problems = read(&[&format!("ok,p,,,,,9,,,{TIMES},,,,"), &row]).expect_err(&row);
        assert_eq!(
            (problems.len(), problems[0].line),
            (1, 3),
            "{row}: {problems:?}"
        );
        assert!(problems[0].message.contains(word), "{}", problems[0]);
    }
    let twice = format!("e1,p1,,,,,9,,,{TIMES},,,,");
    assert!(
        read(&[&twice, &twice]).unwrap_err()[0]
            .to_string()
            .contains("Dòng 3: entry_id “e1” đã có ở dòng 2")
    );
    let missing = read_entries(b"entry_id,score\n").unwrap_err();
    assert!(
        missing[0]
            .message
            .contains("thiếu cột person_id, started_at, submitted_at"),
        "{missing:?}"
    );
    assert!(read_entries(b"").is_err() && read_entries(b"\xff\xfe").is_err());
}

fn lines() -> Vec<RankRow> {
    vec![
        RankRow {
            rank: Some(1),
            entry_id: "e1".to_owned(),
            counted: true,
            score: Points(9_250),
            distance: Some(Predicted(1_234_567)),
            duration_ms: Some(510_250),
            submitted_at: Moment::parse_rfc3339("2022-08-01T07:08:30.250+07:00"),
            prize: Some("Giải Nhất".to_owned()),
        },
        RankRow {
            rank: None,
            entry_id: "-1".to_owned(),
            counted: false,
            score: Points(0),
            distance: None,
            duration_ms: None,
            submitted_at: None,
            prize: None,
        },
    ]
}

#[test]
fn rank_lines_are_the_contract() {
    assert_eq!(
        rank_csv(&lines()),
        "rank,entry_id,counted,score,distance,duration_ms,submitted_at,prize\n1,e1,true,9.25,12.34567,510250,2022-08-01T07:08:30.250+07:00,Giải Nhất\n,-1,false,0,,,,\n"
    );
    let json: serde_json::Value = serde_json::from_str(&rank_json(&lines()).unwrap()).unwrap();
    assert_eq!(
        json,
        serde_json::json!([
            {"rank": 1, "entry_id": "e1", "counted": true, "score": 9.25, "distance": 12.34567,
             "duration_ms": 510_250, "submitted_at": "2022-08-01T07:08:30.250+07:00", "prize": "Giải Nhất"},
            {"rank": null, "entry_id": "-1", "counted": false, "score": 0, "distance": null,
             "duration_ms": null, "submitted_at": null, "prize": null}
        ])
    );
}

#[test]
fn the_tables_of_committees_have_rates_only_with_a_roster() {
    let rows = [
        ParticipationRow {
            unit: "Xã A".to_owned(),
            roster: Some(4_218),
            participants: 2_916,
            ..ParticipationRow::default()
        },
        ParticipationRow {
            unit: "Tổ 1".to_owned(),
            participants: 7,
            ..ParticipationRow::default()
        },
    ];
    let text = String::from_utf8(participation_csv("Dự thi", &rows)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], ";;Xã A;;4218;2916;69,1;;");
    assert_eq!(lines[2], ";;Tổ 1;;;7;;;");
    assert!(participation_xlsx("Dự thi", &rows).is_ok());
}

#[test]
fn standings_are_written() {
    let row = StandingRow {
        rank: Some(1),
        name: "Nguyễn Thị An".to_owned(),
        code: "HUE-0001".to_owned(),
        phone: "0912345678".to_owned(),
        unit: "Xã A".to_owned(),
        track: String::new(),
        score: Points(10_000),
        prediction: Some(Predicted(125_000_000)),
        distance: Some(Predicted(300_000)),
        duration: Some(domain::time::Span(510_250)),
        submitted_at: Moment::parse_rfc3339("2022-08-01T07:08:30+07:00"),
        prize: Some("Giải Nhất".to_owned()),
        amount: Some(Dong(600_000)),
        note: String::new(),
    };
    let text = String::from_utf8(standings_csv("Kết quả", std::slice::from_ref(&row))).unwrap();
    assert_eq!(
        text.lines().nth(1),
        Some(
            "1;Nguyễn Thị An;HUE-0001;Xã A;;10;1250;3;510,25;01/08/2022 07:08:30;Giải Nhất;600000;0912345678;"
        )
    );
    assert!(standings_xlsx("Kết quả", &[row]).is_ok());
}

proptest! {
    #[test]
    fn no_entries_panic(text in "[\\PC\n\r,;\"]{0,200}", headed in any::<bool>()) {
        let text = if headed { format!("{HEADING}\n{text}") } else { text };
        let _ = read_entries(text.as_bytes());
    }
}

#[test]
fn entries_written_are_read_back_as_they_were() {
    let full = EntryRow {
        line: 2,
        entry_id: "e1".to_owned(),
        person_id: "p1".to_owned(),
        unit_id: "u1".to_owned(),
        track: "can-bo".to_owned(),
        round: "dot-1".to_owned(),
        attempt: 2,
        score: Points(9_250),
        max_score: Points(10_000),
        prediction: Some(Predicted(8_765_000)),
        started_at: Moment(1_659_312_000_000),
        submitted_at: Some(Moment(1_659_312_510_250)),
        finalised: true,
        extra_seconds: 30,
        essay: Some(Points(500)),
        void: Some("Trùng, \"hai\" lần".to_owned()),
        answered: false,
        duration: Some(domain::time::Span(510_250)),
        can_win: false,
        right: 19,
    };
    let bare = EntryRow {
        line: 3,
        entry_id: "e2".to_owned(),
        unit_id: String::new(),
        track: String::new(),
        prediction: None,
        essay: None,
        void: None,
        finalised: false,
        answered: true,
        duration: None,
        can_win: true,
        right: 0,
        ..full.clone()
    };
    let text = entries_csv(&[full.clone(), bare.clone()]);
    assert_eq!(read_entries(text.as_bytes()).unwrap(), [full, bare]);
    // The columns of the contract alone mean: answered, measured from start to end, able to win.
    let short: String = text
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.rsplitn(5, ',').collect();
            format!("{}\n", cells[4])
        })
        .collect();
    let read = read_entries(short.as_bytes()).unwrap();
    assert!(
        read.iter()
            .all(|r| r.answered && r.can_win && r.duration.is_none() && r.right == 0)
    );
}
