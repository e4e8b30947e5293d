//! What a use case can answer instead of doing its work.

use domain::contest::check::Problem;
use domain::contest::phase::SealRefused;
use domain::quiz::start::StartRefused;
use domain::record::ConfirmRefused;
use std::time::Duration;
use store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The request is understood and refused; the person can do something about it.
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    /// Nobody is signed in, or the session has ended.
    #[error("signed out")]
    SignedOut,
    /// Signed in, but without the permission.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing, or it is not this person's.
    #[error("not found")]
    NotFound,
    /// Too many attempts of a kind, or the queue is full: try again after so many seconds.
    #[error("busy, retry after {retry_after} s")]
    Busy {
        /// Seconds.
        retry_after: u32,
    },
    /// Our fault. The source is for the log; people get an id.
    #[error("internal")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A refusal a person can read and act on.
#[derive(Debug, Clone, PartialEq)]
pub enum Rejection {
    /// A start.
    Start(StartRefused),
    /// A seal.
    Seal(SealRefused),
    /// A confirmation by a second person.
    Confirm(ConfirmRefused),
    /// Sign-in data that do not match anyone. Says nothing about which part is wrong.
    BadCredentials,
    /// Fields of a form.
    Fields(Vec<FieldProblem>),
    /// The rule sheet has inconsistencies.
    Rules(Vec<Problem>),
    /// Someone else changed it meanwhile.
    Stale,
    /// Locked by commitment.
    Locked,
    /// A self-declared person with the same unique attributes exists: the ward desk sorts it out.
    AlreadyDeclared,
    /// The act does not fit the phase the round is in; in words.
    Phase(&'static str),
}

/// What is wrong with a field of a form, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Name of the field in the form.
    pub field: String,
    /// Vietnamese sentence.
    pub message: String,
}

impl FieldProblem {
    /// A problem of a field.
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl From<Rejection> for ServiceError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "database unavailable"
                );
                Self::Busy { retry_after: 2 }
            }
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl ServiceError {
    /// Wraps an unexpected error.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// One field's problem.
    #[must_use]
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Rejected(Rejection::Fields(vec![FieldProblem::new(field, message)]))
    }
}

/// Waits no longer than this for what asks the database: one that is cut off without a word never answers. Whether what
/// was asked for is done is unknown then, as after a lost connection.
pub(crate) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = crate::Result<T>>,
) -> crate::Result<T> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done,
        Err(_) => {
            tracing::warn!(seconds = limit.as_secs(), "the database does not answer");
            Err(ServiceError::Busy { retry_after: 2 })
        }
    }
}
