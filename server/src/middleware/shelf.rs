//! Public pages made a moment ago. When a round opens thousands read the same two pages within seconds; each is made once
//! and given out until something changes.
//!
//! Only whoever shows no cookie of a session or a device gets one: such a page says nothing of anybody. What belongs to one
//! response alone is put in anew each time: the nonce of its scripts, and the server's clock that countdowns start from.

use crate::AppState;
use crate::cookies;
use app::request::Display;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::time::Moment;
use services::contest::Since;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Pages given out again, as routes are declared.
const PAGES: [&str; 7] = [
    "/",
    "/cuoc-thi/{contest}",
    "/cuoc-thi/{contest}/ket-qua/{round}",
    "/cuoc-thi/{contest}/toan-cuoc",
    "/ket-qua",
    "/huong-dan",
    "/du-lieu-ca-nhan",
];

/// How long a request waits for a page another one is making. Where the database does not answer, those behind would
/// otherwise wait one after the other.
const PATIENCE: Duration = Duration::from_secs(1);

/// Pages kept at most, and the largest that is.
const AT_MOST: usize = 400;
const LARGEST: usize = 2 << 20;

/// What a page was asked by: its path and the look.
type Key = (String, String);

/// A page's place; empty until it is made, and locked while it is, so that it is made once.
type Slot = Arc<tokio::sync::Mutex<Option<Arc<Sheet>>>>;

/// The pages of a node.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<HashMap<Key, Slot>>);

impl Shelf {
    /// The place of a page; none when there is no room for another.
    fn slot(&self, key: &Key) -> Option<Slot> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= AT_MOST && !all.contains_key(key) {
            // Pages nobody is waiting for.
            all.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        let room = all.len() < AT_MOST || all.contains_key(key);
        room.then(|| all.entry(key.clone()).or_default().clone())
    }

    /// A page: the one kept while it is fresh, else the one that is made now.
    ///
    /// # Errors
    /// The response as it was made, when it cannot be given out again.
    async fn page(
        &self,
        key: &Key,
        at: impl Fn() -> Instant,
        make: impl Future<Output = Response>,
    ) -> Result<Arc<Sheet>, Box<Response>> {
        let Some(slot) = self.slot(key) else {
            return Err(Box::new(make.await));
        };
        let Ok(mut held) = tokio::time::timeout(PATIENCE, slot.lock()).await else {
            return Err(Box::new(make.await));
        };
        // Read before the page is made: what changes meanwhile makes it old.
        let at = at();
        if let Some(sheet) = held.as_ref().filter(|sheet| sheet.is_fresh(at)) {
            return Ok(sheet.clone());
        }
        match Sheet::of(make.await, at).await {
            Ok(sheet) => Ok(held.insert(Arc::new(sheet)).clone()),
            Err(response) => {
                self.forget(key);
                Err(response)
            }
        }
    }

    /// Forgets a page that was not worth keeping.
    fn forget(&self, key: &Key) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(key);
    }
}

/// What can be said of time and changes when a page is made or given out.
#[derive(Debug, Clone, Copy)]
struct Instant {
    since: Since,
    /// When the next phase begins by itself.
    next: Option<Moment>,
}

impl Instant {
    fn of(state: &AppState) -> Self {
        Self {
            since: state.services.since(),
            next: state.live.next_change(),
        }
    }
}

/// The layer. Inside of compression, outside of whoever asks the database.
pub async fn layer<F: Future<Output = Response>>(
    state: &AppState,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let Some(key) = key(&request) else {
        return next(request).await;
    };
    let at = || Instant::of(state);
    let page = state.shelf.page(&key, at, next(request)).await;
    match page {
        Ok(sheet) => {
            let nonce = STANDARD.encode(state.services.random::<16>());
            sheet.given_out(&nonce, state.services.now())
        }
        Err(response) => *response,
    }
}

/// What the page is kept under; none for what is not given out again.
fn key(request: &Request) -> Option<Key> {
    let path = request.extensions().get::<MatchedPath>()?;
    let anyone = [cookies::SESSION, cookies::DEVICE]
        .iter()
        .all(|name| cookies::get(request.headers(), name).is_none());
    // One spelling of each address: %74 for t would be another page, and there are thousands of such.
    let spelt = !request.uri().path().contains('%');
    let plain = *request.method() == Method::GET && request.uri().query().is_none() && spelt;
    let kept = anyone && plain && PAGES.contains(&path.as_str());
    kept.then(|| {
        let look = request.extensions().get::<Display>();
        let look = look.map(Display::to_cookie).unwrap_or_default();
        (request.uri().path().to_owned(), look)
    })
}

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// The same each time.
    Text(Bytes),
    /// The nonce of the response.
    Nonce,
    /// The server's clock.
    Now,
}

/// A page in pieces.
#[derive(Debug)]
struct Sheet {
    at: Instant,
    headers: HeaderMap,
    /// The policy for scripts, with what stands before and after the nonce.
    policy: (String, String),
    pieces: Vec<Piece>,
}

impl Sheet {
    /// Takes a page apart.
    ///
    /// # Errors
    /// The response as it was, when it cannot be given out again.
    async fn of(response: Response, at: Instant) -> Result<Self, Box<Response>> {
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.and_then(|p| p.to_str().ok()).map(str::to_owned);
        let nonce = policy.as_deref().and_then(nonce_of).map(str::to_owned);
        let sets = response.headers().contains_key(header::SET_COOKIE);
        let (Some(policy), Some(nonce), StatusCode::OK, false) =
            (policy, nonce, response.status(), sets)
        else {
            return Err(Box::new(response));
        };
        let (mut parts, body) = response.into_parts();
        let body = match to_bytes(body, usize::MAX).await {
            Ok(body) if body.len() <= LARGEST => body,
            Ok(body) => return Err(Box::new(Response::from_parts(parts, Body::from(body)))),
            Err(_) => return Err(Box::new(StatusCode::SERVICE_UNAVAILABLE.into_response())),
        };
        let (before, after) = policy.split_once(&nonce).unwrap_or_default();
        // Stands in the policy twice: for scripts and for styles.
        let after = after.replace(&nonce, NONCE);
        parts.headers.remove(header::CONTENT_SECURITY_POLICY);
        parts.headers.remove(header::CONTENT_LENGTH);
        Ok(Self {
            at,
            headers: parts.headers,
            policy: (before.to_owned(), after),
            pieces: pieces(&body, &nonce),
        })
    }

    /// Whether it still says what a page made now would.
    fn is_fresh(&self, at: Instant) -> bool {
        let begun = self.at.next.is_some_and(|next| next <= at.since.at);
        self.at.since.is_fresh(at.since) && !begun
    }

    fn given_out(&self, nonce: &str, now: Moment) -> Response {
        let now = now.0.to_string();
        let mut body = Vec::with_capacity(self.length() + self.pieces.len() * 24);
        for piece in &self.pieces {
            body.extend_from_slice(match piece {
                Piece::Text(text) => text,
                Piece::Nonce => nonce.as_bytes(),
                Piece::Now => now.as_bytes(),
            });
        }
        let policy = format!(
            "{}{nonce}{}",
            self.policy.0,
            self.policy.1.replace(NONCE, nonce)
        );
        let mut response = Response::new(Body::from(body));
        *response.headers_mut() = self.headers.clone();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn length(&self) -> usize {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Nonce | Piece::Now => 0,
        };
        self.pieces.iter().map(text).sum()
    }
}

/// Stands for the nonce in a policy that is kept; no nonce has a brace.
const NONCE: &str = "{nonce}";

/// What stands before the server's clock, and after it.
const NOW: &str = "data-now=\"";

fn nonce_of(policy: &str) -> Option<&str> {
    let (_, rest) = policy.split_once("'nonce-")?;
    let (nonce, _) = rest.split_once('\'')?;
    (!nonce.is_empty()).then_some(nonce)
}

/// Cuts a page at each nonce and each clock.
fn pieces(body: &Bytes, nonce: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some((start, end, piece)) = next_piece(body, from, nonce) {
        pieces.push(Piece::Text(body.slice(from..start)));
        pieces.push(piece);
        from = end;
    }
    pieces.push(Piece::Text(body.slice(from..)));
    pieces
}

fn next_piece(body: &[u8], from: usize, nonce: &str) -> Option<(usize, usize, Piece)> {
    let nonce_at = find(body, from, nonce.as_bytes());
    let nonce_piece = nonce_at.map(|at| (at, at + nonce.len(), Piece::Nonce));
    let clock = find(body, from, NOW.as_bytes()).map(|at| {
        let start = at + NOW.len();
        let digits = body[start..].iter().take_while(|b| b.is_ascii_digit());
        (start, start + digits.count(), Piece::Now)
    });
    nonce_piece
        .into_iter()
        .chain(clock)
        .min_by_key(|(at, _, _)| *at)
}

fn find(body: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let found = body[from..].windows(wanted.len()).position(|w| w == wanted);
    found.map(|at| from + at)
}

#[cfg(test)]
mod tests;
