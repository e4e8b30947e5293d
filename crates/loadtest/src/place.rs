//! Where a run takes place: a folder and an empty database.

use crate::{Cli, Engine, Outcome};
use std::path::{Path, PathBuf};
use store::Db;

/// A folder of the run's own, gone afterwards, and the address of its database.
#[derive(Debug)]
pub(crate) struct Place {
    folder: tempfile::TempDir,
    /// Address of the database.
    pub(crate) url: String,
    /// The address the program under test is given, where it is another.
    pub(crate) detour: Option<String>,
    /// What its environment holds besides.
    pub(crate) extra: Vec<(String, String)>,
    /// The engine's name, for tables.
    pub(crate) engine: &'static str,
}

impl Place {
    /// Makes the folder; on PostgreSQL a database of a name nobody has.
    ///
    /// # Errors
    /// When either cannot be made.
    pub(crate) async fn make(cli: &Cli) -> Outcome<Self> {
        let folder = folder(cli)?;
        let (url, engine) = match cli.database {
            Engine::Sqlite => {
                let file = folder.path().join("hoithi.db");
                (format!("sqlite://{}", file.display()), "sqlite")
            }
            Engine::Postgres => (database_on_server(folder.path()).await?, "postgres"),
        };
        Ok(Self {
            folder,
            url,
            detour: None,
            extra: Vec::new(),
            engine,
        })
    }

    /// A folder for a database of PostgreSQL that is there already.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn on(cli: &Cli, url: String) -> Outcome<Self> {
        Ok(Self {
            folder: folder(cli)?,
            url,
            detour: None,
            extra: Vec::new(),
            engine: "postgres",
        })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves the folder there when the run ends, for whoever looks into what went wrong.
    pub(crate) fn keep(&mut self) -> &Path {
        self.folder.disable_cleanup(true);
        self.path()
    }

    /// A file in the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Opens the database.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub(crate) async fn open(&self) -> Outcome<Db> {
        Ok(Db::open(&self.url).await?)
    }
}

fn folder(cli: &Cli) -> Outcome<tempfile::TempDir> {
    std::fs::create_dir_all(&cli.folder)?;
    Ok(tempfile::tempdir_in(std::path::absolute(&cli.folder)?)?)
}

/// A port of this machine nobody listens on.
///
/// # Errors
/// When there is none.
pub(crate) async fn free_port() -> Outcome<u16> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    Ok(listener.local_addr()?.port())
}

/// A database named after the folder, whose name is random.
async fn database_on_server(folder: &Path) -> Outcome<String> {
    let server = std::env::var("HOITHI_TEST_PG")
        .map_err(|_| "HOITHI_TEST_PG is not set: run this under tools/pg.sh run")?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = format!("load_{}", name.to_ascii_lowercase());
    let done = tokio::process::Command::new("psql")
        .args([&server, "-qc", &format!("CREATE DATABASE {name}")])
        .status()
        .await?;
    if !done.success() {
        return Err(format!("psql could not make the database {name}").into());
    }
    let (base, _) = server
        .rsplit_once('/')
        .ok_or("no database in the address")?;
    Ok(format!("{base}/{name}"))
}
