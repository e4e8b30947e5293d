//! Each finding at its boundary, and the search for alike questions against the plain way to find them.

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

const OPTIONS: [&str; 4] = ["Quốc hội", "Chính phủ", "Bộ Nội vụ", "Bộ Tư pháp"];

fn sound() -> Looked<'static> {
    Looked {
        stem: "Cơ quan nào ban hành Nghị quyết số 76/NQ-CP?",
        options: &OPTIONS,
        right: &[1],
        explanation: "Chính phủ ban hành ngày 15/7/2021.",
        document: "Nghị quyết 76/NQ-CP",
        date: "2021-07-15",
    }
}

#[test]
fn a_sound_question_has_no_finding() {
    assert_eq!(lint(&sound()), []);
}

#[test]
fn options_that_name_letters_keep_their_order() {
    let with = |options: &[&str]| lint(&Looked { options, ..sound() });
    let frozen = with(&["Một", "Hai", "Ba", "Cả A và B"]);
    assert_eq!(frozen, [Finding::KeepsOrder(OptionOrder::Frozen)]);
    let pinned = with(&["Một", "Hai", "Ba", "Tất cả đều đúng"]);
    assert_eq!(pinned, [Finding::KeepsOrder(OptionOrder::Pinned(vec![3]))]);
    assert!(pinned[0].sentence().contains("Phương án D"));
    assert_eq!(pinned[0].weight(), Weight::Note);
}

#[test]
fn options_that_differ_in_punctuation_alone_are_alike() {
    let with = |options: &[&str]| lint(&Looked { options, ..sound() });
    let alike = with(&["Chính phủ.", "Quốc hội", "CHÍNH  PHỦ"]);
    assert_eq!(alike, [Finding::OptionsAlike(0, 2)]);
    // Marks make words, and so do signs of percent.
    assert_eq!(with(&["dấu", "dẫu", "10 %", "10"]), []);
}

#[test]
fn the_right_option_that_stands_out_is_told() {
    let long = "a".repeat(45);
    let with = |next: usize, right: &[usize]| {
        let next = "b".repeat(next);
        let options = [next.as_str(), &long, "c"];
        lint(&Looked {
            options: &options,
            right,
            ..sound()
        })
    };
    assert_eq!(
        with(30, &[1]),
        [Finding::RightIsLongest {
            right: 45,
            next: 30
        }]
    );
    assert_eq!(with(31, &[1]), [], "not one and a half times as long");
    assert_eq!(with(30, &[0]), [], "the longest is wrong");
    assert_eq!(with(30, &[0, 1]), [], "several are right");
    assert_eq!(with(30, &[]), [], "nobody says which is right");
    let short = ["aaaaaaaaaaaaaaaaa", "bb", "cc"];
    let found = lint(&Looked {
        options: &short,
        right: &[0],
        ..sound()
    });
    assert_eq!(found, [Finding::RightIsLongest { right: 17, next: 2 }]);
    let short = ["aaaaaaaaaaaaaaaa", "bb", "cc"];
    assert_eq!(
        lint(&Looked {
            options: &short,
            right: &[0],
            ..sound()
        }),
        []
    );
}

#[test]
fn an_explanation_that_names_a_letter_is_pointed_out() {
    for (explanation, words) in [
        ("Đáp án B vì Nghị quyết 76.", Some("Đáp án B")),
        ("Vì phương án: A.", Some("phương án A")),
        ("Đáp án đúng là Chính phủ.", None),
        ("Điểm a khoản 1 Điều 5.", None),
    ] {
        assert_eq!(
            names_a_letter(explanation).as_deref(),
            words,
            "{explanation}"
        );
    }
}

#[test]
fn numbers_name_their_year_or_none() {
    for (number, year) in [
        ("61/2018/NĐ-CP", Some(2018)),
        ("01a/2020/TT-BNV", Some(2020)),
        ("76/NQ-CP", None),
        ("522/QĐ-UBND", None),
        ("12/11/2021", None),
        ("1/2/3", None),
        ("/2018/NĐ", None),
        ("61/20180/NĐ-CP", None),
    ] {
        assert_eq!(year_of_number(number), year, "{number}");
    }
}

#[test]
fn a_number_and_a_date_of_another_year_contradict_each_other() {
    // As the plan of Thanh Trì 2023 has it.
    let plan = "Nghị định số 61/2018/NĐ-CP ngày 12/11/2021 của Chính phủ";
    let found = contradictions(plan);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&*found[0].number, &*found[0].date),
        ("61/2018/NĐ-CP", "12/11/2021")
    );
    for (text, how_many) in [
        ("Nghị định 61/2018/NĐ-CP ngày 23/4/2018", 0),
        (
            "Nghị định 61/2018/NĐ-CP của Chính phủ ban hành ngày 23 tháng 4 năm 2019.",
            1,
        ),
        ("(61/2018/NĐ-CP, ngày 23-4-2019)", 1),
        ("Nghị quyết 76/NQ-CP ngày 15/7/2021", 0),
        ("61/2018/NĐ-CP và 45/2020/NĐ-CP ngày 8/4/2020", 0),
        ("61/2018/NĐ-CP có hiệu lực từ ngày nào?", 0),
        ("61/2018/NĐ-CP ngày 31/2/2019", 0),
        (
            "45/2020/TT-BNV của Bộ trưởng Bộ Nội vụ ban hành ngày 8/4/2021",
            1,
        ),
        // Days of coming into force, and of other documents.
        ("Luật số 52/2019/QH14 có hiệu lực từ ngày 01/7/2020", 0),
        (
            "Nghị định 42/2022/NĐ-CP (hết hiệu lực từ ngày 01/7/2026)",
            0,
        ),
        ("60/2021/NĐ-CP thay thế nghị định nào ngày 14/02/2015?", 0),
        ("60/2021/NĐ-CP, kể từ ngày 14/02/2022", 0),
        ("61/2018/NĐ-CP ngày", 0),
        ("61/2018/NĐ-CP", 0),
    ] {
        assert_eq!(contradictions(text).len(), how_many, "{text}");
    }
}

#[test]
fn the_date_of_a_source_is_held_against_its_number() {
    let with = |document, date| {
        lint(&Looked {
            document,
            date,
            ..sound()
        })
    };
    let found = with("Nghị định 61/2018/NĐ-CP", "2021-11-12");
    let [Finding::YearsContradict(what)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(
        (&*what.number, &*what.date),
        ("61/2018/NĐ-CP", "12/11/2021")
    );
    assert_eq!(with("Nghị định 61/2018/NĐ-CP", "2018-04-23"), []);
    assert_eq!(with("Nghị định 61/2018/NĐ-CP", ""), []);
    assert_eq!(with(" ", ""), [Finding::NoDocument]);
}

#[test]
fn an_old_encoding_is_a_fault_that_says_how_it_reads() {
    let found = lint(&Looked {
        stem: "C¬ quan nµo ban hµnh?",
        ..sound()
    });
    assert_eq!(found[0].weight(), Weight::Fault);
    let said = found[0].sentence();
    assert!(
        said.contains("TCVN3") && said.contains("“Cơ quan nào ban hành?”"),
        "{said}"
    );
}

#[test]
fn a_bank_whose_right_options_are_long_is_lopsided() {
    let options = ["một phương án dài", "ngắn", "vừa phải", "ngắn quá"];
    let bank = |right: &[usize]| -> Vec<Vec<usize>> { right.iter().map(|r| vec![*r]).collect() };
    let bias = |right: &[usize]| {
        let keys = bank(right);
        let looked: Vec<Looked<'_>> = keys
            .iter()
            .map(|right| Looked {
                options: &options,
                right,
                ..sound()
            })
            .collect();
        length_bias(&looked)
    };
    // Of 12 questions with four options chance brings three, with a deviation of one and a half.
    let seven = bias(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3]);
    assert_eq!(
        (seven.questions, seven.longest_is_right, seven.lopsided),
        (12, 7, false)
    );
    assert!(seven.sentence().is_none());
    let eight = bias(&[0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3]);
    assert!(eight.lopsided);
    let said = eight.sentence().unwrap();
    assert!(
        said.contains("Ở 8 trong 12 câu") && said.contains("khoảng 3 câu"),
        "{said}"
    );
    assert!(!bias(&[]).lopsided);
}

#[test]
fn questions_that_ask_nearly_the_same_are_found() {
    let options: &[&str] = &["2021", "2022"];
    let bank: Vec<(&str, &[&str])> = vec![
        ("Nghị quyết 76/NQ-CP được ban hành vào năm nào?", options),
        (
            "Trung tâm phục vụ hành chính công đặt ở đâu?",
            &["Huyện", "Xã"],
        ),
        ("Nghị quyết số 76/NQ-CP được ban hành năm nào?", options),
        ("Năm?", &["x"]),
        ("Năm?", &["x"]),
    ];
    let found = alike(&bank, 0.5);
    let places: Vec<_> = found.iter().map(|a| (a.first, a.second)).collect();
    assert_eq!(places, [(0, 2)]);
    assert!(found[0].share < 1.0);
}

fn plainly(bank: &[(String, Vec<String>)], at_least: f64) -> Vec<(usize, usize)> {
    let sets: Vec<HashSet<(&str, &str)>> = bank
        .iter()
        .map(|(stem, options)| {
            let mut set = HashSet::new();
            for text in [stem].into_iter().chain(options) {
                let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
                if let [only] = words[..] {
                    set.insert((only, ""));
                }
                set.extend(words.windows(2).map(|w| (w[0], w[1])));
            }
            set
        })
        .collect();
    let mut found = Vec::new();
    for (second, b) in sets.iter().enumerate() {
        for (first, a) in sets[..second].iter().enumerate() {
            let (both, all) = (a.intersection(b).count(), a.union(b).count());
            #[expect(clippy::cast_precision_loss, reason = "small sets")]
            let share = both as f64 / all.max(1) as f64;
            if a.len() > 2 && b.len() > 2 && share >= at_least {
                found.push((first, second));
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn none_that_is_alike_is_missed(
        bank in prop::collection::vec(("[abc ]{0,16}", prop::collection::vec("[abc ]{0,6}", 0..3)), 0..12),
        at_least in prop::sample::select(vec![0.3, 0.5, 0.6, 0.8, 1.0]),
    ) {
        let options: Vec<Vec<&str>> = bank.iter().map(|(_, o)| o.iter().map(String::as_str).collect()).collect();
        let looked: Vec<(&str, &[&str])> = bank.iter().zip(&options).map(|((s, _), o)| (s.as_str(), o.as_slice())).collect();
        let found: Vec<_> = alike(&looked, at_least).iter().map(|a| (a.first, a.second)).collect();
        prop_assert_eq!(found, plainly(&bank, at_least));
    }

    #[test]
    fn whatever_people_type_is_looked_at(stem in ".{0,60}", option in ".{0,20}", date in ".{0,12}") {
        let options = [option.as_str(), "khác"];
        for finding in lint(&Looked { stem: &stem, options: &options, right: &[0], explanation: &stem, document: &stem, date: &date }) {
            prop_assert!(!finding.sentence().is_empty());
        }
    }
}
