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
    /// The engine's name, for tables.
    pub(crate) engine: &'static str,
}

impl Place {
    /// Makes the folder; on PostgreSQL a database of a name nobody has.
    ///
    /// # Errors
    /// When either cannot be made.
    pub(crate) async fn make(cli: &Cli) -> Outcome<Self> {
        std::fs::create_dir_all(&cli.folder)?;
        let folder = tempfile::tempdir_in(std::path::absolute(&cli.folder)?)?;
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
            engine,
        })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
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
