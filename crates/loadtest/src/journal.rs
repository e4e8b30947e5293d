//! The client's own journal: what was sent and what was acknowledged, line by line in a file, and its comparison with
//! the database.

use crate::Outcome;
use domain::quiz::save::SaveReply;
use domain::time::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use store::Db;

/// What happened to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// A save went out: key, attempt, slot, value.
    Sent(String, String, i64, String),
    /// Its reply came: key, revision, recorded instant.
    Saved(String, u32, i64),
    /// A start was answered with this attempt.
    Started(String),
    /// A submission went out.
    Sending(String),
    /// It was answered with the receipt.
    Submitted(String),
}

impl Line {
    fn text(&self) -> String {
        match self {
            Self::Sent(key, attempt, slot, value) => format!("sent {key} {attempt} {slot} {value}"),
            Self::Saved(key, revision, at) => format!("saved {key} {revision} {at}"),
            Self::Started(attempt) => format!("started {attempt}"),
            Self::Sending(attempt) => format!("sending {attempt}"),
            Self::Submitted(attempt) => format!("submitted {attempt}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.splitn(5, ' ').collect();
        Some(match words[..] {
            ["sent", key, attempt, slot, value] => Self::Sent(
                key.to_owned(),
                attempt.to_owned(),
                slot.parse().ok()?,
                value.to_owned(),
            ),
            ["saved", key, revision, at] => {
                Self::Saved(key.to_owned(), revision.parse().ok()?, at.parse().ok()?)
            }
            ["started", attempt] => Self::Started(attempt.to_owned()),
            ["sending", attempt] => Self::Sending(attempt.to_owned()),
            ["submitted", attempt] => Self::Submitted(attempt.to_owned()),
            _ => return None,
        })
    }
}

/// The journal of a run.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Mutex<BufWriter<File>>,
    /// How far the instants that were told are from when they were noted, in milliseconds, at most.
    farthest: AtomicI64,
}

impl Journal {
    /// Begins one.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(crate) fn begin(path: &Path) -> Outcome<Self> {
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(BufWriter::new(File::create(path)?)),
            farthest: AtomicI64::new(0),
        })
    }

    /// Notes a line. What cannot be noted cannot be compared: the run ends.
    ///
    /// # Errors
    /// When the disk is full.
    pub(crate) fn note(&self, line: &Line) -> Outcome<()> {
        if let Line::Saved(_, _, at) = line {
            let apart = (crate::stage::now().0 - at).abs();
            self.farthest.fetch_max(apart, Ordering::Relaxed);
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(writeln!(file, "{}", line.text())?)
    }

    /// How far the instants told since the last question were from the true ones, at most.
    pub(crate) fn farthest(&self) -> Span {
        Span(self.farthest.swap(0, Ordering::Relaxed))
    }

    fn read(&self) -> Outcome<Vec<Line>> {
        self.file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .flush()?;
        let mut lines = Vec::new();
        for text in BufReader::new(File::open(&self.path)?).lines() {
            let text = text?;
            lines.push(Line::parse(&text).ok_or_else(|| format!("journal: {text}"))?);
        }
        Ok(lines)
    }

    /// Compares it with what the database holds. No server need run.
    ///
    /// # Errors
    /// When either cannot be read.
    pub(crate) async fn compare(&self, db: &Db) -> Outcome<Verdict> {
        let book = Book::of(self.read()?);
        let held = Held::load(db, &book).await?;
        Ok(judge(&book, &held))
    }
}

/// The journal, sorted out.
#[derive(Debug, Default)]
struct Book {
    /// By key: attempt, slot, value.
    sent: BTreeMap<String, (String, i64, String)>,
    /// By key: revision and instant.
    saved: BTreeMap<String, (u32, i64)>,
    started: HashSet<String>,
    sending: HashSet<String>,
    submitted: HashSet<String>,
}

impl Book {
    fn of(lines: Vec<Line>) -> Self {
        let mut book = Self::default();
        for line in lines {
            match line {
                Line::Sent(key, attempt, slot, value) => {
                    book.sent.insert(key, (attempt, slot, value));
                }
                Line::Saved(key, revision, at) => {
                    book.saved.insert(key, (revision, at));
                }
                Line::Started(attempt) => {
                    book.started.insert(attempt);
                }
                Line::Sending(attempt) => {
                    book.sending.insert(attempt);
                }
                Line::Submitted(attempt) => {
                    book.submitted.insert(attempt);
                }
            }
        }
        book
    }
}

/// What the database holds of the same.
#[derive(Debug, Default)]
struct Held {
    /// Every save the journal sent that is there, by key: revision and instant, none when it came too late.
    saves: HashMap<String, Option<(u32, i64)>>,
    /// What slots hold: by attempt and slot, value and revision.
    answers: HashMap<(String, i64), (String, u32)>,
    /// State of every attempt.
    attempts: HashMap<String, String>,
    /// Attempts of a person beyond the first.
    second_attempts: usize,
}

impl Held {
    async fn load(db: &Db, book: &Book) -> Outcome<Self> {
        let mut held = Self::default();
        let mut tx = db.read().await?;
        let keys: Vec<String> = book.sent.keys().cloned().collect();
        for save in store::quiz::replays(&mut tx, &keys).await? {
            let reply: SaveReply = serde_json::from_str(&save.reply)?;
            let told = match reply {
                SaveReply::Saved {
                    revision, saved_at, ..
                } => Some((revision, saved_at.0)),
                _ => None,
            };
            held.saves.insert(save.idempotency_key, told);
        }
        let mut people = HashSet::new();
        for contest in store::contest::list(&mut tx).await? {
            for round in store::contest::rounds(&mut tx, &contest.id).await? {
                for a in store::quiz::attempts_of_round(&mut tx, &round.id).await? {
                    held.second_attempts += usize::from(!people.insert(a.person_id));
                    held.attempts.insert(a.id, a.state);
                }
                for w in store::quiz::answers_of_round(&mut tx, &round.id).await? {
                    let place = (w.attempt_id, w.slot);
                    let revision = u32::try_from(w.revision)?;
                    held.answers.insert(place, (w.held_value, revision));
                }
            }
        }
        Ok(held)
    }
}

/// What the comparison came to.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct Verdict {
    /// Saves that went out.
    pub(crate) saves_sent: usize,
    /// Of them acknowledged.
    pub(crate) saves_acknowledged: usize,
    /// Sent, not acknowledged, and there all the same: their reply was lost.
    pub(crate) saves_unacknowledged_present: usize,
    /// Starts acknowledged.
    pub(crate) starts_acknowledged: usize,
    /// Submissions acknowledged.
    pub(crate) submits_acknowledged: usize,
    /// Every promise that was not kept, in words.
    pub(crate) broken: Vec<String>,
}

/// Holds that what was acknowledged is there exactly once, what was only sent once or not at all, and nothing else.
fn judge(book: &Book, held: &Held) -> Verdict {
    let mut broken = Vec::new();
    for (key, told) in &book.saved {
        match held.saves.get(key) {
            Some(Some(there)) if there == told => {}
            other => broken.push(format!(
                "save {key} was acknowledged as {told:?}, there is {other:?}"
            )),
        }
    }
    // Every save that took effect made the next revision of its slot.
    let mut effects: HashMap<(String, i64), Vec<(u32, &str)>> = HashMap::new();
    for (key, told) in &held.saves {
        if let (Some((revision, _)), Some((attempt, slot, value))) = (told, book.sent.get(key)) {
            let place = (attempt.clone(), *slot);
            effects.entry(place).or_default().push((*revision, value));
        }
    }
    for (place, effects) in &mut effects {
        effects.sort_unstable();
        let in_row = effects.iter().zip(1_u32..).all(|((r, _), n)| *r == n);
        let last = effects.last().map(|(r, v)| ((*v).to_owned(), *r));
        let there = held.answers.get(place).cloned();
        if !in_row || last != there {
            broken.push(format!("{place:?} holds {there:?} after {effects:?}"));
        }
    }
    let foreign = held.answers.keys().filter(|p| !effects.contains_key(*p));
    broken.extend(foreign.map(|p| format!("{p:?} holds what nobody sent")));
    let missing = |attempt: &&String| !held.attempts.contains_key(*attempt);
    broken.extend(
        book.started
            .iter()
            .filter(missing)
            .map(|a| format!("attempt {a} was begun and is not there")),
    );
    for attempt in &book.submitted {
        let state = held.attempts.get(attempt).map(String::as_str);
        if state != Some("submitted") {
            broken.push(format!("attempt {attempt} was sent and is {state:?}"));
        }
    }
    for (attempt, state) in &held.attempts {
        if state == "submitted" && !book.sending.contains(attempt) {
            broken.push(format!("attempt {attempt} was sent by nobody"));
        }
    }
    if held.second_attempts > 0 {
        broken.push(format!(
            "{} attempts beyond a person's first",
            held.second_attempts
        ));
    }
    let unanswered = |key: &&String| !book.saved.contains_key(*key);
    Verdict {
        saves_sent: book.sent.len(),
        saves_acknowledged: book.saved.len(),
        saves_unacknowledged_present: held.saves.keys().filter(unanswered).count(),
        starts_acknowledged: book.started.len(),
        submits_acknowledged: book.submitted.len(),
        broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Book {
        let sent = |key: &str, value: &str| Line::Sent(key.into(), "a".into(), 0, value.into());
        Book::of(vec![
            Line::Started("a".into()),
            sent("k1", "0"),
            Line::Saved("k1".into(), 1, 10),
            sent("k2", "1"),
            Line::Sending("a".into()),
            Line::Submitted("a".into()),
        ])
    }

    fn held(saves: &[(&str, u32)], value: &str, revision: u32, state: &str) -> Held {
        Held {
            saves: saves
                .iter()
                .map(|(k, r)| ((*k).to_owned(), Some((*r, i64::from(*r) * 10))))
                .collect(),
            answers: [(("a".to_owned(), 0), (value.to_owned(), revision))].into(),
            attempts: [("a".to_owned(), state.to_owned())].into(),
            second_attempts: 0,
        }
    }

    #[test]
    fn what_was_only_sent_may_be_there_once_or_not() {
        let without = judge(&book(), &held(&[("k1", 1)], "0", 1, "submitted"));
        assert_eq!(
            (without.broken, without.saves_unacknowledged_present),
            (vec![], 0)
        );
        let with = judge(&book(), &held(&[("k1", 1), ("k2", 2)], "1", 2, "submitted"));
        assert_eq!(
            (with.broken, with.saves_unacknowledged_present),
            (vec![], 1)
        );
    }

    #[test]
    fn every_broken_promise_is_found() {
        for (what, found) in [
            ("a lost save", held(&[], "0", 1, "submitted")),
            (
                "a save told otherwise",
                held(&[("k1", 2)], "0", 2, "submitted"),
            ),
            (
                "an effect without a save",
                held(&[("k1", 1)], "0", 2, "submitted"),
            ),
            (
                "a doubled effect",
                held(&[("k1", 1), ("k2", 3)], "1", 3, "submitted"),
            ),
            ("another value", held(&[("k1", 1)], "7", 1, "submitted")),
            (
                "a submission undone",
                held(&[("k1", 1)], "0", 1, "in_progress"),
            ),
            (
                "a second attempt",
                Held {
                    second_attempts: 1,
                    ..held(&[("k1", 1)], "0", 1, "submitted")
                },
            ),
            (
                "no attempt",
                Held {
                    attempts: HashMap::new(),
                    ..held(&[("k1", 1)], "0", 1, "submitted")
                },
            ),
        ] {
            assert!(!judge(&book(), &found).broken.is_empty(), "{what}");
        }
        let mut foreign = held(&[("k1", 1)], "0", 1, "submitted");
        foreign
            .answers
            .insert(("a".to_owned(), 5), ("0".to_owned(), 1));
        assert!(
            !judge(&book(), &foreign).broken.is_empty(),
            "an answer nobody sent"
        );
        let mut foreign = held(&[("k1", 1)], "0", 1, "submitted");
        let sent = ("b".to_owned(), "submitted".to_owned());
        foreign.attempts.extend([sent]);
        assert!(
            !judge(&book(), &foreign).broken.is_empty(),
            "a submission nobody sent"
        );
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        for line in [
            Line::Sent("k".into(), "a".into(), -1, "1 250".into()),
            Line::Saved("k".into(), 3, 1_661_000_000_000),
            Line::Started("a".into()),
            Line::Sending("a".into()),
            Line::Submitted("a".into()),
        ] {
            assert_eq!(Line::parse(&line.text()), Some(line));
        }
    }
}
