//! Accounts of this installation, and who holds which role in a contest.

mod accounts;
mod roles;

pub use accounts::{AccountsPage, handle_accounts};
pub use roles::{RolesPage, handle_roles};
