//! Confirming an import. A file is shown first and imported when it is confirmed; nothing of it is kept in between, so
//! that any node can take the confirmation. The page sends the same bytes again with the ticket of the preview.

use crate::vault::Purpose;
use crate::{Rejection, Result, ServiceError, Services};
use domain::ids::{AccountId, ContestId};
use domain::quiz::paper::hex;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

/// A file as it came in.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Upload {
    /// Name on the sender's machine: its ending helps to tell the format.
    pub file_name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Upload {
    /// SHA-256 of the content, for tickets and the log.
    #[must_use]
    pub fn digest(&self) -> String {
        hex(&Sha256::digest(&self.bytes))
    }
}

/// Proof that this account was shown exactly this outcome of this file: a keyed hash over both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportTicket(String);

impl ImportTicket {
    /// A ticket as a form sent it back.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text for a hidden field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a ticket is bound to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// What is imported, `questions`.
    pub(crate) what: &'a str,
    pub(crate) contest: &'a ContestId,
    pub(crate) account: &'a AccountId,
    /// Digest of the file.
    pub(crate) file: &'a str,
    /// What the import would do, as text. Another edit meanwhile makes it another text.
    pub(crate) outcome: &'a str,
}

impl Services {
    /// The ticket for a preview.
    pub(crate) fn import_ticket(&self, shown: Shown<'_>) -> ImportTicket {
        let fields = [
            shown.what,
            shown.contest.as_str(),
            shown.account.as_str(),
            shown.file,
            shown.outcome,
        ];
        let text: String = fields
            .iter()
            .map(|field| format!("{}:{field}\n", field.len()))
            .collect();
        ImportTicket(self.vault().keyed_hash(Purpose::Import, &text))
    }

    /// Refuses a confirmation of anything else than what was shown.
    pub(crate) fn check_ticket(&self, shown: Shown<'_>, ticket: &ImportTicket) -> Result<()> {
        let want = self.import_ticket(shown);
        if want.0.as_bytes().ct_eq(ticket.0.as_bytes()).into() {
            Ok(())
        } else {
            Err(Rejection::Stale.into())
        }
    }
}

/// Files read at once. A workbook made to be slow holds up the next import, not the contestants.
static READERS: Semaphore = Semaphore::const_new(2);

/// Reads a file away from the threads that serve requests: a large workbook takes seconds.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let _turn = READERS.acquire().await.map_err(ServiceError::internal)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(ServiceError::internal)
}
