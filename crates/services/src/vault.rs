//! Keys kept outside the database, and what is done with them.
//!
//! One master key, from which a key for each purpose is derived, so that a value made for one purpose means nothing
//! for another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::quiz::paper::hex;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// The installation's keys. `Debug` shows nothing.
#[derive(Clone)]
pub struct Vault {
    master: [u8; 32],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// What a derived key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Encrypts contact data.
    Contact,
    /// Encrypts round secrets.
    RoundSecret,
    /// Peppers slip secrets.
    Slip,
    /// Hashes unique attributes of self-declared persons.
    Unique,
    /// Hashes identity attributes.
    Identity,
    /// Makes and signs receipts.
    Receipt,
    /// Binds the confirmation of an import to its preview.
    Import,
    /// Hashes pairing codes of kiosks.
    Pairing,
    /// Proves that a browser signed in before.
    Known,
    /// Proves which key the data were made with.
    Proof,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Contact => b"hoithi/key/contact/1",
            Self::RoundSecret => b"hoithi/key/round-secret/1",
            Self::Slip => b"hoithi/key/slip/1",
            Self::Unique => b"hoithi/key/unique/1",
            Self::Identity => b"hoithi/key/identity/1",
            Self::Receipt => b"hoithi/key/receipt/1",
            Self::Import => b"hoithi/key/import/1",
            Self::Pairing => b"hoithi/key/pairing/1",
            Self::Known => b"hoithi/key/known/1",
            Self::Proof => b"hoithi/key/proof/1",
        }
    }
}

/// A sealed value that cannot be opened: another key, or a changed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed value cannot be opened with this key")]
pub struct BadSeal;

impl Vault {
    /// A vault on a master key.
    #[must_use]
    pub fn new(master: [u8; 32]) -> Self {
        Self { master }
    }

    fn key(&self, purpose: Purpose) -> [u8; 32] {
        mac(&self.master, &[purpose.label()])
    }

    /// Keyed hash of a text for one purpose, 64 hexadecimal digits.
    #[must_use]
    pub fn keyed_hash(&self, purpose: Purpose, text: &str) -> String {
        hex(&mac(&self.key(purpose), &[text.as_bytes()]))
    }

    /// What says of a database which key its data were made with.
    #[must_use]
    pub fn proof(&self) -> String {
        self.keyed_hash(Purpose::Proof, "master")
    }

    /// Keyed hash of bytes for one purpose.
    #[must_use]
    pub fn keyed_bytes(&self, purpose: Purpose, bytes: &[u8]) -> [u8; 32] {
        mac(&self.key(purpose), &[bytes])
    }

    /// Encrypts with a random nonce; `context` binds the value to the row it stands in.
    #[must_use]
    pub fn seal(&self, purpose: Purpose, context: &str, plain: &[u8], nonce: [u8; 24]) -> String {
        let cipher = XChaCha20Poly1305::new(&self.key(purpose).into());
        let payload = chacha20poly1305::aead::Payload {
            msg: plain,
            aad: context.as_bytes(),
        };
        #[expect(
            clippy::expect_used,
            reason = "encryption in memory fails only beyond 256 GiB"
        )]
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("short message");
        URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// [`BadSeal`].
    pub fn open(&self, purpose: Purpose, context: &str, sealed: &str) -> Result<Vec<u8>, BadSeal> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| BadSeal)?;
        let (nonce, rest) = bytes.split_at_checked(24).ok_or(BadSeal)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| BadSeal)?;
        let cipher = XChaCha20Poly1305::new(&self.key(purpose).into());
        let payload = chacha20poly1305::aead::Payload {
            msg: rest,
            aad: context.as_bytes(),
        };
        cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| BadSeal)
    }
}

/// HMAC-SHA256.
#[must_use]
pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("any key length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Hash of a random token: what the database keeps of it. The token has 128 bits or more, so it needs no key.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A random token of 32 bytes for cookies and links, URL-safe.
#[must_use]
pub(crate) fn token(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_where_it_was_made() {
        let vault = Vault::new([7; 32]);
        let sealed = vault.seal(
            Purpose::Contact,
            "person-1",
            "0912345678".as_bytes(),
            [1; 24],
        );
        assert_eq!(
            vault.open(Purpose::Contact, "person-1", &sealed).as_deref(),
            Ok(b"0912345678".as_slice())
        );
        assert_eq!(
            vault.open(Purpose::Contact, "person-2", &sealed),
            Err(BadSeal)
        );
        assert_eq!(
            vault.open(Purpose::RoundSecret, "person-1", &sealed),
            Err(BadSeal)
        );
        assert_eq!(
            Vault::new([8; 32]).open(Purpose::Contact, "person-1", &sealed),
            Err(BadSeal)
        );
        assert_eq!(vault.open(Purpose::Contact, "person-1", "x"), Err(BadSeal));
    }

    #[test]
    fn purposes_do_not_mix() {
        let vault = Vault::new([7; 32]);
        assert_ne!(
            vault.keyed_hash(Purpose::Slip, "a"),
            vault.keyed_hash(Purpose::Unique, "a")
        );
        assert_eq!(format!("{vault:?}"), "Vault(…)");
    }
}
