//! Layers around every route, outermost first: arrival stamp, security headers, rate limit, cross-site check, who
//! asks, policy.

pub mod cross_site;
pub mod gate;
pub mod headers;
pub mod limits;
