//! What is fixed when a round is committed.

use crate::{Result, Tx};

/// What a commitment records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commitment {
    /// When.
    pub at: i64,
    /// The rule sheet as it was hashed, for anyone to download.
    pub rules_text: String,
    /// Hash of the rule sheet.
    pub rules_hash: String,
    /// Hash of the bank.
    pub bank_hash: String,
    /// Encrypted secret.
    pub secret_sealed: String,
    /// Hash of the secret.
    pub secret_hash: String,
}

/// Records a commitment once; says whether this call did it.
///
/// # Errors
/// Store errors.
pub async fn commit_round(tx: &mut Tx, id: &str, commitment: &Commitment) -> Result<bool> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET committed_at = $1, rules_text = $2, rules_hash = $3, bank_hash = $4, secret_sealed = $5, secret_hash = $6 \
         WHERE id = $7 AND committed_at IS NULL",
        commitment.at,
        &commitment.rules_text,
        &commitment.rules_hash,
        &commitment.bank_hash,
        &commitment.secret_sealed,
        &commitment.secret_hash,
        id
    )?;
    Ok(done == 1)
}

/// The rule sheet a round was committed with, as text. Kilobytes that only sealing and a download need: so it is no
/// column of a round.
///
/// # Errors
/// Store errors.
pub async fn committed_rules(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> = fetch!(
        fetch_optional,
        (Option<String>,),
        tx,
        "SELECT rules_text FROM contest_round WHERE id = $1",
        id
    )?;
    Ok(row.and_then(|(text,)| text))
}
