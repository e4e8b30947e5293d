//! The recount of files.

use crate::support::*;
use domain::contest::rule_sheet::RankingKey;
use domain::units::Points;
use scoring::standings::{Entry, recount};

#[test]
fn a_recount_fills_in_what_a_file_leaves_out() {
    let mut sheet = rules(&[RankingKey::Score, RankingKey::Prediction]);
    sheet.prediction = Some(predicts());
    let bare = |id: &str, round: &str| Entry {
        round: round.into(),
        max_score: Points(0),
        ..guess(id, 10, 1)
    };
    let unsent = Entry {
        submitted_at: None,
        ..void(bare("v", "dot-1"))
    };
    let entries = [bare("a", "dot-1"), bare("b", "dot-9"), unsent];
    let lines = recount(&sheet, &entries);
    let shown: Vec<(&str, Option<u32>, Option<i64>, bool)> = lines
        .iter()
        .map(|l| {
            (
                l.entry_id.as_str(),
                l.rank,
                l.distance,
                l.duration.is_some(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("a", Some(1), Some(0), true),
            ("b", None, None, true),
            ("v", None, None, false)
        ]
    );
    sheet.rounds.truncate(1);
    let lines = recount(&sheet, &[bare("a", "")]);
    assert_eq!(lines[0].rank, Some(1));
}

#[test]
fn void_entries_of_every_round_come_after_everything_else() {
    let second = |entry: Entry| Entry {
        round: "dot-2".into(),
        ..entry
    };
    let entries = [
        void(entry("a")),
        second(void(entry("b"))),
        second(entry("c")),
        entry("d"),
    ];
    let lines = recount(&rules(&[RankingKey::Score]), &entries);
    let order: Vec<&str> = lines.iter().map(|l| l.entry_id.as_str()).collect();
    assert_eq!(order, ["d", "c", "a", "b"]);
}
