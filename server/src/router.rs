//! All routes: pages, forms, server functions, assets, health.

use crate::live::Live;
use crate::metrics::Metrics;
use crate::middleware::limits::Limiter;
use crate::middleware::shelf::Shelf;
use crate::middleware::under_way::UnderWay;
use crate::middleware::{self, look};
use crate::site::Site;
use crate::{cookies, forms, health, live};
use app::forms::Form;
use app::policy::axum_path;
use app::request::Display;
use axum::Router;
use axum::extract::{FromRef, Path, RawPathParams, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use leptos::prelude::{LeptosOptions, provide_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use services::Services;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tower_http::compression::CompressionLayer;

/// Where anyone finds the rule sheet a commitment hashed.
const RULES: &str = "/cuoc-thi/{contest}/the-le.toml";

/// Where anyone finds everything a published draw ordered.
const DRAWN: &str = "/cuoc-thi/{contest}/boc-tham/{round}";

/// Where pages hear of what happens.
const HAPPENS: &str = "/su-kien";

/// Where the committee hears how many take part.
const TURNOUT: &str = "/su-kien/{contest}/{round}";

/// What handlers share. One pointer: every layer of every request takes a copy.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Shared>);

/// Its parts.
#[derive(Debug)]
pub struct Shared {
    /// Use cases.
    pub services: Services,
    /// How pages name the browser's files.
    pub leptos_options: LeptosOptions,
    /// The browser's files.
    pub site: Site,
    /// Rate limits.
    pub limiter: Arc<Limiter>,
    /// Requests under way.
    pub under_way: Arc<UnderWay>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Whether the process is about to stop: load balancers are told to send nobody here any more.
    pub leaving: AtomicBool,
    /// What happens, for the pages that watch.
    pub live: Live,
    /// Public pages made a moment ago.
    pub shelf: Shelf,
    /// Whether the clock is that of the machine and of the database. Where it is not, nobody's time is ended here.
    pub on_time: AtomicBool,
}

impl AppState {
    /// Shares these parts.
    #[must_use]
    pub fn new(parts: Shared) -> Self {
        Self(Arc::new(parts))
    }
}

impl std::ops::Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos_options.clone()
    }
}

/// Paths of every route that can be matched, with their methods: what the policy test walks.
#[must_use]
pub fn declared_paths() -> Vec<(axum::http::Method, String)> {
    use axum::http::Method;
    let pages = generate_route_list(app::shell::App)
        .into_iter()
        .map(|r| (Method::GET, axum_path(r.path())));
    let forms = app::forms::routes()
        .iter()
        .map(|f| (Method::POST, f.path.to_owned()));
    let functions =
        leptos::server_fn::axum::server_fn_paths().map(|(path, method)| (method, path.to_owned()));
    let plain = [
        (Method::GET, "/healthz"),
        (Method::GET, "/readyz"),
        (Method::GET, RULES),
        (Method::GET, DRAWN),
        (Method::GET, HAPPENS),
        (Method::GET, TURNOUT),
        (Method::POST, "/hien-thi"),
        (Method::POST, "/dang-xuat"),
    ];
    let downloads = app::forms::DOWNLOADS
        .iter()
        .map(|p| (Method::GET, (*p).to_owned()));
    pages
        .chain(forms)
        .chain(functions)
        .chain(plain.map(|(m, p)| (m, p.to_owned())))
        .chain(downloads)
        .collect()
}

/// The whole program as a router.
pub fn router(state: AppState) -> Router {
    let services = state.services.clone();
    // Shared: axum copies what a handler holds with every request.
    let options = Arc::new(state.leptos_options.clone());
    let context = move || provide_context(services.clone());
    // This also registers every server function.
    let pages = generate_route_list(app::shell::App);
    let mut router = Router::new()
        .leptos_routes_with_context(&state, pages, context, move || {
            app::shell::shell(LeptosOptions::clone(&options))
        })
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route(RULES, get(rules))
        .route(DRAWN, get(drawn))
        .route(HAPPENS, get(live::public))
        .route(TURNOUT, get(live::turnout))
        .route("/hien-thi", post(set_display))
        .route("/dang-xuat", post(sign_out));
    for route in app::forms::routes() {
        router = router.route(route.path, form_route(*route));
    }
    for path in app::forms::DOWNLOADS {
        router = router.route(path, get(download));
    }
    let files = state.site.clone().router();
    let shared = state.clone();
    // Through the gate too, for the look and the frame of a kiosk; files need neither.
    let nowhere = get(move |request: Request| {
        let state = shared.clone();
        async move { not_found(state, request).await }
    })
    .layer(from_fn_with_state(state.clone(), middleware::nowhere));
    router
        .fallback_service(files.fallback(nowhere))
        .layer(from_fn_with_state(state.clone(), middleware::inner))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), middleware::outer))
        .with_state(state)
}

fn form_route(route: app::forms::FormRoute) -> MethodRouter<AppState> {
    post(
        move |State(state): State<AppState>, params: RawPathParams, request: Request| async move {
            forms::run(state, route, params, request).await
        },
    )
    .layer(axum::extract::DefaultBodyLimit::disable())
}

async fn not_found(state: AppState, request: Request) -> Response {
    let services = state.services.clone();
    let context = move || provide_context(services.clone());
    let handler = leptos_axum::render_app_async_with_context(context, move || {
        app::shell::shell(state.leptos_options.clone())
    });
    handler(request).await.into_response()
}

/// Sets how pages look, and goes back.
async fn set_display(request: Request) -> Response {
    let current = request
        .extensions()
        .get::<Display>()
        .cloned()
        .unwrap_or_default();
    let actor: services::Actor = request.extensions().get().cloned().unwrap_or_default();
    let Ok(bytes) = axum::body::to_bytes(request.into_body(), 4_096).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let form = Form::from_urlencoded(&String::from_utf8_lossy(&bytes));
    let pick = |name: &str, before: &Option<String>| {
        form.get_opt(name)
            .map_or_else(|| before.clone(), |v| Some(v.to_owned()))
    };
    let wanted = Display {
        theme: pick("theme", &current.theme),
        contrast: pick("contrast", &current.contrast),
        text: pick("text", &current.text),
    };
    let clean = Display::parse(&wanted.to_cookie());
    // At the start screen of a kiosk a look waits for its turn, and not for long.
    let waits = actor.kiosk.is_some() && actor.person.is_none();
    let in_turn = actor.kiosk.is_some() && actor.person.is_some();
    let chosen = if in_turn {
        look::of_turn(&clean)
    } else {
        clean.to_cookie()
    };
    let cookie = if waits {
        cookies::display_for(&chosen, look::AT_START)
    } else {
        cookies::display(&chosen)
    };
    let back = form.get("ve");
    let to = if app::people::sign_in::is_local(back) {
        back
    } else {
        "/"
    };
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Ends the session everywhere; the browser keeps nothing of it.
async fn sign_out(State(state): State<AppState>, request: Request) -> Response {
    let actor: services::Actor = request.extensions().get().cloned().unwrap_or_default();
    if let Err(error) = state.services.sign_out(&actor).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "sign-out");
    }
    let mut response =
        Redirect::to(if actor.kiosk.is_some() { "/kiosk" } else { "/" }).into_response();
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookies::remove(cookies::SESSION));
    response.headers_mut().insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}

/// The rule sheet as it was hashed at commitment, byte for byte.
async fn rules(State(state): State<AppState>, Path(contest): Path<String>) -> Response {
    match state.services.committed_rules(&contest).await {
        Ok(text) => {
            let bytes = text.into_bytes();
            forms::file(&format!("{contest}.toml"), "application/toml", bytes)
        }
        Err(services::ServiceError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no rule sheet");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The tied of a published draw in the order drawn, as text: a province ties by thousands.
async fn drawn(
    State(state): State<AppState>,
    Path((contest, round)): Path<(String, String)>,
) -> Response {
    match app::standings::results::drawn_text(&state.services, &contest, &round).await {
        Ok(text) => {
            let name = format!("{contest}-{round}-boc-tham.txt");
            forms::file(&name, "text/plain; charset=utf-8", text.into_bytes())
        }
        Err(services::ServiceError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no draw");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// A file of the committee.
async fn download(
    State(state): State<AppState>,
    params: RawPathParams,
    request: Request,
) -> Response {
    let actor: services::Actor = request.extensions().get().cloned().unwrap_or_default();
    let param = |name: &str| {
        params
            .iter()
            .find(|(k, _)| *k == name)
            .map(|(_, v)| v.to_owned())
            .unwrap_or_default()
    };
    match app::standings::download::file(&state.services, &actor, &param("contest"), &param("file"))
        .await
    {
        Ok(app::forms::Done::File { name, mime, bytes }) => forms::file(&name, mime, bytes),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
