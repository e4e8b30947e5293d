//! A node, or the line to it, that dies without a word (PostgreSQL; SQLite has no line).

use crate::support::{Bench, furnish_with_attempts, on_empty_postgres};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use std::str::FromStr as _;
use std::time::{Duration, Instant};
use store::{Db, StoreError, quiz};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A line that can fall silent: it carries nothing any more, and closes nothing.
struct Line {
    url: String,
    silent: watch::Sender<u64>,
}

impl Line {
    async fn to(url: &str) -> Self {
        let options = PgConnectOptions::from_str(url).unwrap();
        let server = format!("{}:{}", options.get_host(), options.get_port());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap().port();
        let silent = watch::Sender::new(0);
        let hears = silent.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(carry(client, server, hears.subscribe()));
            }
        });
        let url = options.host("127.0.0.1").port(here).to_url_lossy();
        let url = url.to_string();
        Self { url, silent }
    }

    /// Connections there are. New ones are carried.
    fn falls_silent(&self) {
        self.silent.send_modify(|n| *n += 1);
    }
}

async fn carry(mut client: TcpStream, mut server: TcpStream, mut silent: watch::Receiver<u64>) {
    let carried = tokio::io::copy_bidirectional(&mut client, &mut server);
    tokio::select! {
        _ = carried => {}
        _ = silent.changed() => std::future::pending().await,
    }
}

/// Whoever gave up waiting gives its place back, though nobody ever hears of its connection again.
async fn places_come_back(bench: Bench) {
    bench.db.migrate().await.unwrap();
    let line = Line::to(&bench.url).await;
    let db = Db::open(&line.url).await.unwrap();
    // Every place there is.
    let mut held = Vec::new();
    for _ in 0..7 {
        held.push(db.read().await.unwrap());
    }
    line.falls_silent();
    for mut tx in held {
        let asked = quiz::count_open(&mut tx, "r1");
        let gave_up = tokio::time::timeout(Duration::from_millis(50), asked).await;
        assert!(gave_up.is_err(), "{gave_up:?}");
    }
    let again = async {
        loop {
            match db.read().await {
                Ok(tx) => break tx,
                Err(StoreError::Unavailable(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
    };
    let mut tx = tokio::time::timeout(Duration::from_secs(20), again).await;
    let tx = tx.as_mut().expect("a place");
    assert_eq!(quiz::count_open(tx, "r1").await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_gives_up_a_silent_line_gives_its_place_back() {
    on_empty_postgres(places_come_back).await;
}

/// Another node comes back later instead of waiting with all its people, and has the locks before it takes over the work
/// of the one that is silent (30 s).
async fn locks_come_back(bench: Bench) {
    bench.db.migrate().await.unwrap();
    furnish_with_attempts(&bench, 2).await;
    let line = Line::to(&bench.url).await;
    let dead = Db::open(&line.url).await.unwrap();
    let ids = ["t1".to_owned()];
    let mut tx = dead.write().await.unwrap();
    assert_eq!(quiz::lock_attempts(&mut tx, &ids).await.unwrap().len(), 1);
    line.falls_silent();
    let since = Instant::now();

    let mut refused = 0;
    loop {
        let mut other = bench.db.write().await.unwrap();
        match quiz::lock_attempts(&mut other, &ids).await {
            Ok(rows) => break assert_eq!(rows.len(), 1),
            Err(StoreError::Unavailable(_)) => refused += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    let waited = since.elapsed();
    assert!(waited < Duration::from_secs(30), "{waited:?}");
    assert!(refused > 0, "it was told to come back meanwhile");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_says_no_more_loses_its_locks_before_another_takes_over() {
    on_empty_postgres(locks_come_back).await;
}

/// Pages given out again are told when they are old ones: also a node whose line fell silent hears so soon.
async fn news_come_again(bench: Bench) {
    bench.db.migrate().await.unwrap();
    let line = Line::to(&bench.url).await;
    let node = Db::open(&line.url).await.unwrap();
    let mut heard = node.news().follow();
    let listens = node.clone();
    let listening = tokio::spawn(async move { listens.listen().await });
    heard.changed().await.unwrap();
    line.falls_silent();
    let mut tx = bench.db.write().await.unwrap();
    store::news::announce(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let again = tokio::time::timeout(Duration::from_secs(30), heard.changed()).await;
    assert!(again.is_ok(), "it looked whether the line lives");
    listening.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_line_fell_silent_hears_of_news_again() {
    on_empty_postgres(news_come_again).await;
}
