//! A code on the screen: its seconds left, and its end once a phone has used it.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::contest::countdown::Ticking;
#[cfg(feature = "ssr")]
use domain::time::Moment;

/// Whole seconds from one instant to another, rounded up, never negative.
#[cfg(feature = "ssr")]
fn seconds(until: Moment, now: Moment) -> i64 {
    ((until - now).0.max(0) + 999) / 1_000
}

/// `Còn 43 giây`, every second anew.
#[cfg(feature = "ssr")]
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

/// Leads to the start screen once a phone has taken the attempt over, named by an element inside with `data-attempt`:
/// the next person need not wait until the code is over. Without JavaScript the page leads there by itself then.
#[island]
pub fn TakenOver(
    /// The code.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| browser::watch());
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::error::AppError;
    use crate::quiz::api::quiz_state;
    use gloo_timers::callback::Interval;
    use leptos::prelude::{document, window};
    use leptos::task::spawn_local;

    /// How often the server is asked whether the turn goes on, in milliseconds.
    const EVERY: u32 = 3_000;

    pub(super) fn watch() {
        let named = document().query_selector("[data-attempt]").ok().flatten();
        let Some(attempt) = named.and_then(|e| e.get_attribute("data-attempt")) else {
            return;
        };
        Interval::new(EVERY, move || {
            let attempt = attempt.clone();
            spawn_local(async move {
                if let Err(AppError::SignedOut) = quiz_state(attempt).await {
                    let _ = window().location().replace("/kiosk");
                }
            });
        })
        .forget();
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_up_and_stop_at_zero() {
        assert_eq!(seconds(Moment(60_000), Moment(1)), 60);
        assert_eq!(seconds(Moment(60_000), Moment(59_001)), 1);
        assert_eq!(seconds(Moment(60_000), Moment(90_000)), 0);
    }
}
