//! The quiz: attempts, deadlines, saving, papers, receipts.

pub mod attempt;
pub mod paper;
pub mod prediction;
pub mod receipt;
pub mod save;
pub mod sheet;
pub mod start;
pub mod submit;

pub use attempt::{Attempt, AttemptState};
