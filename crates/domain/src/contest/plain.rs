//! The rule sheet in plain Vietnamese.
