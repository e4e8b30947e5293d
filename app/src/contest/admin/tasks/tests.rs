//! What is next in each phase.

use super::*;

fn facts(phases: &[RoundPhase]) -> Facts {
    let round = |(i, phase): (usize, &RoundPhase)| RoundFact {
        code: format!("dot-{i}"),
        name: format!("Đợt {i}"),
        phase: *phase,
        shortages: 0,
        revised: false,
    };
    Facts {
        contest: "c".into(),
        has_quiz: true,
        questions: 30,
        units: 3,
        needs_roster: true,
        people: Some(9),
        rounds: (1..).zip(phases).map(round).collect(),
        ..Facts::default()
    }
}

fn now(facts: &Facts) -> Vec<&'static str> {
    tasks(facts)
        .into_iter()
        .filter(|t| t.state == State::Now)
        .map(|t| t.title)
        .collect()
}

#[test]
fn what_is_next_follows_the_phases() {
    use RoundPhase as P;
    assert_eq!(now(&facts(&[P::Draft])), ["Khoá từng đợt"]);
    assert_eq!(now(&facts(&[P::Committed])), Vec::<&str>::new());
    assert_eq!(
        now(&facts(&[P::Open, P::Draft])),
        ["Khoá từng đợt", "Theo dõi tham gia"]
    );
    assert_eq!(
        now(&facts(&[P::Closed, P::Open])),
        ["Theo dõi tham gia", "Niêm phong"]
    );
    assert_eq!(now(&facts(&[P::Sealed])), ["Rà soát", "Công bố"]);
    assert!(
        tasks(&facts(&[P::Published]))
            .iter()
            .all(|t| t.state == State::Done)
    );
}

#[test]
fn a_version_after_publication_waits_to_be_published_too() {
    let mut published = facts(&[RoundPhase::Published, RoundPhase::Published]);
    published.rounds[1].revised = true;
    assert_eq!(now(&published), ["Công bố"]);
    let task = tasks(&published).pop().unwrap();
    assert!(
        task.text.starts_with("Đợt 2 có bản xếp hạng mới"),
        "{}",
        task.text
    );
    assert_eq!(task.link.unwrap().1, "/admin/c/ra-soat/dot-2");
}

#[test]
fn nothing_is_committed_before_it_is_ready() {
    let mut short = facts(&[RoundPhase::Draft]);
    short.rounds[0].shortages = 1;
    short.rule_errors = 2;
    assert_eq!(now(&short), ["Thể lệ", "Câu hỏi"]);
    let commit = tasks(&short)
        .into_iter()
        .find(|t| t.title == "Khoá từng đợt");
    assert_eq!(commit.and_then(|t| t.link), None);
}

#[test]
fn a_movement_has_its_rules_only() {
    let movement = Facts {
        contest: "m".into(),
        ..Facts::default()
    };
    assert_eq!(tasks(&movement).len(), 1);
}
