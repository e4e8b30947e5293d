//! Connections. As `axum::serve` does it, but for one thing: the head of a request must arrive in time, so that
//! connections that never finish a sentence cannot be collected until none is left. (A body has its own limit,
//! `middleware/arrival.rs`.)

use axum::Router;
use axum::serve::Listener;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// How long a connection may go without a whole request head, the idle time between two requests included. Longer than
/// the 60 s proxies keep an idle connection: a proxy never sends into one that is just being closed here.
const HEAD_PATIENCE: Duration = Duration::from_secs(75);

/// How long a stop waits for what is under way.
const FAREWELL: Duration = Duration::from_secs(30);

/// Connections the machine keeps for us until they are taken, as far as it allows (`net.core.somaxconn`). At an opening,
/// or when a node is back, thousands come at once; one too many asks again after a second, and that second is the person's.
const WAITING: u32 = 4_096;

/// An address that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// Another program listens there.
    #[error(
        "địa chỉ {address} đang có chương trình khác dùng (có thể là một hoithi đang chạy). Dừng chương trình đó, hoặc đặt {setting} sang cổng khác, thí dụ 127.0.0.1:3001"
    )]
    Taken {
        /// Address.
        address: String,
        /// The setting that names it.
        setting: &'static str,
    },
    /// Anything else: no such name, not of this machine, a port below 1024.
    #[error(
        "không mở được địa chỉ {address}. Đặt {setting} là địa chỉ và cổng của chính máy này, thí dụ 127.0.0.1:3000"
    )]
    Refused {
        /// Address.
        address: String,
        /// The setting that names it.
        setting: &'static str,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// An address that is ours though nobody is let in yet: what is wrong with it is known before anything is begun.
#[derive(Debug)]
pub struct Place {
    socket: TcpSocket,
    address: String,
    setting: &'static str,
}

impl Place {
    /// Takes the address, `host:port`, that a setting names.
    ///
    /// # Errors
    /// When the address is unknown here, or taken.
    pub async fn take(setting: &'static str, address: &str) -> Result<Self, AddressError> {
        let failed = |error| AddressError::of(setting, address, error);
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        let all = tokio::net::lookup_host(address).await.map_err(failed)?;
        for one in all {
            match bound(one) {
                Ok(socket) => {
                    let address = address.to_owned();
                    return Ok(Self {
                        socket,
                        address,
                        setting,
                    });
                }
                Err(error) => last = error,
            }
        }
        Err(failed(last))
    }

    /// Lets people in.
    ///
    /// # Errors
    /// When somebody else was faster.
    pub fn open(self) -> Result<TcpListener, AddressError> {
        let listening = self.socket.listen(WAITING);
        listening.map_err(|error| AddressError::of(self.setting, &self.address, error))
    }
}

fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A program that is started again finds the connections of the one before it still fading.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

impl AddressError {
    fn of(setting: &'static str, address: &str, source: io::Error) -> Self {
        let address = address.to_owned();
        if source.kind() == io::ErrorKind::AddrInUse {
            Self::Taken { address, setting }
        } else {
            Self::Refused {
                address,
                setting,
                source,
            }
        }
    }
}

/// Serves until `stop` resolves, then finishes the requests under way.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_within(HEAD_PATIENCE, listener, router, stop).await;
}

async fn serve_within(
    patience: Duration,
    mut listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let stream = tokio::select! {
            (stream, _) = Listener::accept(&mut listener) => stream,
            () = &mut stop => break,
        };
        tokio::spawn(connection(patience, stream, router.clone(), &open));
    }
    drop(listener);
    // Nobody's answer waits here: a reply comes after its commit. Whoever does not read must not keep the process alive.
    if tokio::time::timeout(FAREWELL, open.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped with connections that did not end");
    }
}

fn connection(
    patience: Duration,
    stream: TcpStream,
    router: Router,
    open: &GracefulShutdown,
) -> impl Future<Output = ()> + use<> {
    // A reply is small and waited for: nothing is gained by collecting more to send with it.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::trace!(error = &error as &dyn std::error::Error, "no TCP_NODELAY");
    }
    let watcher = open.watcher();
    async move {
        let mut http = Builder::new(TokioExecutor::new()).http1_only();
        http.http1()
            .timer(TokioTimer::new())
            .header_read_timeout(patience);
        let served = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
        if let Err(error) = watcher.watch(served.into_owned()).await {
            tracing::trace!(error, "connection ended");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;

    /// Far longer than the machine takes to answer, far shorter than a test may last.
    const SHORT: Duration = Duration::from_millis(500);

    async fn served() -> (TcpStream, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().route("/", get(|| async { "có" }));
        let task = tokio::spawn(serve_within(SHORT, listener, router, async move {
            let _ = stopped.await;
        }));
        (TcpStream::connect(address).await.unwrap(), stop, task)
    }

    async fn rest(stream: &mut TcpStream) -> String {
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        String::from_utf8_lossy(&said).into_owned()
    }

    #[tokio::test]
    async fn half_a_head_is_not_waited_for_without_end() {
        let (mut stream, _stop, _task) = served().await;
        let begun = std::time::Instant::now();
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: a")
            .await
            .unwrap();
        assert_eq!(rest(&mut stream).await, "");
        assert!(begun.elapsed() >= SHORT);
    }

    #[tokio::test]
    async fn a_stop_finishes_what_is_under_way_and_closes_idle_connections() {
        let (mut stream, stop, task) = served().await;
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            .await
            .unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        stop.send(()).unwrap();
        assert!(rest(&mut stream).await.ends_with("có"));
        task.await.unwrap();
    }
}
