//! The master key: whether there is one, and whether the data were made with it.

use super::super::because::root;
use super::super::is_sqlite;
use super::{Findings, open_to_others};
use crate::clock::SystemChance;
use crate::config::Config;
use services::{KeyFit, Purpose, Services, Vault};
use store::Db;

/// What was found of the master key.
pub(super) enum Key {
    /// A vault on it.
    Read(Vault),
    /// There is none, and no setting names one.
    Missing,
    /// There is one that cannot be used, which was said.
    Broken,
}

impl Key {
    pub(super) fn vault(&self) -> Option<&Vault> {
        match self {
            Self::Read(vault) => Some(vault),
            Self::Missing | Self::Broken => None,
        }
    }
}

/// Whether a key was used with a database already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Nothing,
    Something,
    /// It could not be asked.
    Unknown,
}

/// Without a key: the first start makes one, but only beside an empty database.
pub(super) fn none(findings: &mut Findings, config: &Config, holds: Holds) {
    let file = config.data_dir.join("master.key");
    let name = file.display();
    match holds {
        Holds::Nothing if is_sqlite(config) => findings.note(&format!(
            "Chưa có khoá chủ {name}: lần chạy đầu sẽ tạo. Sao lưu khoá riêng với dữ liệu."
        )),
        Holds::Nothing => findings.note(&format!(
            "Chưa có khoá chủ {name}: lần chạy đầu sẽ tạo. Nếu có nhiều máy chủ, tạo một khoá (openssl rand -base64 32) \
             và đặt cùng khoá ấy cho mọi máy bằng HOITHI_MASTER_KEY_FILE trước lần chạy đầu."
        )),
        Holds::Something => findings.wrong(
            &format!("Cơ sở dữ liệu đã có dữ liệu mà không có khoá chủ {name}"),
            "Đặt lại master.key (hoặc HOITHI_MASTER_KEY) của hệ thống này từ bản cất giữ; khoá mới không mở được dữ liệu cũ",
        ),
        Holds::Unknown => findings.note(&format!(
            "Chưa có khoá chủ {name}. Nếu cơ sở dữ liệu đã có dữ liệu thì đặt lại khoá từ bản cất giữ."
        )),
    }
}

/// Looks at the master key without making one.
pub(super) fn look(findings: &mut Findings, config: &Config) -> Key {
    let file = config.data_dir.join("master.key");
    let name = file.display();
    if config.master_key.is_none() {
        if !file.exists() {
            return Key::Missing;
        }
        if open_to_others(&file) {
            findings.wrong(
                &format!("Người dùng khác đọc được khoá chủ {name}"),
                &format!("chmod 600 {name}"),
            );
        }
    }
    match crate::secrets::vault(config, &SystemChance) {
        Ok(vault) => {
            findings.good(&format!("Khoá chủ đọc được, lấy từ {}", config.key_origin));
            Key::Read(vault)
        }
        Err(error) => {
            findings.wrong(
                &format!("Khoá chủ: {error}"),
                "Đặt lại khoá từ bản cất giữ; đừng tạo khoá mới",
            );
            Key::Broken
        }
    }
}

/// Whether the data were made with our key.
pub(super) async fn fits(findings: &mut Findings, config: &Config, services: &Services) {
    match services.key_fit().await {
        Ok(KeyFit::Others) => findings.wrong(
            &format!(
                "Khoá chủ không phải của cơ sở dữ liệu này (lấy từ {})",
                config.key_origin
            ),
            "Đặt vào đó khoá của lần chạy đầu hoặc khoá cất cùng bản sao lưu, hoặc sửa DATABASE_URL cho đúng cơ sở dữ liệu",
        ),
        Ok(KeyFit::Ours) => {
            findings.good("Khoá chủ là khoá của cơ sở dữ liệu này");
            round_secret(findings, services).await;
        }
        Ok(KeyFit::Unsaid) => findings
            .note("Cơ sở dữ liệu chưa gắn với khoá chủ nào: lần chạy đầu sẽ gắn với khoá này."),
        Err(error) => findings.wrong(
            &format!("Không đọc được cơ sở dữ liệu: {}", root(&error)),
            "Khôi phục từ bản sao lưu",
        ),
    }
}

/// Opens the secret of a committed round, where there is one.
async fn round_secret(findings: &mut Findings, services: &Services) {
    let sealed = match sealed_secret(services.db()).await {
        Ok(Some(sealed)) => sealed,
        Ok(None) => return,
        Err(error) => {
            findings.wrong(
                &format!("Không đọc được các đợt thi: {}", root(&error)),
                "Khôi phục từ bản sao lưu",
            );
            return;
        }
    };
    match services
        .vault()
        .open(Purpose::RoundSecret, &sealed.0, &sealed.1)
    {
        Ok(_) => findings.good("Khoá chủ mở được bí mật đợt thi"),
        Err(_) => findings.wrong(
            "Khoá chủ không mở được bí mật của một đợt thi đã khoá",
            "Dữ liệu bị sửa hoặc lẫn từ hệ thống khác: khôi phục từ bản sao lưu",
        ),
    }
}

/// A committed round and its encrypted secret, where there is one.
async fn sealed_secret(db: &Db) -> store::Result<Option<(String, String)>> {
    let mut tx = db.read().await?;
    let rounds = store::contest::all_rounds(&mut tx).await?;
    Ok(rounds
        .into_iter()
        .find_map(|r| Some((r.id, r.secret_sealed?))))
}
