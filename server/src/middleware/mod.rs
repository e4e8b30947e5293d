//! Layers around every route, outermost first: security headers, what is turned away in a flood, arrival stamp, words for errors, cross-site check, who
//! asks, policy.

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
