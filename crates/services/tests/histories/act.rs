//! What actors do, and what they were told.

use domain::quiz::save::SaveReply;
use domain::quiz::submit::Submit;
use std::collections::BTreeMap;

/// Working time of the contest of these histories, in milliseconds.
pub(crate) const ALLOWED: i64 = 60_000;
/// Grace after it.
pub(crate) const GRACE: i64 = 30_000;

/// An act. Instants are milliseconds after the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Starts or resumes, at the very start.
    Start,
    /// Saves a value under a key.
    Save {
        key: String,
        slot: u16,
        value: String,
        base: u32,
        at: i64,
    },
    /// Sends the attempt.
    Submit { at: i64 },
    /// Sweeps at this instant.
    Close { at: i64 },
    /// The committee voids the attempt.
    Void,
    /// Looks what is stored.
    Read,
}

/// What an act came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// The id of the attempt that runs.
    Started(String),
    /// No attempt is left.
    NotStarted,
    /// The reply to a save.
    Save(SaveReply),
    /// The reply to a submission.
    Submit(Submit),
    /// There is no such attempt, though its id was told.
    NotFound,
    /// A sweep or a voiding that ended.
    Done,
    /// What was stored.
    Stored(Stored),
}

/// An attempt as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Stored {
    /// State, as its code; empty without an attempt.
    pub(crate) state: String,
    /// Instant after the start at which it was sent or closed.
    pub(crate) ended: Option<i64>,
    /// Whether it is void.
    pub(crate) void: bool,
    /// Value, revision, instant after the start by place.
    pub(crate) slots: BTreeMap<i64, (String, u32, i64)>,
    /// How many attempts the person has.
    pub(crate) attempts: usize,
}

/// An act with its reply, and when on a common counter it was begun and answered.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) actor: usize,
    pub(crate) act: Act,
    pub(crate) told: Told,
    pub(crate) begun: u64,
    pub(crate) answered: u64,
}
