//! The presets and demo banks of `contests/`, and files made in a test.

use super::OPENS;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::Round;
use services::import::Upload;
use services::question::QuestionUpload;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../contests")
}

/// A preset, moved so that its first round opens at [`OPENS`].
pub(crate) fn preset(code: &str) -> RuleSheet {
    let text = std::fs::read_to_string(root().join(format!("{code}.toml"))).unwrap();
    let mut rules: RuleSheet = toml::from_str(&text).unwrap();
    let first = rules.rounds.iter().map(|r| r.opens).min().unwrap_or(OPENS);
    let shift = OPENS - first;
    for round in &mut rules.rounds {
        *round = Round {
            opens: round.opens + shift,
            closes: round.closes + shift,
            ..round.clone()
        };
    }
    rules
}

/// The demo bank of a topic.
pub(crate) fn bank_file(topic: &str) -> QuestionUpload {
    let name = format!("{}.toml", topic.replace('_', "-"));
    let bytes = std::fs::read(root().join("banks").join(&name)).unwrap();
    QuestionUpload {
        file: Upload {
            file_name: name,
            bytes,
        },
        topic: None,
        level: None,
    }
}

/// A text as a file.
pub(crate) fn file(name: &str, text: &str) -> Upload {
    Upload {
        file_name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

/// A number as letters, for names, which have no digits.
pub(crate) fn letters(n: usize) -> String {
    let digits = format!("{n:05}");
    digits
        .bytes()
        .map(|d| char::from(d - b'0' + b'a'))
        .collect::<String>()
}
