//! People: signing in, accounts, roles, rosters.

pub mod admin;
pub mod enter;
pub(crate) mod own_password;
pub mod roster;
pub mod sign_in;

use crate::forms::{FormRoute, SMALL, UPLOAD};
use crate::policy::Policy;

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[
    FormRoute {
        path: "/dang-nhap",
        policy: Policy::Public,
        handle: |call| Box::pin(sign_in::handle(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/cuoc-thi/{contest}/vao-thi/{round}",
        policy: Policy::Public,
        handle: |call| Box::pin(enter::handle(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/cua-toi",
        policy: Policy::Contestant,
        handle: |call| Box::pin(own_password::handle(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/admin/tai-khoan",
        policy: Policy::Admin,
        handle: |call| Box::pin(admin::handle_accounts(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/admin/{contest}/vai-tro",
        policy: Policy::Staff,
        handle: |call| Box::pin(admin::handle_roles(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/admin/{contest}/nguoi-thi",
        policy: Policy::Staff,
        handle: |call| Box::pin(roster::handle(call)),
        limit: UPLOAD,
    },
];
