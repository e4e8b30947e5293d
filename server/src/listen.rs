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

/// Listens at an address, `host:port`.
///
/// # Errors
/// When the address is unknown here, or taken.
pub async fn bind(address: &str) -> io::Result<TcpListener> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in tokio::net::lookup_host(address).await? {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        // A program that is started again finds the connections of the one before it still fading.
        socket.set_reuseaddr(true)?;
        match socket.bind(address).and_then(|()| socket.listen(WAITING)) {
            Ok(listener) => return Ok(listener),
            Err(error) => failed = error,
        }
    }
    Err(failed)
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
