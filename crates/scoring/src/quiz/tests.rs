use super::*;
use domain::contest::rule_sheet::PaperKind;
use domain::quiz::save::{PaperShape, PlaceShape};

fn quiz(void_question: VoidQuestion) -> Quiz {
    Quiz {
        questions: 3,
        minutes: 20,
        points_each: Points(1_500),
        grace_seconds: 30,
        paper: PaperKind::Drawn,
        forms: vec![],
        shuffle_questions: true,
        shuffle_options: true,
        submit_requires_all: false,
        void_question,
        blueprint: vec![],
    }
}

/// Q1 shown in bank order, Q2 reversed, Q3 allows several and is shuffled.
fn paper() -> Paper {
    let item = |code: &str, order: &[u8]| PaperItem {
        code: code.into(),
        order: order.to_vec(),
    };
    let place = |several| PlaceShape {
        options: 4,
        several,
    };
    Paper {
        items: vec![
            item("Q1", &[0, 1, 2, 3]),
            item("Q2", &[3, 2, 1, 0]),
            item("Q3", &[2, 0, 3, 1]),
        ],
        shape: PaperShape(vec![place(false), place(false), place(true)]),
    }
}

fn keys() -> AnswerKey {
    [("Q1", vec![1]), ("Q2", vec![0]), ("Q3", vec![2, 3])]
        .into_iter()
        .collect()
}

fn held(values: [&str; 3]) -> Vec<(Slot, Held)> {
    (0_u16..)
        .zip(values)
        .filter(|(_, value)| !value.is_empty())
        .map(|(place, value)| {
            let held = Held {
                value: value.into(),
                revision: 1,
                saved_at: None,
            };
            (Slot::Question(place), held)
        })
        .collect()
}

fn run(values: [&str; 3], void: &[&str], policy: VoidQuestion) -> Marked {
    let void = void.iter().map(|c| (*c).to_owned()).collect();
    mark(&paper(), &held(values), &keys(), &void, &quiz(policy))
}

#[test]
fn places_are_mapped_back_to_the_bank() {
    // Q1: place 1 is option 1. Q2: option 0 stands at place 3. Q3: options 2 and 3 stand at places 0 and 2.
    let all = run(["1", "3", "0,2"], &[], VoidQuestion::Removed);
    assert_eq!((all.right, all.questions, all.answered), (3, 3, 3));
    assert_eq!((all.score, all.max_score), (Points(4_500), Points(4_500)));
    assert!(all.is_perfect());
    assert_eq!(run(["1", "0", "0,2"], &[], VoidQuestion::Removed).right, 2);
}

#[test]
fn several_options_must_be_exactly_the_key() {
    for (value, want) in [
        ("0,2", 1),
        ("2,0", 1),
        ("0", 0),
        ("0,1,2", 0),
        ("", 0),
        ("0,9", 0),
        ("x", 0),
        ("0,2,", 0),
    ] {
        let marked = run(["", "", value], &[], VoidQuestion::Removed);
        assert_eq!(marked.right, want, "{value:?}");
    }
}

#[test]
fn a_void_question_is_removed_or_credited() {
    let removed = run(["1", "3", "1"], &["Q3"], VoidQuestion::Removed);
    assert_eq!(
        (removed.score, removed.max_score, removed.questions),
        (Points(3_000), Points(3_000), 2)
    );
    assert!(removed.is_perfect());
    let credited = run(["1", "3", ""], &["Q3"], VoidQuestion::Credited);
    assert_eq!(
        (credited.right, credited.score, credited.max_score),
        (3, Points(4_500), Points(4_500))
    );
    assert!(credited.is_perfect());
}

#[test]
fn an_empty_paper_is_never_perfect() {
    let all_void = ["Q1", "Q2", "Q3"];
    let removed = run(["1", "3", "0,2"], &all_void, VoidQuestion::Removed);
    assert_eq!(removed.max_score, Points(0));
    assert!(!removed.is_perfect());
    let credited = run(["", "", ""], &all_void, VoidQuestion::Credited);
    assert_eq!(credited.score, credited.max_score);
    assert!(!credited.is_perfect(), "no saved answer");
}

#[test]
fn a_cleared_answer_is_no_answer_and_the_newest_revision_counts() {
    let mut values = held(["1", "", ""]);
    let newer = Held {
        value: String::new(),
        revision: 2,
        saved_at: None,
    };
    values.insert(0, (Slot::Question(0), newer));
    let marked = mark(
        &paper(),
        &values,
        &keys(),
        &BTreeSet::new(),
        &quiz(VoidQuestion::Removed),
    );
    assert_eq!((marked.answered, marked.right), (0, 0));
}

#[test]
fn a_question_without_a_key_is_not_right() {
    let none = AnswerKey::new();
    let marked = mark(
        &paper(),
        &held(["1", "3", "0,2"]),
        &none,
        &BTreeSet::new(),
        &quiz(VoidQuestion::Removed),
    );
    assert_eq!((marked.right, marked.max_score), (0, Points(4_500)));
}
