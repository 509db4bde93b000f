//! `--catalogue DIR`: errors of a publisher's own systems, in pasted texts and in logs, and folders that are wrong.

use serde_json::Value;

#[cfg(unix)]
use crate::diagnose_logs::streams::Following;
use crate::support::User;

const QUEUE: &str = r#"title = "The lead queue is full"
cause.en = "The worker behind the receiver is down."
cause.nl = "De worker achter de ontvanger ligt stil."
repair = ["Start the worker.", "Send a test lead."]
codes = ["ACME-1042"]
patterns = ['queue (?<queue>[a-z]+) rejected \d+ leads?', 'dead letter(?s:.)*?retries exhausted']
field = "the worker"
links = ["https://wiki.acme.example/queue"]
examples = ["ERROR ACME-1042", "queue west rejected 12 leads", "dead letter\n  retries exhausted"]
"#;
const SECRET: &str = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.";

fn user() -> User {
    let user = User::new();
    user.write("errors/acme/queue-full.toml", QUEUE);
    user
}

/// An entry that no text of the first one gives: ACME-7.
fn another() -> String {
    QUEUE.replace("1042", "7").replace("queue", "row").replace("dead", "lost")
}

/// Ordinary lines, with these at the given numbers (from 1).
fn log(lines: usize, planted: &[(usize, &str)]) -> String {
    let line = |number: usize| match planted.iter().find(|(at, _)| *at == number) {
        Some((_, message)) => format!("2026-11-09T08:{:02}:{:02}.000Z ERROR {message}\n", number / 60 % 60, number % 60),
        None => format!("2026-11-09T08:{:02}:{:02}.000Z INFO the queue is empty\n", number / 60 % 60, number % 60),
    };
    (1..=lines).map(line).collect()
}

fn told(report: &Value) -> Vec<(String, u64, u64)> {
    let matches = report["matches"].as_array().unwrap();
    matches
        .iter()
        .map(|found| (found["id"].as_str().unwrap().to_owned(), found["location"]["line"].as_u64().unwrap(), found["count"].as_u64().unwrap()))
        .collect()
}

#[test]
fn a_pasted_text_is_matched_to_both_catalogues() {
    let user = user();
    let report = user.json(&["diagnose", "--catalogue", "errors", "queue west rejected 12 leads of ada.lovelace@contoso.com"]);
    let found = &report["matches"][0];
    assert_eq!(
        (&found["id"], &found["found"]["queue"], &found["catalogue"]),
        (&"acme/queue-full".into(), &"west".into(), &"errors/acme/queue-full.toml".into())
    );
    assert_eq!((&found["title"], &found["field"], &report["exit_status"]), (&"The lead queue is full".into(), &"the worker".into(), &0.into()));
    let both = user.json(&["diagnose", "--catalogue", "errors", &format!("ACME-1042 while sending: {SECRET}")]);
    let mut ids: Vec<String> = told(&both).into_iter().map(|(id, ..)| id).collect();
    ids.sort();
    assert_eq!(ids, ["acme/queue-full", "entra/client-secret-invalid"]);
    let dutch = user.json(&["diagnose", "--catalogue", "errors", "ACME-1042", "--lang", "nl"]);
    assert_eq!(dutch["matches"][0]["cause"], "De worker achter de ontvanger ligt stil.");
    let human = user.run(&["diagnose", "--catalogue", "errors", "ACME-1042"]).ends_with(0).stdout;
    assert!(human.contains("The lead queue is full") && human.contains("Next    leadctl explain acme/queue-full --catalogue errors\n"), "{human}");
    let by_environment = User::new().with("LEADCTL_CATALOGUE", user.path("errors").to_str().unwrap());
    assert_eq!(by_environment.json(&["diagnose", "ACME-1042"])["matches"][0]["id"], "acme/queue-full");
    assert_eq!(User::new().json(&["diagnose", "ACME-1042"])["exit_status"], 1);
}

#[test]
fn logs_are_searched_for_both_in_the_order_of_their_lines() {
    let user = user();
    // Pieces are 256 KiB long: some findings stand at their ends.
    let mut planted: Vec<(usize, String)> =
        (0..60).map(|n| (5 + n * 331, if n % 2 == 0 { format!("ACME-1042: queue {n}") } else { SECRET.to_owned() })).collect();
    planted.push((19_990, "job failed\n  dead letter\n  retries exhausted".to_owned()));
    let lent: Vec<(usize, &str)> = planted.iter().map(|(at, text)| (*at, text.as_str())).collect();
    user.write("app.log", &log(20_000, &lent));
    let wanted: Vec<(String, u64)> = planted
        .iter()
        .map(|(at, text)| (if text.starts_with("AADSTS") { "entra/client-secret-invalid" } else { "acme/queue-full" }.to_owned(), *at as u64))
        .collect();
    let lines = |report: &Value| told(report).into_iter().map(|(id, line, _)| (id, line)).collect::<Vec<_>>();
    let arguments = |more: &[&'static str]| [&["diagnose", "--file", "app.log", "--catalogue", "errors", "--no-fold"], more].concat();
    for jobs in ["1", "2", "5"] {
        let mut found = lines(&user.json(&arguments(&["--jobs", jobs])));
        // The evidence of the last one begins in its record's second line.
        assert_eq!(found.last().map(|(id, line)| (id.as_str(), *line)), Some(("acme/queue-full", 19_991)));
        found.pop();
        assert_eq!(found, wanted[..wanted.len() - 1], "--jobs {jobs}");
    }
    let piped: Value = serde_json::from_str(
        &user.pipe(&["diagnose", "-", "--catalogue", "errors", "--no-fold", "--format", "json"], &user.read("app.log")).ends_with(0).stdout,
    )
    .unwrap();
    assert_eq!(lines(&piped).len(), wanted.len());
    let folded = told(&user.json(&["diagnose", "--file", "app.log", "--catalogue", "errors"]));
    assert_eq!(folded, [("acme/queue-full".to_owned(), 5, 31), ("entra/client-secret-invalid".to_owned(), 336, 30)]);
    // Without the folder, as ever.
    assert_eq!(told(&user.json(&["diagnose", "--file", "app.log"])), [("entra/client-secret-invalid".to_owned(), 336, 30)]);
    let context = user.json(&["diagnose", "--file", "app.log", "--catalogue", "errors", "-C", "1"]);
    let around: Vec<u64> = context["matches"][0]["context"].as_array().unwrap().iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(around, [4, 5, 6]);
}

/// Logs are read in pieces of 256 KiB; what begins in one and ends in the next is found, and once.
#[test]
fn a_record_across_two_pieces_is_one_finding() {
    let user = user();
    let line = |text: &str| format!("{:<63}\n", format!("2026-11-09T08:00:00Z {text}"));
    let mut text = line("INFO nothing").repeat(4095) + &line("ERROR job failed: dead letter") + "  retries exhausted\n";
    assert_eq!(text.find("  retries"), Some(256 * 1024));
    text += &line("INFO nothing").repeat(5000);
    user.write("app.log", &text);
    for jobs in ["1", "3"] {
        let report = user.json(&["diagnose", "--file", "app.log", "--catalogue", "errors", "--no-fold", "--jobs", jobs]);
        assert_eq!(told(&report), [("acme/queue-full".to_owned(), 4096, 1)], "--jobs {jobs}");
    }
}

/// A record that comes in two goes is looked at once it is whole.
#[cfg(unix)]
#[test]
fn growing_logs_are_searched_as_they_come() {
    use std::io::Write;
    let user = user();
    user.write("app.log", &log(5, &[(2, "ACME-1042")]));
    let add = |text: &str| std::fs::OpenOptions::new().append(true).open(user.path("app.log")).unwrap().write_all(text.as_bytes()).unwrap();
    let running = Following::start(&user, &["diagnose", "--file", "app.log", "--catalogue", "errors", "--follow", "--format", "ndjson"]);
    assert_eq!(running.next(), ("app.log".to_owned(), 2));
    add("2026-11-09T08:00:09Z ERROR job failed\n  dead letter\n  retries");
    std::thread::sleep(std::time::Duration::from_millis(300));
    add(" exhausted\n2026-11-09T08:00:10Z INFO on\n");
    assert_eq!(running.next(), ("app.log".to_owned(), 7));
    add(&format!("2026-11-09T08:00:11Z ERROR {SECRET}\n2026-11-09T08:00:12Z ERROR queue west rejected 2 leads\n"));
    assert_eq!(running.next(), ("app.log".to_owned(), 10));
    assert_eq!(running.next(), ("app.log".to_owned(), 11));
    // What is found in a record that goes on is told once.
    add("2026-11-09T08:00:13Z ERROR ACME-1042: job failed\n");
    std::thread::sleep(std::time::Duration::from_millis(300));
    add("   at Receiver.Take()\n2026-11-09T08:00:14Z INFO on\n");
    assert_eq!(running.next(), ("app.log".to_owned(), 12));
    std::thread::sleep(std::time::Duration::from_millis(600));
    let (summary, _) = running.stop();
    assert_eq!(summary["scanned"]["findings"], 5, "{summary}");
}

#[test]
fn a_short_file_says_what_the_text_says() {
    let user = user();
    let text = "something\nqueue west rejected 12 leads\nqueue east rejected 1 lead\n";
    user.write("text.txt", text);
    let report = user.json(&["diagnose", "--file", "text.txt", "--catalogue", "errors"]);
    assert_eq!(told(&report)[0].1, 2, "{report}");
    assert_eq!(report["matches"][0]["found"]["queue"], "west");
}

#[test]
fn explain_knows_them_too() {
    let user = user();
    for typed in ["acme/queue-full", "ACME-1042"] {
        let report = user.json(&["explain", typed, "--catalogue", "errors"]);
        assert_eq!(
            (&report["id"], &report["status"], &report["file"]),
            (&"acme/queue-full".into(), &"own".into(), &"errors/acme/queue-full.toml".into())
        );
    }
    // The command that is offered works as it stands there.
    let page = user.run(&["explain", "ACME-1042", "--catalogue", "errors"]).ends_with(0).stdout;
    let offered = page.lines().find_map(|line| line.strip_prefix("Next    leadctl ")).unwrap_or_else(|| panic!("{page}"));
    assert_eq!(offered, "explain acme/queue-full --catalogue errors -v");
    let page = user.run(&offered.split(' ').collect::<Vec<_>>()).ends_with(0).stdout;
    assert!(page.contains("Texts that mean this") && page.contains("Next    leadctl diagnose --file app.log --catalogue errors\n"), "{page}");
    assert!(user.run(&["explain", "--catalogue", "errors"]).ends_with(0).stdout.contains("acme/queue-full"));
    assert!(
        user.run(&["explain", "--catalogue", "errors", "--all", "--format", "markdown"])
            .ends_with(0)
            .stdout
            .contains("<a id=\"acme-queue-full\"></a>")
    );
    assert!(user.run(&["explain", "acme/queue-ful", "--catalogue", "errors"]).ends_with(2).stderr.contains("did you mean acme/queue-full?"));
}

/// The id may name an area that the folder has the name of by chance.
#[test]
fn the_command_that_is_offered_names_the_folder_as_it_was_typed() {
    let user = User::new();
    for folder in ["acme", "more acme"] {
        user.write(&format!("{folder}/queue-full.toml"), &format!("id = \"acme/queue-full\"\n{QUEUE}"));
    }
    for (folder, quoted) in [("acme", "acme"), ("./acme/", "./acme/"), ("more acme", "'more acme'")] {
        for asked in ["explain", "diagnose"] {
            let page = user.run(&[asked, "ACME-1042", "--catalogue", folder]).ends_with(0).stdout;
            assert!(page.contains(&format!("Next    leadctl explain acme/queue-full --catalogue {quoted}")), "{page}");
        }
        let page = user.run(&["explain", "-v", "ACME-1042", "--catalogue", folder]).ends_with(0).stdout;
        assert!(page.contains(&format!("Next    leadctl diagnose --file app.log --catalogue {quoted}\n")), "{page}");
    }
}

#[test]
fn an_area_of_ones_own_lists_what_is_in_it() {
    let user = user();
    user.write("errors/flow/stuck.toml", &another());
    for (typed, id) in [("acme", "acme/queue-full"), ("Acme/", "acme/queue-full"), ("flow", "flow/stuck")] {
        let report = user.json(&["explain", typed, "--catalogue", "errors"]);
        assert_eq!((&report["schema"], report["entries"].as_array().map(Vec::len)), (&"leadctl.explain-list/1".into(), Some(1)), "{report}");
        assert_eq!(report["entries"][0]["id"], id, "{report}");
    }
    let page = user.run(&["explain", "acme", "--catalogue", "errors", "--format", "markdown"]).ends_with(0).stdout;
    assert!(page.contains("- `acme/queue-full`") && !page.contains("## Questions"), "{page}");
    assert!(user.run(&["explain", "acmee", "--catalogue", "errors"]).ends_with(2).stderr.contains("did you mean acme? leadctl explain acme"));
    let _ = user.run(&["explain", "acme"]).ends_with(2);
}

/// Nothing below the folder is passed over.
#[test]
fn files_lie_in_areas_or_say_their_id() {
    let user = user();
    user.write("errors/acme/eu/jam.toml", &another());
    let said = user.run(&["diagnose", "--catalogue", "errors", "ACME-7"]).ends_with(2);
    let wrong = "errors/acme/eu/jam.toml:1: the id 'acme/eu/jam' is not of the form area/name";
    assert!(said.last_line().contains(wrong) && said.last_line().ends_with("or write id = \"area/name\" in it"), "{}", said.stderr);
    user.write("errors/acme/eu/jam.toml", &format!("id = \"acme/jam\"\n{}", another()));
    for folder in ["errors", "./errors", "errors/"] {
        assert_eq!(user.json(&["diagnose", "--catalogue", folder, "ACME-7"])["matches"][0]["id"], "acme/jam");
    }
}

/// Its entries would be there once for each way to them.
#[cfg(unix)]
#[test]
fn a_folder_that_is_reached_twice_is_refused_by_name() {
    for (target, link, what) in [
        (".", "errors/a", "'errors/a' is the same folder as 'errors'"),
        ("..", "errors/acme/loop", "'errors/acme/loop' is the same folder as 'errors'"),
        ("acme", "errors/zoo", "'errors/zoo' is the same folder as 'errors/acme'"),
        ("zoo", "errors/able", "'errors/zoo' is the same folder as 'errors/able'"),
    ] {
        let user = user();
        user.write("errors/zoo.txt", "");
        if target == "zoo" {
            user.write("errors/zoo/full.toml", &another());
        }
        std::os::unix::fs::symlink(target, user.path(link)).unwrap();
        let said = user.run(&["diagnose", "--catalogue", "errors", "ACME-1042"]).ends_with(2);
        assert!(said.last_line().contains(what), "{}", said.stderr);
        assert!(said.stderr.contains("remove the link"), "{}", said.stderr);
    }
    // A link to what lies elsewhere is a folder like others.
    let user = user();
    user.write("elsewhere/row-full.toml", &another());
    std::os::unix::fs::symlink("../elsewhere", user.path("errors/zoo")).unwrap();
    assert_eq!(user.json(&["diagnose", "--catalogue", "errors", "ACME-7"])["matches"][0]["id"], "zoo/row-full");
}

#[test]
fn folders_without_end_are_refused() {
    let user = user();
    for number in 0..501 {
        std::fs::create_dir(user.path(&format!("errors/a{number}"))).unwrap();
    }
    let said = user.run(&["diagnose", "--catalogue", "errors", "ACME-1042"]).ends_with(2);
    assert!(said.last_line().contains("'errors' has more than 500 files or folders"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn an_area_that_cannot_be_read_is_not_an_empty_one() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let user = user();
    user.write("errors/other/queue-full.toml", QUEUE);
    let may = |name: &str, mode: u32| std::fs::set_permissions(user.path(name), PermissionsExt::from_mode(mode)).unwrap();
    may("", 0o755);
    may("errors/other", 0o000);
    let mut command = user.command(&["diagnose", "--catalogue", "errors", "ACME-1042"]);
    if std::fs::read_dir(user.path("errors/other")).is_ok() {
        // Whom no permissions stop: as one whom they do.
        command.uid(65_534);
    }
    let output = command.output().unwrap();
    may("errors/other", 0o755);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("can't read the catalogue's folder 'errors/other'"), "{said}");
}

#[test]
fn every_malformed_entry_is_told_with_file_and_line() {
    let user = user();
    user.write("errors/acme/broken.toml", &QUEUE.replace("codes =", "codez ="));
    user.write("errors/acme/odd.toml", &QUEUE.replace("\"queue west rejected 12 leads\"", "\"something else\"").replace("ACME-1042", "ACME-7"));
    user.write("errors/timeout.toml", &format!("id = \"https/timeout\"\n{}", QUEUE.replace("ACME-1042", "ACME-8")));
    std::fs::write(user.path("errors/acme/bytes.toml"), [b'#', 0xFF, 0xFE]).unwrap();
    user.write("errors/acme/large.toml", &"# padding\n".repeat(7000));
    let said = user.run(&["diagnose", "--catalogue", "errors", "ACME-1042"]).ends_with(2);
    for words in [
        "errors/acme/broken.toml:5: unknown key 'codez'; did you mean 'codes'?",
        "errors/timeout.toml:1: the id https/timeout is that of a built-in entry",
        "errors/acme/bytes.toml:1: is no UTF-8 text, from byte 1 on",
        "errors/acme/large.toml:1: is larger than 64 KiB",
    ] {
        let plain = said.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(words), "{words}\n{}", said.stderr);
    }
    assert!(said.last_line().starts_with("leadctl: exit 2: errors/acme/"), "{}", said.stderr);
    for name in ["acme/broken.toml", "timeout.toml", "acme/bytes.toml", "acme/large.toml"] {
        std::fs::remove_file(user.path("errors").join(name)).unwrap();
    }
    let said = user.run(&["diagnose", "--catalogue", "errors", "ACME-1042"]).ends_with(2);
    assert!(said.last_line().contains("errors/acme/odd.toml:9: example 2 of acme/odd does not match its own entry"), "{}", said.stderr);
    // The folder itself.
    user.write("empty/readme.txt", "nothing");
    for (folder, word) in [
        ("nowhere", "can't read the catalogue's folder 'nowhere'"),
        ("empty", "there is no TOML file in 'empty'"),
        ("errors/acme/odd.toml", "can't read the catalogue's folder"),
    ] {
        let said = user.run(&["diagnose", "--catalogue", folder, "x"]).ends_with(2);
        assert!(said.last_line().contains(word), "{}", said.stderr);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let user = user();
    assert!(std::process::Command::new("mkfifo").arg(user.path("errors/acme/pipe.toml")).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", user.path("errors/acme/zero.toml")).unwrap();
    std::os::unix::fs::symlink("nowhere", user.path("errors/acme/gone.toml")).unwrap();
    let said = user.run(&["diagnose", "--catalogue", "errors", "ACME-1042"]).ends_with(2);
    for words in ["pipe.toml:1: is no file", "zero.toml:1: is no file", "gone.toml:1: can't be read"] {
        assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
    }
}

#[test]
fn the_schema_takes_what_leadctl_takes() {
    let schema: Value = serde_json::from_str(&User::new().run(&["schema", "catalogue"]).ends_with(0).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let file: toml_edit::DocumentMut = QUEUE.parse().unwrap();
    let json = |document: &toml_edit::DocumentMut| -> Value { toml_edit::de::from_document(document.clone()).unwrap() };
    let errors: Vec<String> = validator.iter_errors(&json(&file)).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    for (from, to) in [("codes =", "codez ="), ("repair =", "#"), ("codes = [", "codes = [7, ")] {
        let wrong: toml_edit::DocumentMut = QUEUE.replace(from, to).parse().unwrap();
        assert!(!validator.is_valid(&json(&wrong)), "{to}");
    }
}

/// The README's example is one that leadctl takes.
#[test]
fn the_example_of_the_readme_works() {
    let readme = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let example = readme.split("<!-- example: errors/acme/queue-full.toml -->\n```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let user = User::new();
    user.write("errors/acme/queue-full.toml", example);
    for text in ["ACME-1042", "the lead queue of region eu-2 is full", "queue west rejected 12 leads", "the receiver says: disk full"] {
        assert_eq!(user.json(&["diagnose", "--catalogue", "errors", text])["matches"][0]["id"], "acme/queue-full", "{text}");
    }
    assert_eq!(user.json(&["diagnose", "--catalogue", "errors", "the backup of the receiver says: disk full"])["exit_status"], 1);
}
