//! The rules once more, for one attempt and one act after the other: what DESIGN 4 says and no more. Written for itself, so
//! that a mistake in the product is not repeated here.

use crate::act::{ALLOWED, Act, GRACE, Stored, Told};
use domain::quiz::save::{SaveRefused, SaveReply, Slot};
use domain::quiz::submit::Submit;
use domain::time::Moment;
use std::collections::BTreeMap;

/// What there is between two acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Model {
    attempt: Option<String>,
    ended: Option<(&'static str, i64)>,
    void: bool,
    slots: BTreeMap<i64, (String, u32, i64)>,
    /// Replies by key, as text.
    replies: BTreeMap<String, String>,
}

impl Model {
    /// What may follow when this act was told this; nothing where the rules say otherwise. `origin` is the instant of the
    /// start, `again` whether the same key comes more than once: only then its reply has to be remembered.
    pub(crate) fn after(&self, act: &Act, told: &Told, origin: i64, again: bool) -> Vec<Self> {
        match (act, told) {
            (Act::Start, Told::Started(id)) => self.started(id),
            (Act::Start, Told::NotStarted) => self.same_if(self.ended.is_some() || self.void),
            (
                Act::Save {
                    key,
                    slot,
                    value,
                    base,
                    at,
                },
                Told::Save(reply),
            ) => {
                let mut next =
                    self.saved((key, *slot), (value, *base), *at, &normal(reply, origin));
                if !again {
                    next.iter_mut().for_each(|m| _ = m.replies.remove(key));
                }
                next
            }
            (Act::Submit { at }, Told::Submit(reply)) => self.submitted(*at, reply, origin),
            (Act::Close { at }, Told::Done) => self.closed(*at),
            (Act::Void, Told::Done) => vec![Self {
                void: self.attempt.is_some(),
                ..self.clone()
            }],
            (Act::Read, Told::Stored(stored)) => self.same_if(*stored == self.stored()),
            _ => Vec::new(),
        }
    }

    fn same_if(&self, fits: bool) -> Vec<Self> {
        fits.then(|| self.clone()).into_iter().collect()
    }

    fn started(&self, id: &str) -> Vec<Self> {
        match &self.attempt {
            Some(own) => self.same_if(own == id && self.ended.is_none() && !self.void),
            None => vec![Self {
                attempt: Some(id.to_owned()),
                ..self.clone()
            }],
        }
    }

    fn saved(
        &self,
        (key, slot): (&str, u16),
        (value, base): (&str, u32),
        at: i64,
        reply: &SaveReply,
    ) -> Vec<Self> {
        let said = format!("{reply:?}");
        if let Some(before) = self.replies.get(key) {
            return self.same_if(*before == said);
        }
        let refused = |why| {
            let slot = Slot::Question(slot);
            self.same_if(*reply == SaveReply::Refused { slot, why })
        };
        // That the server closed the attempt takes nothing from what came in time.
        let sent = self.ended.is_some_and(|(how, _)| how == "submitted");
        if self.attempt.is_none() || sent || self.void {
            return refused(SaveRefused::Closed);
        }
        if at >= ALLOWED + GRACE {
            let deadline = Moment(ALLOWED);
            return refused(SaveRefused::Late { deadline });
        }
        let place = i64::from(slot);
        let held = self.slots.get(&place).cloned().unwrap_or_default();
        let mut next = self.clone();
        next.replies.insert(key.to_owned(), said);
        let fits = if base >= held.1 {
            let now = (value.to_owned(), held.1 + 1, at.min(ALLOWED));
            next.slots.insert(place, now.clone());
            is_saved(reply, slot, now.1, now.2)
        } else if value == held.0 {
            is_saved(reply, slot, held.1, held.2)
        } else {
            matches!(reply, SaveReply::Stale { slot: Slot::Question(s), held: h }
                if *s == slot && (h.value.as_str(), h.revision) == (held.0.as_str(), held.1))
        };
        if fits { vec![next] } else { Vec::new() }
    }

    fn submitted(&self, at: i64, reply: &Submit, origin: i64) -> Vec<Self> {
        let late = at >= ALLOWED + GRACE;
        match self.ended {
            Some((how, _)) if late || how == "submitted" => {
                return self.same_if(*reply == Submit::Already);
            }
            None if late => return self.same_if(*reply == Submit::Late),
            _ => {}
        }
        // Never before the last answer it sends.
        let last = self
            .slots
            .values()
            .map(|s| s.2)
            .fold(at.min(ALLOWED), i64::max);
        let sent = Submit::Sent {
            at: Moment(origin + last),
        };
        if *reply == sent {
            vec![Self {
                ended: Some(("submitted", last)),
                ..self.clone()
            }]
        } else {
            Vec::new()
        }
    }

    /// A sweep may leave out what another writer holds: it comes again.
    fn closed(&self, at: i64) -> Vec<Self> {
        let runs = self.attempt.is_some() && self.ended.is_none();
        if !runs || at < ALLOWED + GRACE {
            return vec![self.clone()];
        }
        let closed = Self {
            ended: Some(("finalised", ALLOWED)),
            ..self.clone()
        };
        vec![closed, self.clone()]
    }

    fn stored(&self) -> Stored {
        let state = self.ended.map_or("in_progress", |(code, _)| code);
        Stored {
            state: self.attempt.as_ref().map_or("", |_| state).to_owned(),
            ended: self.ended.map(|(_, at)| at),
            void: self.void,
            slots: self.slots.clone(),
            attempts: usize::from(self.attempt.is_some()),
        }
    }
}

/// The reply with its instants counted from the start.
fn normal(reply: &SaveReply, origin: i64) -> SaveReply {
    let from_start = |at: Moment| Moment(at.0 - origin);
    let mut reply = reply.clone();
    match &mut reply {
        SaveReply::Saved { saved_at, .. } => *saved_at = from_start(*saved_at),
        SaveReply::Stale { held, .. } => held.saved_at = held.saved_at.map(from_start),
        SaveReply::Refused { why, .. } => {
            if let SaveRefused::Late { deadline } = why {
                *deadline = from_start(*deadline);
            }
        }
    }
    reply
}

fn is_saved(reply: &SaveReply, place: u16, is: u32, at: i64) -> bool {
    matches!(reply, SaveReply::Saved { slot: Slot::Question(s), revision, saved_at }
        if *s == place && *revision == is && saved_at.0 == at)
}
