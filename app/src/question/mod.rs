//! Questions: the bank in the admin.

pub mod page;

use crate::forms::FormRoute;
/// Forms of this room.
pub const FORMS: &[FormRoute] = &[];
