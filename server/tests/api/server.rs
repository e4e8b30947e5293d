//! A server of one's own: the binary, its data folder, its log.

use crate::talk::{Page, Talk};
use crate::world::{MASTER_KEY, World};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for a server to come up or go down. It takes a fraction of a second; a busy machine more.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);

/// A running server. Killed when dropped.
pub(crate) struct Server {
    child: Child,
    folder: PathBuf,
    /// `127.0.0.1:port`.
    pub(crate) address: String,
    /// The private listener's.
    metrics: String,
}

impl Server {
    /// Serves the database of this folder.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    /// Serves a world, wherever its database is.
    pub(crate) fn of(world: &World) -> Self {
        Self::start_with(world.path(), &[("DATABASE_URL", &world.url())])
    }

    /// As [`Server::start`], with more settings.
    pub(crate) fn start_with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoithi"));
        for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("HOITHI_")) {
            command.env_remove(name);
        }
        fs::create_dir_all(folder.join("site")).unwrap();
        let child = command
            .env_remove("DATABASE_URL")
            .env("HOITHI_DATA_DIR", folder)
            .env("HOITHI_MASTER_KEY", MASTER_KEY)
            .env("HOITHI_ADDR", "127.0.0.1:0")
            .env("HOITHI_METRICS_ADDR", "127.0.0.1:0")
            .env("HOITHI_LOG", "debug,sqlx=warn,hyper=warn,h2=warn")
            .env("LEPTOS_SITE_ROOT", folder.join("site"))
            .envs(settings.iter().copied())
            .current_dir(folder)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(fs::File::create(folder.join("stdout.txt")).unwrap())
            .stderr(fs::File::create(folder.join("log.txt")).unwrap())
            .spawn()
            .unwrap();
        let mut server = Self {
            child,
            folder: folder.to_owned(),
            address: String::new(),
            metrics: String::new(),
        };
        server.address = server.told("Hội Thi đang chạy ở http://");
        server.metrics = server.told("Số liệu vận hành ở http://");
        server
    }

    /// What the server printed after these words, once it has.
    fn told(&mut self, words: &str) -> String {
        let since = Instant::now();
        loop {
            let out = fs::read_to_string(self.folder.join("stdout.txt")).unwrap();
            let line = out.lines().find_map(|l| l.strip_prefix(words));
            if let (Some(rest), true) = (line, out.ends_with('\n')) {
                return rest.to_owned();
            }
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && since.elapsed() < PATIENCE,
                "{ended:?} {}",
                self.log()
            );
            std::thread::sleep(LOOK); // pause: until the server prints its address
        }
    }

    /// Someone with no cookie.
    pub(crate) fn anyone(&self) -> Talk {
        Talk::new(&self.address)
    }

    /// Someone with the session of this token.
    pub(crate) fn with(&self, cookie: &str) -> Talk {
        Talk::new(&self.address).cookie(cookie)
    }

    /// What the private listener says.
    pub(crate) async fn metrics(&self) -> Page {
        let (address, path) = self.metrics.split_once('/').unwrap();
        Talk::new(address).get(&format!("/{path}")).await
    }

    /// Everything logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log.txt")).unwrap()
    }

    /// Asks the process to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        let done = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(done.success());
    }

    /// Waits until these words are in the log.
    pub(crate) async fn logs(&self, words: &str) {
        let since = Instant::now();
        while !self.log().contains(words) {
            assert!(since.elapsed() < PATIENCE, "{}", self.log());
            tokio::time::sleep(LOOK).await; // pause: until the server has logged it
        }
    }

    /// What is said at a path once it is answered with this status.
    pub(crate) async fn answers(&self, path: &str, status: u16) -> String {
        let since = Instant::now();
        loop {
            let page = self.anyone().get(path).await;
            if page.status == status {
                return page.text();
            }
            assert!(
                since.elapsed() < PATIENCE,
                "{}: {}",
                page.status,
                page.text()
            );
            tokio::time::sleep(LOOK).await; // pause: until the server has noticed
        }
    }

    /// Waits until nobody can connect any more.
    pub(crate) async fn refuses_connections(&self) {
        let since = Instant::now();
        while tokio::net::TcpStream::connect(&self.address).await.is_ok() {
            assert!(since.elapsed() < PATIENCE);
            tokio::time::sleep(LOOK).await; // pause: until the listener is closed
        }
    }

    /// The exit code, once the process has ended.
    pub(crate) async fn ended(&mut self) -> Option<i32> {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(since.elapsed() < PATIENCE, "{}", self.log());
            tokio::time::sleep(LOOK).await; // pause: until the process has ended
        }
    }

    /// Whether the process still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
