//! Standings from outside: tables at the boundaries, properties, and the example of docs/RULES.md.

mod collective;
mod overall;
mod prizes;
mod properties;
mod ranking;
mod recount;
mod rules_example;
mod support;
