//! A private PostgreSQL of the run's own: a primary, or a standby of one. It is killed when dropped.
//!
//! tools/pg.sh finds the programs of the server; what it starts itself is left alone here.

use crate::Outcome;
use crate::place::free_port;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// Longest wait for the server to do something.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(20);
/// The name a standby goes by.
const STANDBY: &str = "standby";

/// How a server ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crash {
    /// It is told to drop everything at once.
    Quit,
    /// All its processes are gone at once, as with their machine.
    Kill,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Cluster {
    _folder: tempfile::TempDir,
    data: PathBuf,
    owner: Option<String>,
    port: u16,
    child: Child,
}

impl Cluster {
    /// A server with an empty database `hoithi`, which keeps its promises as PostgreSQL comes.
    ///
    /// # Errors
    /// When it cannot be made, or does not come up.
    pub(crate) async fn primary() -> Outcome<Self> {
        let (folder, owner, data) = folder().await?;
        let how = [
            "--username=hoithi",
            "--auth=trust",
            "--locale=C",
            "--encoding=UTF8",
        ];
        let pgdata = format!("--pgdata={}", data.display());
        let made = [&[pgdata.as_str()], &how[..]].concat();
        done(as_owner(owner.as_deref(), "initdb").args(made)).await?;
        let settings = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 300\n\
             shared_buffers = 128MB\nwal_keep_size = 512MB\ntimezone = 'UTC'\nlog_min_messages = fatal\n";
        let file = data.join("postgresql.conf");
        let text = std::fs::read_to_string(&file)? + settings;
        std::fs::write(&file, text)?;
        let made = Self::start(folder, owner, data).await?;
        made.ask("postgres", "CREATE DATABASE hoithi").await?;
        Ok(made)
    }

    /// A copy that follows this one.
    ///
    /// # Errors
    /// When it cannot be made, or does not come up.
    pub(crate) async fn standby(&self) -> Outcome<Self> {
        let (folder, owner, data) = folder().await?;
        let from = format!(
            "host=127.0.0.1 port={} user=hoithi application_name={STANDBY}",
            self.port
        );
        let mut copy = as_owner(owner.as_deref(), "pg_basebackup");
        copy.args([
            "--write-recovery-conf",
            "--wal-method=stream",
            "--checkpoint=fast",
        ])
        .args(["--dbname", &from, "--pgdata"])
        .arg(&data);
        done(&mut copy).await?;
        Self::start(folder, owner, data).await
    }

    async fn start(
        folder: tempfile::TempDir,
        owner: Option<String>,
        data: PathBuf,
    ) -> Outcome<Self> {
        let port = free_port().await?;
        let child = as_owner(owner.as_deref(), "postgres")
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string()])
            .kill_on_drop(true)
            .spawn()?;
        let made = Self {
            _folder: folder,
            data,
            owner,
            port,
            child,
        };
        made.until("postgres", "SELECT 'up'", "up").await?;
        Ok(made)
    }

    /// Waits until every commit waits for the standby.
    ///
    /// # Errors
    /// When it never does.
    pub(crate) async fn make_synchronous(&self) -> Outcome<()> {
        self.ask(
            "postgres",
            &format!("ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'"),
        )
        .await?;
        self.ask("postgres", "SELECT pg_reload_conf()").await?;
        let sql = "SELECT sync_state FROM pg_stat_replication";
        self.until("postgres", sql, "sync").await?;
        self.until("postgres", "SHOW synchronous_commit", "on")
            .await
    }

    /// A standby that stops following, which nobody told the primary to mind.
    ///
    /// # Errors
    /// When it goes on following.
    pub(crate) async fn stop_following(&self) -> Outcome<()> {
        self.ask("postgres", "ALTER SYSTEM SET primary_conninfo = ''")
            .await?;
        self.ask("postgres", "SELECT pg_reload_conf()").await?;
        let sql = "SELECT count(*) FROM pg_stat_wal_receiver";
        self.until("postgres", sql, "0").await
    }

    /// Makes a standby the primary.
    ///
    /// # Errors
    /// When it does not become one.
    pub(crate) async fn promote(&self) -> Outcome<()> {
        let promote = format!("SELECT pg_promote(true, {})", PATIENCE.as_secs());
        match self.ask("postgres", &promote).await?.as_str() {
            "t" => Ok(()),
            other => Err(format!("the standby was not promoted: {other}").into()),
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it was gone already.
    pub(crate) async fn crash(&mut self, how: Crash) -> Outcome<()> {
        let postmaster = self
            .child
            .id()
            .ok_or("the server of PostgreSQL had ended by itself")?;
        let (signal, mut pids) = match how {
            Crash::Quit => ("-QUIT", Vec::new()),
            Crash::Kill => ("-KILL", children(postmaster)?),
        };
        pids.insert(0, postmaster);
        let pids = pids.iter().map(u32::to_string);
        // A child that ended meanwhile is no reason to stop.
        let _ = Command::new("kill")
            .arg(signal)
            .args(pids)
            .stderr(Stdio::null())
            .status()
            .await?;
        tokio::time::timeout(PATIENCE, self.child.wait()).await??;
        Ok(())
    }

    /// `127.0.0.1:port`.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Address of the database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://hoithi@{}/hoithi", self.address())
    }

    async fn ask(&self, database: &str, sql: &str) -> Outcome<String> {
        let url = format!("postgres://hoithi@{}/{database}", self.address());
        let told = Command::new("psql")
            .args([&url, "-XAtqc", sql])
            .output()
            .await?;
        if !told.status.success() {
            return Err(format!("{sql}: {}", String::from_utf8_lossy(&told.stderr)).into());
        }
        Ok(String::from_utf8(told.stdout)?.trim().to_owned())
    }

    /// Asks until the answer is this one.
    async fn until(&self, database: &str, sql: &str, answer: &str) -> Outcome<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            let told = self.ask(database, sql).await;
            match told {
                Ok(told) if told == answer => return Ok(()),
                told if Instant::now() > until => {
                    let owner = self.owner.as_deref().unwrap_or("the caller");
                    let data = self.data.display();
                    return Err(format!("PostgreSQL of {owner} in {data}: {sql}: {told:?}").into());
                }
                _ => tokio::time::sleep(LOOK).await,
            }
        }
    }
}

/// A folder its owner can use: PostgreSQL refuses to run as root.
async fn folder() -> Outcome<(tempfile::TempDir, Option<String>, PathBuf)> {
    let folder = tempfile::Builder::new().prefix("hoithi-pg").tempdir()?;
    let data = folder.path().join("data");
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        return Ok((folder, None, data));
    }
    for user in ["postgres", "nobody"] {
        let told = Command::new("id").args(["-u", user]).output().await?;
        if let Ok(uid) = String::from_utf8(told.stdout)?.trim().parse() {
            chown(folder.path(), Some(uid), None)?;
            return Ok((folder, Some(user.to_owned()), data));
        }
    }
    Err("root cannot run PostgreSQL, and there is no user postgres or nobody".into())
}

/// A program of the server, run by the owner of its files.
fn as_owner(owner: Option<&str>, program: &str) -> Command {
    let mut command = match owner {
        None => Command::new(program),
        Some(owner) => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", owner, "--clear-groups", program]);
            command
        }
    };
    command
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

async fn done(command: &mut Command) -> Outcome<()> {
    let told = command.stderr(Stdio::piped()).output().await?;
    if told.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&told.stderr);
    Err(
        format!("{why} (run this under tools/pg.sh run; Debian: apt-get install postgresql)")
            .into(),
    )
}

/// Processes this one started.
fn children(parent: u32) -> Outcome<Vec<u32>> {
    let mut found = Vec::new();
    for entry in Path::new("/proc").read_dir()? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // After the name in brackets: the state, then the parent.
        let of = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1));
        if of == Some(parent.to_string().as_str()) {
            found.push(pid);
        }
    }
    Ok(found)
}
