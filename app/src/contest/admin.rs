//! The committee's side of contests: the list, creating one, what is next in one.

mod create;
mod home;
mod overview;
pub(crate) mod presets;
mod tasks;

pub use create::CreatePage;
pub use home::AdminHome;
pub use overview::OverviewPage;

use crate::forms::{FormRoute, SMALL, UPLOAD};
use crate::policy::Policy;

/// Where an account is led that opened a page none of its roles opens.
pub const NOT_ADMITTED: &str = "/admin?khong-quyen=1";

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[
    FormRoute {
        path: "/admin/tao",
        policy: Policy::Admin,
        handle: |call| Box::pin(create::handle(call)),
        limit: UPLOAD,
    },
    FormRoute {
        path: "/admin/{contest}",
        policy: Policy::Staff,
        handle: |call| Box::pin(overview::handle(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/admin/{contest}/the-le",
        policy: Policy::Staff,
        handle: |call| Box::pin(super::rules::handle(call)),
        limit: UPLOAD,
    },
];
