//! Standings: participation, review, published results.

pub mod difference;
pub mod download;
pub mod list;
pub mod overall;
pub mod own;
pub mod participation;
pub mod results;
pub mod review;
pub mod words;

use crate::forms::{FormRoute, SMALL};
use crate::policy::Policy;

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[
    FormRoute {
        path: "/admin/{contest}/ra-soat/{round}",
        policy: Policy::Staff,
        handle: |call| Box::pin(review::propose::handle(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/admin/{contest}/xep-hang-chung",
        policy: Policy::Staff,
        handle: |call| Box::pin(overall::handle(call)),
        limit: SMALL,
    },
];
