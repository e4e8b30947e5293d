//! Which master key the data were made with. The key itself is never here, only what proves it.

use crate::{Result, Tx};

/// There is one master key.
const NAME: &str = "master";

/// The proof of the key this database belongs to; none before the first start.
///
/// # Errors
/// Store errors.
pub async fn proof(tx: &mut Tx) -> Result<Option<String>> {
    let sql = "SELECT proof FROM master_key WHERE name = $1";
    let found = fetch!(fetch_optional, (String,), tx, sql, NAME)?;
    Ok(found.map(|(proof,)| proof))
}

/// Makes a key the one of this database, unless there is one already. Of several nodes at once one wins, and the others
/// read its proof afterwards.
///
/// # Errors
/// Store errors.
pub async fn take(tx: &mut Tx, proof: &str) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO master_key (name, proof) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        NAME,
        proof
    )?;
    Ok(())
}
