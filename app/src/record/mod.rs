//! Proposals that wait for a second person, and the log of acts.

pub mod log;
pub mod proposals;

use crate::forms::{FormRoute, SMALL};
use crate::policy::Policy;

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[FormRoute {
    path: "/admin/{contest}/de-nghi",
    policy: Policy::Staff,
    handle: |call| Box::pin(proposals::handle(call)),
    limit: SMALL,
}];
