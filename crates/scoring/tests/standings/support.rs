//! Builders the tests share.

use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{
    Counting, IndividualPrize, Overall, Population, Prediction, PredictionKind, RankingKey, Scope,
    Track, Unresolved,
};
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::quiz::prediction::{ONE, Predicted};
use domain::time::{Moment, Span};
use domain::units::{Dong, Points};
use scoring::standings::{Decisions, Entry, Line, RoundStandings, rank_round};

const BASE: &str = r#"
format = 1
code = "thi"
title = "Hội thi"
organiser = "Sở Nội vụ"
who = "mọi người"
[eligibility]
identity = "sso"
[[rounds]]
code = "dot-1"
name = "Đợt 1"
opens = "2022-08-01T00:00:00+07:00"
closes = "2022-08-08T00:00:00+07:00"
[[rounds]]
code = "dot-2"
name = "Đợt 2"
opens = "2022-08-08T00:00:00+07:00"
closes = "2022-08-15T00:00:00+07:00"
[quiz]
questions = 10
minutes = 20
points_each = 1000
"#;

/// Two rounds, no tracks, ranked by these keys.
pub(crate) fn rules(keys: &[RankingKey]) -> RuleSheet {
    let mut rules: RuleSheet = toml::from_str(BASE).expect("base rule sheet");
    rules.ranking.keys = keys.to_vec();
    rules.ranking.unresolved = Some(Unresolved::Share);
    rules
}

/// A prediction of the number of perfect entries over persons and all tracks.
pub(crate) fn predicts() -> Prediction {
    Prediction {
        kind: PredictionKind::PerfectEntries,
        counted_over: Population::Persons,
        scope: Scope::Overall,
        decimals: 0,
        winner_must_be_perfect: false,
    }
}

pub(crate) fn tracks(codes: &[&str]) -> Vec<Track> {
    let track = |code: &&str| Track {
        code: (*code).into(),
        name: (*code).into(),
        blocs: vec![],
    };
    codes.iter().map(track).collect()
}

pub(crate) fn tier(code: &str, count: u32, amount: i64) -> IndividualPrize {
    IndividualPrize {
        code: code.into(),
        name: code.into(),
        count,
        amount: Dong(amount),
        certificate: String::new(),
    }
}

pub(crate) fn overall(min_rounds: u32) -> Overall {
    Overall {
        rounds: vec![],
        min_rounds,
    }
}

pub(crate) fn counts(rules: &mut RuleSheet, counting: Counting) {
    for round in &mut rules.rounds {
        round.counts = counting;
        round.attempts = 9;
    }
}

/// Instant of opening of the first round.
pub(crate) fn opening() -> Moment {
    Moment::parse_rfc3339("2022-08-01T00:00:00+07:00").expect("instant")
}

/// A perfect entry of its own person in the first round, sent a minute after a start at opening.
pub(crate) fn entry(id: &str) -> Entry {
    Entry {
        entry_id: AttemptId::from_text(id),
        person_id: PersonId::from_text(format!("p-{id}")),
        unit_id: Some(UnitId::from_text("u")),
        track: None,
        round: "dot-1".into(),
        attempt: 1,
        score: Points::whole(10),
        max_score: Points::whole(10),
        right: 10,
        prediction: None,
        answered: true,
        started_at: opening(),
        submitted_at: Some(opening() + Span::seconds(60)),
        duration: None,
        finalised: false,
        extra_seconds: 0,
        essay: None,
        void: None,
        can_win: true,
    }
}

pub(crate) fn scored(id: &str, score: i64) -> Entry {
    Entry {
        score: Points::whole(score),
        right: u16::try_from(score).expect("small"),
        ..entry(id)
    }
}

pub(crate) fn guess(id: &str, score: i64, number: i64) -> Entry {
    Entry {
        prediction: Some(Predicted(number * ONE)),
        ..scored(id, score)
    }
}

pub(crate) fn void(entry: Entry) -> Entry {
    Entry {
        void: Some("tài khoản không khớp SSO".into()),
        ..entry
    }
}

pub(crate) fn run(rules: &RuleSheet, entries: &[Entry]) -> RoundStandings {
    rank_round(rules, "dot-1", entries, &[], &Decisions::default())
}

/// `rank id` of every line in output order, `-` for no rank.
pub(crate) fn ranks(standings: &RoundStandings) -> Vec<String> {
    let show = |l: &Line| {
        let rank = l.rank.map_or("-".to_owned(), |r| r.to_string());
        format!("{rank} {}", l.entry_id)
    };
    standings.lines.iter().map(show).collect()
}

/// `id prize amount` of every winner in output order, `id pending` for those who wait.
pub(crate) fn prizes(standings: &RoundStandings) -> Vec<String> {
    let touched = standings
        .lines
        .iter()
        .filter(|l| l.prize.is_some() || l.pending);
    touched
        .map(|l| match (&l.prize, l.amount) {
            (Some(prize), Some(amount)) => format!("{} {prize} {}", l.entry_id, amount.0),
            _ => format!("{} pending", l.entry_id),
        })
        .collect()
}

pub(crate) fn line<'a>(standings: &'a RoundStandings, id: &str) -> &'a Line {
    let found = standings.lines.iter().find(|l| l.entry_id.as_str() == id);
    found.expect("line of the entry")
}
