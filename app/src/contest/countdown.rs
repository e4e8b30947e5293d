//! The countdown to an opening or a closing. It shows the server's time: the browser's clock only measures how long
//! the page has been open.

use crate::quiz::tick;
use crate::ui::live::text;
use domain::time::{Moment, Span};
use leptos::prelude::*;

/// Days, hours, minutes and seconds left, never negative.
fn parts(left: Span) -> [(i64, &'static str); 4] {
    let seconds = (left.0.max(0) + 999) / 1_000;
    [
        (seconds / 86_400, "ngày"),
        (seconds / 3_600 % 24, "giờ"),
        (seconds / 60 % 60, "phút"),
        (seconds % 60, "giây"),
    ]
}

/// Counts down to `until`. At zero it asks for the page again, once, so that it shows the new phase.
#[island]
pub fn Countdown(
    /// The instant counted to.
    until: Moment,
    /// The server's clock when the page was made.
    server_now: Moment,
) -> impl IntoView {
    let left = RwSignal::new(until - server_now);
    tick::every_second(server_now, move |now| {
        left.set(until - now);
        if now >= until {
            tick::reload_soon();
        }
    });
    let spoken = text(move || {
        let p = parts(left.get());
        format!("Còn {} ngày {} giờ {} phút", p[0].0, p[1].0, p[2].0)
    });
    view! {
        <div class="countdown" role="timer" aria-live="off" aria-label=spoken>
            {(0..4)
                .map(|i| {
                    view! {
                        <span class="countdown__part" aria-hidden="true">
                            <b>{text(move || format!("{:02}", parts(left.get())[i].0))}</b>
                            {parts(Span(0))[i].1}
                        </span>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_round_up_and_stop_at_zero() {
        assert_eq!(parts(Span(1)).map(|p| p.0), [0, 0, 0, 1]);
        assert_eq!(
            parts(Span::minutes(60 * 24 + 61)).map(|p| p.0),
            [1, 1, 1, 0]
        );
        assert_eq!(parts(Span(-9_000)).map(|p| p.0), [0, 0, 0, 0]);
    }
}
