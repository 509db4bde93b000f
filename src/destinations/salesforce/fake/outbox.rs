//! The mails that Salesforce sends when no lead is made of a form post: the only place where it tells why.
//!
//! `/_outbox` lists them, `/_outbox/1` and `/_outbox/latest` give one as it would arrive. The shape is that of mails that publishers published.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::say;
use super::store::Store;
use crate::core::fake::{FakeAnswer, FakeRequest};

pub const PATH: &str = "/_outbox";

pub fn answer(store: &Store, request: &FakeRequest) -> FakeAnswer {
    let wanted = request.path.strip_prefix(PATH).unwrap_or_default().trim_matches('/');
    if wanted.is_empty() {
        let subject = |mail: &String| mail.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned();
        let list: Vec<Value> =
            store.mails.iter().enumerate().map(|(place, mail)| json!({"mail": format!("{PATH}/{}", place + 1), "subject": subject(mail)})).collect();
        return say(200, &json!({ "mails": list }));
    }
    let mail = match wanted {
        "latest" => store.mails.last(),
        number => number.parse::<usize>().ok().and_then(|number| store.mails.get(number.checked_sub(1)?)),
    };
    match mail {
        Some(mail) => FakeAnswer::new(200, mail.as_str()).header("Content-Type", "message/rfc822"),
        None => say(404, &json!({"error": "there is no such mail; /_outbox lists them"})),
    }
}

/// Why there is no lead, and all that the form brought.
pub fn failure(reason: &str, given: &[(String, String)], now: Timestamp) -> String {
    let mut brought: Vec<String> = given.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    brought.sort();
    let body = format!(
        "Salesforce could not create this lead because of the reason listed below. For more information about this error or help with Web-to-Case-Lead, please contact Customer Support.\n\nReason: {reason}\nLead Capture Page: Not available.\n\nRecord Information:\n\n{}\n\nTo incorporate this lead into salesforce.com you can key in the data above.\n\nIf you have any questions, please click on Support at the top right of any page within salesforce.com.\n\nCustomer Support\nsalesforce.com\n",
        brought.join("\n")
    );
    mail("Salesforce Could Not Create This Lead", &body, now)
}

pub fn limit(now: Timestamp) -> String {
    let body = "Salesforce: your organization has reached its daily limit for Web-to-Lead. Further leads are in the pending request queue and will be created when the limit is refreshed.\n";
    mail("Salesforce Web-to-Lead limit", body, now)
}

/// What `debug=1` asks for.
pub fn debug(given: &[(String, String)], now: Timestamp) -> String {
    let brought: Vec<String> = given.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    mail("Salesforce Web-to-Lead debugging", &format!("{}\n", brought.join("\n")), now)
}

fn mail(subject: &str, body: &str, now: Timestamp) -> String {
    let date = now.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
    format!(
        "From: Customer Support <support@emea.salesforce.example>\r\nTo: lead.creator@contoso.example\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{}@salesforce.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\nX-mail_abuse_inquiries: http://www.salesforce.com/company/abuse.jsp\r\n\r\n{}",
        uuid::Uuid::new_v4().simple(),
        quoted_printable(body)
    )
}

/// RFC 2045 §6.7: lines of at most 76 characters.
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        for byte in line.bytes() {
            let piece = if (b' '..=b'~').contains(&byte) && byte != b'=' { char::from(byte).to_string() } else { format!("={byte:02X}") };
            if width + piece.len() > 75 {
                out.push_str("=\r\n");
                width = 0;
            }
            width += piece.len();
            out.push_str(&piece);
        }
        out.push_str("\r\n");
    }
    out
}
