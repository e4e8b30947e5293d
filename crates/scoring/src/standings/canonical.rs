//! Hashes over a canonical text (docs/RULES.md, "Hashes"): what a version of the standings says, and what was sealed.
//!
//! Personal identifiers are left out, so that a pseudonymised bundle has the same hashes.

use super::entry::Entry;
use super::overall::OverallStandings;
use super::result::{CollectiveResult, Line, RoundStandings, TieGroup, TieOutcome};
use domain::quiz::paper::hex;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A hash fed line by line: fields separated by a tab, each line ended by a line feed.
struct Text {
    hasher: Sha256,
    line: String,
}

impl Text {
    fn new(title: &str) -> Self {
        let mut text = Self {
            hasher: Sha256::new(),
            line: String::new(),
        };
        text.row(&[&title]);
        text
    }

    fn row(&mut self, fields: &[&dyn std::fmt::Display]) {
        self.line.clear();
        for (i, field) in fields.iter().enumerate() {
            if i > 0 {
                self.line.push('\t');
            }
            // Writing to a String cannot fail.
            let _ = write!(self.line, "{field}");
        }
        self.line.push('\n');
        self.hasher.update(self.line.as_bytes());
    }

    fn finish(self) -> String {
        hex(&self.hasher.finalize())
    }
}

/// A text that may contain anything: backslash, tab, line feed and carriage return are written `\\`, `\t`, `\n`, `\r`.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '\t', '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let escaped = text.replace('\\', "\\\\").replace('\t', "\\t");
    Cow::Owned(escaped.replace('\n', "\\n").replace('\r', "\\r"))
}

/// An optional value; absent is empty.
fn maybe<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

impl RoundStandings {
    /// SHA-256 over the canonical text of this version, in lower-case hexadecimal. Two versions that differ in a true
    /// number, a rank, a prize or a void reason have different hashes.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut text = Text::new("hoithi/standings/1");
        text.row(&[&"contest", &escaped(&self.contest)]);
        text.row(&[&"round", &escaped(&self.round)]);
        text.row(&[&"by_track", &u8::from(self.by_track)]);
        for actual in &self.actuals {
            text.row(&[
                &"actual",
                &escaped(actual.track.as_deref().unwrap_or_default()),
                &actual.participants,
                &actual.perfect,
                &maybe(actual.value.map(|v| v.0)),
            ]);
        }
        for line in &self.lines {
            add_line(&mut text, line);
        }
        add_ties(&mut text, &self.ties);
        add_collective(&mut text, &self.collective);
        text.finish()
    }
}

impl OverallStandings {
    /// SHA-256 over the canonical text, as for a round. Persons are named, since there is no entry to name.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut text = Text::new("hoithi/overall/1");
        text.row(&[&"contest", &escaped(&self.contest)]);
        for round in &self.rounds {
            text.row(&[&"round", &escaped(round)]);
        }
        text.row(&[&"by_track", &u8::from(self.by_track)]);
        for line in &self.lines {
            text.row(&[
                &"line",
                &escaped(line.person_id.as_str()),
                &escaped(line.track.as_deref().unwrap_or_default()),
                &line.rounds,
                &maybe(line.rank),
                &line.score.0,
                &maybe(line.distance),
                &line.exceeded,
                &line.duration.0,
                &line.since_opening.0,
                &line.essay.0,
                &escaped(line.prize.as_deref().unwrap_or_default()),
                &maybe(line.amount.map(|a| a.0)),
                &u8::from(line.pending),
            ]);
        }
        add_ties(&mut text, &self.ties);
        add_collective(&mut text, &self.collective);
        text.finish()
    }
}

fn add_line(text: &mut Text, line: &Line) {
    text.row(&[
        &"line",
        &escaped(line.entry_id.as_str()),
        &escaped(line.track.as_deref().unwrap_or_default()),
        &maybe(line.rank),
        &u8::from(line.counted),
        &line.score.0,
        &line.max_score.0,
        &maybe(line.distance),
        &maybe(line.duration.map(|d| d.0)),
        &maybe(line.submitted_at.map(|at| at.0)),
        &maybe(line.essay.map(|e| e.0)),
        &escaped(line.prize.as_deref().unwrap_or_default()),
        &maybe(line.amount.map(|a| a.0)),
        &escaped(line.void.as_deref().unwrap_or_default()),
        &u8::from(line.pending),
    ]);
}

fn add_ties(text: &mut Text, ties: &[TieGroup]) {
    for tie in ties {
        let outcome = match tie.outcome {
            TieOutcome::Shared { each } => format!("shared {}", each.0),
            TieOutcome::Drawn => "drawn".to_owned(),
            TieOutcome::Decided => "decided".to_owned(),
            TieOutcome::Pending => "pending".to_owned(),
        };
        let ids: Vec<Cow<'_, str>> = tie.ids.iter().map(|id| escaped(id)).collect();
        text.row(&[
            &"tie",
            &escaped(tie.list.as_deref().unwrap_or_default()),
            &tie.rank,
            &tie.first_place,
            &tie.places,
            &outcome,
            &ids.join("\t"),
        ]);
    }
}

fn add_collective(text: &mut Text, results: &[CollectiveResult]) {
    for result in results {
        text.row(&[
            &"collective",
            &escaped(&result.prize),
            &u8::from(result.pending),
        ]);
        for line in &result.lines {
            text.row(&[
                &"unit",
                &escaped(line.unit_id.as_str()),
                &maybe(line.rank),
                &maybe(line.value.map(|v| v.num)),
                &maybe(line.value.map(|v| v.den)),
                &u8::from(line.won),
                &maybe(line.amount.map(|a| a.0)),
                &u8::from(line.pending),
            ]);
        }
        add_ties(text, &result.ties);
    }
}

/// Hash of the sealed entries of a round, for the draw (DESIGN 4, "Ties"). Nothing an act after sealing can change is
/// in it (scores, essays, voids), so that nobody can choose a draw by voiding an entry.
#[must_use]
pub fn entries_hash(round_code: &str, entries: &[Entry]) -> String {
    let mut sealed: Vec<&Entry> = entries.iter().filter(|e| e.round == round_code).collect();
    sealed.sort_unstable_by(|a, b| a.entry_id.cmp(&b.entry_id));
    let mut text = Text::new("hoithi/entries/1");
    text.row(&[&"round", &escaped(round_code)]);
    for entry in sealed {
        text.row(&[
            &escaped(entry.entry_id.as_str()),
            &escaped(entry.track.as_deref().unwrap_or_default()),
            &entry.attempt,
            &maybe(entry.prediction.map(|p| p.0)),
            &entry.started_at.0,
            &maybe(entry.submitted_at.map(|at| at.0)),
            &u8::from(entry.finalised),
            &entry.extra_seconds,
        ]);
    }
    text.finish()
}

/// The hash a draw of the overall ranking takes: over the round hashes in rule sheet order.
#[must_use]
pub fn overall_entries_hash<'a>(rounds: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = Text::new("hoithi/entries-overall/1");
    for (code, hash) in rounds {
        text.row(&[&escaped(code), &hash]);
    }
    text.finish()
}
