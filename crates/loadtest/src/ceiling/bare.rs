//! A process with bare routes: a POST that hands a line to a group-commit writer and answers after the commit, and
//! nothing else. What the program adds (sessions, policy, rules, earlier replies) is the difference.

use super::{BATCH, Bare, write};
use crate::Outcome;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use store::Db;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

/// Saves that may wait, as in the program.
const QUEUE: usize = 8_192;

type Waiting = (Bare, oneshot::Sender<i64>);

/// Serves until it is killed.
///
/// # Errors
/// When the database or an address cannot be had.
pub(crate) async fn serve() -> Outcome<()> {
    let db = Db::open(&std::env::var("DATABASE_URL")?).await?;
    let (queue, waiting) = mpsc::channel(QUEUE);
    tokio::spawn(writer(db, waiting));
    let routes = Router::new()
        .route("/save", post(save))
        .route("/ping", get(|| async { "pong" }))
        .with_state(queue);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("Hội Thi đang chạy ở http://{}", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}

async fn save(State(queue): State<mpsc::Sender<Waiting>>, line: String) -> (StatusCode, String) {
    let words: Vec<&str> = line.splitn(5, ' ').collect();
    let [attempt, key, slot, _, value] = words[..] else {
        return (StatusCode::BAD_REQUEST, String::new());
    };
    let bare = Bare {
        attempt: attempt.to_owned(),
        key: key.to_owned(),
        slot: slot.parse().unwrap_or(0),
        value: value.to_owned(),
    };
    let (reply, answer) = oneshot::channel();
    if queue.try_send((bare, reply)).is_err() {
        return (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }
    match answer.await {
        Ok(revision) => (StatusCode::OK, format!("saved {revision} {revision} ")),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
    }
}

async fn writer(db: Db, mut waiting: mpsc::Receiver<Waiting>) {
    let mut revision = 0;
    while let Some(first) = waiting.recv().await {
        let mut taken = vec![first];
        while taken.len() < BATCH {
            let Ok(next) = waiting.try_recv() else { break };
            taken.push(next);
        }
        revision += 1;
        let (saves, replies): (Vec<Bare>, Vec<oneshot::Sender<i64>>) = taken.into_iter().unzip();
        match write(&db, &saves, revision).await {
            Ok(()) => replies.into_iter().for_each(|reply| {
                let _ = reply.send(revision); // whoever asked may have gone
            }),
            Err(error) => eprintln!("a batch failed: {error}"),
        }
    }
}
