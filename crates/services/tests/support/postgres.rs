//! A PostgreSQL database of a test's own, on the server of `tools/pg.sh`. The tests of the server have it from here too.
#![allow(dead_code, reason = "each test program uses its own part")]

use std::path::PathBuf;
use std::process::Command;

/// A database of one's own. Gone when dropped.
pub(crate) struct Database {
    server: String,
    name: String,
    /// Its address.
    pub(crate) url: String,
}

impl Database {
    /// Makes one; nothing when PostgreSQL was left out on purpose. One test is one process, so the process names it.
    pub(crate) fn create(of: &str) -> Option<Self> {
        let Some(server) = server(std::env::var("HOITHI_TEST_PG").ok()).unwrap() else {
            eprintln!("HOITHI_TEST_PG=off: not run on PostgreSQL");
            return None;
        };
        let name = format!("hoithi_{of}_{}", std::process::id());
        client("dropdb", &server, &["--if-exists", "--force"], &name).unwrap();
        client("createdb", &server, &[], &name).unwrap();
        let url = match server.rsplit_once('/') {
            Some((before, _)) => format!("{before}/{name}"),
            None => panic!("HOITHI_TEST_PG has no database: {server}"),
        };
        Some(Self { server, name, url })
    }
}

impl Database {
    /// Puts an empty database in its place, whoever uses it.
    pub(crate) fn replace(&self) {
        client("dropdb", &self.server, &["--force"], &self.name).unwrap();
        client("createdb", &self.server, &[], &self.name).unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A test that failed must say why, not that its database could not be dropped.
        let _ = client("dropdb", &self.server, &["--force"], &self.name);
    }
}

/// The server's address; nothing when it was switched off on purpose.
fn server(setting: Option<String>) -> Result<Option<String>, &'static str> {
    match setting.as_deref() {
        Some("off") => Ok(None),
        None | Some("") => Err(
            "HOITHI_TEST_PG is not set: run `tools/pg.sh run cargo nextest run --workspace --exclude frontend`, \
             or set HOITHI_TEST_PG=off to leave PostgreSQL out on purpose",
        ),
        Some(_) => Ok(setting),
    }
}

/// Runs a client program of PostgreSQL: only the store knows SQL, here too.
fn client(program: &str, server: &str, options: &[&str], name: &str) -> Result<(), String> {
    let done = Command::new(folder().join(program))
        .arg(format!("--maintenance-db={server}"))
        .args(options)
        .arg(name)
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&done.stderr);
    done.status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{program}: {said}"))
}

/// Folder of the programs; where the path has them, nothing.
fn folder() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut scripts = here.ancestors().map(|folder| folder.join("tools/pg.sh"));
    let script = scripts.find(|file| file.exists()).unwrap();
    let found = Command::new(script).arg("where").output().unwrap();
    PathBuf::from(String::from_utf8_lossy(&found.stdout).trim())
}
