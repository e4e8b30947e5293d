//! The master key: from the environment, or a file beside the database that is made at the first start.

use crate::config::Config;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use services::{Chance, Vault};
use std::io::Write as _;

/// A master key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not 32 bytes in base 64.
    #[error("khoá chủ phải là 32 byte viết bằng base64")]
    Malformed,
    /// The file cannot be read or made.
    #[error("không đọc hoặc tạo được tệp khoá {path}")]
    File {
        /// Path.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// The vault on this installation's master key, made at the first call.
///
/// # Errors
/// When the key is malformed or its file cannot be read or made.
pub fn vault(config: &Config, chance: &dyn Chance) -> Result<Vault, KeyError> {
    let text = match &config.master_key {
        Some(secret) => secret.0.clone(),
        None => key_file(config, chance)?,
    };
    let bytes = STANDARD
        .decode(text.trim())
        .map_err(|_| KeyError::Malformed)?;
    Ok(Vault::new(
        bytes.try_into().map_err(|_| KeyError::Malformed)?,
    ))
}

fn key_file(config: &Config, chance: &dyn Chance) -> Result<String, KeyError> {
    let path = config.data_dir.join("master.key");
    let failed = |source| KeyError::File {
        path: path.display().to_string(),
        source,
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        Err(_) => {}
    }
    std::fs::create_dir_all(&config.data_dir).map_err(failed)?;
    let mut key = [0; 32];
    chance.fill(&mut key);
    let text = STANDARD.encode(key);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    Ok(text)
}
