//! Layers around every route, outermost first: arrival stamp, security headers, words for
//! errors, cross-site check, who
//! asks, policy.

pub mod cross_site;
pub mod errors;
pub mod gate;
pub mod headers;
pub mod limits;
