//! Sessions of many requests at once.

use crate::Result;
use crate::together::{Lookup, Together};
use std::collections::HashMap;
use store::Db;
use store::people::SessionRow;

/// Sessions by the hash of their token, expired or not.
pub(crate) type Sessions = Together<ByToken>;

/// Looks sessions up.
pub(crate) struct ByToken;

impl Lookup for ByToken {
    const WHAT: &'static str = "sessions";
    type Found = SessionRow;

    async fn look_up(db: &Db, hashes: &[String]) -> Result<HashMap<String, SessionRow>> {
        let mut tx = db.read().await?;
        let rows = store::people::find_sessions(&mut tx, hashes).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.token_hash.clone(), row))
            .collect())
    }
}
