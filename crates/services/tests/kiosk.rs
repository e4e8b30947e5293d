//! Kiosks: pairing, turns, hand-offs, help by a clerk. What one person did must be gone for the next (S-04).
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

#[path = "kiosk/fixture.rs"]
mod fixture;
#[path = "kiosk/handoff.rs"]
mod handoff;
#[path = "kiosk/pairing.rs"]
mod pairing;
#[path = "kiosk/turn.rs"]
mod turn;
