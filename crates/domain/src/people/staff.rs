//! Whom a contest and an installation cannot do without.

use super::Role;
use serde::{Deserialize, Serialize};

/// Why a role or an account must stay: nobody could give it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastOne {
    /// The last organiser of a contest.
    Organiser,
    /// The last system administrator.
    Administrator,
}

/// Whether a role can be withdrawn from one holder. `others` hold it too, with accounts that are not closed.
///
/// # Errors
/// [`LastOne::Organiser`] where nobody else could run the contest.
pub fn check_withdraw(role: Role, others: usize) -> Result<(), LastOne> {
    if role == Role::Organiser && others == 0 {
        return Err(LastOne::Organiser);
    }
    Ok(())
}

/// Whether an account can be closed, or stop being an administrator's. `others` are administrators with open accounts.
///
/// # Errors
/// [`LastOne::Administrator`].
pub fn check_lose_admin(is_admin: bool, others: usize) -> Result<(), LastOne> {
    if is_admin && others == 0 {
        return Err(LastOne::Administrator);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_organiser_must_stay() {
        for role in Role::STAFF {
            let want = if role == Role::Organiser {
                Err(LastOne::Organiser)
            } else {
                Ok(())
            };
            assert_eq!(check_withdraw(role, 0), want, "{role:?}");
            assert_eq!(check_withdraw(role, 1), Ok(()), "{role:?}");
        }
    }

    #[test]
    fn only_the_last_administrator_must_stay() {
        assert_eq!(check_lose_admin(true, 0), Err(LastOne::Administrator));
        assert_eq!(check_lose_admin(true, 1), Ok(()));
        assert_eq!(check_lose_admin(false, 0), Ok(()));
    }
}
