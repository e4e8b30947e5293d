//! A line to PostgreSQL that can be cut, slowed, and reset around a commit.

use crate::Outcome;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How the driver asks for a commit: a simple query.
const COMMIT: &[u8] = b"COMMIT\0";

/// The line.
#[derive(Debug)]
pub(crate) struct Proxy {
    /// Address of the database through it.
    pub(crate) url: String,
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    server: Mutex<String>,
    cuts: watch::Sender<u64>,
    /// How often every line there was fell silent.
    silences: watch::Sender<u64>,
    slow_ms: AtomicU64,
    /// Commits to be reset once they are on their way, and before.
    after: AtomicU32,
    before: AtomicU32,
    unheard: AtomicU64,
    unsent: AtomicU64,
}

impl Proxy {
    /// A line to the database of this address.
    ///
    /// # Errors
    /// When the address names no host, or nothing can be listened to.
    pub(crate) async fn before(url: &str) -> Outcome<Self> {
        let (front, rest) = url.split_once("://").ok_or("no address")?;
        let (authority, path) = rest.split_once('/').ok_or("no database in the address")?;
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let here = listener.local_addr()?;
        let at = if user.is_empty() {
            String::new()
        } else {
            format!("{user}@")
        };
        let line = Arc::new(Line {
            server: Mutex::new(host.to_owned()),
            cuts: watch::Sender::new(0),
            silences: watch::Sender::new(0),
            slow_ms: AtomicU64::new(0),
            after: AtomicU32::new(0),
            before: AtomicU32::new(0),
            unheard: AtomicU64::new(0),
            unsent: AtomicU64::new(0),
        });
        let served = line.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(served.clone().carry(client));
            }
        });
        Ok(Self {
            url: format!("{front}://{at}{here}/{path}"),
            line,
        })
    }

    /// New connections lead to another server from now on.
    pub(crate) fn point_to(&self, server: &str) {
        let mut now = self
            .line
            .server
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        server.clone_into(&mut now);
    }

    /// Cuts every connection there is.
    pub(crate) fn cut(&self) {
        self.line.cuts.send_modify(|n| *n += 1);
    }

    /// Nothing is carried any more on any connection there is, and none is closed: a cable pulled, a machine without power.
    /// New connections are carried.
    pub(crate) fn silence(&self) {
        self.line.silences.send_modify(|n| *n += 1);
    }

    /// Every piece takes so much longer from now on.
    pub(crate) fn slow(&self, by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(0);
        self.line.slow_ms.store(ms, Ordering::Relaxed);
    }

    /// The next commit reaches the server, and its answer nobody.
    pub(crate) fn reset_after_commit(&self) {
        self.line.after.store(1, Ordering::Relaxed);
    }

    /// The next commit does not reach the server.
    pub(crate) fn reset_before_commit(&self) {
        self.line.before.store(1, Ordering::Relaxed);
    }

    /// What was done to the line.
    pub(crate) fn told(&self) -> Value {
        json!({
            "cuts": *self.line.cuts.borrow(),
            "silences": *self.line.silences.borrow(),
            "commits_unheard": self.line.unheard.load(Ordering::Relaxed),
            "commits_unsent": self.line.unsent.load(Ordering::Relaxed),
        })
    }
}

/// What becomes of a piece on its way to the server.
enum Fate {
    Pass,
    SendAndReset,
    Reset,
}

impl Line {
    /// Carries one connection until either end closes it or it is cut.
    async fn carry(self: Arc<Self>, client: TcpStream) {
        let server = self
            .server
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let Ok(server) = TcpStream::connect(server).await else {
            return;
        };
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = server.into_split();
        let mut cuts = self.cuts.subscribe();
        let mut silences = self.silences.subscribe();
        let silent = tokio::select! {
            () = self.up(&mut from_client, &mut to_server) => false,
            () = self.down(&mut from_server, &mut to_client) => false,
            _ = cuts.changed() => false,
            _ = silences.changed() => true,
        };
        if silent {
            // Until the program gives it up: the ends are still held here.
            std::future::pending::<()>().await;
        }
    }

    async fn up(&self, from: &mut OwnedReadHalf, to: &mut OwnedWriteHalf) {
        let mut piece = vec![0; 64 * 1_024];
        while let Ok(n @ 1..) = from.read(&mut piece).await {
            self.linger().await;
            let fate = self.fate(&piece[..n]);
            if matches!(fate, Fate::Reset) || to.write_all(&piece[..n]).await.is_err() {
                return;
            }
            if matches!(fate, Fate::SendAndReset) {
                // What was written is on its way; whoever waits for the answer hears a closed line.
                return;
            }
        }
    }

    async fn down(&self, from: &mut OwnedReadHalf, to: &mut OwnedWriteHalf) {
        let mut piece = vec![0; 64 * 1_024];
        while let Ok(n @ 1..) = from.read(&mut piece).await {
            self.linger().await;
            if to.write_all(&piece[..n]).await.is_err() {
                return;
            }
        }
    }

    async fn linger(&self) {
        let ms = self.slow_ms.load(Ordering::Relaxed);
        if ms > 0 {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }

    fn fate(&self, piece: &[u8]) -> Fate {
        if !piece.windows(COMMIT.len()).any(|w| w == COMMIT) {
            return Fate::Pass;
        }
        if self.after.swap(0, Ordering::Relaxed) > 0 {
            self.unheard.fetch_add(1, Ordering::Relaxed);
            return Fate::SendAndReset;
        }
        if self.before.swap(0, Ordering::Relaxed) > 0 {
            self.unsent.fetch_add(1, Ordering::Relaxed);
            return Fate::Reset;
        }
        Fate::Pass
    }
}
