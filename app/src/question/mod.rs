//! Questions: the bank in the admin.

pub(crate) mod carry;
mod edit;
mod handle;
mod import;
mod list;
pub mod page;
mod rounds;
mod status;

use crate::forms::{FormRoute, UPLOAD};
use crate::policy::Policy;

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[FormRoute {
    path: "/admin/{contest}/cau-hoi",
    policy: Policy::Staff,
    handle: |call| Box::pin(handle::handle(call)),
    limit: UPLOAD,
}];
