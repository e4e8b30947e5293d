//! The server's clock in the browser: an offset measured with the browser's monotonic clock, so that neither a wrong
//! nor a changed device clock moves a countdown.

use domain::time::Moment;

/// The server's clock as the browser knows it: an instant the server told, and how long ago that was by the monotonic
/// clock. On the server it stands still.
#[derive(Debug, Clone, Copy)]
pub struct ServerClock {
    told: Moment,
    at: f64,
}

impl ServerClock {
    /// The server tells its time now.
    #[must_use]
    pub fn told(now: Moment) -> Self {
        let at = monotonic();
        Self { told: now, at }
    }

    /// The server told its time when it made this page. The page may have been long on its way and in waking since: the
    /// first of it came at an instant the browser knows.
    #[must_use]
    pub fn rendered(now: Moment) -> Self {
        let at = page_came();
        Self { told: now, at }
    }

    /// The server's time.
    #[must_use]
    pub fn now(self) -> Moment {
        self.at(monotonic())
    }

    fn at(self, monotonic: f64) -> Moment {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds a page is open fit"
        )]
        let open = (monotonic - self.at) as i64;
        Moment(self.told.0 + open)
    }

    /// The server tells its time again. On most devices the monotonic clock stands still while they sleep, and a reply
    /// takes its time: both leave what is known behind, so the later of the two is right.
    pub fn hear(&mut self, now: Moment) {
        if now > self.now() {
            *self = Self::told(now);
        }
    }
}

/// Calls `act` now and once a second in the browser; does nothing on the server.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(unused_variables, reason = "the server renders one instant")
)]
pub fn every_second(act: impl Fn() + 'static) {
    #[cfg(feature = "hydrate")]
    browser::every_second(act);
}

/// Calls `act` after the device slept: within a second of waking. Also after its clock was set, which harms nothing.
#[cfg(feature = "hydrate")]
pub use browser::after_sleep;

/// Milliseconds of the device's own clock, which may be wrong and may jump, but goes on while the device sleeps.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn wall() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds of the browser's monotonic clock; 0 on the server.
#[must_use]
pub fn monotonic() -> f64 {
    #[cfg(feature = "hydrate")]
    return browser::monotonic();
    #[cfg(not(feature = "hydrate"))]
    0.0
}

/// When the first of this page came, by the monotonic clock; 0 on the server.
fn page_came() -> f64 {
    #[cfg(feature = "hydrate")]
    return browser::page_came();
    #[cfg(not(feature = "hydrate"))]
    0.0
}

/// Asks for the page again after a short random wait, so that not everyone comes at once. Only once.
#[cfg(feature = "hydrate")]
pub use browser::reload_soon;

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::Cell;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        fn performance_now() -> f64;

        #[wasm_bindgen(js_namespace = performance, js_name = getEntriesByType)]
        fn entries(kind: &str) -> js_sys::Array;

        /// How the page came here.
        type Coming;

        #[wasm_bindgen(method, getter, js_name = responseStart)]
        fn response_start(this: &Coming) -> f64;
    }

    pub(super) fn monotonic() -> f64 {
        performance_now()
    }

    /// Now, where the browser does not say it.
    pub(super) fn page_came() -> f64 {
        let coming = entries("navigation").get(0);
        let began = if coming.is_object() {
            coming.unchecked_into::<Coming>().response_start()
        } else {
            0.0
        };
        if began > 0.0 {
            began
        } else {
            performance_now()
        }
    }

    pub(super) fn every_second(act: impl Fn() + 'static) {
        act();
        // An island lives as long as its page, so its clock does too.
        gloo_timers::callback::Interval::new(1_000, act).forget();
    }

    /// A wall clock this much ahead of the monotonic one has gone on while that stood still.
    const SLEPT: f64 = 2_000.0;

    pub fn after_sleep(act: impl Fn() + 'static) {
        let ahead = || super::wall() - performance_now();
        let before = Cell::new(ahead());
        every_second(move || {
            let now = ahead();
            if (now - before.replace(now)).abs() > SLEPT {
                act();
            }
        });
    }

    pub fn reload_soon() {
        thread_local! { static ASKED: Cell<bool> = const { Cell::new(false) }; }
        if ASKED.replace(true) {
            return;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 4000"
        )]
        let wait = 1_000 + (js_sys::Math::random() * 4_000.0) as u32;
        gloo_timers::callback::Timeout::new(wait, || {
            let _ = leptos::prelude::window().location().reload();
        })
        .forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_clock_goes_with_the_monotonic_one_and_is_never_set_back() {
        let mut clock = ServerClock::told(Moment(10_000));
        let since = |ms: f64| clock.at + ms;
        assert_eq!(clock.at(since(0.0)), Moment(10_000));
        assert_eq!(clock.at(since(1_500.9)), Moment(11_500));
        // A reply that was long on its way.
        clock.hear(Moment(9_000));
        assert_eq!(clock.now(), Moment(10_000));
        // Three minutes asleep.
        clock.hear(Moment(190_000));
        assert_eq!(clock.now(), Moment(190_000));
    }
}
