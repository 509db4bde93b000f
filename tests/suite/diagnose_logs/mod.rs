//! `leadctl diagnose` on whole logs: places, counts, context, packed files, streams, growing files, and what can't be read.

pub mod columns;
pub mod one_by_one;
#[cfg(unix)]
pub mod streams;

use serde_json::Value;

use crate::support::{Said, User};

const SECRET: &str = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.";

fn tenant(name: &str) -> String {
    format!("AADSTS90002: Tenant '{name}' not found. This may happen if there are no active subscriptions for the tenant.")
}

/// Ordinary lines, with these at the given numbers (from 1).
fn log(lines: usize, planted: &[(usize, &str)]) -> String {
    let mut text = String::new();
    for number in 1..=lines {
        let (level, message) = planted.iter().find(|(at, _)| *at == number).map_or(("INFO", "the queue is empty"), |(_, message)| ("ERROR", message));
        text.push_str(&format!("2026-11-09T08:{:02}:{:02}.000Z {level} [worker-{}] {message}\n", number / 60 % 60, number % 60, number % 7));
    }
    text
}

/// Id, count, first and last place of each answer.
fn told(report: &Value) -> Vec<(String, u64, String, String)> {
    let place = |place: &Value| format!("{}:{}", place["file"].as_str().unwrap_or("-"), place["line"]);
    let matches = report["matches"].as_array().unwrap();
    matches.iter().map(|m| (m["id"].as_str().unwrap().to_owned(), m["count"].as_u64().unwrap(), place(&m["location"]), place(&m["last"]))).collect()
}

fn one(id: &str, count: u64, first: &str, last: &str) -> (String, u64, String, String) {
    (id.to_owned(), count, first.to_owned(), last.to_owned())
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", said.stdout, said.stderr))
}

#[test]
fn repeated_errors_are_counted_and_each_has_its_place() {
    let user = User::new();
    let (a, b) = (tenant("contoso"), tenant("fabrikam"));
    // Longer than one pasted text, and than one thread's share.
    user.write("app.log", &log(40_000, &[(2, SECRET), (3, &a), (5000, &b), (20_000, &a), (39_999, SECRET), (40_000, &a)]));
    let report = user.json(&["diagnose", "--file", "app.log"]);
    assert_eq!(
        told(&report),
        [
            one("entra/client-secret-invalid", 2, "app.log:2", "app.log:39999"),
            one("entra/tenant-not-found", 3, "app.log:3", "app.log:40000"),
            one("entra/tenant-not-found", 1, "app.log:5000", "app.log:5000"),
        ]
    );
    assert_eq!((&report["scanned"]["lines"], &report["scanned"]["findings"], &report["scanned"]["files"]), (&40_000.into(), &6.into(), &1.into()));
    assert_eq!(report["matches"][1]["found"]["tenant"], "contoso");
    let every = user.json(&["diagnose", "--file", "app.log", "--no-fold"]);
    let lines: Vec<u64> = every["matches"].as_array().unwrap().iter().map(|found| found["location"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 5000, 20_000, 39_999, 40_000]);
    let human = user.run(&["diagnose", "--file", "app.log"]).ends_with(0).stdout;
    for word in ["app.log:2)", "3 times, last at app.log:40000", "6 known errors in 1 file (40,000 lines, "] {
        assert!(human.contains(word), "{word}: {human}");
    }
}

/// A log is one however it comes, and however short it is: an error far from another one is told as well.
#[test]
fn a_short_log_is_read_alike_from_a_file_and_a_pipe() {
    let user = User::new();
    let text = log(400, &[(9, "AADSTS7000222: The provided client secret keys are expired."), (390, SECRET)]);
    user.write("app.log", &text);
    let piped: Value = serde_json::from_str(&user.pipe(&["diagnose", "-", "--format", "json"], &text).ends_with(0).stdout).unwrap();
    let from_file = user.json(&["diagnose", "--file", "app.log"]);
    let ids = |report: &Value| told(report).into_iter().map(|(id, count, ..)| (id, count)).collect::<Vec<_>>();
    assert_eq!(ids(&piped), [("entra/client-secret-expired".to_owned(), 1), ("entra/client-secret-invalid".to_owned(), 1)]);
    assert_eq!((ids(&piped), &piped["scanned"]["lines"]), (ids(&from_file), &from_file["scanned"]["lines"]));
}

/// Some lines of a log tell of each other, as a person reads them: what was sent stands in one, what failed in the next.
#[test]
fn lines_that_were_pasted_to_show_an_error_are_read_together() {
    let user = User::new();
    let text = log(
        4,
        &[
            (1, "an error occurred during sending webhook notification"),
            (2, "unable to verify the first certificate"),
            (3, "AADSTS7000222: The provided client secret keys are expired."),
            (4, "AADSTS7000222: The provided client secret keys are expired."),
        ],
    );
    user.write("app.log", &text);
    let piped: Value = serde_json::from_str(&user.pipe(&["diagnose", "-", "--format", "json"], &text).ends_with(0).stdout).unwrap();
    for report in [piped, user.json(&["diagnose", "--file", "app.log"])] {
        let ids: Vec<(String, u64)> = told(&report).into_iter().map(|(id, count, ..)| (id, count)).collect();
        assert_eq!(ids, [("entra/client-secret-expired".to_owned(), 2), ("https/tls-untrusted-certificate".to_owned(), 1)], "{report}");
    }
}

/// What has to be repaired differs: each is told.
#[test]
fn errors_with_other_facts_are_other_errors() {
    let user = User::new();
    let missing = |privilege: &str| format!("SecLib::AccessCheckEx failed. User lacks the privilege {privilege}, missing privilege: {privilege}");
    let (create, read) = (missing("prvCreateLead"), missing("prvReadLead"));
    user.write("app.log", &log(9, &[(2, &create), (4, &read), (6, &create)]));
    let report = user.json(&["diagnose", "--file", "app.log"]);
    let told: Vec<(String, u64)> = report["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["found"]["privilege"].as_str().unwrap_or_default().to_owned(), found["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("prvCreateLead".to_owned(), 2), ("prvReadLead".to_owned(), 1)], "{report}");
}

#[test]
fn how_many_threads_read_makes_no_difference() {
    let user = User::new();
    let planted: Vec<(usize, String)> =
        (0..300).map(|n| (1 + n * 199, if n % 3 == 0 { SECRET.to_owned() } else { tenant(&format!("t{}", n % 5)) })).collect();
    let planted: Vec<(usize, &str)> = planted.iter().map(|(at, text)| (*at, text.as_str())).collect();
    user.write("app.log", &log(60_000, &planted));
    let with = |jobs: &str| user.run(&["diagnose", "--file", "app.log", "--jobs", jobs, "--no-fold", "--format", "json"]).ends_with(0).stdout;
    let alone = with("1");
    assert_eq!(serde_json::from_str::<Value>(&alone).unwrap()["scanned"]["findings"], 300);
    for jobs in ["2", "3", "16"] {
        assert!(with(jobs) == alone, "--jobs {jobs} says something else");
    }
    // A stream is read in the same pieces.
    let piped: Value = json(&user.pipe(&["diagnose", "-", "--no-fold", "--format", "json"], &user.read("app.log")).ends_with(0));
    let lines = |report: &Value| report["matches"].as_array().unwrap().iter().map(|found| found["location"]["line"].clone()).collect::<Vec<_>>();
    assert_eq!(lines(&piped), lines(&serde_json::from_str(&alone).unwrap()));
    assert_eq!(piped["matches"][0]["location"]["file"], Value::Null);
}

#[test]
fn a_short_file_that_is_one_text_says_what_the_text_says() {
    let user = User::new();
    let wrapped =
        "Could not save the lead to\nDynamics CRM using AAD.\nException:: Error validating credentials.:\nInvalid client secret is provided.\n";
    for text in [SECRET, wrapped, &format!("first\n{SECRET}\n\nsome words\n\n{}\n", tenant("contoso")), "the weather is fine\n"] {
        user.write("text.txt", text);
        let pasted = json(&user.pipe(&["diagnose", "-", "--format", "json"], text));
        let filed = user.json(&["diagnose", "--file", "text.txt"]);
        for key in ["id", "confidence", "because", "found", "count"] {
            let of = |report: &Value| report["matches"].as_array().unwrap().iter().map(|found| found[key].clone()).collect::<Vec<_>>();
            assert_eq!(of(&pasted), of(&filed), "{key} of {text}");
        }
        assert_eq!((&pasted["hints"], &pasted["exit_status"]), (&filed["hints"], &filed["exit_status"]), "{text}");
    }
}

#[test]
fn lines_around_an_error_are_shown_on_request_without_secrets() {
    let user = User::new();
    let key = "AccountKey=QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTA=";
    user.write("app.log", &log(30, &[(9, key), (10, SECRET), (11, "the lead of ada.lovelace@contoso.com is lost")]));
    let lines = |report: &Value| -> Vec<u64> {
        report["matches"][0]["context"].as_array().unwrap().iter().map(|line| line["line"].as_u64().unwrap()).collect()
    };
    assert!(lines(&user.json(&["diagnose", "--file", "app.log"])).is_empty());
    assert_eq!(lines(&user.json(&["diagnose", "--file", "app.log", "-C", "0"])), [10]);
    let report = user.json(&["diagnose", "--file", "app.log", "-C", "2"]);
    assert_eq!(lines(&report), [8, 9, 10, 11, 12]);
    let shown = report.to_string() + &user.run(&["diagnose", "--file", "app.log", "--context", "2"]).ends_with(0).stdout;
    assert!(shown.contains("AADSTS7000215: Invalid client secret provided") && !shown.contains("QUJDREVG") && !shown.contains("lovelace"), "{shown}");
}

/// However a log writes it; V is what nobody may see.
#[test]
fn no_secret_and_no_person_is_shown_around_an_error() {
    let user = User::new();
    let lines = [
        ("{\"client_secret\":\"V\"}", "abC8Q~WvX63RfS6rzq.giWZKZ-EKI1y3k_8Iq0SW"),
        ("client_secret: V", "abC8Q~WvX63RfS6rzq.giWZKZ-EKI1y3k_8Iq0SW"),
        ("ClientSecret = \"V\"", "hunter2secret"),
        ("password=V", "hunter2"),
        ("password: V", "swordfish"),
        ("\"password\":\"V\"", "hunter2"),
        ("{\\\"password\\\":\\\"V\\\"}", "hunter2"),
        ("<password>V</password>", "hunter2"),
        ("x-functions-key: V", "Zx90Ab12"),
        ("api-key: V", "Zx90Ab12"),
        ("Ocp-Apim-Subscription-Key: V", "0123456789abcdef"),
        ("SharedAccessKeyName=n;SharedAccessKey=V", "Zx90Ab12"),
        ("Cookie: session=V", "Zx90Ab12"),
        ("Set-Cookie: id=V; HttpOnly", "Zx90Ab12"),
        ("refresh_token=V", "Zx90Ab12"),
        ("oauth code=V", "0.AXoAtxYz9012Qw34Er56"),
        ("leadctl --client-secret V", "Zx90Ab12"),
        ("phone=V", "+31612345678"),
        ("tel V", "+31 6 1234 5678"),
        ("name=\"V\"", "Anna Jansen"),
        ("\"name\": \"V\"", "Anna Jansen"),
        ("LastName=V", "Jansen"),
    ];
    for (line, hidden) in lines {
        for text in [line.replace('V', hidden), format!("2026-11-09T08:00:01.000Z INFO [w] {}", line.replace('V', hidden))] {
            user.write("app.log", &format!("{text}\n2026-11-09T08:00:02.000Z ERROR [w] {SECRET}\n{text}\n"));
            for format in ["human", "json", "ndjson"] {
                let said = user.run(&["diagnose", "--file", "app.log", "-C", "3", "--format", format]).ends_with(0);
                let shown = said.stdout + &said.stderr;
                assert!(shown.contains("Invalid client secret provided. Ensure"), "{format}: {text}\n{shown}");
                assert!(!shown.contains(hidden) && (shown.contains("[redacted]") || shown.contains('…')), "{format}: {text}\n{shown}");
            }
        }
    }
}

/// Once a value is known for a secret or a name, it goes everywhere in what is shown with it.
#[test]
fn what_is_masked_around_an_error_stands_nowhere_else_in_it() {
    let user = User::new();
    let token = "cdf01657-110d-4155-99a7-f986b2ff13a0:int";
    let lines = [
        format!("marketo token {token} access_token: {token}"),
        "name: Willem Bakker".to_owned(),
        format!("2026-11-09T08:00:02.000Z ERROR [w] {SECRET}"),
        "lead stored for Willem Bakker (Bakker BV)".to_owned(),
        r#"{"firstName":"Priya","lastName":"Raghunathan"}"#.to_owned(),
        "Dear Priya Raghunathan,".to_owned(),
    ];
    user.write("app.log", &lines.join("\n"));
    for format in ["human", "json"] {
        let shown = user.run(&["diagnose", "--file", "app.log", "-C", "5", "--format", format]).ends_with(0).stdout;
        for hidden in ["cdf01657", "Willem", "Bakker", "Priya", "Raghunathan"] {
            assert!(!shown.contains(hidden), "{hidden}: {shown}");
        }
        assert!(shown.contains("lead stored for W…") && shown.contains("Invalid client secret provided. Ensure"), "{shown}");
    }
}

#[test]
fn flags_about_logs_are_not_ignored_with_a_text() {
    let user = User::new();
    for flag in [&["-C", "2"][..], &["--no-fold"], &["--jobs", "2"]] {
        let said = user.run(&[&["diagnose", SECRET][..], flag].concat()).ends_with(2);
        assert!(said.last_line().contains(&format!("{} is about logs", flag[0])), "{}", said.stderr);
    }
    // A short log that is piped has lines too.
    let report = json(&user.pipe(&["diagnose", "-", "-C", "1", "--format", "json"], &log(5, &[(3, SECRET)])).ends_with(0));
    let lines: Vec<u64> = report["matches"][0]["context"].as_array().unwrap().iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 4]);
}

#[test]
fn lines_are_counted_as_people_do() {
    let user = User::new();
    let long = log(9000, &[(2, SECRET)]);
    for (text, lines) in [
        (SECRET.to_owned(), 1),
        (format!("{SECRET}\n"), 1),
        (format!("{SECRET}\n\n"), 2),
        (log(3, &[(2, SECRET)]), 3),
        (log(3, &[(2, SECRET)]).trim_end().to_owned(), 3),
        (long.clone(), 9000),
        (long.trim_end().to_owned(), 9000),
        (String::new(), 0),
    ] {
        user.write("app.log", &text);
        let report = user.json(&["diagnose", "--file", "app.log"]);
        assert_eq!(report["scanned"]["lines"], lines, "{} bytes: {report}", text.len());
    }
    let piped = json(&user.pipe(&["diagnose", "-", "--format", "json"], long.trim_end()));
    assert_eq!(piped["scanned"]["lines"], 9000);
}

#[test]
fn a_record_and_its_stack_trace_are_one_finding() {
    let user = User::new();
    let trace = format!("cannot save the lead\nAzure.RequestFailedException: {}\n   at A.B()\n  Caused by: {SECRET}", tenant("contoso"));
    user.write("app.log", &log(20, &[(4, &trace), (9, SECRET)]));
    let report = user.json(&["diagnose", "--file", "app.log", "--no-fold"]);
    let mut places: Vec<_> = told(&report).into_iter().map(|(id, _, first, _)| (id, first)).collect();
    places.sort();
    let wanted = [("entra/client-secret-invalid", 12), ("entra/client-secret-invalid", 7), ("entra/tenant-not-found", 5)];
    assert_eq!(places, wanted.map(|(id, line)| (id.to_owned(), format!("app.log:{line}"))));
}

/// A gzip member of stored blocks, written from RFC 1952.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut chunks = bytes.chunks(65_535).peekable();
    while let Some(chunk) = chunks.next() {
        packed.push(u8::from(chunks.peek().is_none()));
        packed.extend((chunk.len() as u16).to_le_bytes());
        packed.extend((!(chunk.len() as u16)).to_le_bytes());
        packed.extend(chunk);
    }
    let sum = bytes
        .iter()
        .fold(!0_u32, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 }));
    packed.extend((!sum).to_le_bytes());
    packed.extend((bytes.len() as u32).to_le_bytes());
    packed
}

/// A zstd frame of raw blocks, written from RFC 8878; a skippable frame before it.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
    // A window of 128 KiB, no checksum, no size.
    packed.extend([0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3]);
    let mut chunks = bytes.chunks(65_536).peekable();
    while let Some(chunk) = chunks.next() {
        let head = (chunk.len() as u32) << 3 | u32::from(chunks.peek().is_none());
        packed.extend(&head.to_le_bytes()[..3]);
        packed.extend(chunk);
    }
    packed
}

#[test]
fn packed_and_wide_files_are_read_like_plain_ones() {
    let user = User::new();
    let (first, second) = (log(6000, &[(3, SECRET), (5999, SECRET)]), log(10, &[(7, &tenant("contoso"))]));
    let text = first.clone() + &second;
    user.write("plain.log", &text);
    let members = |pack: fn(&[u8]) -> Vec<u8>| [pack(first.as_bytes()), pack(second.as_bytes())].concat();
    std::fs::write(user.path("packed.gz"), members(gzip)).unwrap();
    std::fs::write(user.path("packed.zst"), members(zstd)).unwrap();
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(user.path("wide.log"), wide).unwrap();
    std::fs::write(user.path("crlf.log"), text.replace('\n', "\r\n")).unwrap();
    for name in ["plain.log", "packed.gz", "packed.zst", "wide.log", "crlf.log"] {
        let report = user.json(&["diagnose", "--file", name]);
        let at = |line: u64| format!("{name}:{line}");
        let wanted = [one("entra/client-secret-invalid", 2, &at(3), &at(5999)), one("entra/tenant-not-found", 1, &at(6007), &at(6007))];
        assert_eq!(told(&report), wanted, "{name}");
        assert_eq!(report["scanned"]["lines"], 6010, "{name}");
    }
    // What is cut off is read as far as it goes, and said to be.
    let mut cut = members(gzip);
    cut.truncate(gzip(first.as_bytes()).len() - 20);
    std::fs::write(user.path("cut.gz"), cut).unwrap();
    let said = user.run(&["diagnose", "--file", "cut.gz", "--format", "json"]).ends_with(2);
    assert_eq!(told(&json(&said))[0].1, 2, "{}", said.stdout);
    assert!(said.last_line().contains("can't read 'cut.gz'"), "{}", said.stderr);
    // A frame that refers back 1 GiB would need as much memory.
    std::fs::write(user.path("large.zst"), [0x28, 0xB5, 0x2F, 0xFD, 0x00, 20 << 3, 1, 0, 0]).unwrap();
    let said = user.run(&["diagnose", "--file", "large.zst"]).ends_with(2);
    assert!(said.stderr.contains("unpack it first: zstd -dc"), "{}", said.stderr);
}

#[test]
fn no_bytes_are_an_obstacle() {
    let user = User::new();
    let mut bytes: Vec<u8> = (0..600_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    bytes.extend(format!("\n\0\0{SECRET}\0\0\n\u{FEFF}").as_bytes());
    bytes.extend([0xFF, 0xC3, 0x28, b'\n']);
    // A line longer than any block, with an error in its middle, and one in the last line, which has no end.
    bytes.extend("x".repeat(400_000).as_bytes());
    bytes.extend(format!(" {} ", tenant("contoso")).as_bytes());
    bytes.extend("x".repeat(400_000).as_bytes());
    bytes.extend(format!("\n{SECRET}").as_bytes());
    std::fs::write(user.path("any.bin"), bytes).unwrap();
    let report = user.json(&["diagnose", "--file", "any.bin", "--no-fold"]);
    let found: Vec<_> = told(&report).into_iter().map(|(id, _, first, _)| (id, first)).collect();
    let at = |line: u64| format!("any.bin:{}", lines + line);
    assert_eq!(
        found,
        [
            ("entra/client-secret-invalid".to_owned(), at(2)),
            ("entra/tenant-not-found".to_owned(), at(4)),
            ("entra/client-secret-invalid".to_owned(), at(5))
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_the_others_from_being_read() {
    let user = User::new();
    user.write("logs/a.log", &log(10, &[(4, SECRET)]));
    user.write("logs/b.log", &log(10, &[(5, SECRET)]));
    user.write("logs/quiet.log", &log(10, &[]));
    let said = user.run(&["diagnose", "--file", "logs/a.log", "missing.log", "--file", "logs/b.log", "--format", "json"]).ends_with(2);
    let report = json(&said);
    assert_eq!(told(&report), [one("entra/client-secret-invalid", 2, "logs/a.log:4", "logs/b.log:5")]);
    assert_eq!((&report["exit_status"], &report["scanned"]["unreadable"][0]["id"]), (&2.into(), &"diagnose-file".into()));
    assert!(said.last_line().contains("can't read 'missing.log'") && said.last_line().contains("the rest was read"), "{}", said.stderr);
    // A pattern that no shell has opened.
    let report = user.json(&["diagnose", "--file", "logs/?.log"]);
    assert_eq!(told(&report), [one("entra/client-secret-invalid", 2, "logs/a.log:4", "logs/b.log:5")]);
    assert_eq!(report["exit_status"], 0);
    assert_eq!(
        user.run(&["diagnose", "--file", "logs/quiet.log"]).ends_with(1).last_line().split(';').next(),
        Some("leadctl: exit 1: nothing in what was read is known")
    );
    for (arguments, word) in [
        (&["diagnose", "--file", "nothing/*.log"][..], "no file matches 'nothing/*.log'"),
        (&["diagnose", "--file", "logs"], "it is a folder"),
        (&["diagnose", "--file", "a", "--follow", "--format", "json"], "--format ndjson"),
        (&["diagnose", "some text", "--follow"], "--file app.log --follow"),
        (&["diagnose", "--file", "a", "-C", "99"], "from 0 to 20"),
    ] {
        let said = user.run(arguments).ends_with(2);
        assert!(said.stderr.contains(word), "{arguments:?}: {}", said.stderr);
    }
}

#[test]
fn a_stream_of_json_has_a_line_for_each_error_and_a_summary_last() {
    let user = User::new();
    user.write("app.log", &log(10_000, &[(3, SECRET), (9000, SECRET)]));
    let said = user.run(&["diagnose", "--file", "app.log", "--format", "ndjson"]).ends_with(0);
    let lines: Vec<Value> = said.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["match", "match", "summary"]);
    assert_eq!(
        (&lines[1]["id"], &lines[1]["location"]["line"], &lines[1]["count"]),
        (&"entra/client-secret-invalid".into(), &9000.into(), &1.into())
    );
    assert_eq!((&lines[2]["matches"][0]["count"], &lines[2]["scanned"]["lines"], &lines[2]["ok"]), (&2.into(), &10_000.into(), &true.into()));
    let said = user.run(&["diagnose", "the weather is fine", "--format", "ndjson"]).ends_with(1);
    assert_eq!(serde_json::from_str::<Value>(said.stdout.trim()).unwrap()["exit_status"], 1);
    let said = user.run(&["diagnose", "--file", "missing.log", "--format", "ndjson"]).ends_with(2);
    assert_eq!(serde_json::from_str::<Value>(said.stdout.trim()).unwrap()["error"]["id"], "diagnose-file");
}

#[test]
fn ci_formats_point_at_the_lines_of_the_log() {
    let user = User::new();
    user.write("app.log", &log(10_000, &[(3, SECRET), (9000, SECRET)]));
    for (format, word) in [
        ("github", "::error file=app.log,line=3,"),
        ("sarif", "\"startLine\": 3"),
        ("junit", "classname=\"entra/client-secret-invalid\""),
        ("github", "(2 times, last at app.log:9000)"),
    ] {
        let said = user.run(&["diagnose", "--file", "app.log", "--format", format]).ends_with(0);
        assert!(said.stdout.contains(word), "{format}: {}", said.stdout);
    }
    let said = user.run(&["diagnose", "--file", "app.log", "missing.log", "--format", "github"]).ends_with(2);
    assert!(said.stdout.contains("::error file=missing.log,"), "{}", said.stdout);
}
