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

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    queue: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Semaphore::new(WAITING),
        }
    }
}

impl Passwords {
    /// A new hash with this salt.
    pub(crate) async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String> {
        let password = password.to_owned();
        self.blocking(move || {
            let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|h| h.to_string())
                .map_err(|e| ServiceError::internal(e.to_string()))
        })
        .await?
    }

    /// Whether a password fits a hash. Without a hash the same work is done, so that time tells nothing.
    pub(crate) async fn fits(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
        self.blocking(move || {
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
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let _place = self
            .queue
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
