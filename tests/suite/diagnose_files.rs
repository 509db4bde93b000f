//! `leadctl diagnose` on files as they lie about: cut off, damaged, padded, in two encodings at once, or none at all.

#[cfg(unix)]
use std::io::Write;

use serde_json::Value;

#[cfg(unix)]
use crate::diagnose_logs::streams::Following;
use crate::diagnose_logs::{gzip, zstd};
use crate::support::User;

const EXPIRED: &str = "AADSTS7000222: The provided client secret keys for app 'x' are expired.";

/// Lines of which each 1000th is the error.
fn log(lines: usize) -> String {
    (1..=lines).map(|line| format!("line {line} {}\n", if line % 1000 == 0 { EXPIRED } else { "nothing happened" })).collect()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub fn write(user: &User, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(user.path(name), bytes).unwrap();
}

#[test]
fn what_stands_before_the_damage_is_found_and_the_damage_is_said() {
    let user = User::new();
    let (text, half) = (log(40_000), log(20_000).len());
    for (name, pack, end) in [("app.gz", gzip as fn(&[u8]) -> Vec<u8>, 18), ("app.zst", zstd, 0)] {
        let whole = pack(text.as_bytes());
        let mut damaged = whole.clone();
        // The head of the block in whose midst the file is cut, made one that no block has.
        let size = if end == 0 { 65_536 + 3 } else { 65_535 + 5 };
        let first = if end == 0 { 17 } else { 10 };
        damaged[first + half / size * size] = 0xFF;
        for (bytes, why) in [(&whole[..half], "it is cut off after "), (&damaged[..], "it is damaged after ")] {
            write(&user, name, bytes);
            let said = user.run(&["diagnose", "--file", name, "--format", "json"]).ends_with(2);
            let report: Value = serde_json::from_str(&said.stdout).unwrap();
            let lines = report["scanned"]["lines"].as_u64().unwrap();
            let count = report["matches"][0]["count"].as_u64().unwrap();
            assert!((18_000..20_001).contains(&lines) && count >= lines / 1000 - 1, "{name}: {count} in {lines} lines, {why}");
            assert_eq!((&report["scanned"]["files"], &report["scanned"]["findings"]), (&1.into(), &count.into()), "{name}");
            assert_eq!(report["scanned"]["unreadable"][0]["id"], "diagnose-broken-off", "{name}");
            let last = said.last_line();
            let told = format!("can't read '{name}' to its end: {why}{lines} lines (");
            assert!(last.contains(&told) && last.contains("get the file once more") && !last.contains("the rest was read"), "{last}");
            assert!(!said.stderr.contains("Error"), "{}", said.stderr);
        }
    }
    // Of several files the others are read.
    write(&user, "other.log", EXPIRED);
    let said = user.run(&["diagnose", "--file", "app.zst", "other.log"]).ends_with(2);
    assert!(said.last_line().contains("; the rest was read; "), "{}", said.stderr);
    for (name, bytes, why) in [
        ("cut.zst", &b"\x28\xB5\x2F\xFD\x00"[..], "it is cut off before anything can be unpacked"),
        ("none.zst", b"\x28\xB5\x2F\xFDhello, this is none", "it is damaged, or only begins like a compressed file"),
        ("none.gz", b"\x1F\x8Bhello, this is none", "it is damaged, or only begins like a compressed file"),
    ] {
        write(&user, name, bytes);
        let said = user.run(&["diagnose", "--file", name]).ends_with(2);
        assert!(said.last_line().contains(&format!("can't read '{name}': {why}")), "{}", said.stderr);
        assert!(said.stderr.contains("get the file once more"), "{}", said.stderr);
    }
}

#[test]
fn padding_behind_a_packed_log_is_no_damage() {
    let user = User::new();
    for (behind, said_of_it) in
        [(vec![0; 512], ""), (b"something else".to_vec(), "app.gz: behind its compressed text there is something else, which was not read\n")]
    {
        write(&user, "app.gz", [gzip(log(3000).as_bytes()), behind].concat());
        let said = user.run(&["diagnose", "--file", "app.gz", "--format", "json"]).ends_with(0);
        let report: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!((&report["matches"][0]["count"], &report["scanned"]["unreadable"]), (&3.into(), &serde_json::json!([])));
        assert_eq!(said.stderr, said_of_it);
    }
    // A short text and a long one, as bytes on standard input.
    for lines in [3000, 20_000] {
        let packed = [gzip(log(lines).as_bytes()), b"something else".to_vec()].concat();
        let said = user.pipe(&["diagnose", "-", "--format", "json"], &packed).ends_with(0);
        assert_eq!(said.stderr, "standard input: behind its compressed text there is something else, which was not read\n", "{lines}");
    }
}

#[test]
fn files_of_two_encodings_are_read_whole() {
    let user = User::new();
    let some = |lines: usize| log(lines).replace("nothing", "rien ne s’est passé, 連絡先");
    let (ascii, other) = (log(1000), some(2000));
    let marked = wide("\u{FEFF}");
    for (name, bytes, count) in [
        ("unmarked", wide(&other), 2),
        ("added", [ascii.as_bytes(), &wide(&other)].concat(), 3),
        ("added-short", [ascii.as_bytes(), &wide(EXPIRED)].concat(), 2),
        ("marked-then-ascii", [&marked[..], &wide(&other), ascii.as_bytes()].concat(), 3),
        ("long", [log(20_000).as_bytes(), &wide(&other), log(5000).as_bytes(), &wide(EXPIRED)].concat(), 28),
        ("packed", gzip(&[&marked[..], &wide(&other), ascii.as_bytes()].concat()), 3),
    ] {
        write(&user, name, &bytes);
        let report = user.json(&["diagnose", "--file", name]);
        assert_eq!(report["scanned"]["findings"], count, "{name}: {report}");
        let file = std::fs::File::open(user.path(name)).unwrap();
        let output = user.command(&["diagnose", "-", "-C", "0", "--format", "json"]).stdin(file).output().unwrap();
        let piped: Value = serde_json::from_slice(&output.stdout).unwrap();
        for key in ["findings", "lines"] {
            assert_eq!(piped["scanned"][key], report["scanned"][key], "{name}, piped: {key}");
        }
        assert_eq!(piped["matches"][0]["last"]["line"], report["matches"][0]["last"]["line"], "{name}");
    }
}

#[cfg(unix)]
/// As programs write on systems that are set to such an encoding, one of them among others that write UTF-8.
#[test]
fn lines_in_the_encodings_of_older_systems_are_read() {
    let user = User::new();
    for (encoding, error, id) in [
        (
            encoding_rs::GBK,
            "无法使用 AAD 将潜在顾客保存到 Dynamics CRM。异常:: 找不到租户。如果租户没有有效订阅，则可能会发生这种情况。",
            "entra/tenant-not-found",
        ),
        (
            encoding_rs::WINDOWS_1251,
            "Не удалось сохранить потенциального клиента в Dynamics CRM. У пользователя нет разрешений на создание для атрибута leadsourcecode.",
            "dynamics/leadsourcecode-permission",
        ),
    ] {
        let (before, behind) = ("line, nothing happened\n".repeat(2000), "line: é, nothing happened\n".repeat(2000));
        let line = [b"2026-11-09 08:00:00 ERROR ", &encoding.encode(error).0[..], b"\n"].concat();
        write(&user, "app.log", [before.as_bytes(), &line, behind.as_bytes()].concat());
        let report = user.json(&["diagnose", "--file", "app.log", "-C", "0"]);
        let found = &report["matches"][0];
        assert_eq!((&found["id"], &found["location"]["line"]), (&id.into(), &2001.into()), "{report}");
        assert!(found["context"][0]["text"].as_str().unwrap().contains("Dynamics CRM"), "{report}");
        let shown = found["context"][0]["text"].as_str().unwrap();
        assert!(shown.contains(&error[..error.find(' ').unwrap()]), "{shown}");
    }
}

#[test]
fn a_wide_log_is_followed_like_any_other() {
    let user = User::new();
    let error = format!("2026-11-09T08:00:00Z ERROR {EXPIRED}\r\n");
    let add = |text: &[u8]| std::fs::OpenOptions::new().append(true).open(user.path("u.log")).unwrap().write_all(text).unwrap();
    write(&user, "u.log", wide(&format!("\u{FEFF}first\r\n{error}")));
    let running = Following::start(&user, &["diagnose", "--file", "u.log", "--follow", "--format", "ndjson"]);
    assert_eq!(running.next(), ("u.log".to_owned(), 2));
    // In the midst of a unit.
    let more = wide(&error);
    add(&more[..51]);
    std::thread::sleep(std::time::Duration::from_millis(400));
    add(&more[51..]);
    assert_eq!(running.next(), ("u.log".to_owned(), 3));
    // Another program adds what it takes for text.
    add(error.as_bytes());
    assert_eq!(running.next(), ("u.log".to_owned(), 4));
    // A last line without an end is read once nothing has come for a while, to its last letter.
    add(b"2026-11-09T08:00:00Z ERROR AADSTS7000222");
    assert_eq!(running.next(), ("u.log".to_owned(), 5));
    let (summary, _) = running.stop();
    assert_eq!((&summary["scanned"]["lines"], &summary["matches"][0]["id"]), (&5.into(), &"entra/client-secret-expired".into()), "{summary}");
}

#[test]
fn what_cannot_be_followed_is_refused() {
    let user = User::new();
    write(&user, "app.log", EXPIRED);
    write(&user, "app.log.gz", gzip(EXPIRED.as_bytes()));
    write(&user, "app.log.zst", zstd(EXPIRED.as_bytes()));
    std::fs::create_dir(user.path("logs")).unwrap();
    for (name, words) in [
        ("app.log.gz", "can't follow 'app.log.gz': a compressed log can't be followed"),
        ("app.log.zst", "can't follow 'app.log.zst': a compressed log can't be followed"),
        ("logs", "can't follow 'logs': it is a folder"),
        ("-", "--follow takes files or standard input, not both"),
    ] {
        let said = user.run(&["diagnose", "--follow", "--file", "app.log", name]).ends_with(2);
        assert!(said.last_line().contains(words), "{name}: {}", said.stderr);
        assert!(said.stdout.is_empty(), "{name}: {}", said.stdout);
    }
}

#[test]
fn what_is_packed_otherwise_is_no_log_without_errors() {
    let user = User::new();
    write(&user, "app.log", EXPIRED);
    for (name, begun, words) in [
        ("app.log.xz", &b"\xFD7zXZ\0"[..], "it is packed with xz, which is not read here; unpack it first: xz -dc FILE | leadctl diagnose -"),
        ("app.log.bz2", &b"BZh91AY"[..], "packed with bzip2"),
        ("logs.zip", &b"PK\x03\x04.."[..], "packed with zip"),
    ] {
        write(&user, name, [begun, &[7; 500]].concat());
        let alone = user.run(&["diagnose", "--file", name]).ends_with(2);
        assert!(alone.last_line().contains(words), "{}", alone.stderr);
        let with = user.run(&["diagnose", "--file", name, "app.log"]).ends_with(2);
        assert!(with.stdout.contains("entra/client-secret-expired") && with.stderr.contains(words), "{}{}", with.stdout, with.stderr);
    }
}

#[test]
fn two_stars_are_folders_within_folders() {
    let user = User::new();
    std::fs::create_dir_all(user.path("logs/a/b")).unwrap();
    std::fs::create_dir_all(user.path("logs/.git")).unwrap();
    for name in ["logs/top.log", "logs/a/one.log", "logs/a/b/two.log", "logs/a/b/two.txt", "logs/.git/three.log"] {
        write(&user, name, EXPIRED);
    }
    write(&user, "logs/café.log", EXPIRED);
    let patterns = [
        ("logs/**/*.log", 4),
        ("logs/*/*.log", 1),
        ("logs/a/**", 3),
        ("**/two.*", 2),
        ("logs/caf?.log", 1),
        ("logs/**t*.log", 1),
        ("logs/a/b/two.[kl]?[g-z]", 1),
    ];
    for (pattern, files) in patterns {
        let said = user.run(&["diagnose", "--file", pattern, "--format", "json"]).ends_with(0);
        let report: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(report["scanned"]["files"], files, "{pattern}: {report}");
    }
}

/// What may be in a folder that can't be looked into is not passed over.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_told_of() {
    let user = User::new();
    std::fs::create_dir_all(user.path("logs/a")).unwrap();
    write(&user, "logs/a/one.log", EXPIRED);
    // Even whoever may read everything can't read a link to itself.
    std::os::unix::fs::symlink("loop", user.path("logs/loop")).unwrap();
    let said = user.run(&["diagnose", "--file", "logs/*/*.log", "--format", "json"]).ends_with(2);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&report["scanned"]["files"], &report["matches"][0]["id"]), (&1.into(), &"entra/client-secret-expired".into()), "{report}");
    assert!(said.last_line().contains("can't read 'logs/loop'") && said.last_line().contains("the rest was read"), "{}", said.stderr);
    let running = Following::start(&user, &["diagnose", "--file", "logs/*/*.log", "--follow", "--format", "ndjson"]);
    assert_eq!(running.next(), ("logs/a/one.log".to_owned(), 1));
    let (_, stderr) = running.stop();
    assert!(stderr.contains("can't read 'logs/loop'") && stderr.matches("logs/loop").count() == 1, "{stderr}");
}

#[test]
fn standard_input_may_be_one_of_the_files() {
    let user = User::new();
    let report = |said: crate::support::Said| serde_json::from_str::<Value>(&said.stdout).unwrap();
    let alone = report(user.pipe(&["diagnose", "--file", "-", "--format", "json"], EXPIRED).ends_with(0));
    let pasted = report(user.pipe(&["diagnose", "-", "--format", "json"], EXPIRED).ends_with(0));
    assert_eq!(alone["matches"], pasted["matches"]);
    write(&user, "app.log", log(1000));
    let both = report(user.pipe(&["diagnose", "--file", "app.log", "-", "-", "--no-fold", "--format", "json"], &log(2000)).ends_with(0));
    let of = |found: &Value| (found["location"].clone(), found["count"].as_u64().unwrap());
    let told: Vec<(Value, u64)> = both["matches"].as_array().unwrap().iter().map(of).collect();
    let place = |file: Option<&str>, line: u64| (serde_json::json!({ "file": file, "line": line }), 1);
    assert_eq!(told, [place(Some("app.log"), 1000), place(None, 1000), place(None, 2000)]);
    assert_eq!(both["scanned"]["files"], 2);
    let followed = user.pipe(&["diagnose", "--file", "-", "--follow", "--format", "ndjson"], &log(1000)).ends_with(0);
    assert_eq!(followed.stdout.lines().count(), 2, "{}", followed.stdout);
}

/// One file or several: what can't be read is where it was named.
#[test]
fn ci_formats_point_at_the_file_that_cannot_be_read() {
    let user = User::new();
    write(&user, "cut.gz", &gzip(log(3000).as_bytes())[..9]);
    for name in ["gone.log", "cut.gz"] {
        for more in [&[][..], &["gone-too.log"]] {
            let named = |format| user.run(&[&["diagnose", "--file", name][..], more, &["--format", format]].concat()).ends_with(2).stdout;
            let github = named("github");
            assert!(github.lines().next().unwrap().starts_with(&format!("::error file={name},line=1,")), "{github}");
            let sarif: Value = serde_json::from_str(&named("sarif")).unwrap();
            let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            assert_eq!(place, name, "{sarif}");
            assert!(!github.contains("can be read"), "{github}");
        }
    }
    let said = user.run(&["diagnose", "--file", "it's gone.log", "cut.gz", "--format", "github"]).ends_with(2);
    assert!(said.stdout.starts_with("::error file=it's gone.log,line=1,"), "{}", said.stdout);
    // Where none can be read, each is named.
    let said = user.run(&["diagnose", "--file", "gone.log", "gone-too.log", "--format", "json"]).ends_with(2);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let unreadable = report["scanned"]["unreadable"].as_array().unwrap();
    assert!(unreadable.len() == 2 && unreadable[1]["message"].as_str().unwrap().contains("'gone-too.log'"), "{report}");
    let shown = user.run(&["diagnose", "--file", "gone.log", "gone-too.log"]).ends_with(2).stdout;
    assert!(shown.contains("gone-too.log") && !shown.contains("Nothing in"), "{shown}");
}

/// A code that the catalogue lacks is named, with its family, in a log as in a paste; once for all files.
#[test]
fn an_unknown_code_in_logs_is_named_once() {
    let user = User::new();
    let line = "2026-11-09T08:00:00Z ERROR AADSTS50128: Invalid domain name\n";
    write(&user, "a.log", line.repeat(2));
    write(&user, "b.txt", line);
    write(&user, "c.txt", line);
    for files in [&["a.log"][..], &["b.txt"], &["b.txt", "c.txt"], &["a.log", "b.txt", "c.txt"]] {
        let report = user.json(&[&["diagnose", "--file"], files].concat());
        let hints: Vec<&Value> = report["hints"].as_array().unwrap().iter().filter(|hint| hint["kind"] == "code").collect();
        assert!(hints.len() == 1 && hints[0]["id"] == "AADSTS50128", "{files:?}: {report}");
    }
}

/// Lines far longer than what is shown, and than what is looked at: the error is to be seen, under the number of its line.
#[test]
fn of_a_long_line_the_part_around_the_error_is_shown() {
    let user = User::new();
    let shown = |text: &str, lines: &str| {
        write(&user, "long.log", text);
        let report = user.json(&["diagnose", "--file", "long.log", "-C", lines]);
        let found = &report["matches"][0];
        let near = found["context"].as_array().unwrap().iter();
        let near: Vec<(u64, String)> = near.map(|near| (near["line"].as_u64().unwrap(), near["text"].as_str().unwrap().to_owned())).collect();
        (found["location"]["line"].as_u64().unwrap(), near)
    };
    let (y, z) = (|count| "y".repeat(count), |count| "z".repeat(count));
    let around = |text: &str, ends: bool| {
        assert!(text.starts_with("…y") && text.contains(EXPIRED) && text.chars().count() <= 300 && text.ends_with('…') == ends, "{text}");
    };
    for (before, behind) in [(400, 0), (30_000, 30_000), (300_000, 10), (20_000, 300_000)] {
        let error = format!("{} {EXPIRED} {}", y(before), z(behind));
        let (line, near) = shown(&format!("first line\n{error}\nlast line\n"), "0");
        assert_eq!((line, near.len(), near[0].0), (2, 1, 2), "{before} {behind}: {near:?}");
        around(&near[0].1, behind > 1000);
        let (line, near) = shown(&format!("first line\n{error}\nlast line\n"), "1");
        assert_eq!(line, 2);
        let own = near.iter().find(|near| near.0 == 2).unwrap_or_else(|| panic!("{before} {behind}: {near:?}"));
        around(&own.1, behind > 1000);
        let others = near.iter().filter(|near| near.0 != 2);
        assert!(others.clone().all(|(line, text)| text == if *line == 1 { "first line" } else { "last line" }), "{before} {behind}: {near:?}");
        assert_eq!((others.clone().any(|near| near.0 == 1), others.clone().any(|near| near.0 == 3)), (before < 32_000, behind < 16_000));
        let (line, near) = shown(&error, "1");
        assert_eq!((line, near.len(), near[0].0), (1, 1, 1), "{before} {behind}: {near:?}");
        around(&near[0].1, behind > 1000);
    }
    // What stands before a secret, and makes it known, may be cut away; not before the secret is.
    let secret = "hunter2secret".repeat(20);
    let (_, near) = shown(&format!("2026-11-09T08:00:00Z ERROR {} client_secret={secret} {EXPIRED}\n", y(400)), "0");
    assert!(near[0].1.contains(EXPIRED) && !near[0].1.contains("hunter2"), "{near:?}");
}
