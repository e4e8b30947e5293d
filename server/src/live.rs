//! What happens, told to the pages that watch: phases that begin, what the committee decides, how many take part where
//! one may know.
//!
//! Each node reads what public pages depend on when there is news (its own, or of another node on the same database), at
//! the instant a phase begins, and every few seconds besides: news that got lost are late, not lost.

use crate::AppState;
use crate::middleware::gate;
use app::contest::happened;
use app::contest::watch::Told;
use app::forms::Form;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::time::{Moment, Span};
use futures_util::stream;
use services::ServiceError;
use services::contest::{Notice, Notices};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Between two looks when nothing is heard.
const PAUSE: Span = Span::seconds(5);

/// Between two looks at how many take part.
const COUNT_PAUSE: Duration = Duration::from_secs(5);

/// Streams of a node. Beyond that a page hears nothing and is as useful as before: its countdown asks anew by itself.
const AT_MOST: usize = 4_000;

/// So that a proxy keeps the line and a dead one is noticed.
const ALIVE: Duration = Duration::from_secs(20);

/// Shortest wait before a page that was cut off comes back, and how many milliseconds those are spread over: a node that
/// stops would otherwise send everybody to the other one at once.
const COME_BACK: (u64, u64) = (2_000, 8_000);

/// What is told now.
#[derive(Debug, Clone, Default)]
struct Board {
    all: Page,
    contests: HashMap<String, Page>,
    notices: Notices,
    ends: bool,
}

/// What is told to one kind of page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Page {
    state: String,
    words: String,
    participants: Vec<(String, i64)>,
}

/// The board of a node and who reads it.
#[derive(Debug)]
pub struct Live {
    board: watch::Sender<Arc<Board>>,
    open: Arc<AtomicUsize>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            board: watch::Sender::new(Arc::default()),
            open: Arc::default(),
        }
    }
}

impl Live {
    /// The next instant at which a phase begins by itself, as far as is known.
    #[must_use]
    pub fn next_change(&self) -> Option<Moment> {
        self.board.borrow().notices.next
    }

    /// Ends every stream, so that a stop need not wait for them.
    pub fn end(&self) {
        self.board
            .send_modify(|board| Arc::make_mut(board).ends = true);
    }

    /// Puts up what was read.
    fn put_up(&self, notices: Notices) {
        self.board.send_if_modified(|board| {
            let changed = board.notices != notices;
            if changed {
                *board = Arc::new(next_board(board, notices));
            }
            changed
        });
    }

    fn enter(&self) -> Option<Place> {
        let place = Place(self.open.clone());
        (self.open.fetch_add(1, Ordering::Relaxed) < AT_MOST).then_some(place)
    }
}

/// A stream's place among those open.
#[derive(Debug)]
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn next_board(before: &Board, notices: Notices) -> Board {
    let mut said = Vec::new();
    let mut contests = HashMap::new();
    for notice in &notices.contests {
        let earlier = before
            .notices
            .contests
            .iter()
            .find(|n| n.contest == notice.contest);
        let words = happened::words(earlier.map_or(&[], |n| &n.rounds), &notice.rounds);
        let last = before.contests.get(&notice.contest);
        let page = next_page(last, notice, &words);
        if !words.is_empty() {
            // A page about all contests says which one.
            said.push(format!("{}: {words}", notice.title));
        }
        contests.insert(notice.contest.clone(), page);
    }
    let words = match said.as_slice() {
        [one] => one.clone(),
        _ => String::new(),
    };
    let all = Page {
        state: notices.all.clone(),
        words: or_changed(words),
        participants: Vec::new(),
    };
    Board {
        all: if all.state == before.all.state {
            before.all.clone()
        } else {
            all
        },
        contests,
        notices,
        ends: before.ends,
    }
}

fn next_page(last: Option<&Page>, notice: &Notice, words: &str) -> Page {
    let same = last.filter(|page| page.state == notice.state);
    Page {
        state: notice.state.clone(),
        words: same.map_or_else(|| or_changed(words.to_owned()), |page| page.words.clone()),
        participants: notice.participants.clone(),
    }
}

fn or_changed(words: String) -> String {
    if words.is_empty() {
        happened::CHANGED.to_owned()
    } else {
        words
    }
}

/// Keeps the board up until the process ends.
pub async fn run(state: AppState) {
    let mut news = state.services.db().news().follow();
    loop {
        news.mark_unchanged();
        let watched = state.live.open.load(Ordering::Relaxed) > 0;
        match state.services.notices(watched).await {
            Ok(notices) => state.live.put_up(notices),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what happens is told late"
            ),
        }
        let now = state.services.now();
        let next = state.live.next_change().map_or(PAUSE, |at| at - now);
        // A moment after it: at the instant itself the phase has begun.
        let pause = next.0.clamp(1, PAUSE.0) + 1;
        let pause = Duration::from_millis(u64::try_from(pause).unwrap_or(1));
        tokio::select! {
            _ = news.changed() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// `GET /su-kien`: what happens in the contest `cuoc-thi` names, or in all.
pub async fn public(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let asked = Form::from_urlencoded(&query.unwrap_or_default());
    let contest = asked.get_opt("cuoc-thi").map(str::to_owned);
    // A node that has just begun has not looked yet: what it will find is waited for.
    let known = |code: &String| {
        let board = state.live.board.borrow();
        board.all.state.is_empty() || board.contests.contains_key(code)
    };
    if !contest.as_ref().is_none_or(known) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Some(place) = state.live.enter() else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let heard = Heard {
        board: state.live.board.subscribe(),
        contest,
        told: Page::default(),
        waiting: Vec::new(),
        _place: place,
    };
    sse(&state, stream::unfold(heard, Heard::next))
}

/// A page that listens.
struct Heard {
    board: watch::Receiver<Arc<Board>>,
    contest: Option<String>,
    told: Page,
    waiting: Vec<Told>,
    _place: Place,
}

impl Heard {
    /// The next thing to tell; none when the node stops.
    async fn next(mut self) -> Option<(Told, Self)> {
        loop {
            if let Some(told) = self.waiting.pop() {
                return Some((told, self));
            }
            let board = self.board.borrow_and_update().clone();
            if board.ends {
                return None;
            }
            self.read(&board);
            if self.waiting.is_empty() {
                self.board.changed().await.ok()?;
            }
        }
    }

    fn read(&mut self, board: &Board) {
        let page = match &self.contest {
            Some(code) => board.contests.get(code),
            None => Some(&board.all),
        };
        // Before the first look, and for a contest nobody lists, there is nothing to tell.
        let Some(page) = page.filter(|page| !page.state.is_empty()) else {
            return;
        };
        if page.participants != self.told.participants {
            self.waiting.push(Told::Count(page.participants.clone()));
        }
        if page.state != self.told.state {
            self.waiting.push(Told::State {
                state: page.state.clone(),
                words: page.words.clone(),
            });
        }
        self.told = page.clone();
    }
}

/// `GET /su-kien/{contest}/{round}`: how many take part, for those who may see it. Asked anew each time: whoever is signed
/// out or loses the role hears no more.
pub async fn turnout(
    State(state): State<AppState>,
    Path((contest, round)): Path<(String, String)>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let first = match count(&state, &headers, &contest, &round).await {
        Ok(first) => first,
        Err(ServiceError::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(ServiceError::Forbidden | ServiceError::SignedOut) => {
            return StatusCode::FORBIDDEN.into_response();
        }
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let Some(place) = state.live.enter() else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let seat = (state.clone(), headers, place);
    let counts = stream::unfold((Some(first), seat), move |(first, seat)| {
        let (contest, round) = (contest.clone(), round.clone());
        async move {
            if let Some(first) = first {
                return Some((first, (None, seat)));
            }
            let (state, headers, _) = &seat;
            let mut board = state.live.board.subscribe();
            tokio::select! {
                () = tokio::time::sleep(COUNT_PAUSE) => {}
                _ = board.wait_for(|board| board.ends) => return None,
            }
            let next = count(state, headers, &contest, &round).await.ok()?;
            Some((next, (None, seat)))
        }
    });
    sse(&state, counts)
}

async fn count(
    state: &AppState,
    headers: &HeaderMap,
    contest: &str,
    round: &str,
) -> Result<Told, ServiceError> {
    let actor = gate::who(state, headers).await?;
    let (started, sent) = state.services.turnout_now(&actor, contest, round).await?;
    let numbers = [("started", started), ("sent", sent)];
    Ok(Told::Count(
        numbers.map(|(name, n)| (name.to_owned(), n)).to_vec(),
    ))
}

fn sse(state: &AppState, told: impl stream::Stream<Item = Told> + Send + 'static) -> Response {
    let [a, b] = state.services.random::<2>();
    let wait = COME_BACK.0 + u64::from(u16::from_be_bytes([a, b])) % COME_BACK.1;
    let first = Event::default()
        .retry(Duration::from_millis(wait))
        .comment("xin chào");
    let events = stream::StreamExt::map(told, |told| Event::default().data(told.to_text()));
    let events = stream::StreamExt::chain(stream::once(async { first }), events);
    let events = stream::StreamExt::map(events, Ok::<_, Infallible>);
    let kept = Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE));
    // nginx: pass on at once what comes.
    ([("x-accel-buffering", "no")], kept).into_response()
}
