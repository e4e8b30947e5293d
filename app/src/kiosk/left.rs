//! Seconds left of a code on the screen.

use crate::contest::countdown::Ticking;
use domain::time::Moment;
use leptos::prelude::*;

/// Whole seconds from one instant to another, rounded up, never negative.
fn seconds(until: Moment, now: Moment) -> i64 {
    ((until - now).0.max(0) + 999) / 1_000
}

/// `Còn 43 giây`, every second anew.
#[component]
pub fn SecondsLeft(
    /// The instant counted to.
    until: Moment,
    /// The server's clock when the page was made.
    server_now: Moment,
) -> impl IntoView {
    view! {
        <Ticking>
            <span role="timer" aria-live="off" data-now=server_now.0 data-until=until.0>
                "Còn "<b class="num">{seconds(until, server_now)}</b>" giây"
            </span>
        </Ticking>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_up_and_stop_at_zero() {
        assert_eq!(seconds(Moment(60_000), Moment(1)), 60);
        assert_eq!(seconds(Moment(60_000), Moment(59_001)), 1);
        assert_eq!(seconds(Moment(60_000), Moment(90_000)), 0);
    }
}
