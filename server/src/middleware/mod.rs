//! What stands around every route, outermost first: counting, security headers, what is turned away in a flood, arrival
//! stamp, compression, public pages made a moment ago, words for errors, cross-site check, who asks, policy.
//!
//! To axum these are three layers, not nine: with each request it copies all that is inside of a layer, and does so at every
//! layer anew, so that the copies grow with the square of their number.

pub mod arrival;
pub mod cross_site;
pub mod errors;
pub mod gate;
pub mod headers;
pub mod limits;
pub mod look;
pub mod shed;
pub mod shelf;
pub mod under_way;

use crate::{AppState, metrics};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// Outside of compression.
pub async fn outer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let arrived = |request| arrival::layer(&state, request, |request| next.run(request));
    let unless_flooded = |request| shed::layer(&state, request, arrived);
    let dressed = |request| headers::layer(&state, request, unless_flooded);
    metrics::layer(&state, request, dressed).await
}

/// Inside of compression. What matches no route shows no data: a file of the site, or the page that says so, which has
/// the gate around itself.
pub async fn inner(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let routed = request.extensions().get::<MatchedPath>().is_some();
    let state = &state;
    let admitted = move |request: Request| async move {
        if routed {
            gate::layer(state, request, |request| next.run(request)).await
        } else {
            next.run(request).await
        }
    };
    let from_here = |request| cross_site::layer(request, admitted);
    let worded = |request| errors::layer(request, from_here);
    shelf::layer(state, request, worded).await
}

/// The gate around what matches no route.
pub async fn nowhere(State(state): State<AppState>, request: Request, next: Next) -> Response {
    gate::layer(&state, request, |request| next.run(request)).await
}
