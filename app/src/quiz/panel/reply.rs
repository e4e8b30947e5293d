//! What a save comes to, and how long to wait for it and after it.

use crate::error::AppError;
use domain::time::Moment;

/// What became of saving, for the bar and the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaveState {
    /// Nothing to save yet.
    Idle,
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
    /// Another device saved later: its answer is shown.
    Stale(usize),
    /// Refused, with the reason.
    Refused(String),
    /// The session has ended.
    SignedOut,
}

/// How long a reply may take, in milliseconds.
#[cfg(feature = "hydrate")]
const PATIENCE: u32 = 10_000;

/// A reply, or that none came in time: a telephone that loses its signal in the middle of a request may be told of it
/// minutes later, and nothing else is sent meanwhile. The same key makes asking again safe.
pub(super) async fn in_time<T>(
    call: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    #[cfg(feature = "hydrate")]
    {
        use std::task::Poll;
        let mut call = std::pin::pin!(call);
        let mut late = std::pin::pin!(gloo_timers::future::TimeoutFuture::new(PATIENCE));
        std::future::poll_fn(move |cx| match call.as_mut().poll(cx) {
            Poll::Pending => late.as_mut().poll(cx).map(|()| Err(AppError::Network)),
            reply => reply,
        })
        .await
    }
    #[cfg(not(feature = "hydrate"))]
    call.await
}

/// Milliseconds before the next try: 1, 2, 4, 8 s and then every 10 s, so that a server that comes back is not run over;
/// never less than a busy server asked for.
#[cfg(any(feature = "hydrate", test))]
pub(super) fn pause(tries: u32, asked_for: u32) -> u32 {
    (500_u32 << tries.min(5)).min(10_000).max(asked_for)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rare_and_wait_for_a_busy_server() {
        let waits: Vec<u32> = [1, 2, 3, 4, 5, 6, 400].map(|n| pause(n, 0)).into();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
        assert_eq!(pause(1, 30_000), 30_000);
        assert_eq!(pause(4, 3_000), 8_000);
    }
}
