//! The countdown to an opening or a closing. It shows the server's time: the browser's clock only measures how long
//! the page has been open.

use domain::time::Span;
use leptos::prelude::*;

/// Days, hours, minutes and seconds left, never negative.
fn parts(left: Span) -> [i64; 4] {
    let seconds = (left.0.max(0) + 999) / 1_000;
    [
        seconds / 86_400,
        seconds / 3_600 % 24,
        seconds / 60 % 60,
        seconds % 60,
    ]
}

/// What a reader hears.
fn spoken(left: Span) -> String {
    let p = parts(left);
    format!("Còn {} ngày {} giờ {} phút", p[0], p[1], p[2])
}

/// Counts down to `until`. At zero it asks for the page again, once, so that it shows the new phase.
#[cfg(feature = "ssr")]
#[component]
pub fn Countdown(
    /// The instant counted to.
    until: domain::time::Moment,
    /// The server's clock when the page was made.
    server_now: domain::time::Moment,
) -> impl IntoView {
    const UNITS: [&str; 4] = ["ngày", "giờ", "phút", "giây"];
    let left = until - server_now;
    let shown = parts(left).into_iter().zip(UNITS).map(|(n, unit)| {
        view! { <span class="countdown__part" aria-hidden="true"><b>{format!("{n:02}")}</b>{unit}</span> }
    });
    view! {
        <Ticking>
            <div class="countdown" role="timer" aria-live="off" aria-label=spoken(left) data-now=server_now.0 data-until=until.0>
                {shown.collect_view()}
            </div>
            <p class="countdown__over strong">"Đến giờ rồi, trang tự tải lại sau vài giây…"</p>
        </Ticking>
    }
}

/// Keeps what is inside counting: an element with `data-now` and `data-until` in milliseconds, and a `b` for each number.
/// With four numbers they are days to seconds, with one it is seconds and nothing happens at zero.
#[island]
pub fn Ticking(
    /// The element, as it stands when the page is made.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| browser::start());
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{parts, spoken};
    use crate::quiz::tick::{self, ServerClock};
    use domain::time::Moment;
    use leptos::prelude::document;
    use web_sys::{Element, NodeList};

    /// Starts every countdown of the page that stands still.
    pub(super) fn start() {
        // The server's clock went on meanwhile: only it knows how far.
        tick::after_sleep(tick::reload_soon);
        while let Ok(Some(timer)) = document().query_selector("[data-until]:not([data-ticking])") {
            let _ = timer.set_attribute("data-ticking", "");
            let at = |name| Some(Moment(timer.get_attribute(name)?.parse().ok()?));
            if let (Some(now), Some(until), Ok(numbers)) = (
                at("data-now"),
                at("data-until"),
                timer.query_selector_all("b"),
            ) {
                let clock = ServerClock::rendered(now);
                tick::every_second(move || show(&timer, &numbers, until, clock.now()));
            }
        }
    }

    fn show(timer: &Element, numbers: &NodeList, until: Moment, now: Moment) {
        let left = until - now;
        let one = numbers.length() == 1;
        let shown = if one {
            [(left.0.max(0) + 999) / 1_000, 0, 0, 0]
        } else {
            let _ = timer.set_attribute("aria-label", &spoken(left));
            parts(left)
        };
        for (i, n) in (0..numbers.length()).zip(shown) {
            if let Some(number) = numbers.get(i) {
                number.set_text_content(Some(&if one {
                    n.to_string()
                } else {
                    format!("{n:02}")
                }));
            }
        }
        if !one && left.0 <= 0 {
            let _ = timer.set_attribute("data-over", "");
            tick::reload_soon();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_round_up_and_stop_at_zero() {
        assert_eq!(parts(Span(1)), [0, 0, 0, 1]);
        assert_eq!(parts(Span::minutes(60 * 24 + 61)), [1, 1, 1, 0]);
        assert_eq!(parts(Span(-9_000)), [0, 0, 0, 0]);
    }
}
