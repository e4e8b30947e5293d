//! The rules of a contest that the browser may know.
//!
//! Nothing here performs IO, reads a clock, draws a random number or awaits: `now` and randomness are arguments.
//! Nothing here knows an answer key: that is the `scoring` crate, which the browser never links.
//!
//! Rooms carry the same names on every floor: [`people`], [`contest`], [`question`], [`quiz`], [`standings`],
//! [`record`], [`kiosk`].

pub mod contest;
pub mod ids;
pub mod kiosk;
pub mod people;
pub mod question;
pub mod quiz;
pub mod record;
pub mod standings;
pub mod text;
pub mod time;
pub mod units;
