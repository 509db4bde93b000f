//! Lists and what is none, line by line.

use super::super::blocks::{BEFORE, BEHIND, around};

const EXPIRED: &str = "AADSTS7000222: The provided client secret keys are expired.";

/// The blocks of a text, one behind the other, as far as they have anything.
fn blocks(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let range = around(text.as_bytes(), at).range;
        assert!(range.start <= at && at <= range.end, "{at}: {range:?}");
        found.push(&text[at.max(range.start)..range.end]);
        at = range.end + 1;
    }
    found.retain(|block| !block.trim().is_empty());
    found
}

/// A list of objects with several lines each.
fn list(open: &str, indent: usize, elements: usize, close: &str) -> String {
    let pad = " ".repeat(indent);
    let element = |n| format!("{pad}{{\n{pad}  \"n\": {n},\n{pad}  \"message\": \"{EXPIRED}\"\n{pad}}}");
    format!("{open}\n{}\n{close}\n", (0..elements).map(element).collect::<Vec<_>>().join(",\n"))
}

#[test]
fn each_element_of_a_list_that_is_the_document_is_a_block() {
    let xml = |text: &str| {
        text.replace("{\n", "<Event>\n").replace("},\n", "</Event>\n").replace("}\n", "</Event>\n").replace("\",", "</Data>").replace('"', "")
    };
    for (text, alone) in [
        (list("[", 2, 60, "]"), 60),
        (list("[", 4, 2, "]"), 2),
        (list("[", 2, 1, "]"), 1),
        (list("\u{FEFF}[", 2, 60, "]").replace('\n', "\r\n"), 60),
        (list("{\n  \"value\": [", 4, 60, "  ]\n}"), 60),
        (xml(&list("<?xml version=\"1.0\"?>\n<Events>", 2, 60, "</Events>")), 60),
        (xml(&list("<Events xmlns='urn:a'>", 1, 2, "</Events>")), 2),
        ("[\n  {\"n\": 1, \"message\": \"a\"},\n  {\"n\": 2}\n]\n".to_owned(), 2),
    ] {
        let found = blocks(&text);
        let elements: Vec<&&str> = found.iter().filter(|block| block.contains("n: ") || block.contains("\"n\": ")).collect();
        assert_eq!(elements.len(), alone, "{found:#?}");
        for (place, element) in elements.into_iter().enumerate() {
            assert!(element.trim_start().starts_with(['{', '<']) && element.trim_end().ends_with(['}', ',', '>']), "{place}: {element}");
            // From each of its lines the same block is seen.
            let start = element.as_ptr() as usize - text.as_ptr() as usize;
            for at in start..start + element.len() {
                assert_eq!(around(text.as_bytes(), at).range, start..start + element.len(), "{place}: {at}");
            }
        }
    }
}

#[test]
fn a_list_inside_a_document_stays_with_it() {
    let marketo = "{\n  \"requestId\": \"185d6\",\n  \"success\": false,\n  \"errors\": [\n    {\n      \"code\": \"601\",\n      \"message\": \"Access token invalid\"\n    },\n    {\n      \"code\": \"602\",\n      \"message\": \"Access token expired\"\n    }\n  ]\n}";
    let elastic = "{\n  \"error\": {\n    \"root_cause\": [\n      {\n        \"type\": \"a\"\n      },\n      {\n        \"type\": \"b\"\n      }\n    ],\n    \"status\": 400\n  }\n}";
    let errors = "{\n  \"errors\": [\n    {\n      \"code\": \"601\"\n    },\n    {\n      \"code\": \"602\"\n    }\n  ]\n}";
    let other_braces = "{\n  \"errors\":\n  [\n    {\n      \"code\": \"601\"\n    },\n    {\n      \"code\": \"602\"\n    }\n  ]\n}";
    let soap = "<s:Envelope>\n  <s:Body>\n    <s:Fault>\n      <faultstring>a</faultstring>\n    </s:Fault>\n  </s:Body>\n</s:Envelope>";
    let azure =
        "<error>\n  <code>a</code>\n  <details>\n    <detail>\n      a\n    </detail>\n    <detail>\n      b\n    </detail>\n  </details>\n</error>";
    let service = "<response>\n  <requestId>185d6</requestId>\n  <error>\n    <code>601</code>\n  </error>\n  <error>\n    <code>602</code>\n  </error>\n</response>";
    for document in [marketo, elastic, errors, other_braces, soap, azure, service] {
        let plain = if document.starts_with('<') { document } else { &document[1..] };
        for before in ["", "2026-11-09T08:00:01Z ERROR it answered\n", "2026-11-09T08:00:01Z ERROR it answered "] {
            let text = format!("{before}{document}\n");
            for at in text.find(plain).unwrap()..text.len() - 1 {
                let end = text.len() - 1;
                let start = text.find(document).filter(|_| before.is_empty()).unwrap_or_default();
                assert_eq!(text[around(text.as_bytes(), at).range].trim_end(), &text[start..end], "{before:?}, {at}");
            }
        }
    }
    // A record's list belongs to the record, as long as a block may hold it.
    let text = list("2026-11-09T08:00:01Z ERROR Salesforce answered:\n[", 2, 3, "]");
    assert_eq!(blocks(&text), [text.as_str()]);
    // An element's own list stays with the element.
    let text = format!("[\n  {0},\n  {0}\n]\n", marketo.replace('\n', "\n  "));
    assert_eq!(blocks(&text).iter().filter(|block| block.contains("requestId") && block.contains("602")).count(), 2, "{text}");
}

#[test]
fn of_a_document_that_is_too_long_what_does_not_fit_is_split_between_elements() {
    let text = list("{\n  \"requestId\": \"185d6\",\n  \"result\": [", 4, 60, "  ]\n}");
    let found = blocks(&text);
    // The first of them have what stands before the list, as far as a block may hold them.
    assert_eq!(found[0].matches(EXPIRED).count(), 15, "{}", found[0]);
    assert!(found[0].contains("requestId"));
    assert!(found[1..].iter().all(|block| block.matches(EXPIRED).count() <= 1), "{found:#?}");
    assert_eq!(found.iter().map(|block| block.matches(EXPIRED).count()).sum::<usize>(), 60);
}

#[test]
fn what_only_looks_like_a_list_is_none() {
    for text in ["[\n", "  {\n", "[\n  {\n", "  },\n  {\n", "<a>\n", "<a>\n  <b>\n", "  </b>\n  <b>\n", "  {\n  },", "[\n  {}"] {
        for repeated in [1, 2, 100] {
            let text = text.repeat(repeated);
            assert!(!blocks(&text).is_empty());
        }
    }
}

#[test]
fn what_is_far_away_makes_no_difference() {
    let lines = [
        "[",
        "{",
        "},",
        "}",
        "]",
        "\"value\": [",
        "\"a\": {",
        "\"a\": 1,",
        "",
        "<a>",
        "<b>",
        "</b>",
        "</a>",
        "{\"a\": 1},",
        "2026-11-09T08:00:01Z INFO",
    ];
    let mut random = 1_u64;
    let mut below = |end: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % end
    };
    for longest in [1, 100, 2000] {
        let mut text = String::new();
        while text.len() < 150_000 {
            let line = lines[below(lines.len())];
            let (indent, padding) = (below(4) * 2, if line.is_empty() { 0 } else { below(longest) });
            text.push_str(&format!("{}{line}{}\n", " ".repeat(indent), " ".repeat(padding)));
        }
        for at in (0..text.len()).step_by(37) {
            let from = at.saturating_sub(BEFORE);
            let near = around(&text.as_bytes()[from..(at + BEHIND).min(text.len())], at - from);
            let whole = around(text.as_bytes(), at);
            assert_eq!(near.range.start + from..near.range.end + from, whole.range, "{longest}: {at}");
            assert!(whole.range.start <= at && at <= whole.range.end, "{longest}: {at}: {whole:?}");
        }
    }
}
