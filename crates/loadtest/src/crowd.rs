//! People with their browsers: what a page sends, one request after the other.

use crate::Outcome;
use crate::journal::{Journal, Line};
use crate::stage::{ROUND, SECRET, Stage};
use crate::wire::{FORM, LINE, Reply, Wire};
use std::sync::Arc;
use std::time::Duration;

/// One person. Their requests follow one another; people do not wait for each other.
#[derive(Debug, Default)]
pub(crate) struct Person {
    code: String,
    cookie: String,
    /// The running attempt; empty before the start.
    pub(crate) attempt: String,
    /// Revision each slot is known to have: the questions, then the prediction.
    revisions: Vec<u32>,
    /// Saves so far, for keys that nobody else makes.
    saves: u32,
    /// Whether the attempt was sent, and that was answered.
    finished: bool,
    /// A save nobody answered: slot, key, value, base. It is sent again before any other, as the page does.
    unanswered: Option<(usize, String, String, u32)>,
}

/// What all people share.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    /// The contest.
    pub(crate) stage: Arc<Stage>,
    /// The journal.
    pub(crate) journal: Arc<Journal>,
}

/// What became of a request that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Done, durably.
    Done,
    /// Told to come back after a while.
    Busy(Duration),
}

impl Person {
    /// Everybody on the roster.
    pub(crate) fn all(stage: &Stage) -> Vec<Self> {
        let one = |code: &String| Self {
            code: code.clone(),
            revisions: vec![0; stage.questions + 1],
            ..Self::default()
        };
        stage.codes.iter().map(one).collect()
    }

    /// Signs in with the slip.
    ///
    /// # Errors
    /// When the reply is not that of a person let in.
    pub(crate) async fn sign_in(&mut self, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
        let path = format!("/cuoc-thi/{}/vao-thi/{ROUND}", scene.stage.contest);
        let form = format!("act=roster&code={}&secret={SECRET}", self.code);
        let reply = wire.post(&path, "", (FORM, form)).await?;
        if let Some(again) = busy(&reply) {
            return Ok(again);
        }
        let cookie = reply.header("set-cookie");
        let (cookie, _) = cookie
            .split_once(';')
            .ok_or_else(|| odd("sign-in", &reply))?;
        cookie.clone_into(&mut self.cookie);
        Ok(Answer::Done)
    }

    /// Starts, or goes on.
    ///
    /// # Errors
    /// When the reply leads to no paper.
    pub(crate) async fn start(&mut self, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
        let path = format!("/cuoc-thi/{}/vao-thi/{ROUND}", scene.stage.contest);
        let reply = wire
            .post(&path, &self.cookie, (FORM, "act=start".to_owned()))
            .await?;
        if let Some(again) = busy(&reply) {
            return Ok(again);
        }
        let attempt = reply.header("location").strip_prefix("/thi/");
        attempt
            .ok_or_else(|| odd("start", &reply))?
            .clone_into(&mut self.attempt);
        scene.journal.note(&Line::Started(self.attempt.clone()))?;
        Ok(Answer::Done)
    }

    /// Opens the sheet; gives its size in bytes.
    ///
    /// # Errors
    /// When it is not the sheet.
    pub(crate) async fn open(&self, wire: &mut Wire) -> Outcome<usize> {
        let reply = wire
            .get(&format!("/thi/{}", self.attempt), &self.cookie)
            .await?;
        if reply.status == 200 {
            Ok(reply.body.len())
        } else {
            Err(odd("sheet", &reply))
        }
    }

    /// Where the sheet is, and the cookie that opens it.
    pub(crate) fn sheet(&self) -> (String, String) {
        (format!("/thi/{}", self.attempt), self.cookie.clone())
    }

    /// Reads the home page and that of the contest, as anybody may.
    ///
    /// # Errors
    /// When either is not there.
    pub(crate) async fn visit(&self, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
        for path in ["/".to_owned(), format!("/cuoc-thi/{}", scene.stage.contest)] {
            let reply = wire.get(&path, "").await?;
            if let Some(again) = busy(&reply) {
                return Ok(again);
            }
            if reply.status != 200 {
                return Err(odd("visit", &reply));
            }
        }
        Ok(Answer::Done)
    }

    /// Saves the next choice; whatever was not answered before goes out first, under its old key.
    ///
    /// # Errors
    /// When the connection breaks, or the reply is neither a promise nor a request to come back.
    pub(crate) async fn save(&mut self, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
        let (slot, key, value, base) = match self.unanswered.take() {
            Some(waiting) => waiting,
            None => self.choose(scene)?,
        };
        // Kept until it is answered: a broken connection leaves this function early.
        self.unanswered = Some((slot, key.clone(), value.clone(), base));
        let line = format!(
            "{} {key} {} {base} {value}",
            self.attempt,
            self.number(slot)
        );
        let reply = wire
            .post("/api/quiz/save", &self.cookie, (LINE, line))
            .await?;
        if let Some(again) = busy(&reply) {
            return Ok(again);
        }
        let words: Vec<&str> = reply.text().split(' ').collect();
        let ["saved", revision, at, ..] = words[..] else {
            // An answer too, and the same would come again.
            if words[0] == "refused" {
                self.unanswered = None;
            }
            return Err(odd("save", &reply));
        };
        let revision = revision.parse()?;
        scene
            .journal
            .note(&Line::Saved(key, revision, at.parse()?))?;
        self.revisions[slot] = revision;
        self.unanswered = None;
        Ok(Answer::Done)
    }

    /// A slot as the page names it.
    fn number(&self, slot: usize) -> i64 {
        let prediction = slot + 1 == self.revisions.len();
        i64::try_from(slot)
            .ok()
            .filter(|_| !prediction)
            .unwrap_or(-1)
    }

    /// How many saves answer everything.
    pub(crate) fn slots(&self) -> usize {
        self.revisions.len()
    }

    /// The next question round by round, another option each time.
    fn choose(&mut self, scene: &Scene) -> Outcome<(usize, String, String, u32)> {
        let n = self.saves;
        self.saves += 1;
        let slot = usize::try_from(n)? % self.revisions.len();
        let value = (usize::try_from(n)? / self.revisions.len() % 2).to_string();
        let key = format!("{}-{n}", self.code);
        let sent = Line::Sent(
            key.clone(),
            self.attempt.clone(),
            self.number(slot),
            value.clone(),
        );
        scene.journal.note(&sent)?;
        Ok((slot, key, value, self.revisions[slot]))
    }

    /// Sends the attempt; everything must have been answered.
    ///
    /// # Errors
    /// When the reply does not lead to the receipt.
    pub(crate) async fn submit(&mut self, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
        let path = format!("/thi/{}/kiem-tra", self.attempt);
        scene.journal.note(&Line::Sending(self.attempt.clone()))?;
        let reply = wire
            .post(&path, &self.cookie, (FORM, "act=submit".to_owned()))
            .await?;
        if let Some(again) = busy(&reply) {
            return Ok(again);
        }
        if !reply.header("location").ends_with("/bien-nhan") {
            return Err(odd("submit", &reply));
        }
        scene.journal.note(&Line::Submitted(self.attempt.clone()))?;
        self.finished = true;
        Ok(Answer::Done)
    }

    /// Whether there is nothing left to do.
    pub(crate) fn is_finished(&self) -> bool {
        self.finished
    }

    /// Does what comes next on the way from the slip to the receipt; what was not answered, once more.
    ///
    /// # Errors
    /// As that step.
    pub(crate) async fn go_on(&mut self, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
        if self.cookie.is_empty() {
            self.sign_in(wire, scene).await
        } else if self.attempt.is_empty() {
            self.start(wire, scene).await
        } else if self.unanswered.is_some() || usize::try_from(self.saves)? < self.slots() {
            self.save(wire, scene).await
        } else {
            self.submit(wire, scene).await
        }
    }
}

/// Where the reply is to come back: when it says, or after a second.
fn busy(reply: &Reply) -> Option<Answer> {
    let wait = reply.header("retry-after").parse().unwrap_or(1);
    matches!(reply.status, 429 | 503).then(|| Answer::Busy(Duration::from_secs(wait)))
}

/// An answer nobody may get. A broken connection is none, nor is a load balancer's word that it has no answer.
#[derive(Debug)]
pub(crate) struct Odd(String);

impl std::fmt::Display for Odd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Odd {}

fn odd(what: &str, reply: &Reply) -> Box<dyn std::error::Error + Send + Sync> {
    let text: String = reply.text().chars().take(300).collect();
    let said = format!("{what}: {} {text}", reply.status);
    if matches!(reply.status, 502 | 504) {
        return said.into();
    }
    Box::new(Odd(said))
}
