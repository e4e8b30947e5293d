//! Questions go out and come back; no reader panics.

use super::KEEP;
use crate::question::*;
use proptest::prelude::*;

fn arbitrary_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 ăâđêôơưàếổ~=#{}:%\\\\\\[\\]/$.,;<>&\"'()-]{1,40}"
        .prop_map(|t| domain::text::tidy(&t))
        .prop_filter("not empty", |t| !t.is_empty())
}

fn arbitrary_question() -> impl Strategy<Value = ImportedQuestion> {
    let options = proptest::collection::vec(arbitrary_text(), 2..=8);
    let code = proptest::option::of("[A-Z]{2}-[0-9]{3}");
    let level = proptest::option::of(proptest::sample::select(Level::ALL.to_vec()));
    let explanation = proptest::option::of(arbitrary_text());
    let topic = proptest::option::of("[a-z_]{1,10}");
    let mask = 1_usize..256;
    (
        arbitrary_text(),
        options,
        code,
        level,
        explanation,
        topic,
        mask,
        any::<bool>(),
    )
        .prop_map(
            |(stem, texts, code, level, explanation, topic, mask, several)| {
                let mut right: Vec<usize> =
                    (0..texts.len()).filter(|i| mask >> i & 1 == 1).collect();
                if right.is_empty() {
                    right.push(0);
                }
                if !several {
                    right.truncate(1);
                }
                let share = Weight::each_of(right.len());
                let options = texts
                    .iter()
                    .enumerate()
                    // numbered, so that no two are alike
                    .map(|(i, t)| ImportedOption {
                        text: format!("{t} {i}"),
                        correct: right.contains(&i),
                        weight: if right.contains(&i) {
                            share
                        } else {
                            Weight::ZERO
                        },
                    })
                    .collect();
                ImportedQuestion {
                    kind: if several {
                        ImportedKind::MultipleChoice
                    } else {
                        ImportedKind::SingleChoice
                    },
                    stem,
                    options,
                    explanation,
                    topic,
                    level,
                    source: None,
                    line: None,
                    code,
                }
            },
        )
}

/// Without lines and with distinct codes, as a bank has them.
fn comparable(questions: &[ImportedQuestion]) -> Vec<ImportedQuestion> {
    let mut questions = questions.to_vec();
    let mut codes = std::collections::HashSet::new();
    questions.retain(|q| q.code.clone().is_none_or(|c| codes.insert(c)));
    for question in &mut questions {
        question.line = None;
    }
    questions
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn gift_goes_out_and_comes_back(questions in proptest::collection::vec(arbitrary_question(), 1..6)) {
        let questions = comparable(&questions);
        // a level in brackets before the stem is a level, by convention
        prop_assume!(questions.iter().all(|q| !q.stem.starts_with('[')));
        let text = write::gift(&questions);
        let back = convert(text.as_bytes(), Format::Gift, ConvertOptions::default());
        prop_assert_eq!(&back.problems, &[], "{}", text);
        prop_assert_eq!(comparable(&back.questions), questions, "{}", text);
    }

    #[test]
    fn a_workbook_goes_out_and_comes_back(questions in proptest::collection::vec(arbitrary_question(), 1..6)) {
        let questions = comparable(&questions);
        let bytes = write::xlsx(&questions).unwrap();
        let back = convert(&bytes, Format::Xlsx, ConvertOptions::default());
        prop_assert_eq!(&back.problems, &[]);
        prop_assert_eq!(comparable(&back.questions), questions);
    }

    #[test]
    fn no_reader_panics_on_text(text in "[\\PC\n\r\t{}=~#%:\\\\A-D.$/ \\[\\]\"';,]{0,200}", format in 0_usize..5) {
        let formats = [Format::Gift, Format::Aiken, Format::Csv, Format::BankToml, Format::Xlsx];
        let outcome = convert(text.as_bytes(), formats[format], KEEP);
        prop_assert!(!outcome.questions.is_empty() || !outcome.problems.is_empty());
        let _ = Format::detect("x", text.as_bytes());
    }

    #[test]
    fn no_reader_panics_on_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300), zip in any::<bool>()) {
        let mut bytes = bytes;
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        for format in [Format::Gift, Format::Aiken, Format::Csv, Format::BankToml, Format::Xlsx] {
            let _ = convert(&bytes, format, KEEP);
        }
    }

    #[test]
    fn a_damaged_workbook_is_refused_or_read(at in 0_usize..10_000, byte in any::<u8>()) {
        let mut bytes = template().unwrap();
        let place = at % bytes.len();
        bytes[place] = byte;
        let _ = convert(&bytes, Format::Xlsx, KEEP);
        let cut = &bytes[..place];
        let _ = convert(cut, Format::Xlsx, KEEP);
    }
}
