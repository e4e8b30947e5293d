//! The server's clock in the browser: an offset measured with the browser's monotonic clock, so that neither a wrong
//! nor a changed device clock moves a countdown.

use domain::time::Moment;

/// Calls `act` with the server's time once a second in the browser; does nothing on the server.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(unused_variables, reason = "the server renders one instant")
)]
pub fn every_second(server_now: Moment, act: impl Fn(Moment) + 'static) {
    #[cfg(feature = "hydrate")]
    browser::every_second(server_now, act);
}

/// Milliseconds of the browser's monotonic clock; 0 on the server.
#[must_use]
pub fn monotonic() -> f64 {
    #[cfg(feature = "hydrate")]
    return browser::monotonic();
    #[cfg(not(feature = "hydrate"))]
    0.0
}

/// Asks for the page again after a short random wait, so that not everyone comes at once. Only once.
#[cfg(feature = "hydrate")]
pub use browser::reload_soon;

#[cfg(feature = "hydrate")]
mod browser {
    use super::Moment;
    use std::cell::Cell;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        fn performance_now() -> f64;
    }

    pub(super) fn monotonic() -> f64 {
        performance_now()
    }

    pub(super) fn every_second(server_now: Moment, act: impl Fn(Moment) + 'static) {
        let began = performance_now();
        let now = move || {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "milliseconds a page is open fit"
            )]
            let open = (performance_now() - began) as i64;
            Moment(server_now.0 + open)
        };
        act(now());
        // An island lives as long as its page, so its clock does too.
        gloo_timers::callback::Interval::new(1_000, move || act(now())).forget();
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
