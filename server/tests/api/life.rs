//! Health, readiness, and a stop that lets running requests finish.

use crate::server::Server;
use crate::talk::HOST;
use crate::world::World;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A load balancer hears it first: whoever still comes meanwhile is served.
#[tokio::test]
async fn a_node_that_leaves_says_so_before_it_closes_the_door() {
    let world = World::new().await;
    let mut server = Server::start_with(world.path(), &[("HOITHI_DRAIN_SECONDS", "300")]);
    let anyone = server.anyone();
    assert_eq!(anyone.get("/readyz").await.text(), "ready\n");
    server.terminate();
    server.logs("leaving").await;
    let ready = anyone.get("/readyz").await;
    assert_eq!((ready.status, ready.text().as_str()), (503, "leaving\n"));
    assert_eq!(anyone.get("/healthz").await.status, 200);
    assert_eq!(anyone.get("/").await.status, 200);
    // Nobody has to wait who does not want to.
    server.terminate();
    assert_eq!(server.ended().await, Some(0));
}

/// It would refuse right slips, one by one, and nobody would know why.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_whose_database_is_another_installations_is_not_ready() {
    let Some(world) = World::on_postgres().await else {
        return;
    };
    let server = Server::of(&world);
    assert_eq!(server.answers("/readyz", 200).await, "ready\n");
    world.another_installation().await;
    let since = std::time::Instant::now();
    // Lines that were cut say that first.
    while server.answers("/readyz", 503).await != "key\n" {
        assert!(since.elapsed().as_secs() < 30, "{}", server.log());
    }
}

#[tokio::test]
async fn a_stop_finishes_what_runs() {
    let world = World::new().await;
    let mut server = Server::start(world.path());
    // The folder of the site is empty here, which whoever starts it is told.
    let told = std::fs::read_to_string(world.path().join("stdout.txt")).unwrap();
    assert!(
        told.starts_with("Lưu ý: Trang web thiếu tệp .wasm"),
        "{told}"
    );
    let anyone = server.anyone();
    assert_eq!(anyone.get("/healthz").await.text(), "ok\n");
    assert_eq!(anyone.get("/readyz").await.text(), "ready\n");

    // Metrics are told on the private listener and nowhere else.
    let metrics = server.metrics().await;
    assert_eq!(metrics.status, 200);
    let ready = r#"hoithi_requests_total{method="GET",route="/readyz",status="200"} 1"#;
    assert!(metrics.text().contains(ready), "{}", metrics.text());
    assert_eq!(anyone.get("/metrics").await.status, 404);

    let body = "theme=dark&ve=/huong-dan";
    let head = format!(
        "POST /hien-thi HTTP/1.1\r\nhost: {HOST}\r\norigin: https://{HOST}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    let mut wire = tokio::net::TcpStream::connect(&server.address)
        .await
        .unwrap();
    wire.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body: so the request runs.
    let mut asked = [0; 25];
    wire.read_exact(&mut asked).await.unwrap();
    assert!(asked.starts_with(b"HTTP/1.1 100"));
    server.terminate();
    server.refuses_connections().await;
    assert!(server.is_alive(), "a request is still running");
    wire.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    wire.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("location: /huong-dan"), "{answer}");
    assert_eq!(server.ended().await, Some(0));
    assert!(server.log().contains("stopped"));
}

/// The machine's clock as the server sees it, set by the test: the same clock the browser journeys use.
struct MachineClock {
    file: std::path::PathBuf,
    library: std::path::PathBuf,
}

impl MachineClock {
    fn make(folder: &std::path::Path) -> Self {
        let clock = Self {
            file: folder.join("clock-ahead"),
            library: folder.join("clock.so"),
        };
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/support/clock.c");
        let made = std::process::Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .args([clock.library.as_os_str(), source.as_ref()])
            .status()
            .unwrap();
        assert!(made.success());
        std::fs::write(&clock.file, [0; 8]).unwrap();
        clock
    }

    /// Sets it so many milliseconds ahead. The server has the file mapped: no new one.
    fn ahead(&self, ms: i64) {
        use std::io::Write as _;
        let mut file = std::fs::File::options()
            .write(true)
            .open(&self.file)
            .unwrap();
        file.write_all(&ms.to_le_bytes()).unwrap();
    }
}

/// An hour or a day, forwards or backwards: what is closed stays closed, so the program keeps its own time, says that it is
/// not ready, and goes on once the clock is right.
#[tokio::test]
async fn a_clock_that_jumps_is_not_followed() {
    const HOUR: i64 = 3_600_000;
    let world = World::new().await;
    let machine = MachineClock::make(world.path());
    let paths = [&machine.library, &machine.file].map(|p| p.to_str().unwrap().to_owned());
    let settings = [
        ("LD_PRELOAD", paths[0].as_str()),
        ("CLOCK_AHEAD", &paths[1]),
        ("CLOCK_IS_SET", "1"),
    ];
    let server = Server::start_with(world.path(), &settings);
    let anyone = server.anyone();
    for jump in [HOUR, -HOUR, 24 * HOUR, -24 * HOUR] {
        assert_eq!(server.answers("/readyz", 200).await, "ready\n");
        machine.ahead(jump);
        assert_eq!(server.answers("/readyz", 503).await, "clock\n", "{jump}");
        assert_eq!(anyone.get("/").await.status, 200, "people go on");
        let metrics = server.metrics().await.text();
        let apart = "hoithi_clock_apart_milliseconds ";
        let apart = metrics.lines().find_map(|l| l.strip_prefix(apart)).unwrap();
        // What is said was read within the last half second, and clocks are read one after the other.
        let apart: i64 = apart.parse().unwrap();
        assert!((apart - jump).abs() < 1_000, "{apart} for {jump}");
        machine.ahead(0);
    }
    assert_eq!(server.answers("/readyz", 200).await, "ready\n");
    // What keeps clocks right moves them by less than a second.
    machine.ahead(600);
    let metrics = server.metrics().await.text();
    assert!(metrics.contains("hoithi_clock_apart_milliseconds 0"));
    assert_eq!(anyone.get("/readyz").await.text(), "ready\n");
}
