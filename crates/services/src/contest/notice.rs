//! What the public pages of a contest depend on, in a word: two pages with the same word say the same, but for counts of
//! people and what is left of a countdown.

use super::Contest;
use crate::{Result, Services};
use domain::contest::RoundPhase;
use domain::ids::base32;
use domain::time::Moment;
use sha2::{Digest as _, Sha256};

/// What is told of a contest to whoever watches one of its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Code of the contest.
    pub contest: String,
    /// Its title.
    pub title: String,
    /// The word its pages depend on.
    pub state: String,
    /// Name and phase of each round.
    pub rounds: Vec<(String, RoundPhase)>,
    /// People who started, by the round's code, where anyone may know; empty elsewhere (DESIGN 2.3).
    pub participants: Vec<(String, i64)>,
}

/// Every listed contest, and when the next phase begins by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notices {
    /// The word of a page about all of them.
    pub all: String,
    /// Newest first.
    pub contests: Vec<Notice>,
    /// The first instant at which a round opens, closes to starts or closes for good.
    pub next: Option<Moment>,
}

impl Contest {
    /// The word the public pages of the contest depend on.
    #[must_use]
    pub fn state(&self, now: Moment) -> String {
        let mut words = vec![
            self.id.as_str().to_owned(),
            self.rules_version.to_string(),
            self.overall_published.clone().unwrap_or_default(),
        ];
        for round in &self.rounds {
            let row = &round.row;
            let acts = [&row.rules_hash, &row.draw_number, &row.published_standings];
            let times = [row.opens, row.closes, round.clock.last_deadline().0];
            words.push(row.code.clone());
            words.push(round.phase(now).name().to_owned());
            words.extend(acts.map(|act| act.clone().unwrap_or_default()));
            words.extend(times.map(|at| at.to_string()));
        }
        word(&words)
    }

    /// The next instant at which a phase begins by itself.
    fn next_change(&self, now: Moment) -> Option<Moment> {
        let times = |r: &super::RoundState| [r.clock.opens, r.clock.closes, r.clock.closed_from()];
        let all = self.rounds.iter().flat_map(times);
        all.filter(|at| *at > now).min()
    }
}

/// The word of a page about every listed contest.
#[must_use]
pub fn state_of_all(contests: &[Contest], now: Moment) -> String {
    let listed = contests.iter().filter(|c| c.listed);
    word(&listed.map(|c| c.state(now)).collect::<Vec<_>>())
}

/// A short word for a list of words.
fn word(words: &[String]) -> String {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update(format!("{}:{word}\n", word.len()));
    }
    base32(&hasher.finalize()[..10])
}

impl Services {
    /// What is told of every listed contest. People are counted only where `counted`.
    ///
    /// # Errors
    /// Store errors.
    pub async fn notices(&self, counted: bool) -> Result<Notices> {
        let now = self.now();
        let mut notices = Notices::default();
        for contest in self.contests().await?.iter().filter(|c| c.listed) {
            let next = contest.next_change(now);
            notices.next = notices.next.into_iter().chain(next).min();
            let counts = counted && contest.totals_public(now);
            notices.contests.push(Notice {
                contest: contest.rules.code.clone(),
                title: contest.rules.title.clone(),
                state: contest.state(now),
                rounds: contest
                    .rounds
                    .iter()
                    .map(|r| (r.rule.name.clone(), r.phase(now)))
                    .collect(),
                participants: if counts {
                    self.participants(contest, now).await?
                } else {
                    Vec::new()
                },
            });
        }
        let states = notices.contests.iter().map(|c| c.state.clone());
        notices.all = word(&states.collect::<Vec<_>>());
        Ok(notices)
    }

    /// People who started in each round that is open.
    async fn participants(&self, contest: &Contest, now: Moment) -> Result<Vec<(String, i64)>> {
        let mut tx = self.db().read().await?;
        let mut counted = Vec::new();
        let open = |r: &&super::RoundState| r.phase(now) == RoundPhase::Open;
        for round in contest.rounds.iter().filter(open) {
            let rows = store::quiz::participation(&mut tx, round.id.as_str()).await?;
            let started = rows.iter().map(|(_, started, _)| started).sum();
            counted.push((round.rule.code.clone(), started));
        }
        Ok(counted)
    }
}
