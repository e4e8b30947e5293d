//! A mistake planted on purpose, so that the trial of a power cut can show that it would find one.
//!
//! Only the control program of `loadtest power` is built with the feature `planted-bugs`, and only the environment of
//! that scenario plants anything. The program people run has neither, which `tools/test.sh deps` checks.

use sqlx::sqlite::SqliteSynchronous;

/// FULL, not NORMAL: an answer the page called saved must survive a power cut (DESIGN 3).
#[cfg(not(feature = "planted-bugs"))]
pub(crate) const fn synchronous() -> SqliteSynchronous {
    SqliteSynchronous::Full
}

/// FULL, unless `HOITHI_PLANTED` says `synchronous-normal`.
#[cfg(feature = "planted-bugs")]
pub(crate) fn synchronous() -> SqliteSynchronous {
    match std::env::var("HOITHI_PLANTED").as_deref() {
        Ok("synchronous-normal") => SqliteSynchronous::Normal,
        _ => SqliteSynchronous::Full,
    }
}
