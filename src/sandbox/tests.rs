//! The server over real sockets: who is answered, what the control API does, TLS, and misbehaviour on order.

use std::sync::Mutex;
use std::time::Instant;

use jiff::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::*;
use crate::core::fake::{FakeAnswer, FakeProfile, FakeRequest, Mount};

/// The time is that of the certificates' clients too, so it cannot be made up.
struct RealClock;

impl Clock for RealClock {
    #[allow(clippy::disallowed_methods)] // rustls checks certificates against the real time
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Takes any body at `/echo/…` as a lead and sends it back.
struct Echo(Mutex<Vec<Value>>);

impl Fake for Echo {
    fn prefix(&self) -> &'static str {
        "echo"
    }

    fn faults(&self) -> &'static [&'static str] {
        &[
            "https/url-malformed",
            "https/connection-reset",
            "https/tls-certificate-expired",
            "https/tls-hostname-mismatch",
            "https/tls-untrusted-certificate",
            "sandbox/throttle-once",
        ]
    }

    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        if faults.contains("sandbox/throttle-once") {
            return FakeAnswer::new(503, "");
        }
        let lead = Value::String(String::from_utf8_lossy(&request.body).into_owned());
        self.0.lock().unwrap().push(lead.clone());
        FakeAnswer { arrived: Some(lead), ..FakeAnswer::new(200, request.body.clone()) }
    }

    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
        let url = if faults.contains("https/url-malformed") { "plain:\"mal\nformed" } else { mount.preferred() };
        let settings = vec![("destination".into(), "https".into()), ("url".into(), url.into())];
        vec![FakeProfile { name: "sandbox-echo".into(), settings }]
    }

    fn leads(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }
}

fn options() -> Options {
    let (faults, latency) = (Faults::new(), Duration::ZERO);
    Options { port: 0, tls: false, ca_out: None, profiles: None, latency, faults, clock: Arc::new(RealClock) }
}

async fn started(options: Options) -> Running {
    let fakes: Vec<Box<dyn Fake>> = vec![Box::new(Echo(Mutex::default()))];
    start(options, fakes).await.unwrap()
}

fn port(url: &str) -> u16 {
    url.rsplit(':').next().unwrap().parse().unwrap()
}

async fn connect(running: &Running) -> TcpStream {
    TcpStream::connect(("127.0.0.1", port(&running.url))).await.unwrap()
}

/// Everything that comes back before the connection ends.
async fn speak<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, text: &str) -> String {
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut out = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut out)).await;
    String::from_utf8_lossy(&out).into_owned()
}

async fn raw(running: &Running, text: &str) -> String {
    speak(connect(running).await, text).await
}

async fn ask(running: &Running, method: &str, path: &str, headers: &str, body: &str) -> String {
    let text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len());
    raw(running, &text).await
}

async fn control(running: &Running, method: &str, path: &str) -> (String, Value) {
    let answer = ask(running, method, path, &format!("Authorization: Bearer {}\r\n", running.token), "").await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn only_requests_for_this_machine_are_answered() {
    let running = started(options()).await;
    for host in ["localhost", "127.0.0.1:1", "127.9.9.9", "[::1]:80", "LOCALHOST:8080"] {
        let answer = raw(&running, &format!("GET /echo/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{host}: {answer}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "[::2]",
        "",
        "localhost:99999",
        "localhost\r\nHost: evil.example",
    ] {
        let answer = raw(&running, &format!("GET /echo/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 421 ") && answer.contains("only requests for this machine"), "{host}: {answer}");
    }
    let absolute = raw(&running, "GET http://evil.example/echo/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
    assert!(absolute.starts_with("HTTP/1.1 421 "), "{absolute}");
    running.shutdown().await;
}

#[tokio::test]
async fn the_control_api_wants_its_token() {
    let running = started(options()).await;
    for header in [
        "",
        "Authorization: Bearer wrong\r\n",
        &format!("Authorization: Bearer {}x\r\n", running.token),
        &format!("Authorization: {}\r\n", running.token),
    ] {
        let answer = ask(&running, "GET", "/_sandbox/leads", header, "").await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{header}: {answer}");
    }
    assert_eq!(control(&running, "GET", "/_sandbox/leads").await, ("HTTP/1.1 200 OK".to_owned(), serde_json::json!({"leads": []})));
    assert!(control(&running, "GET", "/_sandbox/other").await.0.contains("404"));
    assert!(control(&running, "POST", "/_sandbox/leads").await.0.contains("405"));
}

#[tokio::test]
async fn faults_change_while_it_runs_and_the_profiles_follow() {
    let running = started(options()).await;
    let url = || -> String {
        let file: toml_edit::DocumentMut = std::fs::read_to_string(&running.profiles).unwrap().parse().unwrap();
        file["profile"]["sandbox-echo"]["url"].as_str().unwrap().to_owned()
    };
    assert_eq!(url(), format!("{}/echo", running.url));
    let (status, body) = control(&running, "PUT", "/_sandbox/faults/https/url-malformed").await;
    assert_eq!((status.as_str(), &body["on"]), ("HTTP/1.1 200 OK", &serde_json::json!(["https/url-malformed"])));
    assert_eq!(url(), "plain:\"mal\nformed", "quoted as TOML wants it");
    let (_, body) = control(&running, "DELETE", "/_sandbox/faults/https/url-malformed").await;
    assert_eq!(body["on"], serde_json::json!([]));
    assert_eq!(url(), format!("{}/echo", running.url));
    let (status, body) = control(&running, "PUT", "/_sandbox/faults/https/url-malfromed").await;
    assert!(status.contains("404"), "{status}");
    assert_eq!(
        (&body["error"]["id"], &body["error"]["did_you_mean"]),
        (&serde_json::json!("unknown-fault"), &serde_json::json!("https/url-malformed"))
    );
    let (status, _) = control(&running, "PUT", "/_sandbox/faults/https/tls-hostname-mismatch").await;
    assert!(status.contains("409"), "without TLS there is no handshake to spoil: {status}");
    assert!(running.set_fault("no/such", true).is_err());
    running.set_fault("sandbox/silence", true).unwrap();
    assert_eq!(running.faults(), Faults::from(["sandbox/silence".to_owned()]));
}

#[cfg(unix)]
#[tokio::test]
async fn the_profiles_are_the_users_alone_and_go_with_the_sandbox() {
    use std::os::unix::fs::PermissionsExt;
    let running = started(options()).await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&running.profiles), 0o600);
    assert_eq!(mode(running.profiles.parent().unwrap()), 0o700);
    running.set_fault("https/url-malformed", true).unwrap();
    assert_eq!(mode(&running.profiles), 0o600);
    let profiles = running.profiles.clone();
    running.shutdown().await;
    assert!(!profiles.exists());
}

#[tokio::test]
async fn somebody_elses_file_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leadctl.toml");
    std::fs::write(&path, "[profile.mine]\n").unwrap();
    let refused = start(Options { profiles: Some(path.clone()), ..options() }, Vec::new()).await.err().unwrap();
    assert_eq!(refused.id, "sandbox-file-exists");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "[profile.mine]\n");
    let path = folder.path().join("sandbox.toml");
    for _ in 0..2 {
        let running = started(Options { profiles: Some(path.clone()), ..options() }).await;
        assert_eq!(running.profiles, path);
        running.shutdown().await;
    }
}

#[tokio::test]
async fn bodies_come_whole_or_in_chunks_and_within_bounds() {
    let running = started(options()).await;
    let mut events = running.events();
    let chunked =
        "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlead\r\n2\r\n 1\r\n0\r\n\r\n";
    assert!(raw(&running, chunked).await.ends_with("\r\n\r\nlead 1"));
    assert!(ask(&running, "POST", "/echo/", "", "lead 2").await.ends_with("\r\n\r\nlead 2"));
    for wanted in ["lead 1", "lead 2"] {
        let arrived = events.recv().await.unwrap();
        assert_eq!((arrived.service, arrived.lead), ("echo", Value::String(wanted.into())));
    }
    assert_eq!(running.leads(), [serde_json::json!({"service": "echo", "lead": "lead 1"}), serde_json::json!({"service": "echo", "lead": "lead 2"})]);
    let long = raw(&running, "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388609\r\n\r\nx").await;
    assert!(long.starts_with("HTTP/1.1 413 "), "{long}");
    let mut endless = "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    for _ in 0..9 {
        endless += &format!("100000\r\n{}\r\n", "x".repeat(0x10_0000));
    }
    let mut stream = connect(&running).await;
    let _ = stream.write_all(endless.as_bytes()).await;
    let mut head = [0; 12];
    let _ = stream.read_exact(&mut head).await;
    assert!(head.starts_with(b"HTTP/1.1 413") || head == [0; 12], "refused, or cut off while still sending");
    for broken in [
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\u{0}\u{1}\r\n\r\n",
    ] {
        let answer = raw(&running, broken).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4"), "{broken:?}: {answer}");
    }
    assert!(ask(&running, "POST", "/echo/", "", "still there").await.ends_with("still there"));
    assert!(ask(&running, "GET", "/nothing", "", "").await.starts_with("HTTP/1.1 404 "));
}

#[tokio::test]
async fn a_connection_serves_several_requests() {
    let running = started(options()).await;
    let first = "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\none";
    let second = "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\ntwo";
    let answers = raw(&running, &format!("{first}{second}")).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
}

#[tokio::test]
async fn misbehaviour_comes_on_order() {
    let running = started(options()).await;
    let only = |id: &str| {
        for old in running.faults() {
            running.set_fault(&old, false).unwrap();
        }
        running.set_fault(id, true).unwrap();
    };
    only("sandbox/html-login-page");
    assert!(ask(&running, "POST", "/echo/", "", "x").await.contains("text/html"));
    only("sandbox/redirect-loop");
    assert!(ask(&running, "POST", "/echo/a?b=c", "", "x").await.to_lowercase().contains("location: /echo/a?b=c\r\n"));
    only("sandbox/invalid-utf8");
    assert!(ask(&running, "POST", "/echo/", "", "x").await.contains('\u{fffd}'));
    assert!(running.leads().is_empty());
    only("sandbox/slow-body");
    let begun = Instant::now();
    assert!(ask(&running, "POST", "/echo/", "", "ab").await.contains("b\r\n0\r\n"));
    assert!(begun.elapsed() >= Duration::from_millis(500));
    only("sandbox/lost-answer");
    assert_eq!(ask(&running, "POST", "/echo/", "", "lost").await, "");
    assert_eq!(running.leads().len(), 2, "stored all the same");
    assert!(ask(&running, "POST", "/echo/", "", "again").await.ends_with("again"), "once");
    only("sandbox/throttle-once");
    assert!(ask(&running, "POST", "/echo/", "", "x").await.starts_with("HTTP/1.1 503 "));
    assert!(ask(&running, "POST", "/echo/", "", "x").await.starts_with("HTTP/1.1 200 "));
    only("sandbox/throttle-once");
    assert!(ask(&running, "POST", "/echo/", "", "x").await.starts_with("HTTP/1.1 503 "), "ordered anew");

    let post = "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    only("sandbox/silence");
    let mut stream = connect(&running).await;
    stream.write_all(post.as_bytes()).await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(200), stream.read_u8()).await.is_err());
    only("sandbox/endless-body");
    let mut stream = connect(&running).await;
    stream.write_all(post.as_bytes()).await.unwrap();
    let mut much = vec![0; 4 * 1024 * 1024];
    stream.read_exact(&mut much).await.unwrap();
    running.shutdown().await;
}

#[tokio::test]
async fn latency_is_waited_for() {
    let running = started(Options { latency: Duration::from_millis(120), ..options() }).await;
    let begun = Instant::now();
    ask(&running, "POST", "/echo/", "", "x").await;
    assert!(begun.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_wrong_order_is_refused_before_anything_starts() {
    for (id, error) in [("https/url-malfromed", "unknown-fault"), ("https/tls-certificate-expired", "fault-needs-tls")] {
        let fakes: Vec<Box<dyn Fake>> = vec![Box::new(Echo(Mutex::default()))];
        let refused = start(Options { faults: Faults::from([id.to_owned()]), ..options() }, fakes).await.err().unwrap();
        assert_eq!((refused.id, refused.kind), (error, ErrorKind::Usage));
    }
    let running = started(options()).await;
    let taken = start(Options { port: port(&running.url), ..options() }, Vec::new()).await.err().unwrap();
    assert_eq!(taken.id, "sandbox-port");
}

/// A handshake by a client that trusts the sandbox's authority alone, and an answer over it.
async fn over_tls(running: &Running, name: &str) -> std::io::Result<String> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(running.ca.as_ref().unwrap()).unwrap()).unwrap();
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port(running.secure_url.as_ref().unwrap()))).await?;
    let stream = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(name.to_owned()).unwrap(), stream).await?;
    Ok(speak(stream, "POST /echo/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\ntls").await)
}

#[tokio::test]
async fn tls_is_accepted_by_a_strict_client_and_spoiled_on_order() {
    let running = started(Options { tls: true, ..options() }).await;
    assert!(running.ca.as_ref().unwrap().starts_with(running.profiles.parent().unwrap()));
    assert!(std::fs::read_to_string(&running.profiles).unwrap().contains(running.secure_url.as_ref().unwrap()));
    for name in ["localhost", "127.0.0.1", "::1"] {
        assert!(over_tls(&running, name).await.unwrap().ends_with("tls"), "{name}");
    }
    let cases = [
        ("https/tls-certificate-expired", "Expired"),
        ("https/tls-hostname-mismatch", "not valid for name"),
        ("https/tls-untrusted-certificate", "UnknownIssuer"),
    ];
    for (fault, words) in cases {
        running.set_fault(fault, true).unwrap();
        let error = over_tls(&running, "localhost").await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.to_lowercase().contains(&words.to_lowercase()), "{fault}: {shown}");
        running.set_fault(fault, false).unwrap();
    }
    running.set_fault("https/connection-reset", true).unwrap();
    assert!(over_tls(&running, "localhost").await.is_err());
    running.set_fault("https/connection-reset", false).unwrap();
    assert!(over_tls(&running, "localhost").await.is_ok());
    running.shutdown().await;
}

#[tokio::test]
async fn nothing_listens_at_the_refusing_port() {
    let running = started(options()).await;
    let port = running._refusing.local_addr().unwrap().port();
    let error = TcpStream::connect(("127.0.0.1", port)).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn all_real_fakes_can_be_mounted_together() {
    let fakes = crate::destinations::fakes();
    let all = available_faults(&fakes);
    assert!(all.iter().all(|id| id.split('/').count() == 2), "{all:?}");
    let mut services: Vec<&str> = fakes.iter().map(|fake| fake.service()).collect();
    services.sort_unstable();
    let running = start(Options { tls: true, ..options() }, fakes).await.unwrap();
    assert_eq!(running.services.keys().collect::<Vec<_>>(), services, "each has a place of its own");
    for id in all {
        running.set_fault(id, true).unwrap();
        let file = std::fs::read_to_string(&running.profiles).unwrap();
        for name in [
            "sandbox-https",
            "sandbox-flow",
            "sandbox-azure-table",
            "sandbox-azure-blob",
            "sandbox-dynamics",
            "sandbox-dynamics-admin",
            "sandbox-dynamics-office365",
            "sandbox-marketo",
            "sandbox-salesforce",
            "sandbox-salesforce-oid-only",
        ] {
            assert!(file.contains(&format!("[profile.{name}]")), "{id}");
        }
        running.set_fault(id, false).unwrap();
    }
}

#[test]
fn each_fault_of_the_sandboxs_own_has_a_title_and_each_title_a_fault() {
    let fakes = crate::destinations::fakes();
    let own: Vec<&str> = available_faults(&fakes).into_iter().filter(|id| id.starts_with("sandbox/")).collect();
    let titled: Vec<&str> = titles::TITLES.iter().map(|(id, ..)| *id).collect();
    assert_eq!(titled, own, "in the order of the list");
    for (id, en, nl) in titles::TITLES {
        assert!(en != nl && [en, nl].iter().all(|title| !title.is_empty() && !title.ends_with('.') && title.len() <= 100), "{id}");
    }
    assert_eq!(title("storage/firewall", crate::core::lang::Lang::En), None, "that is the catalogue's");
}
