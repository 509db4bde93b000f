//! A certificate authority of the sandbox's own, a good leaf, and three bad ones: which is shown is decided at every handshake.
//!
//! Authority and leaf are separate certificates: strict clients refuse a CA certificate as a server's.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Weak};

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use super::profiles::MARK;
use super::shared::Shared;
use crate::core::error::{Error, ErrorKind, Result};

const EXPIRED: &str = "https/tls-certificate-expired";
const MISNAMED: &str = "https/tls-hostname-mismatch";
const UNTRUSTED: &str = "https/tls-untrusted-certificate";

/// The faults that show in the handshake, for every service on the TLS port.
pub const FAULTS: [&str; 3] = [EXPIRED, MISNAMED, UNTRUSTED];

/// How long the good certificates hold; some clients refuse more than 825 days.
const DAYS: i64 = 365;

pub struct Certificates {
    pub ca_pem: String,
    good: Arc<CertifiedKey>,
    expired: Arc<CertifiedKey>,
    misnamed: Arc<CertifiedKey>,
    untrusted: Arc<CertifiedKey>,
}

/// First and last day of a certificate.
type Span = (civil::Date, civil::Date);

impl Certificates {
    pub fn make(now: Timestamp) -> Result<Self> {
        Self::try_make(now).map_err(|source| Error::new(ErrorKind::Bug, "sandbox-certificates", "cannot make certificates").because(source))
    }

    fn try_make(now: Timestamp) -> anyhow::Result<Self> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let day = |days: i64| today.saturating_add(jiff::Span::new().days(days));
        let valid = (day(-1), day(DAYS));
        let past = (day(-2 * DAYS), day(-DAYS));
        let (authority, stranger) = (authority("leadctl sandbox CA", valid)?, authority("Contoso private CA", valid)?);
        let here = ["localhost"];
        Ok(Certificates {
            ca_pem: format!("{MARK}: its own certificate authority; trust it nowhere else.\n{}", authority.1),
            good: leaf(&authority.0, &here, valid)?,
            expired: leaf(&authority.0, &here, past)?,
            misnamed: leaf(&authority.0, &["leads.contoso.example"], valid)?,
            untrusted: leaf(&stranger.0, &here, valid)?,
        })
    }

    pub fn acceptor(self, shared: &Arc<Shared>) -> Result<TlsAcceptor> {
        let by_fault = ByFault { certificates: self, shared: Arc::downgrade(shared) };
        let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|source| Error::new(ErrorKind::Bug, "sandbox-tls", "cannot set up TLS").because(source))?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(by_fault));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn params(name: &str, (from, to): Span) -> CertificateParams {
    let date = |date: civil::Date| date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date(from);
    params.not_after = date(to);
    params
}

/// A certificate authority that can sign, and its own certificate as PEM.
fn authority(name: &str, span: Span) -> anyhow::Result<(Issuer<'static, KeyPair>, String)> {
    let key = KeyPair::generate()?;
    let mut params = params(name, span);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let pem = params.self_signed(&key)?.pem();
    Ok((Issuer::new(params, key), pem))
}

/// A server's certificate; for `localhost` also for the loopback addresses.
fn leaf(issuer: &Issuer<'_, KeyPair>, names: &[&str], span: Span) -> anyhow::Result<Arc<CertifiedKey>> {
    let key = KeyPair::generate()?;
    let mut params = params(names[0], span);
    for name in names {
        params.subject_alt_names.push(SanType::DnsName((*name).try_into()?));
        if *name == "localhost" {
            params.subject_alt_names.push(SanType::IpAddress(Ipv4Addr::LOCALHOST.into()));
            params.subject_alt_names.push(SanType::IpAddress(Ipv6Addr::LOCALHOST.into()));
        }
    }
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let certificate = CertificateDer::from(params.signed_by(&key, issuer)?.der().to_vec());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    Ok(Arc::new(CertifiedKey::new(vec![certificate], ring::sign::any_supported_type(&key)?)))
}

struct ByFault {
    certificates: Certificates,
    shared: Weak<Shared>,
}

impl fmt::Debug for ByFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByFault")
    }
}

impl ResolvesServerCert for ByFault {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let shared = self.shared.upgrade()?;
        let certificates = &self.certificates;
        let bad = [(EXPIRED, &certificates.expired), (MISNAMED, &certificates.misnamed), (UNTRUSTED, &certificates.untrusted)];
        let shown = bad.into_iter().find(|(fault, _)| shared.is_on(fault)).map_or(&certificates.good, |(_, certificate)| certificate);
        Some(Arc::clone(shown))
    }
}
