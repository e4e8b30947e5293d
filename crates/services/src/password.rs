//! Passwords: argon2id on the blocking pool, at most as many at once as there are cores, so that a wave of sign-ins
//! cannot starve the saves.

use crate::{Result, ServiceError};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashing at once: one core of two stays free for everything else.
const AT_ONCE: usize = 1;
/// Most that wait for their turn, a second or two of work: who comes then is told to come back.
const WAITING: usize = 32;

/// Whose place in the queue a password takes: strangers who invent logins fill only their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// A browser that never signed in under the name.
    Strangers,
    /// A browser that did, a kiosk, or somebody signed in.
    Known,
}

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    strangers: Semaphore,
    known: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            strangers: Semaphore::new(WAITING),
            known: Semaphore::new(WAITING),
        }
    }
}

impl Passwords {
    /// A new hash with this salt.
    pub(crate) async fn hash(&self, lane: Lane, password: &str, salt: [u8; 16]) -> Result<String> {
        let password = password.to_owned();
        self.blocking(lane, move || {
            let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|h| h.to_string())
                .map_err(|e| ServiceError::internal(e.to_string()))
        })
        .await?
    }

    /// Whether a password fits a hash. Without a hash the same work is done, so that time tells nothing.
    pub(crate) async fn fits(
        &self,
        lane: Lane,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool> {
        let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
        self.blocking(lane, move || {
            let Some(hash) = hash else {
                let _ = Argon2::default().hash_password_with_salt(password.as_bytes(), &[0; 16]);
                return false;
            };
            PasswordHash::new(&hash).is_ok_and(|h| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &h)
                    .is_ok()
            })
        })
        .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let queue = match lane {
            Lane::Strangers => &self.strangers,
            Lane::Known => &self.known,
        };
        let _place = queue
            .try_acquire()
            .map_err(|_| ServiceError::Busy { retry_after: 3 })?;
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(ServiceError::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(ServiceError::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a runtime of one thread: were the work done on it, the answer would be there at the first question.
    #[tokio::test(flavor = "current_thread")]
    async fn others_go_on_while_a_password_is_hashed() {
        let passwords = Passwords::default();
        let (hash, fits) = (
            passwords.hash(Lane::Known, "mật khẩu", [7; 16]),
            passwords.fits(Lane::Strangers, "mật khẩu", None),
        );
        tokio::select! {
            biased;
            _ = hash => panic!("hashed on the thread that asks"),
            _ = fits => panic!("checked on the thread that asks"),
            () = tokio::task::yield_now() => {}
        }
    }

    #[tokio::test]
    async fn strangers_fill_only_their_own_queue() {
        let passwords = Passwords::default();
        let _places = passwords
            .strangers
            .try_acquire_many(32)
            .expect("all places");
        let stranger = passwords.fits(Lane::Strangers, "mật khẩu", None).await;
        assert!(matches!(stranger, Err(ServiceError::Busy { .. })));
        let known = passwords.fits(Lane::Known, "mật khẩu", None).await;
        assert!(matches!(known, Ok(false)));
    }
}
