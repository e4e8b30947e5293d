//! The line to the server: how long to wait for a reply and after none, and why none came.

use crate::error::AppError;

/// How long a reply may take, in milliseconds.
#[cfg(feature = "hydrate")]
const PATIENCE: u32 = 10_000;

/// A reply, or that none came in time: a telephone that loses its signal in the middle of a request may be told of it
/// minutes later, and nothing else is sent meanwhile. The same key makes asking again safe.
pub(crate) async fn in_time<T>(
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
pub(crate) fn pause(tries: u32, asked_for: u32) -> u32 {
    (500_u32 << tries.min(5)).min(10_000).max(asked_for)
}

/// [`pause`] and up to 800 ms more, so that pages cut off together do not come back together.
#[cfg(feature = "hydrate")]
pub(crate) fn wait(tries: u32, asked_for: u32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 800"
    )]
    let jitter = (js_sys::Math::random() * 800.0) as u32;
    pause(tries, asked_for) + jitter
}

/// What happens once time is over.
pub(crate) const OVER: &str =
    "Máy chủ đang chốt những câu đã lưu, biên nhận sẽ hiện trong khoảng nửa phút.";

/// Whether the browser knows of a network.
pub(crate) fn online() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::window().navigator().on_line();
    #[cfg(not(feature = "hydrate"))]
    true
}

/// Why the server has not answered, as far as the page can tell.
pub(crate) fn unreached(busy: bool) -> &'static str {
    match (busy, online()) {
        (true, _) => "Máy chủ đang bận.",
        (false, true) => "Chưa tới được máy chủ.",
        (false, false) => "Mất mạng.",
    }
}

/// Goes to another page of the attempt: `bien-nhan`, `kiem-tra`.
pub(crate) fn leave(attempt: &str, page: &str) {
    #[cfg(feature = "hydrate")]
    {
        let to = ["/thi/", attempt, "/", page].concat();
        let location = leptos::prelude::window().location();
        // A closed sheet is nothing to come back to.
        let _ = if page == "kiem-tra" {
            location.assign(&to)
        } else {
            location.replace(&to)
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (attempt, page);
}

/// Seconds between two questions whether the attempt is closed.
pub(crate) const EVERY: i64 = 5;

/// The second of [`EVERY`] in which this page asks.
pub(crate) fn turn() -> i64 {
    #[cfg(feature = "hydrate")]
    #[expect(clippy::cast_possible_truncation, reason = "0 to 4")]
    return (js_sys::Math::random() * 5.0) as i64;
    #[cfg(not(feature = "hydrate"))]
    0
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
