//! Entries of one's own: how they match, what of them is refused and where, and what they may cost.

use super::*;

const QUEUE: &str = r#"
title.en = "The lead queue is full"
title.nl = "De leadwachtrij is vol"
cause = "The worker behind the receiver is down."
repair = ["Start the worker.", "Send a test lead."]
codes = ["ACME-1042"]
phrases = ["lead queue … is full", "cannot enqueu*"]
patterns = ['queue (?<queue>[a-z]+) rejected \d+ leads?']
links = ["https://wiki.acme.example/queue"]
examples = ["ERROR ACME-1042: lead queue eu-1 is full", "queue west rejected 12 leads", "Cannot enqueue the lead"]
"#;

fn source(name: &str, text: &str) -> Source {
    Source { name: format!("{name}.toml"), folder: ".".to_owned(), id: Some(name.to_owned()), text: text.to_owned() }
}

fn own(text: &str) -> Own {
    Own::compile(&[source("acme/queue-full", text)]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// What is wrong, as it is told.
fn wrong(text: &str) -> Vec<String> {
    let problems = Own::compile(&[source("acme/queue-full", text)]).err().unwrap_or_default();
    problems.iter().map(|problem| problem.to_string().replace("acme/queue-full.toml:", "")).collect()
}

#[test]
fn codes_phrases_and_patterns_match_as_in_the_built_in_catalogue() {
    let own = own(QUEUE);
    for text in [
        "acme-1042",
        "[ACME-1042]",
        "{\"code\":\"ACME-1042\"}",
        "Lead Queue eu-2 IS FULL",
        "lead\nqueue <b>x</b> is&nbsp;full",
        "cannot\tenqueuing",
        "x\nqueue north rejected 1 lead\ny",
    ] {
        assert_eq!(own.diagnose(text).first().map(|found| found.entry.id.as_str()), Some("acme/queue-full"), "{text}");
    }
    for text in ["", "ACME-10421", "XACME-1042", "the lead queue", "queue 7 rejected 1 lead", "lead queue a b c d e f g h i j k l m n o p is full"] {
        assert!(own.diagnose(text).is_empty(), "{text}");
    }
}

#[test]
fn an_answer_has_its_reasons_its_facts_and_its_place() {
    let found = own(QUEUE).diagnose("one\ntwo\nqueue west rejected 12 leads of ada.lovelace@contoso.com").remove(0);
    assert_eq!((found.line, found.confidence, found.found["queue"].as_str()), (3, 0.9, "west"));
    assert_eq!(found.because, [OwnReason::Pattern("queue (?<queue>[a-z]+) rejected \\d+ leads?".to_owned())]);
    assert_eq!(found.entry.title(Lang::Nl), "De leadwachtrij is vol");
    assert_eq!(found.entry.cause(Lang::Nl), "The worker behind the receiver is down.");
    let sure = own(QUEUE).diagnose("ACME-1042: lead queue is full").remove(0);
    assert_eq!((sure.confidence, sure.because.len()), (0.97, 2));
}

/// What an example promises, every search keeps: bytes are looked at for words as they are written, not as they are read.
#[test]
fn a_phrase_is_found_however_it_and_the_text_are_written() {
    for (phrase, texts) in [
        (r"disk\nfull now", ["disk full now", r"disk\nfull now"]),
        ("Überlauf", ["&Uuml;berlauf", "ÜBERLAUF"]),
        ("&Uuml;berlauf voll", ["Überlauf voll", r"\u00dcberlauf voll"]),
        ("l'été finit", ["L\u{2019}&eacute;t&eacute; finit", "l'e\u{301}te\u{301} finit"]),
        ("tête", ["tête", "TÊTE"]),
        ("<b>очередь</b> полна", ["Очередь полна", "очередь <i>полна</i>"]),
        ("dead_letter_*", ["dead_letter_9", "dead_letter_x_"]),
    ] {
        let text = QUEUE.replace("phrases = [", &format!("phrases = ['{}', ", phrase.replace('\'', "’")));
        for text_with_it in texts {
            let own = own(&text.replace("examples = [", &format!("examples = ['{}', ", text_with_it.replace('\'', "’"))));
            assert_eq!(own.diagnose(text_with_it).len(), 1, "{phrase}: {text_with_it}");
        }
    }
    // Not in the bytes of the example.
    let escaped = QUEUE.replace("phrases = [", "phrases = ['overflow', ").replace("examples = [", "examples = ['%6Fverflo%77', ");
    assert_eq!(wrong(&escaped), ["10: example 1 of acme/queue-full does not match its own entry"]);
}

#[test]
fn a_reason_names_each_phrase_once() {
    let text = format!("{QUEUE}[[signatures]]\nall = [\"queue jam | jam\", \"queue jam | traffic\"]\n");
    let found = own(&text).diagnose("queue jam").remove(0);
    assert_eq!(found.because[0].text(Lang::En), "the text says “queue jam”");
    assert_eq!(found.because[0].text(Lang::Nl), "in de tekst staat “queue jam”");
}

#[test]
fn a_group_named_like_a_secret_or_a_person_is_masked() {
    let pattern = "sent (?<password>[^ ]+) (?<cookie>[^ ]+) (?<token>[^ ]+) (?<tel>[^ ]+) to (?<name>[^,]+), (?<table>[a-zA-Z]+)";
    let text = QUEUE.replace("queue (?<queue>[a-z]+) rejected \\d+ leads?", pattern);
    let own = own(&text.replace("queue west rejected 12 leads", "sent a b c d to e, f"));
    let found = own.diagnose("sent hunter2 a=b 0a1b2c3d4e5f6g7h8i 0612345678 to Ada Lovelace, MarketplaceLeads").remove(0).found;
    let shown: Vec<&str> = ["password", "cookie", "token", "tel", "name", "table"].iter().map(|name| found[*name].as_str()).collect();
    assert_eq!(shown, ["[redacted]", "[redacted]", "[redacted]", "0…", "A…", "MarketplaceLeads"]);
    let found = own.diagnose("sent expired none c d to leads, f").remove(0).found;
    assert_eq!((found["password"].as_str(), found["name"].as_str(), found["token"].as_str()), ("expired", "leads", "c"));
}

#[test]
fn signatures_want_their_phrases_together() {
    let text = QUEUE.replace("phrases = [\"lead queue … is full\", \"cannot enqueu*\"]", "").replace(", \"Cannot enqueue the lead\"", "")
        + "[[signatures]]\nall = [\"receiver | webhook\", \"disk full\"]\nunless = [\"backup\"]\nwithin = 6\nconfidence = 0.7\n";
    let own = own(&text);
    let sure = |text: &str| own.diagnose(text).first().map(|found| found.confidence);
    assert_eq!(sure("the webhook failed: disk full"), Some(0.7));
    assert_eq!(sure("disk full, says the receiver"), Some(0.7));
    for text in ["the webhook of the backup failed: disk full", "webhook a b c d e f g h disk full", "disk full"] {
        assert_eq!(sure(text), None, "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line_all_of_it() {
    let line = |from: &str, to: &str| wrong(&QUEUE.replacen(from, to, 1));
    for (from, to, want) in [
        ("codes = ", "codez = ", "6: unknown key 'codez'; did you mean 'codes'?"),
        ("cause = \"The worker behind the receiver is down.\"\n", "", "1: cause is missing"),
        ("cause = \"The", "cause = 3 #", "4: expected a text, or one under .en and one under .nl"),
        ("title.en = \"The lead queue is full\"", "title.en = \" \"", "2: title is empty"),
        ("[\"ACME-1042\"]", "[\"ACME-1042\", \"–\"]", "6: '–' has no words, or begins or ends with a gap"),
        ("\"cannot enqueu*\"", "\"a b\"", "7: 'a b' needs a word of at least three letters or digits, by which it can be searched"),
        ("cannot enqueu*\"", "cannot enqueu* *\"", "7: 'cannot enqueu* *' has a lone *; write it right behind a word's beginning, such as queue*"),
        ("… is full", "… * is full", "7: 'lead queue … * is full' has a lone *; write"),
        ("(?<queue>", "(?<queue", "8: pattern 1 is no regular expression: invalid capture group character"),
        ("'queue (?<queue>[a-z]+) rejected \\d+ leads?'", "'x*'", "8: pattern 1 matches the empty text, and so every text"),
        ("https://wiki", "http://wiki", "9: 'http://wiki.acme.example/queue' is no https address"),
        ("\"queue west rejected 12 leads\"", "\"queue 7\"", "10: example 2 of acme/queue-full does not match its own entry"),
        (
            "title.en",
            "id = \"https/timeout\"\ntitle.en",
            "2: the id https/timeout is that of a built-in entry; choose an area of your own, such as acme/timeout",
        ),
        ("title.en", "id = \"Acme Queue\"\ntitle.en", "2: the id 'Acme Queue' is not of the form area/name, in lower case, such as acme/queue-full"),
        ("title.en", "confidence = 2\ntitle.en", "2: confidence is 2, and goes from 0.5 to 0.99"),
        ("title.en", "title.en = \"twice\"\ntitle.en", "3: duplicate key"),
        ("title.en", "[", "2: "),
    ] {
        let told = line(from, to);
        assert!(told.len() == 1 && told[0].starts_with(want), "{to}: {told:#?}");
    }
    let signature = |key: &str| wrong(&format!("{QUEUE}[[signatures]]\nall = [\"disk full\"]\n{key} = 6\n"));
    assert_eq!(signature("withn"), ["13: unknown key 'withn'; did you mean 'within'?"]);
    assert_eq!(signature("near"), ["13: unknown key 'near'; keys are all, unless, within, confidence"]);
    assert_eq!(signature("'`, expected `x`'"), ["13: unknown key '`, expected `x`'; keys are all, unless, within, confidence"]);
    let two = QUEUE.replace("https://wiki", "ftp://wiki").replace("codes = [\"ACME-1042\"]", "codes = [\"…\"]");
    assert_eq!(wrong(&two).len(), 2, "{:?}", wrong(&two));
    let same = Own::compile(&[source("acme/queue-full", QUEUE), Source { name: "b.toml".to_owned(), ..source("acme/queue-full", QUEUE) }]);
    assert_eq!(same.unwrap_err()[0].message, "the id acme/queue-full is acme/queue-full.toml's already");
    let no_id = Own::compile(&[Source { id: None, ..source("x", QUEUE) }]).unwrap_err();
    assert!(no_id[0].message.starts_with("the entry needs an id"), "{no_id:?}");
}

#[test]
fn bombs_are_refused_or_cost_no_more_than_the_text_is_long() {
    let with =
        |pattern: &str| QUEUE.replace("queue (?<queue>[a-z]+) rejected \\d+ leads?", pattern).replace(", \"queue west rejected 12 leads\"", "");
    for bomb in ["(?:a{1000}){1000}", "\\w{5000}"] {
        assert_eq!(wrong(&with(bomb)), ["8: pattern 1 is too large once it is compiled; repeat fewer things, or less often"], "{bomb}");
    }
    let deep = format!("{}x{}", "(".repeat(500), ")".repeat(500));
    assert!(wrong(&with(&deep))[0].contains("is no regular expression"), "{:?}", wrong(&with(&deep)));
    // What is a bomb for engines that go back: here it is searched once.
    for pattern in ["(a+)+\\$", "(a|aa)+\\$", "(.*a){12}\\$", "([a-z]+)*=\\$"] {
        let own = own(&with(pattern));
        assert!(own.diagnose(&"a".repeat(20_000)).is_empty(), "{pattern}");
    }
    // A phrase with many gaps, in a text in which each of its words is everywhere.
    let gaps = QUEUE.replace("lead queue … is full", &["aaa"; 20].join(" … ")).replace(": lead queue eu-1 is full", "");
    assert!(own(&gaps).diagnose(&"aaa ".repeat(2000)).len() == 1);
    assert!(own(&gaps).diagnose(&"aaa bbb ".repeat(5)).is_empty());
}

/// Whether expressions are searched one by one or side by side makes no difference.
#[test]
fn many_patterns_find_what_few_do() {
    let many: Vec<String> = (0..40).map(|number| format!("'job {number} of \\d+ died'")).collect();
    let text = QUEUE.replace("patterns = [", &format!("patterns = [{}, ", many.join(", ")));
    let own = own(&text);
    assert!(own.filter.many.is_some() && own.filter.few.is_empty());
    for text in ["queue west rejected 2 leads", "job 39 of 7 died", "ACME-1042", "cannot enqueue"] {
        assert_eq!(own.diagnose(text).len(), 1, "{text}");
    }
    assert!(own.diagnose("job 40 of 7 died").is_empty());
}
