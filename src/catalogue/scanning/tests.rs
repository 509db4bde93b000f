//! The anchors against everything the catalogue knows, and whole logs against the matcher of pasted texts, block by block.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use super::*;
use crate::catalogue::diagnosis::Reason;
use crate::catalogue::generalisation::{BLIND_OBSERVED, BLIND_TRANSLATIONS};
use crate::catalogue::tests::DATA;
use crate::catalogue::{data, entries};

struct Log<'a>(&'a [u8]);

impl Surroundings for Log<'_> {
    fn read(&mut self, range: Range<u64>) -> Vec<u8> {
        let length = self.0.len() as u64;
        self.0[range.start.min(length) as usize..range.end.min(length) as usize].to_vec()
    }
}

/// Line from 0 and id of every finding, read in pieces of this size.
fn scan(log: &[u8], size: usize) -> Vec<(i64, &'static str)> {
    let scanner = Scanner::new(None);
    let mut found = Vec::new();
    let mut lines = 0;
    for start in (0..log.len()).step_by(size) {
        let own = size.min(log.len() - start);
        let mut bytes = log[start..(start + own + REACH).min(log.len())].to_vec();
        if start + own == log.len() {
            bytes.push(b'\n');
        }
        let piece = Piece { offset: start as u64, bytes: &bytes, own, growing: false };
        let scanned = scanner.scan(&piece, &mut Log(log), &mut Workspace::default());
        found.extend(scanned.findings.iter().map(|finding| (lines + finding.line, finding.found.entry.id)));
        lines += scanned.breaks as i64;
    }
    // A block that reaches into the next piece is seen from both.
    let mut seen = BTreeSet::new();
    found.retain(|finding| seen.insert(*finding));
    found
}

/// The same without filter and pieces: every block of the log as one pasted text.
fn reference(log: &[u8]) -> Vec<(i64, &'static str)> {
    let mut found = Vec::new();
    let mut done = 0;
    let mut at = 0;
    for line in log.split(|byte| *byte == b'\n') {
        if at >= done && !line.is_empty() {
            let block = columns::block(log, at);
            let above = breaks(&log[..block.range.start]) as i64;
            let text = String::from_utf8_lossy(&block.said);
            found.extend(diagnose(&text).matches.iter().map(|found| (above + found.line as i64 - 1, found.entry.id)));
            done = block.range.end;
        }
        at += line.len() + 1;
    }
    found
}

/// Whether anything is met, and whether it would be looked at.
fn meets(text: &str) -> (bool, bool) {
    static FILTER: LazyLock<filter::Filter> = LazyLock::new(filter::Filter::new);
    let (mut met, mut looked) = (false, false);
    let hay = format!("\n\n{text}");
    FILTER.search(hay.as_bytes(), 0, &mut Workspace::default(), |at| {
        met = true;
        looked |= !is_host(&hay.as_bytes()[at..]);
    });
    (met, looked)
}

fn hit(text: &str) -> bool {
    meets(text).0
}

fn looked_at(text: &str) -> bool {
    meets(text).1
}

#[test]
fn every_text_that_is_known_has_an_anchor_however_it_is_written() {
    let mut missed = Vec::new();
    let mut tried = 0;
    for entry in entries() {
        let texts = entry.sentences().map(|(_, text)| text.to_owned()).chain(entry.examples.iter().map(str::to_owned));
        let codes = entry.deciding_codes().flat_map(|code| std::iter::once(code.to_owned()).chain(decimals(code)));
        for text in texts.chain(codes) {
            let json = serde_json::json!({ "message": text }).to_string();
            let ascii: String = json
                .chars()
                .map(|c| if c.is_ascii() { c.to_string() } else { c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect() })
                .collect();
            for form in [text.clone(), text.to_uppercase(), text.to_lowercase(), json, ascii] {
                if diagnose(&form).matches.is_empty() {
                    continue;
                }
                tried += 1;
                if !hit(&form) {
                    missed.push(format!("{}: {form}", entry.id));
                }
            }
        }
    }
    assert!(tried > 2000, "{tried}");
    assert!(missed.is_empty(), "{} of {tried}: no anchor in\n{}", missed.len(), missed.join("\n"));
}

/// A result code as logs write it, with its sign and without.
fn decimals(code: &str) -> Vec<String> {
    let value = code.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok());
    value.map_or_else(Vec::new, |value| vec![(value as i32).to_string(), value.to_string()])
}

/// What is met is looked at whole, which takes a thousand times as long: in these logs every line has a name of the services'.
#[test]
fn what_services_that_work_write_is_not_looked_at() {
    let lines = [
        "2026-11-09T08:00:00Z INFO POST https://fabrikam.crm9.dynamics.com/api/data/v9.1/contacts(1) 204 in 77 ms",
        "   at Microsoft.Dynamics.Commerce.Runtime.Compute(String name) in C:\\src\\Commit.cs:line 12",
        "2026-11-09T08:00:00Z DEBUG Microsoft.Dynamics.Community.Export: 12 rows written",
        "2026-11-09T08:00:00Z INFO PUT https://fabrikamdata.blob.core.windows.net/exports/a.json 201",
        "2026-11-09T08:00:00Z INFO MERGE https://fabrikamdata.table.core.windows.net/orders(PartitionKey='a',RowKey='b') 204",
        "2026-11-09T08:00:00Z INFO POST https://prod-77.northeurope.logic.azure.com/workflows/77/triggers/manual/paths/invoke 202",
        "2026-11-09T08:00:00Z INFO function OrderIntake at https://fabrikam-orders.azurewebsites.net/api/orders took 12 ms",
        "2026-11-09T08:00:00Z INFO GET https://fabrikam.my.salesforce.com/services/data/v61.0/limits 200",
        "2026-11-09T08:00:00Z INFO GET https://321-CBA-654.mktorest.com/rest/v1/activities.json 200",
        "2026-11-09T08:00:00Z INFO webhook order.created delivered, https://fabrikam.example/hook answered 200",
        "2026-11-09T08:00:00Z INFO token for https://fabrikam.crm.dynamics.com from login.microsoftonline.com is good for 3599 s",
        "2026-11-09T08:00:00Z INFO 12 leads sent to the lead destination, Partner Center is in step",
    ];
    let met: Vec<&str> = lines.into_iter().filter(|line| looked_at(line)).collect();
    assert!(met.is_empty(), "{met:#?}");
}

#[test]
fn only_a_few_conditions_are_too_common_to_be_searched_for() {
    println!("{} anchors, left out: {:?}", data::LOG_ANCHORS.len(), data::LOG_LEFT_OUT);
    assert!(data::LOG_ANCHORS.len() < 1700, "each one slows the scanner down; its index has 16 bits");
    assert!(data::LOG_LEFT_OUT.len() <= 10, "{:?}", data::LOG_LEFT_OUT);
}

#[test]
fn ordinary_lines_meet_hardly_any_anchor() {
    let ordinary = include_str!("ordinary.txt");
    let met: Vec<&str> = ordinary.lines().filter(|line| hit(line)).collect();
    assert!(met.len() * 10 <= ordinary.lines().count(), "{} lines, such as {:?}", met.len(), met.iter().take(5).collect::<Vec<_>>());
}

/// A row of numbers that looks random and is always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let place = self.below(list.len());
        &list[place]
    }
}

/// Records, stack traces, documents and empty lines, with known errors among them in every dress.
fn made_up(dice: &mut Dice, lines: usize) -> Vec<u8> {
    // What is too common to be searched for (`only_a_few_conditions_…`) is in some of them.
    let ordinary: Vec<&str> = include_str!("ordinary.txt").lines().filter(|line| diagnose(line).matches.is_empty()).collect();
    let examples: Vec<&str> = entries().iter().flat_map(|entry| entry.examples.iter()).collect();
    let mut log: Vec<u8> = Vec::new();
    for _ in 0..lines {
        match dice.below(24) {
            0 => log.extend(format!("2026-11-09T08:00:00.000Z ERROR publish failed: {}", dice.of(&examples)).into_bytes()),
            1 => log.extend(format!("2026-11-09 08:00:01 WARN it went wrong\n  {}", dice.of(&examples).replace('\n', "\n  ")).into_bytes()),
            2 => log.extend(serde_json::json!({ "level": "error", "message": dice.of(&examples) }).to_string().into_bytes()),
            3 => log.extend(dice.of(&examples).as_bytes()),
            4 => log.extend(b"\xFF\xFE\x00 no text at all \xC3"),
            5 => log.extend(b"{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}"),
            6 => log.extend(b""),
            7 => log.extend("word ".repeat(dice.below(400)).into_bytes()),
            8 => {
                let list: Vec<_> = (0..1 + dice.below(40)).map(|n| serde_json::json!({ "n": n, "message": dice.of(&examples) })).collect();
                log.extend(serde_json::to_string_pretty(&list).unwrap().into_bytes());
            }
            9 => {
                let column = dice.of(&["2026-11-09T08:00:00.1234567Z ", "leads-1  | ", "Nov  9 08:00:00 host leads[7]: "]);
                let message = format!("it went wrong\n  {}\nat A.B()", dice.of(&examples).replace('\n', "\n  "));
                log.extend(message.lines().map(|line| format!("{column}{line}")).collect::<Vec<_>>().join("\n").into_bytes());
            }
            _ => log.extend(dice.of(&ordinary).as_bytes()),
        }
        log.extend(if dice.below(5) == 0 { &b"\r\n"[..] } else { b"\n" });
    }
    log
}

#[test]
fn a_log_gives_what_its_blocks_give_as_pasted_texts_however_it_is_read() {
    for seed in 1..=4 {
        let log = made_up(&mut Dice(seed), 150);
        let wanted: BTreeSet<_> = reference(&log).into_iter().collect();
        assert!(wanted.len() > 10, "{}", wanted.len());
        for size in [1000, 4096, 30_011, SEGMENT] {
            let found: BTreeSet<_> = scan(&log, size).into_iter().collect();
            let missed: Vec<_> = wanted.difference(&found).collect();
            let invented: Vec<_> = found.difference(&wanted).collect();
            assert!(missed.is_empty() && invented.is_empty(), "seed {seed}, pieces of {size}: missed {missed:?}, invented {invented:?}");
        }
    }
}

#[test]
fn each_example_in_a_log_gives_what_it_gives_as_a_pasted_text() {
    for entry in entries() {
        for example in entry.examples.iter() {
            let log = format!(
                "2026-11-09T08:00:00Z INFO all is well\n2026-11-09T08:00:01Z ERROR {}\n2026-11-09T08:00:02Z INFO all is well again\n",
                example.replace('\n', "\n  ")
            );
            let block: Vec<&str> = log.lines().skip(1).take(log.lines().count() - 2).collect();
            let wanted: Vec<(i64, &str)> = diagnose(&block.join("\n")).matches.iter().map(|found| (found.line as i64, found.entry.id)).collect();
            assert_eq!(scan(log.as_bytes(), SEGMENT), wanted, "{log}");
            assert!(wanted.iter().any(|(_, id)| *id == entry.id), "{}: {log}", entry.id);
        }
    }
}

#[test]
fn a_line_without_an_end_is_read_around_what_is_known_in_it() {
    let mut log = vec![b'x'; 3 * SEGMENT];
    let text = b" AADSTS90002: Tenant 'contoso' not found. ";
    for at in [0, SEGMENT - 10, 2 * SEGMENT + 77] {
        log[at..at + text.len()].copy_from_slice(text);
    }
    let scanner = Scanner::new(None);
    let piece = Piece { offset: 0, bytes: &log[..SEGMENT + REACH], own: SEGMENT, growing: false };
    let found = scanner.scan(&piece, &mut Log(&log), &mut Workspace::default()).findings;
    let blocks: Vec<Range<u64>> = found.iter().map(|finding| finding.block.clone()).collect();
    assert_eq!(blocks.len(), 2, "{blocks:?}");
    assert!(blocks.iter().all(|block| block.end - block.start <= 24 * 1024), "{blocks:?}");
    assert_eq!(scan(&log, SEGMENT), [(0, "entra/tenant-not-found")]);
}

#[test]
fn the_first_word_of_a_log_is_found_whatever_else_is() {
    let log = b"SecLib:: Retr$evePriis mislukt-er zijn geen rollen\n2026-11-09T08:00:00Z ERROR AADSTS90002: Tenant 'contoso' not found.\n";
    let wanted = [(0, "dynamics/no-roles-assigned"), (1, "entra/tenant-not-found")];
    assert_eq!(reference(log), wanted);
    assert_eq!(scan(log, SEGMENT), wanted);
}

#[test]
fn a_block_that_may_go_on_is_left_for_later() {
    let log = b"2026-11-09T08:00:00Z ERROR AADSTS90002: Tenant 'contoso' not found.\n  at A.B()\n";
    let scanner = Scanner::new(Some(1));
    let look = |growing| scanner.scan(&Piece { offset: 0, bytes: log, own: log.len(), growing }, &mut Log(log), &mut Workspace::default());
    let early = look(true);
    assert_eq!((early.findings.len(), early.left), (0, Some(0)));
    let late = look(false);
    assert_eq!((late.findings.len(), late.left), (1, None));
    assert_eq!(late.findings[0].context.iter().map(|near| near.line).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn lines_that_belong_together_are_one_block() {
    let log = "2026-11-09T08:00:00Z INFO one\n2026-11-09T08:00:01Z ERROR two\nwrapped\n\n   at A.B()\nCaused by: three\n{\"ts\":1}\nplain\nplain too\n  indented\n\n  alone\n{\n  \"a\": 1\n}\n";
    let starts: Vec<usize> = log.match_indices('\n').map(|(at, _)| at + 1).collect();
    let block = |line: usize| {
        let at = if line == 0 { 0 } else { starts[line - 1] };
        let range = blocks::around(log.as_bytes(), at).range;
        log[range].to_owned()
    };
    let two = "2026-11-09T08:00:01Z ERROR two\nwrapped\n\n   at A.B()\nCaused by: three";
    for line in [1, 2, 4, 5] {
        assert_eq!(block(line), two, "line {line}");
    }
    for (line, wanted) in [
        (0, "2026-11-09T08:00:00Z INFO one"),
        (6, "{\"ts\":1}\nplain\nplain too\n  indented\n\n  alone"),
        (8, "{\"ts\":1}\nplain\nplain too\n  indented\n\n  alone"),
    ] {
        assert!(block(line).starts_with(wanted), "line {line}: {}", block(line));
    }
    let bare = "plain\nplain too\n  indented\n\n  alone\n{\n  \"a\": 1\n}\n";
    let at = |text: &str| bare.find(text).unwrap();
    for (text, wanted) in [
        ("plain\n", "plain"),
        ("plain too", "plain too\n  indented"),
        ("  indented", "plain too\n  indented"),
        ("  alone", "  alone"),
        ("  \"a\"", "{\n  \"a\": 1\n}"),
    ] {
        let range = blocks::around(bare.as_bytes(), at(text)).range;
        assert_eq!(bare[range].trim_end(), wanted, "{text}");
    }
    let events = "Log Name: Application\nLevel: Error\nrefused\n\nLog Name: Application\nLevel: Information\n";
    assert_eq!(&events[blocks::around(events.as_bytes(), events.find("refused").unwrap()).range], events.split("\nLog").next().unwrap());
    // However long a run of lines is, a block is not.
    let long = "  indented\n".repeat(100_000);
    assert!(blocks::around(&long.as_bytes()[..600_000], 300_000).range.len() <= 2 * blocks::MOST_BYTES);
}

#[test]
fn no_anchor_hides_another_at_the_end_of_a_piece() {
    // Of the second line's code, `notfound` behind a word would begin later than `tablenotfound`. Which of them is met first depends
    // on how far from the piece's beginning it stands.
    for padding in 200..205 {
        let log = format!("{}\n2026-11-09T08:00:00Z ERROR {{\"code\":\"TableNotFound\"}}\n", "x".repeat(padding));
        let code = log.find("Table").unwrap_or_default();
        for size in code..code + 20 {
            assert_eq!(scan(log.as_bytes(), size), [(1, "storage/table-not-found")], "{padding} bytes before it, pieces of {size}");
        }
    }
}

#[test]
fn an_open_end_may_be_followed_by_anything() {
    for behind in (0..=u8::MAX).map(char::from) {
        for padding in 0..5 {
            let text = format!("{} Dynamics CRM{behind} x", "y".repeat(padding));
            assert!(hit(&text), "{text:?}");
        }
    }
}

#[test]
fn translations_and_real_pastes_are_found_in_logs_too() {
    let mut missed = Vec::new();
    let mut all = 0;
    for file in BLIND_TRANSLATIONS.into_iter().chain(BLIND_OBSERVED).map(|(file, _)| file).chain(["platforms.jsonl"]) {
        let rows = std::fs::read_to_string(Path::new(DATA).join(file)).unwrap();
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let block = format!("2026-11-09T08:00:01Z ERROR {}", row["text"].as_str().unwrap().replace('\n', "\n   "));
            let told = diagnose(&block).matches;
            let wanted: Vec<&str> = told.iter().map(|found| found.entry.id).collect();
            // A part of a sentence that has nothing of its beginning is looked for in pasted texts alone: its words are everywhere.
            let bare = told.first().is_some_and(|found| found.confidence < 0.6 && matches!(found.because[..], [Reason::Part(_)]));
            if wanted.is_empty() || bare || block.lines().count() > blocks::MOST_LINES || block.len() > blocks::MOST_BYTES {
                continue;
            }
            all += 1;
            let found = scan(format!("2026-11-09T08:00:00Z INFO well\n{block}\n2026-11-09T08:00:02Z INFO well\n").as_bytes(), SEGMENT);
            if !found.iter().any(|(_, id)| *id == wanted[0]) {
                missed.push(format!("{file}: {wanted:?}: {block}"));
            }
        }
    }
    // Halves of sentences that begin with a word for an exception that every program may have.
    assert!(all > 1000 && missed.len() * 200 <= all, "{} of {all} missed: {}", missed.len(), missed.join("\n"));
}
