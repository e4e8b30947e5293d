//! A contest: its rule sheet, the phases of its rounds, and what its rules say in plain Vietnamese.

pub mod check;
pub mod moved;
pub mod period;
pub mod phase;
pub mod plain;
pub mod rule_sheet;

pub use phase::{Outage, RoundActs, RoundClock, RoundPhase};
pub use rule_sheet::RuleSheet;
