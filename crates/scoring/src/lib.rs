//! What no browser may know: the answer key, marking, and how entries become standings.
//!
//! Pure like `domain`: no IO, no clock, no randomness. Standings are a function of entries, rule sheet and recorded
//! decisions, computed never in the submit path (DESIGN 3 and 4). `docs/RULES.md` describes every rule here exactly
//! enough for an independent recount; a test runs that document's example.

pub mod draw;
pub mod question;
pub mod quiz;
pub mod standings;
