//! Why something failed, for the person at the terminal: the words of the layers below are for a log.

use super::is_sqlite;
use crate::config::Config;
use std::error::Error;

/// What lies at the bottom of an error: the layers above it only say that something below went wrong.
pub(super) fn root(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(below) = innermost.source() {
        innermost = below;
    }
    innermost.to_string()
}

/// A database that cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("không mở được cơ sở dữ liệu: {why}. {to_do}")]
pub(super) struct Closed {
    /// Why.
    pub(super) why: String,
    /// What to do.
    pub(super) to_do: String,
}

impl Closed {
    /// Puts into words why the database of a configuration cannot be opened. The address may hold a password, so it is
    /// not repeated.
    pub(super) fn of(config: &Config, error: &dyn Error) -> Self {
        let why = root(error);
        let url = &config.database_url.0;
        let postgres = url.starts_with("postgres:") || url.starts_with("postgresql:");
        let to_do = if is_sqlite(config) {
            "Kiểm tra DATABASE_URL (hoặc HOITHI_DATA_DIR), thư mục của tệp và quyền đọc ghi của người dùng chạy hoithi"
        } else if !postgres {
            "DATABASE_URL phải bắt đầu bằng sqlite: hoặc postgres:"
        } else if why.contains("ssl_mode") || why.contains("TLS") {
            "hoithi nói chuyện với PostgreSQL không qua TLS: bỏ sslmode khỏi DATABASE_URL, hoặc đặt sslmode=disable, và để \
             máy chủ cơ sở dữ liệu trong mạng riêng"
        } else {
            "Kiểm tra DATABASE_URL (máy, cổng, người dùng, mật khẩu, tên cơ sở dữ liệu), và máy chủ PostgreSQL có đang chạy \
             và cho máy này vào không"
        };
        Self {
            why,
            to_do: to_do.to_owned(),
        }
    }
}
