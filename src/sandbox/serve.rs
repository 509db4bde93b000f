//! Sockets and HTTP/1.1: connections in, requests read within bounds, answers and misbehaviours out.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, StreamBody};
use hyper::body::{Body as _, Bytes, Frame, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::control;
use super::shared::{Origin, Shared};
use crate::core::clock::http_date;
use crate::core::fake::{FakeAnswer, FakeBody, FakeRequest};

/// A request's body is no longer than this.
const MAX_BODY: usize = 8 * 1024 * 1024;

/// A client that says nothing is let go.
const PATIENCE: Duration = Duration::from_secs(30);

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// The connection is to be closed without an answer.
#[derive(Debug)]
struct Hangup;

impl std::fmt::Display for Hangup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("hung up, as ordered")
    }
}

impl std::error::Error for Hangup {}

pub async fn plain(listener: TcpListener, origin: Origin, shared: Arc<Shared>, stopped: watch::Receiver<bool>) {
    accept(listener, stopped, move |stream| connection(stream, origin, Arc::clone(&shared), false)).await;
}

pub async fn secure(listener: TcpListener, origin: Origin, acceptor: TlsAcceptor, shared: Arc<Shared>, stopped: watch::Receiver<bool>) {
    let each = move |stream: TcpStream| {
        let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
        async move {
            if shared.is_on("https/connection-reset") {
                // Without lingering, closing resets.
                let _ = stream.set_zero_linger();
                return;
            }
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                connection(stream, origin, shared, true).await;
            }
        }
    };
    accept(listener, stopped, each).await;
}

/// Takes connections until it is told to stop, then drops those that are left.
async fn accept<F, T>(listener: TcpListener, mut stopped: watch::Receiver<bool>, each: F)
where
    F: Fn(TcpStream) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            // Also when the sandbox was dropped.
            _ = stopped.changed() => break,
            Some(_) = open.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true);
                    open.spawn(each(stream));
                }
                // Out of file descriptors, say: it passes.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
    open.shutdown().await;
}

async fn connection<S>(stream: S, origin: Origin, shared: Arc<Shared>, secure: bool)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| respond(request, origin, Arc::clone(&shared), secure));
    // An error here is the client's, or a hang-up that was ordered.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn respond(request: Request<Incoming>, origin: Origin, shared: Arc<Shared>, secure: bool) -> Result<Response<Body>, Hangup> {
    if !host_is_loopback(&request) {
        let words = "The sandbox answers only requests for this machine: the Host header must be 127.0.0.1, localhost or [::1].\n";
        return Ok(build(text(421, words), shared.clock.now()));
    }
    let request = match read(request, &shared, secure).await {
        Ok(request) => request,
        Err(answer) => return Ok(build(answer.header("Connection", "close"), shared.clock.now())),
    };
    if origin.is_none() && request.path.starts_with(control::PREFIX) {
        return Ok(build(control::answer(&request, &shared), request.now));
    }
    let answer = shared.answer(&request, origin).unwrap_or_else(|| text(404, "No service is mounted at this path.\n"));
    if !shared.latency.is_zero() {
        tokio::time::sleep(shared.latency).await;
    }
    match answer.body {
        FakeBody::Hangup => Err(Hangup),
        FakeBody::Silence => std::future::pending().await,
        _ => Ok(build(answer, request.now)),
    }
}

/// A page of a foreign site that has itself resolved to this machine still sends its own name as Host.
fn host_is_loopback(request: &Request<Incoming>) -> bool {
    let mut hosts = request.headers().get_all(hyper::header::HOST).iter();
    let Some(Ok(host)) = hosts.next().map(HeaderValue::to_str) else { return false };
    hosts.next().is_none() && is_loopback(host) && request.uri().authority().is_none_or(|authority| is_loopback(authority.as_str()))
}

/// `127.0.0.0/8`, `localhost` or `[::1]`, with any port or none.
pub fn is_loopback(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let port_is_good = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let host_is_good =
        host.eq_ignore_ascii_case("localhost") || host == "[::1]" || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    port_is_good && host_is_good
}

/// The whole request, or what to answer where it is too long or broken.
async fn read(request: Request<Incoming>, shared: &Shared, secure: bool) -> Result<FakeRequest, FakeAnswer> {
    let (head, body) = request.into_parts();
    let too_long = || text(413, "The sandbox takes bodies of up to 8 MiB.\n");
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(too_long());
    }
    let body = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => body.to_bytes().to_vec(),
        Err(error) if error.is::<LengthLimitError>() => return Err(too_long()),
        Err(_) => return Err(text(400, "The request's body is broken.\n")),
    };
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Ok(FakeRequest {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: headers.collect(),
        body,
        secure,
        now: shared.clock.now(),
    })
}

fn text(status: u16, words: &str) -> FakeAnswer {
    FakeAnswer::new(status, words).header("Content-Type", "text/plain; charset=utf-8")
}

fn build(answer: FakeAnswer, now: jiff::Timestamp) -> Response<Body> {
    let body = match answer.body {
        FakeBody::Whole(body) => Full::new(Bytes::from(body)).boxed_unsync(),
        FakeBody::Drip { body, pause } => drip(body, pause),
        FakeBody::Endless(chunk) => endless(chunk),
        // Handled before anything is written.
        FakeBody::Silence | FakeBody::Hangup => Full::default().boxed_unsync(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let date = [("Date".to_owned(), http_date(now))];
    // A service's own date wins over the clock's.
    for (name, value) in date.into_iter().chain(answer.headers) {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes())) {
            headers.insert(name, value);
        }
    }
    response
}

fn drip(body: Vec<u8>, pause: Duration) -> Body {
    let bytes = stream::unfold(body.into_iter(), move |mut rest| async move {
        let byte = rest.next()?;
        tokio::time::sleep(pause).await;
        Some((Ok(Frame::data(Bytes::from(vec![byte]))), rest))
    });
    StreamBody::new(bytes).boxed_unsync()
}

fn endless(chunk: Vec<u8>) -> Body {
    let chunk = Bytes::from(chunk);
    let chunks = stream::unfold((), move |()| {
        let chunk = chunk.clone();
        async move {
            // Others get their turn too.
            tokio::task::yield_now().await;
            Some((Ok(Frame::data(chunk)), ()))
        }
    });
    StreamBody::new(chunks).boxed_unsync()
}
