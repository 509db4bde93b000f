//! Known texts in all the ways in which they are pasted, and cut and mixed: the answer stays, and nothing comes to harm.

use super::*;

/// A way to paste a text.
type Dress = fn(&str) -> String;

/// Lines broken at exactly this width, words or not.
fn terminal(text: &str, width: usize) -> String {
    let lines = text
        .lines()
        .map(|line| line.chars().collect::<Vec<_>>().chunks(width).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("\n"));
    lines.collect::<Vec<_>>().join("\n")
}

fn escaped(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn ascii_json(text: &str) -> String {
    let unit = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    escaped(text).chars().map(|c| if c.is_ascii() { c.to_string() } else { unit(c) }).collect()
}

fn url_encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

const DRESSES: [(&str, Dress); 29] = [
    ("as it is", str::to_owned),
    ("word-wrapped", |text| text.split(' ').collect::<Vec<_>>().chunks(5).map(|words| words.join(" ")).collect::<Vec<_>>().join("\n  ")),
    ("terminal of 50", |text| terminal(text, 50)),
    ("terminal of 80", |text| terminal(text, 80)),
    ("mail quote", |text| text.split(' ').collect::<Vec<_>>().chunks(6).map(|words| words.join(" ")).collect::<Vec<_>>().join("\r\n> > ")),
    ("json", |text| serde_json::json!({ "message": text }).to_string()),
    ("error in json in json", |text| escaped(&serde_json::json!({ "error": { "message": format!("{text}\r\nMore: 1") } }).to_string())),
    ("json in json in json", |text| escaped(&escaped(&escaped(text)))),
    ("json in ascii", ascii_json),
    ("html", html),
    ("html twice", |text| html(&html(text))),
    ("html in json", |text| escaped(&html(text))),
    ("outlook", |text| {
        let words: Vec<String> = text.split(' ').map(|word| format!("<span style=\"font-family:'Segoe UI'\">{}</span>", html(word))).collect();
        format!("<div class=\"x\"><p class=MsoNormal>{}<o:p></o:p></p></div>", words.join("&nbsp;"))
    }),
    ("url", url_encoded),
    ("form", |text| url_encoded(text).replace("%20", "+")),
    ("upper case", |text| text.to_uppercase()),
    ("lower case", |text| text.to_lowercase()),
    ("decomposed", |text| unicode_normalization::UnicodeNormalization::nfd(text).collect()),
    ("compatible and decomposed", |text| unicode_normalization::UnicodeNormalization::nfkd(text).collect()),
    ("stack trace", |text| {
        format!(
            "System.AggregateException: One or more errors occurred.\n ---> {text}\n{}",
            "   at Contoso.Lead.Push(String id) in C:\\src\\Push.cs:line 12\n".repeat(12)
        )
    }),
    ("amid a log", |text| {
        format!("{}\n{text}\n{}", "2026-10-01 INFO all is well, 202 Accepted\n".repeat(30), "   at Foo.Bar(Baz) in line 12\n".repeat(30))
    }),
    ("log prefix", |text| format!("2026-11-20T10:11:12.123Z ERROR [worker-3] publish: {text}")),
    ("markdown", |text| format!("* **{text}**\n\n> `x`")),
    ("colours", |text| format!("\u{1b}[1;31m{}\u{1b}[0m", text.split(' ').collect::<Vec<_>>().join("\u{1b}[0m \u{1b}[31m"))),
    ("quoted", |text| format!("“{text}”")),
    ("curly quotes", |text| text.replace('\'', "’").replace('"', "”")),
    ("no-break spaces", |text| text.replace(' ', "\u{a0}")),
    ("invisible marks", |text| text.chars().flat_map(|c| [c, if c.is_ascii_alphabetic() { '\u{200b}' } else { '\u{feff}' }]).collect()),
    ("full width", |text| text.chars().map(|c| if c.is_ascii_alphanumeric() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c }).collect()),
];

/// Where a text of `known.txt` may be lost: a short one that is broken but once, within a word, and an element told by its capitals.
const LOSES: [&str; 2] = ["terminal of 50", "lower case"];

#[test]
fn however_it_is_pasted() {
    let sentences: Vec<(String, String)> = documented().into_iter().map(|one| (entries()[one.place].id.to_owned(), one.text.to_owned())).collect();
    let known = blocks("known.txt");
    let mut texts: Vec<(Option<String>, String)> = labelled("own-translations.jsonl").into_iter().map(|(id, _, text)| (id, text)).collect();
    // Programs are not pasted in mails.
    let prose = labelled("near-misses.jsonl").into_iter().map(|(_, _, text)| text).filter(|text| !source_code::looks_like_source(text));
    texts.extend(prose.map(|text| (None, text)));
    for (dress, put_on) in DRESSES {
        let lost =
            |(ids, text): &(String, String)| mismatch(&put_on(text), &ids.split(" | ").collect::<Vec<_>>()).map(|why| format!("{dress}: {why}"));
        assert_none(known.iter().filter(|_| !LOSES.contains(&dress)).filter_map(lost).chain(sentences.iter().filter_map(lost)).collect());
        let (mut score, mut falsely) = (Score::default(), Vec::new());
        for (id, text) in &texts {
            let dressed = put_on(text);
            let got = diagnose(&dressed).matches.first().map(|found| (found.entry.id, found.confidence));
            match id {
                Some(id) => score.note(id, got, &dressed),
                None => falsely.extend(got.map(|got| format!("{got:?}: {dressed}"))),
            }
        }
        println!("{dress}: {} near-misses answered", falsely.len());
        score.at_least(99, dress);
        assert!(falsely.is_empty(), "{dress}\n{}", falsely.join("\n"));
    }
}

/// Numbers that are always the same and look like chance.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Parts of texts, cut anywhere and put together, with what escapes are made of between them: no panic, and the promises kept.
/// `LEADCTL_MUTATIONS=100000 cargo test mutated` goes on for longer; `fuzz/` does it by coverage.
#[test]
fn mutated_texts_are_diagnosed_without_harm() {
    #[allow(clippy::disallowed_methods)] // how a longer run is asked for
    let rounds = std::env::var("LEADCTL_MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1500);
    let mut texts: Vec<String> = documented().into_iter().map(|one| one.text.to_owned()).collect();
    for file in ["own-translations.jsonl", "near-misses.jsonl"] {
        texts.extend(labelled(file).into_iter().map(|(_, _, text)| text));
    }
    texts.extend(blocks("known.txt").into_iter().map(|(_, text)| text));
    const GLUE: [&str; 24] = [
        "\\",
        "\\u",
        "\\ud83d",
        "\\x",
        "\\xc3",
        "%",
        "%c3",
        "%25",
        "&",
        "&amp;",
        "&#x",
        "<",
        "<b",
        "</",
        "[3",
        "\u{1b}[",
        "\u{1b}]8;;",
        "\n",
        "=\n",
        "\u{1100}",
        "::",
        "\u{301}",
        "AADSTS",
        "0x",
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..rounds {
        let mut text = String::new();
        for _ in 0..=dice.below(6) {
            let chosen: Vec<char> = texts[dice.below(texts.len())].chars().collect();
            let from = dice.below(chosen.len());
            let to = from + dice.below(chosen.len() - from + 1);
            text.extend(&chosen[from..to]);
            text.push_str(GLUE[dice.below(GLUE.len())]);
        }
        let dressed = if dice.below(3) == 0 { DRESSES[dice.below(DRESSES.len())].1(&text) } else { text };
        let diagnosis = diagnose(&dressed);
        for found in &diagnosis.matches {
            assert!((0.5..=1.0).contains(&found.confidence) && !found.because.is_empty(), "{dressed}");
            assert!(found.line >= 1 && found.line <= 1 + dressed.matches('\n').count() as u64, "{dressed}");
            assert!(found.found.values().all(|value| !value.contains('\n')), "{dressed}");
        }
        assert!(diagnosis.matches.is_empty() || diagnosis.hints.is_empty(), "{dressed}");
    }
}
