//! The master key: from the environment, or a file beside the database that is made at the first start.

use crate::config::Config;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use services::{Chance, KeyFit, Services, Vault};
use std::io::Write as _;
use std::path::PathBuf;
use store::Db;

/// A master key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not 32 bytes in base 64.
    #[error("khoá chủ lấy từ {origin} phải là 32 byte viết bằng base64 (44 ký tự)")]
    Malformed {
        /// Where the key came from.
        origin: String,
    },
    /// Data were made with another key.
    #[error(
        "khoá chủ lấy từ {origin} không phải khoá của cơ sở dữ liệu này: phiếu dự thi, biên nhận và bí mật đợt thi được làm bằng khoá khác. Đặt vào đó đúng khoá của lần chạy đầu, hoặc khoá cất cùng lần sao lưu này, rồi chạy lại; đừng tạo khoá mới. Nếu khoá này đúng thì DATABASE_URL đang trỏ nhầm cơ sở dữ liệu"
    )]
    Other {
        /// Where the key came from.
        origin: String,
    },
    /// The file is not there, though the database holds what only its key opens.
    #[error(
        "cơ sở dữ liệu đã có dữ liệu nhưng không thấy khoá chủ {path}. Đặt lại master.key (hoặc HOITHI_MASTER_KEY) từ bản cất giữ; khoá mới sẽ không mở được đề thi và dữ liệu liên hệ đã mã hoá"
    )]
    Gone {
        /// Path.
        path: String,
    },
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

/// The vault for a database: as [`vault`], but a new key is made only for one that holds nothing yet.
///
/// # Errors
/// As [`vault`]; [`KeyError::Gone`].
pub async fn vault_for(config: &Config, db: &Db, chance: &dyn Chance) -> Result<Vault, KeyError> {
    let path = key_path(config);
    if config.master_key.is_none() && !path.exists() && holds_something(db).await {
        return Err(KeyError::Gone {
            path: path.display().to_string(),
        });
    }
    vault(config, chance)
}

/// Makes sure that a database, its schema up to date, belongs to the key of these use cases; one that belongs to none yet
/// is theirs from now on.
///
/// # Errors
/// [`KeyError::Other`]; store errors.
pub async fn claim(config: &Config, services: &Services) -> Result<(), Box<dyn std::error::Error>> {
    if services.take_key().await? {
        return Ok(());
    }
    let origin = config.key_origin.clone();
    Err(KeyError::Other { origin }.into())
}

/// Makes sure that a database does not belong to another key. One with data that say nothing of their key stays as it is: a
/// command run in passing, maybe without the settings of the service, must not decide whose it is.
///
/// # Errors
/// [`KeyError::Other`]; store errors.
pub async fn belongs(
    config: &Config,
    services: &Services,
) -> Result<(), Box<dyn std::error::Error>> {
    if services.key_fit().await? != KeyFit::Others {
        return Ok(());
    }
    let origin = config.key_origin.clone();
    Err(KeyError::Other { origin }.into())
}

/// Whether there are accounts or contests, or a key was there before. A database without a schema holds nothing.
pub async fn holds_something(db: &Db) -> bool {
    let look = async {
        let mut tx = db.read().await?;
        let accounts = store::people::list_accounts(&mut tx).await?;
        let contests = store::contest::list(&mut tx).await?;
        store::Result::Ok(!accounts.is_empty() || !contests.is_empty())
    };
    // Apart, because a database of an older program knows no proofs.
    let proof = async {
        let mut tx = db.read().await?;
        store::master_key::proof(&mut tx).await
    };
    look.await.unwrap_or(false) || proof.await.is_ok_and(|proof| proof.is_some())
}

fn key_path(config: &Config) -> PathBuf {
    config.data_dir.join("master.key")
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
    let bytes = STANDARD.decode(text.trim()).ok();
    let key = bytes.and_then(|bytes| bytes.try_into().ok());
    key.map(Vault::new).ok_or_else(|| KeyError::Malformed {
        origin: config.key_origin.clone(),
    })
}

fn key_file(config: &Config, chance: &dyn Chance) -> Result<String, KeyError> {
    let path = key_path(config);
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
