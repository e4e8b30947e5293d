//! Who asks, and whether the route's policy admits them. A route without a declared policy is refused.

use crate::AppState;
use crate::cookies;
use crate::middleware::limits;
use crate::middleware::look::Look;
use crate::middleware::shed::{self, come_back};
use app::error::AppError;
use app::policy::{Policy, policy_of};
use app::quiz::wire::Line as _;
use app::request::Display;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use services::{Actor, ServiceError};

/// The layer. What matches no route is answered by the fallback, which shows no data and so needs no policy.
pub async fn layer<F: Future<Output = Response>>(
    state: &AppState,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    // Taken out first: the body of a request cannot be shared across an await.
    let asks = Asks::of(request.headers());
    let actor = match asks.who(state).await {
        Ok(actor) => actor,
        Err(error) => return unavailable(state, request.uri().path(), &error),
    };
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map(|p| p.as_str().to_owned());
    let verdict = path
        .as_deref()
        .map_or(Verdict::Pass, |path| judge(request.method(), path, &actor));
    let look = Look::of(&actor, request.headers());
    if look == Look::Forget {
        request.extensions_mut().insert(Display::default());
    }
    request.extensions_mut().insert(actor);
    let mut response = admitted(state, verdict, path.as_deref(), request, next).await;
    look.tell(response.headers_mut());
    response
}

async fn admitted<F: Future<Output = Response>>(
    state: &AppState,
    verdict: Verdict,
    path: Option<&str>,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    match verdict {
        Verdict::Pass => match within_rate(state, &request) {
            Ok(()) => next(request).await,
            Err(wait) => come_back(StatusCode::TOO_MANY_REQUESTS, wait),
        },
        Verdict::SignIn(policy) => {
            // On a kiosk an ended turn leads to the next person's start, never to the public site.
            let on_kiosk = request
                .extensions()
                .get::<Actor>()
                .is_some_and(|a| a.kiosk.is_some());
            let policy = if on_kiosk && policy == Policy::Contestant {
                Policy::Kiosk
            } else {
                policy
            };
            let account = request.extensions().get::<Actor>();
            let account = account.is_some_and(|a| a.account.is_some());
            let page = request.method() == Method::GET;
            if account && page && matches!(policy, Policy::Admin | Policy::Staff) {
                // Signing in again would change nothing: the page says why.
                return Redirect::to(app::contest::admin::NOT_ADMITTED).into_response();
            }
            sign_in(policy, request.method(), request.uri())
        }
        Verdict::WrongMethod => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        Verdict::Undeclared => {
            tracing::error!(path, "route without a declared policy");
            StatusCode::FORBIDDEN.into_response()
        }
    }
}

/// Who asks, by the cookies of a request.
///
/// # Errors
/// Store errors.
pub async fn who(state: &AppState, headers: &HeaderMap) -> Result<Actor, ServiceError> {
    Asks::of(headers).who(state).await
}

/// The cookies that say who asks.
struct Asks {
    session: Option<String>,
    device: Option<String>,
}

impl Asks {
    fn of(headers: &HeaderMap) -> Self {
        let cookie = |name| cookies::get(headers, name).map(str::to_owned);
        Self {
            session: cookie(cookies::SESSION),
            device: cookie(cookies::DEVICE),
        }
    }

    async fn who(&self, state: &AppState) -> Result<Actor, ServiceError> {
        let (session, device) = (self.session.as_deref(), self.device.as_deref());
        state.services.actor(session, device).await
    }
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Goes on.
    Pass,
    /// The policy admits only someone signed in.
    SignIn(Policy),
    /// The route is there, for another method.
    WrongMethod,
    /// Nobody said who may.
    Undeclared,
}

/// Judges a request by the policy of its route.
#[must_use]
pub fn judge(method: &Method, path: &str, actor: &Actor) -> Verdict {
    let method = if method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    match policy_of(method, path) {
        // Declared for another method: a mistake of the caller, not of ours.
        None if [Method::GET, Method::POST]
            .iter()
            .any(|m| policy_of(m, path).is_some()) =>
        {
            Verdict::WrongMethod
        }
        None => Verdict::Undeclared,
        Some(policy) if policy.admits(actor) => Verdict::Pass,
        Some(policy) => Verdict::SignIn(policy),
    }
}

/// Calls of server functions count against whoever makes them, as forms do: nobody fills the queue of all others.
fn within_rate(state: &AppState, request: &Request) -> Result<(), u32> {
    let whose = request.extensions().get::<Actor>().and_then(limits::whose);
    match whose.filter(|_| request.uri().path().starts_with("/api/")) {
        Some(key) => state
            .limiter
            .take(&key, limits::CHANGES, state.services.now()),
        None => Ok(()),
    }
}

fn unavailable(state: &AppState, path: &str, error: &ServiceError) -> Response {
    tracing::error!(
        error = error as &dyn std::error::Error,
        "cannot tell who asks"
    );
    let wait = shed::wait(state);
    if path.starts_with("/api/") {
        return come_back(StatusCode::SERVICE_UNAVAILABLE, wait);
    }
    let text = "Máy chủ đang bận. Đợi vài giây rồi tải lại trang; những câu đã lưu vẫn còn.";
    let head = [("retry-after", wait.to_string())];
    (StatusCode::SERVICE_UNAVAILABLE, head, text).into_response()
}

fn sign_in(policy: Policy, method: &Method, uri: &Uri) -> Response {
    let changes = method != Method::GET && method != Method::HEAD;
    // A kiosk has no address bar: a form sent after the turn ended must not end on a line of text.
    if uri.path().starts_with("/api/") {
        // What the live sheet understands: it says so and keeps what was chosen on the screen.
        return (StatusCode::UNAUTHORIZED, AppError::SignedOut.to_line()).into_response();
    }
    let leads_on = matches!(policy, Policy::Kiosk | Policy::Contestant);
    if changes && !leads_on {
        return (
            StatusCode::UNAUTHORIZED,
            "Phiên làm việc đã hết. Đăng nhập lại rồi gửi lại.",
        )
            .into_response();
    }
    match policy {
        Policy::Contestant => Redirect::to(app::contest::home::SIGNED_OUT).into_response(),
        Policy::Kiosk => Redirect::to("/kiosk").into_response(),
        _ => Redirect::to(&format!("/dang-nhap?ve={}", uri.path())).into_response(),
    }
}
