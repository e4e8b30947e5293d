//! A folder with its own installation, and what a call to the program came to.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Base 64 of the master key [8; 32], which no installation here began with.
pub(crate) const OTHER_KEY: &str = "CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg=";

/// A folder with its own installation.
pub(crate) struct Place(pub(crate) tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// A call with this place's data folder and a site of three empty files.
    pub(crate) fn hoithi(&self, args: &[&str]) -> Told {
        Told::of(self.command(args).output().unwrap())
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoithi"));
        for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("HOITHI_")) {
            command.env_remove(name);
        }
        command
            .env_remove("DATABASE_URL")
            .env("HOITHI_DATA_DIR", self.path("data"))
            .env("LEPTOS_SITE_ROOT", self.path("site"))
            .current_dir(self.0.path())
            .args(args);
        command
    }
}

/// What a call came to.
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Told {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.out
    }

    /// Refused with code 1, and these words on stderr.
    pub(crate) fn refused(self, words: &[&str]) -> String {
        assert_eq!(self.code, 1, "{}{}", self.out, self.err);
        for word in words {
            assert!(self.err.contains(word), "{word:?} in {}", self.err);
        }
        self.out
    }
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Puts a contest into a database that has a schema, as a program from before keys had a proof left it.
pub(crate) async fn a_contest_of_before(url: &str) {
    let db = store::Db::open(url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let own = store::contest::ContestRow {
        id: "own".to_owned(),
        code: "own".to_owned(),
        rules: "{}".to_owned(),
        rules_version: 1,
        created_at: 0,
        listed: 1,
        ..store::contest::ContestRow::default()
    };
    store::contest::insert(&mut tx, &own).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}
