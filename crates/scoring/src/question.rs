//! The answer key. It exists only here: nothing the browser gets has a field for it (DESIGN 3).

mod accepted;

pub use accepted::Accepted;

use std::collections::{BTreeMap, BTreeSet};

/// Right options of each question, by question code, as indexes in the bank's own order, with what the committee changed
/// after commitment.
///
/// Neither `Debug` nor serde shows it: a log line or a reply can't leak what it cannot print.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct AnswerKey {
    /// As committed.
    right: BTreeMap<String, BTreeSet<u8>>,
    /// Accepted instead.
    changed: BTreeMap<String, Accepted>,
}

impl AnswerKey {
    /// An empty key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the right options of a question, replacing what was set before.
    pub fn set(&mut self, code: impl Into<String>, right: impl IntoIterator<Item = u8>) {
        self.right.insert(code.into(), right.into_iter().collect());
    }

    /// Accepts other answers to a question than were committed; a later change replaces an earlier one.
    pub fn change(&mut self, code: impl Into<String>, accepted: Accepted) {
        self.changed.insert(code.into(), accepted);
    }

    /// Right options of a question as committed; none when the key does not have it.
    #[must_use]
    pub fn right(&self, code: &str) -> Option<&BTreeSet<u8>> {
        self.right.get(code)
    }

    /// Whether these options, all that were chosen, are a right answer. Nothing chosen never is.
    #[must_use]
    pub fn accepts(&self, code: &str, chosen: &BTreeSet<u8>) -> bool {
        if chosen.is_empty() {
            return false;
        }
        match self.changed.get(code) {
            Some(accepted) => accepted.contains(chosen),
            None => self.right(code) == Some(chosen),
        }
    }

    /// The answers accepted now; none when the key does not have the question.
    #[must_use]
    pub fn accepted(&self, code: &str) -> Option<Accepted> {
        let committed = || self.right(code).cloned().and_then(Accepted::only);
        self.changed.get(code).cloned().or_else(committed)
    }

    /// Every option that stands in a right answer.
    #[must_use]
    pub fn shown_right(&self, code: &str) -> BTreeSet<u8> {
        match self.changed.get(code) {
            Some(accepted) => accepted.options().collect(),
            None => self.right(code).cloned().unwrap_or_default(),
        }
    }

    /// Codes the key cannot mark: absent, or without any right option. To be empty before commitment.
    pub fn missing<'a>(
        &self,
        codes: impl IntoIterator<Item = &'a str>,
    ) -> impl Iterator<Item = &'a str> {
        codes
            .into_iter()
            .filter(|code| self.right(code).is_none_or(BTreeSet::is_empty))
    }

    /// Number of questions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.right.len()
    }

    /// Whether there is no question.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.right.is_empty()
    }
}

impl<C: Into<String>, R: IntoIterator<Item = u8>> FromIterator<(C, R)> for AnswerKey {
    fn from_iter<I: IntoIterator<Item = (C, R)>>(questions: I) -> Self {
        let mut key = Self::new();
        for (code, right) in questions {
            key.set(code, right);
        }
        key
    }
}

impl std::fmt::Debug for AnswerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AnswerKey({} questions, redacted)", self.len())
    }
}

/// Whether a question of a committed bank still counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum QuestionStatus {
    /// Counts.
    #[default]
    Valid,
    /// Voided by the committee: removed or credited, as the rule sheet says (DESIGN 4).
    Void {
        /// Why.
        reason: String,
    },
}

/// Codes of the void questions, as marking takes them.
#[must_use]
pub fn void_codes<'a>(
    statuses: impl IntoIterator<Item = (&'a str, &'a QuestionStatus)>,
) -> BTreeSet<String> {
    statuses
        .into_iter()
        .filter(|(_, status)| matches!(status, QuestionStatus::Void { .. }))
        .map(|(code, _)| code.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_answer() {
        let key: AnswerKey = [("Q1", [2]), ("Q2", [3])].into_iter().collect();
        assert_eq!(format!("{key:?}"), "AnswerKey(2 questions, redacted)");
        assert_eq!(format!("{key:#?}"), "AnswerKey(2 questions, redacted)");
    }

    #[test]
    fn a_change_replaces_the_committed_key() {
        let mut key: AnswerKey = [("Q1", [2]), ("Q2", [3])].into_iter().collect();
        let set = |options: &[u8]| options.iter().copied().collect::<BTreeSet<u8>>();
        assert!(key.accepts("Q1", &set(&[2])) && !key.accepts("Q1", &set(&[1])));
        key.change("Q1", Accepted::parse("1|2").unwrap());
        let table: [(&[u8], bool); 5] = [
            (&[1], true),
            (&[2], true),
            (&[1, 2], false),
            (&[0], false),
            (&[], false),
        ];
        for (chosen, want) in table {
            assert_eq!(key.accepts("Q1", &set(chosen)), want, "{chosen:?}");
        }
        assert_eq!(key.shown_right("Q1"), set(&[1, 2]));
        assert_eq!(key.right("Q1"), Some(&set(&[2])), "the committed key stays");
        assert!(key.accepts("Q2", &set(&[3])) && !key.accepts("Q9", &set(&[3])));
        key.change("Q1", Accepted::parse("0").unwrap());
        assert!(key.accepts("Q1", &set(&[0])) && !key.accepts("Q1", &set(&[2])));
        assert_eq!(format!("{key:?}"), "AnswerKey(2 questions, redacted)");
    }

    #[test]
    fn missing_names_what_cannot_be_marked() {
        let mut key: AnswerKey = [("Q1", vec![2]), ("Q2", vec![])].into_iter().collect();
        let missing: Vec<&str> = key.missing(["Q1", "Q2", "Q3"]).collect();
        assert_eq!(missing, ["Q2", "Q3"]);
        key.set("Q2", [0]);
        assert_eq!(key.missing(["Q1", "Q2"]).count(), 0);
    }

    #[test]
    fn void_codes_are_those_of_void_questions() {
        let void = QuestionStatus::Void {
            reason: "sai căn cứ".into(),
        };
        let codes = void_codes([("Q1", &QuestionStatus::Valid), ("Q2", &void)]);
        assert_eq!(codes, BTreeSet::from(["Q2".to_owned()]));
    }
}
