//! Metrics for whoever runs the server: requests, the writer's queue, what the sweeper closed. Nothing of it depends on
//! an answer or a score, and nobody is named: routes are counted as they are declared, never as they were asked for.
//!
//! They are served on a listener of their own (`HOITHI_METRICS_ADDR`), never on the public one: how many start a round
//! would tell a late predictor something.

use crate::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::get};
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::time::Instant;

/// Bounds of a request's duration in seconds: from a cached page to what a contestant would call broken.
const BOUNDS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// A route as declared, by method.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    method: &'static str,
    route: String,
    status: u16,
}

type Durations = Family<Route, Histogram, fn() -> Histogram>;

/// All metrics of the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Outcome, Counter>,
    durations: Durations,
    waiting: Gauge,
    closed: Counter,
    failed_sweeps: Counter,
    clock: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("hoithi");
        let requests = Family::default();
        let durations = Durations::new_with_constructor(|| Histogram::new(BOUNDS));
        let (waiting, closed, failed_sweeps) = <(Gauge, Counter, Counter)>::default();
        let clock = Gauge::default();
        registry.register("requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "request_duration",
            "From the arrival of the head to the head of the reply",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register(
            "writer_waiting",
            "Commands waiting for the writer",
            waiting.clone(),
        );
        registry.register(
            "attempts_closed",
            "Attempts the sweeper closed at their deadline",
            closed.clone(),
        );
        registry.register(
            "sweeps_failed",
            "Sweeps that failed and are tried again",
            failed_sweeps.clone(),
        );
        registry.register(
            "clock_apart_milliseconds",
            "How far the clock is from the machine's or the database's, where it does not follow",
            clock.clone(),
        );
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "What runs", version);
        Self {
            registry,
            requests,
            durations,
            waiting,
            closed,
            failed_sweeps,
            clock,
        }
    }
}

impl Metrics {
    /// Counts attempts closed by a sweep.
    pub fn swept(&self, closed: u64) {
        self.closed.inc_by(closed);
    }

    /// Counts a sweep that failed.
    pub fn sweep_failed(&self) {
        self.failed_sweeps.inc();
    }

    /// Says how far the clock is off, in milliseconds.
    pub fn clock(&self, apart: i64) {
        self.clock.set(apart);
    }

    fn answered(&self, method: &'static str, route: String, status: u16, since: Instant) {
        self.durations
            .get_or_create(&Route {
                method,
                route: route.clone(),
            })
            .observe(since.elapsed().as_secs_f64());
        let outcome = Outcome {
            method,
            route,
            status,
        };
        self.requests.get_or_create(&outcome).inc();
    }
}

/// Counts and times every request.
pub async fn layer<F: Future<Output = Response>>(
    state: &AppState,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let since = Instant::now();
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let response = next(request).await;
    let status = response.status().as_u16();
    state.metrics.answered(method, route, status, since);
    response
}

/// Methods are invented by whoever asks: only those in use get a series.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

/// The private listener's one page.
pub fn router(state: AppState) -> Router {
    Router::new().route("/metrics", get(page)).with_state(state)
}

async fn page(State(state): State<AppState>) -> Response {
    let metrics: &Arc<Metrics> = &state.metrics;
    let waiting = state.services.waiting_commands();
    metrics
        .waiting
        .set(i64::try_from(waiting).unwrap_or(i64::MAX));
    let mut text = String::new();
    if let Err(error) = encode(&mut text, &metrics.registry) {
        tracing::error!(error = &error as &dyn std::error::Error, "no metrics");
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    (kind, text).into_response()
}
