//! How wrong guesses are kept from locking the right person out: who could be guessed at all, and browsers that signed
//! in before.

use crate::vault::Purpose;
use crate::{Result, Services};
use domain::ids::base32;
use domain::people::code_readings;
use store::Tx;
use store::people::PersonRow;
use subtle::ConstantTimeEq as _;

impl Services {
    /// Whether what opens this roster code is a password someone chose. A slip's secret is so long that guesses need no
    /// limit, and a limit that strangers can use up would keep its holder out.
    ///
    /// # Errors
    /// [`crate::ServiceError::NotFound`] without such a contest.
    pub async fn has_own_password(&self, contest_code: &str, code: &str) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let person = person_of_code(&mut tx, contest.id.as_str(), code).await?;
        Ok(person.is_some_and(|p| p.password_hash.is_some()))
    }

    /// What a browser keeps once it has signed in under `name`. It names nobody and opens nothing: it only gives the
    /// browser guesses of its own.
    #[must_use]
    pub fn known_browser(&self, name: &str) -> String {
        let id = base32(&self.random::<16>());
        let proof = self.known_proof(name, &id);
        format!("{id}.{proof}")
    }

    /// Whether a browser that keeps this signed in under `name` before.
    #[must_use]
    pub fn is_known_browser(&self, name: &str, kept: &str) -> bool {
        kept.split_once('.').is_some_and(|(id, proof)| {
            let right = self.known_proof(name, id);
            right.as_bytes().ct_eq(proof.as_bytes()).into()
        })
    }

    fn known_proof(&self, name: &str, id: &str) -> String {
        self.vault()
            .keyed_hash(Purpose::Known, &format!("{id}\n{name}"))
    }
}

/// The person of a roster code, however its parts were typed.
pub(super) async fn person_of_code(
    tx: &mut Tx,
    contest_id: &str,
    typed: &str,
) -> Result<Option<PersonRow>> {
    for code in code_readings(typed) {
        let person = store::people::find_person_by_code(tx, contest_id, &code).await?;
        if person.is_some() {
            return Ok(person);
        }
    }
    Ok(None)
}
