//! What a use case answered instead of doing its work.

use services::{Rejection, ServiceError};

/// The refusal in a result.
pub(crate) fn rejection<T: std::fmt::Debug>(outcome: services::Result<T>) -> Rejection {
    match outcome {
        Err(ServiceError::Rejected(rejection)) => rejection,
        other => panic!("expected a rejection, got {other:?}"),
    }
}

/// Names of the fields in a refusal.
pub(crate) fn fields<T: std::fmt::Debug>(outcome: services::Result<T>) -> Vec<String> {
    match rejection(outcome) {
        Rejection::Fields(problems) => problems.into_iter().map(|p| p.field).collect(),
        other => panic!("expected field problems, got {other:?}"),
    }
}

/// Whether the actor lacks the permission.
pub(crate) fn forbidden<T: std::fmt::Debug>(outcome: services::Result<T>) {
    assert!(
        matches!(outcome, Err(ServiceError::Forbidden)),
        "{outcome:?}"
    );
}

/// Whether there is no such thing, or not for this actor.
pub(crate) fn not_found<T: std::fmt::Debug>(outcome: services::Result<T>) {
    assert!(
        matches!(outcome, Err(ServiceError::NotFound)),
        "{outcome:?}"
    );
}
