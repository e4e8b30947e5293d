//! People: signing in and out, sessions, accounts and roles.

mod account;
mod contact;
mod declare;
mod known;
mod own_login;
mod password_once;
mod role;
mod roster;
mod session;
mod sign_in;
mod who;

pub use account::{AccountView, NewAccount};
pub use declare::Declared;
pub use own_login::OwnLogin;
pub use password_once::OncePassword;
pub use role::{RoleHolder, RoleWish};
pub use roster::*;
pub(crate) use session::pairing;
pub use session::{NewSession, SESSION_LIFE, STAFF_SESSION_LIFE};
pub(crate) use who::Sessions;
