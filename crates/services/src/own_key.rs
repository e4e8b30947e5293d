//! Whether the master key at hand is the one the data were made with. With another one slips, receipts and round secrets
//! are of no use, and what it would write meanwhile the right key could not read.

use crate::vault::Purpose;
use crate::{Result, Services};
use store::Tx;

/// How our key and a database stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFit {
    /// The data were made with our key.
    Ours,
    /// They were made with another one.
    Others,
    /// Nothing in the database says which key it belongs to.
    Unsaid,
}

impl Services {
    /// Makes our key the one of this database where it has none yet, and says whether the two fit now. Of several nodes
    /// that come at once with keys of their own, one has its way.
    ///
    /// # Errors
    /// Store errors.
    pub async fn take_key(&self) -> Result<bool> {
        let fit = self.key_fit().await?;
        if fit == KeyFit::Others {
            return Ok(false);
        }
        let proof = self.vault().proof();
        let mut tx = self.db().write().await?;
        store::master_key::take(&mut tx, &proof).await?;
        let kept = store::master_key::proof(&mut tx).await?;
        tx.commit().await?;
        Ok(kept == Some(proof))
    }

    /// How our key and the database stand to each other, for whoever looks without changing anything.
    ///
    /// # Errors
    /// Store errors.
    pub async fn key_fit(&self) -> Result<KeyFit> {
        let mut tx = self.db().read().await?;
        let fit = match store::master_key::proof(&mut tx).await? {
            Some(proof) => Some(proof == self.vault().proof()),
            None => self.opens_what_is_sealed(&mut tx).await?,
        };
        Ok(match fit {
            Some(true) => KeyFit::Ours,
            Some(false) => KeyFit::Others,
            None => KeyFit::Unsaid,
        })
    }

    /// Whether the database still says that it belongs to our key: one small row, for who asks every second.
    ///
    /// # Errors
    /// Store errors.
    pub async fn key_is_ours(&self) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let kept = store::master_key::proof(&mut tx).await?;
        Ok(kept == Some(self.vault().proof()))
    }

    /// A database from before keys had a proof: whether our key opens the secret of a round or a telephone number. None
    /// where there is neither.
    async fn opens_what_is_sealed(&self, tx: &mut Tx) -> Result<Option<bool>> {
        let opens = |purpose, context: &str, sealed: &str| {
            Some(self.vault().open(purpose, context, sealed).is_ok())
        };
        let contests = store::contest::list(tx).await?;
        let rounds = store::contest::all_rounds(tx).await?;
        let secret = rounds
            .iter()
            .find_map(|r| Some((&r.id, r.secret_sealed.as_deref()?)));
        if let Some((round, sealed)) = secret {
            return Ok(opens(Purpose::RoundSecret, round, sealed));
        }
        for contest in contests {
            let known = store::people::people_with_contact(tx, &contest.id, 1).await?;
            let Some(id) = known.first() else { continue };
            let person = store::people::find_person(tx, id).await?;
            if let Some(sealed) = person.and_then(|p| p.contact_sealed) {
                return Ok(opens(Purpose::Contact, id, &sealed));
            }
        }
        Ok(None)
    }
}
