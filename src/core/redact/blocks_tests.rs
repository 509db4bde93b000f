//! Keys over several lines, whole and line by line; and the lines that only look like them.

use super::{clean_line, clean_patterns};

/// Words in base64, as a key's bytes would be: no key of anything.
const LINES: [&str; 3] = [
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7Y29udG9zbyBs",
    "ZWFkcyBmb3IgdGhlIG1hcmtldHBsYWNlIDAxMjM0NTY3ODkgYWJjZGVmZ2hpamts",
    "bW5vcHFyc3Q0NTY3ODk=",
];

#[test]
fn a_private_key_goes_whole() {
    for kind in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"] {
        for end in ["\n", "\r\n", "\\n", "\\\\n", "%0A", " "] {
            let body = LINES.join(end);
            for text in [
                format!("AADSTS700027: x{end}-----BEGIN {kind}-----{end}{body}{end}-----END {kind}-----{end}and more"),
                format!("{{\"x\":\"-----BEGIN {kind}-----{end}{body}{end}-----END {kind}-----\",\"y\":5}}"),
                format!("{{\"x\":\"-----BEGIN {kind}-----{end}{body}\",\"y\":\"-----END\"}}"),
                format!("x -----BEGIN {kind}-----{end}{body}"),
                format!("-----BEGIN {kind}-----{end}Proc-Type: 4,ENCRYPTED{end}{body}{end}{end}and more"),
            ] {
                for shown in [clean_patterns(&text), clean_line(&text)] {
                    assert!(LINES.iter().all(|line| !shown.contains(&line[..16])) && shown.contains("[redacted]"), "{text}\n{shown}");
                    assert!(shown.contains(&format!("BEGIN {kind}")), "{text}\n{shown}");
                    assert!(!text.ends_with("and more") || shown.ends_with("and more"), "{text}\n{shown}");
                    assert!(!text.ends_with('}') || shown.contains(",\"y\":"), "{text}\n{shown}");
                }
            }
        }
    }
    for text in [
        "-----BEGIN PRIVATE KEY----- is missing in front of the key that was given",
        "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----\nAuthenticationFailedBecauseOfIt",
        "PRIVATE KEY-----",
        "-----END PRIVATE KEY-----\nAADSTS700027: client assertion contains an invalid signature.",
    ] {
        assert_eq!((clean_patterns(text), clean_line(text)), (text.into(), text.into()));
    }
}

#[test]
fn a_line_of_a_wrapped_key_goes_without_the_others() {
    for line in LINES.into_iter().chain(["Zm9vYmFy0123Zw==", "YmFyYmF6cXV4MDEyMzQ1Njc4OWFiY2RlZg==", "bW5vcHFyc3Q0NTY3ODkx"]) {
        for text in [line.to_owned(), format!("  {line}\r"), format!("\"{line}\\n\" +"), format!("'{line}',"), format!("a\n{line}\nb")] {
            assert_eq!(clean_line(&text), text.replace(line, "[redacted]"));
        }
    }
    for (text, want) in [
        ("YmFyYmF6cXV4MDEyMzQ1Njc4OWFiY2RlZg==;EndpointSuffix=core.windows.net", "[redacted];EndpointSuffix=core.windows.net"),
        ("Zg==;EndpointSuffix=core.windows.net", "[redacted];EndpointSuffix=core.windows.net"),
        (&format!("2026-11-09T08:01:02Z ERROR {}", LINES[0]), "2026-11-09T08:01:02Z ERROR [redacted]"),
    ] {
        assert_eq!(clean_line(text), want);
    }
}

#[test]
fn lines_that_are_no_part_of_a_key_stay() {
    for text in [
        "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca7",
        "5F7E75A3378C41E0BEDCB04170A61000",
        "DynamicsCrmConnectionErrorWhileSavingTheLeadRecord2",
        "/usr/share/doc/python3/LeadImport/jobs/V2/2026/dataverse",
        "ErrorDetails=",
        "ErrorMessage=;x",
        "Microsoft.Dynamics.CRM.CheckPrivilegeFailed",
        "MSFT_TEST_639264528000000000",
        "/api/data/v9.2/leads(1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5)",
        "prvCreateLead",
    ] {
        assert_eq!(clean_line(text), text);
    }
}
