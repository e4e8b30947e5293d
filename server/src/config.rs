//! Configuration: environment variables, with `*_FILE` for secrets, and defaults that work on a laptop.

use std::path::PathBuf;

/// Configuration of the process.
#[derive(Debug, Clone)]
pub struct Config {
    /// `sqlite://…` or `postgres://…`. May hold a password: never logged.
    pub database_url: Secret,
    /// Address to serve on.
    pub addr: String,
    /// Address of the private listener with `/metrics`; none without it.
    pub metrics_addr: Option<String>,
    /// Folder for the master key and, with SQLite, the database.
    pub data_dir: PathBuf,
    /// Master key given directly (base 64) instead of a file in the data folder.
    pub master_key: Option<Secret>,
    /// JSON logs.
    pub json_logs: bool,
}

/// A text that must not be logged.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A `*_FILE` that cannot be read.
    #[error("{name}: không đọc được tệp {path}")]
    Unreadable {
        /// Variable.
        name: String,
        /// File.
        path: String,
    },
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// When a named secret file cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        let data_dir = PathBuf::from(plain("HOITHI_DATA_DIR").unwrap_or_else(|| "data".into()));
        let default_url = format!("sqlite://{}", data_dir.join("hoithi.db").display());
        Ok(Self {
            database_url: Secret(secret("DATABASE_URL")?.unwrap_or(default_url)),
            addr: plain("HOITHI_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into()),
            metrics_addr: plain("HOITHI_METRICS_ADDR"),
            data_dir,
            master_key: secret("HOITHI_MASTER_KEY")?.map(Secret),
            json_logs: plain("HOITHI_LOG_FORMAT").as_deref() == Some("json"),
        })
    }
}

fn plain(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// A variable, or the content of the file its `_FILE` twin names.
///
/// # Errors
/// When that file cannot be read.
pub fn secret(name: &str) -> Result<Option<String>, ConfigError> {
    if let Some(path) = plain(&format!("{name}_FILE")) {
        let text = std::fs::read_to_string(&path).map_err(|_| ConfigError::Unreadable {
            name: name.into(),
            path,
        })?;
        return Ok(Some(text.trim().to_owned()));
    }
    Ok(plain(name))
}
