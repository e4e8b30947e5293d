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

#[tokio::test]
async fn a_stop_finishes_what_runs() {
    let world = World::new().await;
    let mut server = Server::start(world.path());
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
