//! `leadctl diagnose` on mails as programs save them.

use base64::Engine as _;
use serde_json::Value;

use crate::diagnose_files::write;
use crate::diagnose_logs::gzip;
use crate::support::User;

/// One or several, packed or not, and with lines around what is found: a mail is read as a person reads it.
#[test]
fn saved_mails_are_read_like_other_files() {
    let user = User::new();
    let mail = |text: &str| {
        format!(
            "From: a@b.example\nSubject: Salesforce\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{text}\n"
        )
    };
    let duplicate = mail("Reason: You=E2=80=99re creating a duplicate re=\ncord. We recommend you use an existing record instead.");
    write(&user, "one.eml", &duplicate);
    write(&user, "two.eml.gz", gzip(mail("Reason: Required fields are missing: [Re=\ngion__c]").as_bytes()));
    for files in
        [&["--file", "one.eml", "two.eml.gz"][..], &["--file", "*.eml*"], &["--file", "*.eml*", "-C", "2"], &["--file", "*.eml*", "--no-fold"]]
    {
        let report = user.json(&[&["diagnose"], files].concat());
        let told: Vec<(&str, &str, u64)> = report["matches"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| (found["id"].as_str().unwrap(), found["location"]["file"].as_str().unwrap(), found["location"]["line"].as_u64().unwrap()))
            .collect();
        assert_eq!(told, [("salesforce/duplicate-rule", "one.eml", 7), ("salesforce/required-field", "two.eml.gz", 7)], "{files:?}");
    }
    // In base64 the text has no lines in the file: the last line that is not encoded stands for them. The subject is a line as well.
    let encoded = base64::engine::general_purpose::STANDARD.encode("AADSTS90002: Tenant 'contoso' not found.");
    for (subject, encoding, text, line) in [
        ("TableNotFound", "8bit", "see the subject", 2),
        ("=?utf-8?Q?Table=4EotFound?=", "8bit", "hello\nTableNotFoun, said he", 2),
        ("Salesforce", "base64", &encoded, 2),
        ("Salesforce", "8bit", "hello\n\nSubject: Salesforce\ncode=AADSTS90002: Tenant 'contoso' not found.", 10),
        ("Salesforce", "quoted-printable", "hello\n\n=41ADSTS90002: Tenant 'cont=\noso' not found.\n\nhello", 9),
        ("Salesforce", "8bit", "hello\nhello\nhello\nTableNotFound\nhello", 10),
    ] {
        let mail = format!(
            "From: a@b.example\nsubject: {subject}\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n{text}\n"
        );
        write(&user, "three.eml", mail);
        assert_eq!(user.json(&["diagnose", "--file", "three.eml"])["matches"][0]["location"]["line"], line, "{subject}, {text}");
    }
    // Each of a box by itself, and one that is long for what is attached to it.
    let tenant = |name: &str| format!("From a@b.example Mon Nov  9 08:00:00 2026\n{}\n", mail(&format!("AADSTS90002: Tenant '{name}' not found.")));
    write(&user, "box.mbox", [tenant("contoso"), tenant("fabrikam"), tenant("contoso")].concat());
    let image = "QUJD".repeat(100_000);
    let long = format!(
        "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n{image}\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nAADSTS70002=\n22: expired\n--x--\n"
    );
    write(&user, "long.eml", &long);
    for from_pipe in [false, true] {
        let report = |name: &str| match from_pipe {
            true => {
                serde_json::from_str(&user.pipe(&["diagnose", "-", "--format", "json"], &std::fs::read(user.path(name)).unwrap()).ends_with(0).stdout)
                    .unwrap()
            }
            false => user.json(&["diagnose", "--file", name]),
        };
        let boxed: Value = report("box.mbox");
        let told: Vec<(&Value, &Value, &Value)> =
            boxed["matches"].as_array().unwrap().iter().map(|found| (&found["found"]["tenant"], &found["count"], &found["last"]["line"])).collect();
        assert_eq!(told, [(&"contoso".into(), &2.into(), &26.into()), (&"fabrikam".into(), &1.into(), &17.into())], "{boxed}");
        assert_eq!(report("long.eml")["matches"][0]["id"], "entra/client-secret-expired", "from a pipe: {from_pipe}");
    }
    // The headers of an answer are none of a mail.
    let answer = "content-type: application/json\ndate: Mon, 09 Nov 2026 08:00:00 GMT\nx-ms-error-code: TableNotFound\n\n{\"odata.error\":{\"code\":\"TableNotFound\"}}\n";
    write(&user, "answer.txt", answer);
    assert_eq!(user.json(&["diagnose", "--file", "answer.txt"])["matches"][0]["id"], "storage/table-not-found");
}
