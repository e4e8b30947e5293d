//! The answer key. It exists only here: nothing the browser gets has a field for it (DESIGN 3).

use std::collections::{BTreeMap, BTreeSet};

/// Right options of each question, by question code, as indexes in the bank's own order.
///
/// Neither `Debug` nor serde shows it: a log line or a reply can't leak what it cannot print.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct AnswerKey(BTreeMap<String, BTreeSet<u8>>);

impl AnswerKey {
    /// An empty key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the right options of a question, replacing what was set before.
    pub fn set(&mut self, code: impl Into<String>, right: impl IntoIterator<Item = u8>) {
        self.0.insert(code.into(), right.into_iter().collect());
    }

    /// Right options of a question; none when the key does not have it.
    #[must_use]
    pub fn right(&self, code: &str) -> Option<&BTreeSet<u8>> {
        self.0.get(code)
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
        self.0.len()
    }

    /// Whether there is no question.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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
