//! One connection of one browser: HTTP/1.1, one request at a time, reused.

use crate::Outcome;
use http::header::{CONTENT_TYPE, COOKIE, HOST, HeaderMap, ORIGIN};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A form as browsers post it.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// A line of the live sheet.
pub(crate) const LINE: &str = "text/plain; charset=utf-8";

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Status.
    pub(crate) status: u16,
    headers: HeaderMap,
    /// Body.
    pub(crate) body: Bytes,
}

impl Reply {
    /// A header's text; empty without it.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The body as text; empty where it is none.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }
}

/// A browser's connection. Opens when first used, and again after it broke.
#[derive(Debug)]
pub(crate) struct Wire {
    address: String,
    open: Option<SendRequest<Full<Bytes>>>,
}

impl Wire {
    /// To an address; nothing is opened yet.
    pub(crate) fn to(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            open: None,
        }
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// When the connection breaks.
    pub(crate) async fn get(&mut self, path: &str, cookie: &str) -> Outcome<Reply> {
        self.send(Method::GET, path, cookie, ("", String::new()))
            .await
    }

    /// Posts a body.
    ///
    /// # Errors
    /// When the connection breaks: whether the request arrived is unknown then.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        cookie: &str,
        (kind, body): (&str, String),
    ) -> Outcome<Reply> {
        self.send(Method::POST, path, cookie, (kind, body)).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        cookie: &str,
        (kind, body): (&str, String),
    ) -> Outcome<Reply> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "hoithi.test")
            .header(ORIGIN, "https://hoithi.test")
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, cookie);
        let request = if kind.is_empty() {
            request
        } else {
            request.header(CONTENT_TYPE, kind)
        };
        let request = request.body(Full::new(Bytes::from(body)))?;
        let mut open = match self.open.take() {
            Some(open) if !open.is_closed() => open,
            _ => connect(&self.address).await?,
        };
        open.ready().await?;
        let response = open.send_request(request).await?;
        let (head, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        self.open = Some(open);
        Ok(Reply {
            status: head.status.as_u16(),
            headers: head.headers,
            body,
        })
    }
}

async fn connect(address: &str) -> Outcome<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (open, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(async move {
        // An end of the connection is seen where it is used.
        let _ = connection.await;
    });
    Ok(open)
}
