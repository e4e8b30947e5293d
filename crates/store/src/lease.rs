//! Work that one node does for all of them.

use crate::{Result, Tx};

/// Takes a job, or keeps it, until `held_until`; whether it is ours now. It is unless another node holds it beyond `now`.
/// On PostgreSQL nobody else takes it before this transaction ends, even if it takes longer than that.
///
/// # Errors
/// Store errors.
pub async fn take(tx: &mut Tx, job: &str, holder: &str, now: i64, held_until: i64) -> Result<bool> {
    let taken = execute!(
        tx,
        "INSERT INTO job_lease (job, holder, held_until) VALUES ($1, $2, $3) \
         ON CONFLICT (job) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until \
         WHERE job_lease.holder = excluded.holder OR job_lease.held_until <= $4",
        job,
        holder,
        held_until,
        now
    )?;
    Ok(taken == 1)
}

/// Leaves every job to others at once.
///
/// # Errors
/// Store errors.
pub async fn leave(tx: &mut Tx, holder: &str) -> Result<()> {
    execute!(tx, "DELETE FROM job_lease WHERE holder = $1", holder)?;
    Ok(())
}
