//! When a request arrived: once all of it is there. A body held back would otherwise keep the instant of its first line,
//! and the authority its sender had then.

use crate::AppState;
use app::request::ReceivedAt;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::time::Moment;
use std::time::Duration;

/// How long a form may be on its way: far more than the slowest telephone needs for 64 kB.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads a body as large as a form may be, then stamps the instant. What says it is larger is a file of the committee,
/// whose instant decides nothing: it goes on as it comes, and whoever reads it asks again who sends it.
pub async fn layer<F: Future<Output = Response>>(
    state: &AppState,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let file = is_large(request.headers());
    let mut under_way = None;
    let stamp = || {
        let now = || state.services.now();
        if !changes || file {
            return now();
        }
        under_way.insert(state.under_way.arrive(now)).at
    };
    match arrived(request, PATIENCE, stamp).await {
        Ok(request) => next(request).await,
        Err(response) => *response,
    }
}

async fn arrived(
    request: Request,
    patience: Duration,
    now: impl FnOnce() -> Moment + Send,
) -> Result<Request, Box<Response>> {
    let bodiless = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut request = if bodiless || is_large(request.headers()) {
        request
    } else {
        let (parts, body) = request.into_parts();
        match tokio::time::timeout(patience, to_bytes(body, app::forms::SMALL)).await {
            Ok(Ok(bytes)) => Request::from_parts(parts, Body::from(bytes)),
            Ok(Err(_)) => return Err(Box::new(refuse(StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE))),
            Err(_) => return Err(Box::new(refuse(StatusCode::REQUEST_TIMEOUT, TOO_SLOW))),
        }
    };
    request.extensions_mut().insert(ReceivedAt(now()));
    Ok(request)
}

const TOO_SLOW: &str =
    "Máy chủ chưa nhận đủ dữ liệu. Kiểm tra mạng rồi gửi lại; những câu đã lưu vẫn còn.";
pub(super) const TOO_LARGE: &str = "refused Dữ liệu gửi lên quá lớn nên không được nhận.";

/// Whether the request says that its body is larger than a form. Browsers always say.
pub(crate) fn is_large(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length > app::forms::SMALL as u64)
}

/// The connection is of no use any more: the rest of the body may still be on its way.
pub(super) fn refuse(status: StatusCode, words: &'static str) -> Response {
    (status, [(header::CONNECTION, "close")], words).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Bytes, HttpBody};
    use http_body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::task::{Context, Poll};

    /// A body in two parts, between which the clock goes on.
    struct HeldBack(Arc<AtomicI64>, Vec<&'static [u8]>);

    impl HttpBody for HeldBack {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.0.fetch_add(75_000, Ordering::SeqCst);
            let part = self.1.pop().map(Bytes::from_static);
            Poll::Ready(part.map(|p| Ok(Frame::data(p))))
        }
    }

    fn post(body: Body, length: Option<&str>) -> Request {
        let request = Request::post("/thi/a/kiem-tra");
        let request = match length {
            Some(length) => request.header(header::CONTENT_LENGTH, length),
            None => request,
        };
        request.body(body).unwrap()
    }

    #[tokio::test]
    async fn a_request_arrives_with_the_last_of_its_bytes() {
        let clock = Arc::new(AtomicI64::new(0));
        let body = HeldBack(clock.clone(), vec![b"submit", b"act="]);
        let now = || Moment(clock.load(Ordering::SeqCst));
        let request = arrived(post(Body::new(body), None), PATIENCE, now)
            .await
            .unwrap();
        let stamped = request.extensions().get::<ReceivedAt>().unwrap().0;
        assert_eq!(stamped, now(), "not when its first line came");
        assert!(stamped >= Moment(150_000));
        let read = to_bytes(request.into_body(), 99).await.unwrap();
        assert_eq!(read, &b"act=submit"[..]);
    }

    #[tokio::test]
    async fn a_form_is_no_larger_than_a_form_and_a_file_goes_on() {
        let large = vec![b'a'; app::forms::SMALL + 1];
        let now = || Moment(0);
        let unsaid = arrived(post(Body::from(large.clone()), None), PATIENCE, now).await;
        assert_eq!(unsaid.unwrap_err().status(), StatusCode::PAYLOAD_TOO_LARGE);
        let length = large.len().to_string();
        let said = arrived(post(Body::from(large), Some(&length)), PATIENCE, now).await;
        assert!(said.is_ok());
    }

    /// A body whose end never comes.
    struct Stuck(Option<&'static [u8]>);

    impl HttpBody for Stuck {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            let part = self.0.take().map(Bytes::from_static);
            part.map_or(Poll::Pending, |p| Poll::Ready(Some(Ok(Frame::data(p)))))
        }
    }

    #[tokio::test]
    async fn a_form_whose_end_never_comes_is_told_so() {
        let body = Body::new(Stuck(Some(b"act=")));
        let stamped = || panic!("it never arrived");
        let refused = arrived(post(body, Some("10")), Duration::ZERO, stamped).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.status(), StatusCode::REQUEST_TIMEOUT);
        assert_eq!(refused.headers()[header::CONNECTION], "close");
        let words = to_bytes(refused.into_body(), 999).await.unwrap();
        assert_eq!(words, TOO_SLOW);
    }
}
