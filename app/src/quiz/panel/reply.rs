//! What a save comes to.

use domain::time::Moment;

/// What became of saving, for the bar and the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaveState {
    /// Nothing to save yet.
    Idle,
    /// Something is typed that is not on its way yet.
    Typing,
    /// Under way.
    Saving,
    /// Everything is on the server.
    Saved(Moment),
    /// No answer from the server, or one to come back later.
    Retrying {
        /// How often it was tried.
        tries: u32,
        /// The server answers, and has too much to do.
        busy: bool,
    },
    /// Another page or device was before: its answer is shown.
    Stale,
    /// Refused, with the reason.
    Refused(String),
    /// The session has ended.
    SignedOut,
    /// Everything is saved, and there is no network to go on with.
    Offline,
}
