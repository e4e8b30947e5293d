//! Configuration: environment variables, with `*_FILE` for secrets, one optional file, and defaults that work on a
//! laptop.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Names the file of `HOITHI_CONFIG` may hold: those of the environment.
const KNOWN: [&str; 10] = [
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "HOITHI_ADDR",
    "HOITHI_DATA_DIR",
    "HOITHI_DRAIN_SECONDS",
    "HOITHI_LOG",
    "HOITHI_LOG_FORMAT",
    "HOITHI_MASTER_KEY",
    "HOITHI_MASTER_KEY_FILE",
    "HOITHI_METRICS_ADDR",
];

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
    /// Where the master key comes from, in words for whoever has to put another one there.
    pub key_origin: String,
    /// JSON logs.
    pub json_logs: bool,
    /// What is logged, as `info,sqlx=warn`.
    pub log: String,
    /// How long `/readyz` says no before a stop closes the door, so that a load balancer notices first.
    pub drain: Duration,
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
    /// A `*_FILE`, or the file of settings, that cannot be read.
    #[error("{name}: không đọc được tệp {path}")]
    Unreadable {
        /// Variable.
        name: String,
        /// File.
        path: String,
    },
    /// The file of settings is not TOML, or holds something other than texts.
    #[error(
        "HOITHI_CONFIG: tệp {path} không phải TOML gồm các dòng TÊN = \"giá trị\" (dòng {line})"
    )]
    Malformed {
        /// File.
        path: String,
        /// Line of the first fault, from 1.
        line: usize,
    },
    /// A drain that is no number of seconds, or too long.
    #[error("HOITHI_DRAIN_SECONDS “{0}” không phải một số giây từ 0 đến {LONGEST_DRAIN}")]
    Drain(String),
    /// A name the file of settings may not hold.
    #[error("HOITHI_CONFIG: tệp {path} có “{name}”, không phải tên cài đặt. Có thể dùng: {}", KNOWN.join(", "))]
    Unknown {
        /// File.
        path: String,
        /// Name.
        name: String,
    },
}

impl ConfigError {
    /// What to do about it.
    #[must_use]
    pub fn to_do(&self) -> String {
        match self {
            Self::Unreadable { name, .. } => {
                format!("Sửa đường dẫn trong {name}, hoặc cho người dùng chạy hoithi quyền đọc tệp")
            }
            Self::Malformed { .. } | Self::Unknown { .. } => "Sửa tệp cài đặt này".to_owned(),
            Self::Drain(_) => format!(
                "Đặt HOITHI_DRAIN_SECONDS từ 0 đến {LONGEST_DRAIN}, thí dụ 10; bỏ trống thì máy chủ dừng ngay"
            ),
        }
    }
}

/// Settings by name: the environment, and behind it the file.
struct Settings(BTreeMap<String, String>);

impl Settings {
    /// The file `HOITHI_CONFIG` names; nothing without one.
    fn load() -> Result<Self, ConfigError> {
        let Some(path) = plain("HOITHI_CONFIG") else {
            return Ok(Self(BTreeMap::new()));
        };
        Self::parse(&read("HOITHI_CONFIG", &path)?, &path)
    }

    fn parse(text: &str, path: &str) -> Result<Self, ConfigError> {
        let settings: BTreeMap<String, String> =
            toml::from_str(text).map_err(|error| ConfigError::Malformed {
                path: path.to_owned(),
                line: line_of(text, error.span().map_or(0, |span| span.start)),
            })?;
        match settings.keys().find(|name| !KNOWN.contains(&name.as_str())) {
            Some(name) => Err(ConfigError::Unknown {
                path: path.to_owned(),
                name: name.clone(),
            }),
            None => Ok(Self(settings)),
        }
    }

    /// A setting; what the environment says comes first.
    fn plain(&self, name: &str) -> Option<String> {
        let filed = || self.0.get(name).filter(|v| !v.is_empty()).cloned();
        plain(name).or_else(filed)
    }

    /// A secret, given or in a file of its own. The environment, in either form, comes before the file of settings.
    fn secret(&self, name: &str) -> Result<Option<String>, ConfigError> {
        if let Some(given) = secret(name)? {
            return Ok(Some(given));
        }
        let file = format!("{name}_FILE");
        match self.plain(&file) {
            Some(path) => Ok(Some(read(&file, &path)?.trim().to_owned())),
            None => Ok(self.plain(name)),
        }
    }

    /// Where [`Settings::secret`] finds a secret: the setting, and the file it names.
    fn origin(&self, name: &str) -> String {
        let file = format!("{name}_FILE");
        let named = match plain(&file) {
            None if plain(name).is_some() => None,
            None => self.plain(&file),
            path => path,
        };
        named.map_or_else(|| name.to_owned(), |path| format!("{file} (tệp {path})"))
    }
}

impl Config {
    /// Reads the environment and the file it names.
    ///
    /// # Errors
    /// When a named file cannot be read or the file of settings is not one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let settings = Settings::load()?;
        let setting = |name: &str, default: &str| {
            let stated = settings.plain(name);
            stated.unwrap_or_else(|| default.to_owned())
        };
        let data_dir = PathBuf::from(setting("HOITHI_DATA_DIR", "data"));
        let default_url = format!("sqlite://{}", data_dir.join("hoithi.db").display());
        let master_key = settings.secret("HOITHI_MASTER_KEY")?.map(Secret);
        let key_origin = match &master_key {
            Some(_) => settings.origin("HOITHI_MASTER_KEY"),
            None => format!("tệp {}", data_dir.join("master.key").display()),
        };
        Ok(Self {
            database_url: Secret(settings.secret("DATABASE_URL")?.unwrap_or(default_url)),
            addr: setting("HOITHI_ADDR", "127.0.0.1:3000"),
            metrics_addr: settings.plain("HOITHI_METRICS_ADDR"),
            data_dir,
            master_key,
            key_origin,
            json_logs: settings.plain("HOITHI_LOG_FORMAT").as_deref() == Some("json"),
            log: setting("HOITHI_LOG", "info,sqlx=warn"),
            drain: drain(&setting("HOITHI_DRAIN_SECONDS", "0"))?,
        })
    }
}

/// Longest drain, in seconds: a stop that takes longer is no stop.
const LONGEST_DRAIN: u64 = 300;

fn drain(seconds: &str) -> Result<Duration, ConfigError> {
    let stated: Option<u64> = seconds.parse().ok().filter(|s| *s <= LONGEST_DRAIN);
    stated
        .map(Duration::from_secs)
        .ok_or_else(|| ConfigError::Drain(seconds.to_owned()))
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    1 + before.filter(|byte| **byte == b'\n').count()
}

fn plain(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

fn read(name: &str, path: &str) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|_| ConfigError::Unreadable {
        name: name.to_owned(),
        path: path.to_owned(),
    })
}

/// A variable, or the content of the file its `_FILE` twin names.
///
/// # Errors
/// When that file cannot be read.
pub fn secret(name: &str) -> Result<Option<String>, ConfigError> {
    let file = format!("{name}_FILE");
    match plain(&file) {
        Some(path) => Ok(Some(read(&file, &path)?.trim().to_owned())),
        None => Ok(plain(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drain_is_a_number_of_seconds() {
        assert_eq!(drain("0").unwrap(), Duration::ZERO);
        assert_eq!(drain("300").unwrap(), Duration::from_secs(300));
        for wrong in ["301", "-1", "lâu", "1.5"] {
            assert!(drain(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_of_settings_holds_known_names_and_texts_only() {
        let good = Settings::parse("# máy phường\nHOITHI_ADDR = \"0.0.0.0:80\"", "a.toml").unwrap();
        assert_eq!(good.0["HOITHI_ADDR"], "0.0.0.0:80");
        for (text, said) in [
            ("HOITHI_ADDR = \"a\"\nHOITHI_ADR = \"b\"", "“HOITHI_ADR”"),
            ("HOITHI_ADDR = \"a\"\nHOITHI_LOG = 7", "(dòng 2)"),
            ("HOITHI_ADDR", "(dòng 1)"),
        ] {
            let refused = Settings::parse(text, "a.toml").map(|_| ()).unwrap_err();
            assert!(refused.to_string().contains(said), "{refused}");
        }
    }
}
