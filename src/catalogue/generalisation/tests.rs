//! How the matching does on texts that it was not made from: translations, languages and causes left out, and wordings of our own.
//!
//! What is blind and what is not: the likeness to documented sentences is left out together with the translation or the language.
//! The words of `entries/sentences.toml` were written with the documented translations in view; where a language is left out, its
//! words are left out too, so that only names, structure and what other languages share remain. `cargo test generalisation --
//! --nocapture` prints the figures.

#[path = "dresses/tests.rs"]
mod dresses;

use std::path::Path;

use super::diagnosis::{Reading, diagnose_by};
use super::tests::{DATA, assert_none, blocks, mismatch};
use super::*;

/// A sentence of a catalogue entry.
#[derive(Clone, Copy)]
struct Documented {
    place: usize,
    lang: &'static str,
    text: &'static str,
}

fn documented() -> Vec<Documented> {
    let of = |(place, entry): (usize, &'static Entry)| entry.sentences().map(move |(lang, text)| Documented { place, lang, text });
    entries().iter().enumerate().flat_map(of).collect()
}

/// A labelled text of a data file: id (none: silence is right), language, text.
fn labelled(file: &str) -> Vec<(Option<String>, String, String)> {
    let text = std::fs::read_to_string(Path::new(DATA).join(file)).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().map(str::to_owned);
    rows.map(|row| (word(&row, "id"), word(&row, "lang").unwrap_or_default(), word(&row, "text").unwrap())).collect()
}

fn bit(lang: &str) -> u32 {
    1 << data::LANGS.iter().position(|known| *known == lang).unwrap_or_else(|| panic!("{lang} has no words"))
}

/// The first answer with its confidence.
fn answer(text: &str, reading: &Reading) -> Option<(&'static str, f64)> {
    diagnose_by(text, &normalise::Words::of(text), reading).matches.first().map(|found| (found.entry.id, found.confidence))
}

/// Right answers, wrong ones and wrong ones of at least 0.9, with complaints.
#[derive(Default)]
struct Score {
    tried: usize,
    right: usize,
    sure_and_wrong: usize,
    complaints: Vec<String>,
}

impl Score {
    fn note(&mut self, wanted: &str, got: Option<(&'static str, f64)>, text: &str) {
        self.tried += 1;
        match got {
            Some((id, _)) if id == wanted => self.right += 1,
            _ => self.complaints.push(format!("want {wanted}, got {got:?}: {text}")),
        }
        self.sure_and_wrong += usize::from(got.is_some_and(|(id, confidence)| id != wanted && confidence >= 0.9));
    }

    /// Prints the figures and holds them: at least so many per cent right, none surely wrong.
    fn at_least(self, per_cent: usize, what: &str) {
        println!("{what}: {} of {} right, {} wrong with confidence 0.9 or more", self.right, self.tried, self.sure_and_wrong);
        assert!(self.tried > 80 && self.right * 100 >= self.tried * per_cent && self.sure_and_wrong == 0, "{what}\n{}", self.complaints.join("\n"));
    }
}

/// The signatures of the documented entries, English and Dutch phrases, do not count: they were written from these very sentences.
fn observed_alone(entry: &Entry) -> bool {
    entry.status == Status::Observed
}

#[test]
fn one_translation_left_out() {
    let all = documented();
    let mut score = Score::default();
    for one in &all {
        let others = || all.iter().filter(|other| other.text != one.text).map(|other| (other.place, other.lang, other.text));
        let nearest = |words: &normalise::Words| similarity::nearest_of(words, others());
        let reading = Reading { nearest: &nearest, signatures: &observed_alone, ..Reading::default() };
        score.note(entries()[one.place].id, answer(one.text, &reading), one.text);
    }
    score.at_least(99, "one translation left out");
}

#[test]
fn one_language_left_out() {
    let all = documented();
    let own = labelled("own-translations.jsonl");
    let (mut theirs, mut ours) = (Score::default(), Score::default());
    for lang in data::LANGS {
        let others = || all.iter().filter(|other| other.lang != lang).map(|other| (other.place, other.lang, other.text));
        let nearest = |words: &normalise::Words| similarity::nearest_of(words, others());
        let reading = Reading { nearest: &nearest, signatures: &observed_alone, without: bit(lang), ..Reading::default() };
        for one in all.iter().filter(|one| one.lang == lang) {
            theirs.note(entries()[one.place].id, answer(one.text, &reading), one.text);
        }
        for (id, _, text) in own.iter().filter(|(_, known, _)| known == lang) {
            ours.note(id.as_ref().unwrap(), answer(text, &reading), text);
        }
    }
    theirs.at_least(60, "one language left out, with all its words");
    ours.at_least(50, "the same, wordings of our own");
}

/// A cause that the catalogue does not know must not be taken for another.
#[test]
fn one_cause_left_out() {
    let (mut tried, mut answered, mut sure) = (0, 0, Vec::new());
    let mut texts: Vec<(String, String)> = blocks("known.txt");
    texts.extend(documented().into_iter().map(|one| (entries()[one.place].id.to_owned(), one.text.to_owned())));
    texts.extend(labelled("own-translations.jsonl").into_iter().map(|(id, _, text)| (id.unwrap(), text)));
    for (ids, text) in &texts {
        let ids: Vec<&str> = ids.split(" | ").collect();
        // What an entry wraps or rules out is a wider name for the same.
        let related = |id: &str| ids.iter().filter_map(|own| entry(own)).any(|own| own.over.iter().chain(own.inside.iter()).any(|other| other == id));
        let reading = Reading { counts: &|place| !ids.contains(&entries()[place].id), ..Reading::default() };
        tried += 1;
        if let Some((id, confidence)) = answer(text, &reading).filter(|(id, _)| !related(id)) {
            answered += 1;
            if confidence >= 0.9 {
                sure.push(format!("{ids:?} taken for {id} ({confidence}): {}", text.chars().take(160).collect::<String>()));
            }
        }
    }
    println!("one cause left out: {tried} texts, {answered} answered with another cause, {} of them with confidence 0.9 or more", sure.len());
    println!("{}", sure.join("\n"));
    assert!(answered * 100 <= tried && sure.is_empty(), "{answered} of {tried}\n{}", sure.join("\n"));
}

#[test]
fn wordings_of_our_own() {
    let mut score = Score::default();
    for (id, _, text) in labelled("own-translations.jsonl") {
        score.note(id.as_ref().unwrap(), answer(&text, &Reading::default()), &text);
    }
    score.at_least(99, "wordings of our own");
}

#[test]
fn near_misses_get_no_answer() {
    let rows = labelled("near-misses.jsonl");
    assert!(rows.len() > 200);
    let answered: Vec<String> =
        rows.iter().filter_map(|(_, _, text)| answer(text, &Reading::default()).map(|found| format!("{found:?}: {text}"))).collect();
    println!("near-misses: {} texts, {} answered", rows.len(), answered.len());
    assert_none(answered);
}

/// Every sixth word lost, in turn.
#[test]
fn sentences_with_gaps() {
    let mut score = Score::default();
    for one in documented() {
        for gap in 0..6 {
            // Names survive, and without spaces there is nothing to leave out.
            let stays = |word: &str| ["Dynamics", "CRM", "CrM"].iter().any(|name| word.contains(name)) || word.chars().any(normalise::is_ideograph);
            let left: Vec<&str> =
                one.text.split(' ').enumerate().filter(|(place, word)| place % 6 != gap || stays(word)).map(|(_, word)| word).collect();
            let left = left.join(" ");
            score.note(entries()[one.place].id, answer(&left, &Reading::default()), &left);
        }
    }
    score.at_least(97, "every sixth word left out");
}

/// The texts of a file as clients print them, each with the ids that are right.
fn observed_in(file: &str) -> Vec<(Vec<String>, String)> {
    let text = std::fs::read_to_string(Path::new(DATA).join(file)).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let ids = |row: &serde_json::Value| match &row["id"] {
        serde_json::Value::Array(ids) => ids.iter().filter_map(|id| id.as_str()).map(str::to_owned).collect(),
        id => id.as_str().into_iter().map(str::to_owned).collect(),
    };
    rows.map(|row| (ids(&row), row["text"].as_str().unwrap().to_owned())).collect()
}

fn observed_of(file: &str) -> Score {
    let mut score = Score::default();
    for (wanted, text) in observed_in(file) {
        let got = answer(&text, &Reading::default());
        let right = wanted.iter().find(|id| got.is_some_and(|(got, _)| got == **id));
        score.note(right.unwrap_or(&wanted[0]), got, &text);
    }
    score
}

#[test]
fn observed_errors_of_our_own() {
    observed_of("own-observed.jsonl").at_least(99, "observed errors of our own");
}

/// Texts that were written, and looked for in public, without a look at the matcher. In brackets how the matcher of the day before
/// did, which is the figure that says something of texts not seen; since then its mistakes were learnt from. What somebody posted is
/// not kept as it was: those of the fourth set and later are written anew, with the service's own words alone as they were.
#[test]
fn texts_written_without_a_look_at_the_matcher() {
    for (file, before) in BLIND_TRANSLATIONS {
        let mut score = Score::default();
        for (id, _, text) in labelled(file) {
            let got = diagnose(&text).matches.first().map(|found| (found.entry.id, found.confidence));
            score.note(id.as_ref().unwrap(), got, &text);
        }
        score.at_least(99, &format!("{file} (blind: {before})"));
    }
    for (file, before) in BLIND_OBSERVED {
        observed_of(file).at_least(97, &format!("{file} (blind: {before})"));
    }
    for (file, before) in BLIND_OTHERS {
        let rows = labelled(file);
        let answered: Vec<String> =
            rows.iter().filter_map(|(_, _, text)| answer(text, &Reading::default()).map(|found| format!("{found:?}: {text}"))).collect();
        println!("{file}: {} of {} texts answered (blind: {before})", answered.len(), rows.len());
        assert_none(answered);
    }
}

pub(super) const BLIND_TRANSLATIONS: [(&str, &str); 10] = [
    ("blind-translations.jsonl", "336 of 432 right, none wrong"),
    ("blind2-translations.jsonl", "144 of 144 right"),
    ("blind4-translations.jsonl", "212 of 216 right, none wrong"),
    // Of 451; the others were of real pages, of which 162 of 163 were right.
    ("blind5-translations.jsonl", "262 of 288 right, none wrong"),
    // Of 448; the others were of real pages, all of which were right.
    ("blind6-translations.jsonl", "282 of 288 right, none wrong"),
    // Of 288, all of which were right; the others were mostly of real pages.
    ("blind10-translations.jsonl", "120 of 120 right"),
    ("blind21-translations.jsonl", "161 of 161 right"),
    // What was wrong before the lead that could not be saved, in tables, tickets and single sentences.
    ("blind22-translations.jsonl", "172 of 180 right, none wrong"),
    ("blind23-translations.jsonl", "175 of 180 right, none wrong"),
    ("blind24-translations.jsonl", "216 of 216 right"),
];
pub(super) const BLIND_OBSERVED: [(&str, &str); 21] = [
    ("blind-observed.jsonl", "200 of 234 right, 2 wrong"),
    ("blind2-observed.jsonl", "99 of 118 right, none wrong"),
    ("blind3-observed.jsonl", "82 of 86 right, none wrong"),
    // Of 174; eight more are of other systems, or a program's source.
    ("blind4-observed.jsonl", "155 of 166 right, 2 behind what they stand in"),
    // Of 266; the others are pages of documentation, tests, changelogs, or say nothing of a lead's destination.
    ("blind5-observed.jsonl", "199 of 225 right, 4 wrong"),
    // Of 155; nine more name no destination at all, or another product's, and of some silence is right as well.
    ("blind6-observed.jsonl", "131 of 146 right, 3 wrong"),
    // Of 229, of which 186 were right: of 27 silence is right as well, the others tell of an error in somebody's own words.
    ("blind7-observed.jsonl", "160 of 191 right, 1 wrong"),
    // Of 206, of which 171 were right, mostly out of vendors' articles and forums: of nine silence is right as well, six are comments of a program.
    ("blind8-observed.jsonl", "160 of 190 right, none wrong"),
    // Of 113, of which 82 were right, meant to be as odd as the labelled ones: of twelve silence is right as well, nine have nothing
    // that says what they are about, or name another product.
    ("blind9-observed.jsonl", "71 of 92 right, none wrong"),
    // Of 321, of which 264 were right: 98 of 112 of Entra ID's and Dynamics', 95 of 103 of Storage's, Salesforce's and Marketo's, 71 of
    // 106 of endpoints'. The others name nothing that is ours, or did not any more once they were written anew.
    ("blind10-observed.jsonl", "264 of 321 right, 3 wrong"),
    // Of 236: 78 of 84, 56 of 72 and 44 of 80 in the same order, odder ones each time.
    ("blind11-observed.jsonl", "178 of 236 right, 1 wrong"),
    // Of 298, as users paste them, without any text of theirs: 102 of 112, 96 of 103 and 72 of 83. Of the six others three are prose, two
    // say nothing of whether a key was missing or wrong.
    ("blind12-observed.jsonl", "270 of 298 right, 3 wrong"),
    // Of 309 from clients and in words that nobody would think of first: 105 of 118, 90 of 105 and 35 of 86. The others are not kept:
    // of 44 of endpoints, in the words of Oracle, SAP or Erlang and without a word on what was sent, silence is right as well.
    ("blind13-observed.jsonl", "230 of 309 right, 4 wrong"),
    // Of 220, as users paste them: 107 of 110, and 92 of 110 of endpoints. Left out are four in prose, and one of a form that is
    // another error as well.
    ("blind14-observed.jsonl", "199 of 220 right, 4 wrong"),
    // Of 110 of endpoints, written at the same time as those: 91 of 110 before anything was learnt from set 14, 94 after. Left out are
    // three calls of a function of the same kind, and three that say less than their label.
    ("blind15-observed.jsonl", "91 of 110 right, 4 wrong"),
    // Of 100 of endpoints, after the two before.
    ("blind16-observed.jsonl", "88 of 100 right, 3 wrong"),
    // Of 120 of all areas, as the average issue has them. Left out are a page of nginx's and three errors of clients without a word on
    // what they called: silence is right there as well.
    ("blind17-observed.jsonl", "115 of 120 right, none wrong"),
    // Of 90 of endpoints. Left out are deliveries of shops and payment services, a row of a table, and what is told in prose.
    ("blind18-observed.jsonl", "82 of 90 right, 1 wrong"),
    // Of 130 of all areas, 37 of 40 of endpoints. Left out are two errors of clients without a word on what they called, and a framework's
    // log of one call.
    ("blind19-observed.jsonl", "126 of 130 right, none wrong"),
    // Of 100 of endpoints. Left out are a web server's own log, a payment service's mail, and a log of which only a remark says that no key
    // was sent.
    ("blind20-observed.jsonl", "88 of 100 right, 2 wrong"),
    // One of nearly every entry.
    ("blind25-observed.jsonl", "115 of 120 right, none wrong"),
];
const BLIND_OTHERS: [(&str, &str); 21] = [
    ("blind-others.jsonl", "7 of 266 answered"),
    ("blind2-others.jsonl", "2 of 127 answered"),
    ("blind4-others.jsonl", "1 of 239 answered"),
    // Two more are of webhooks that fail, and an answer is not wrong.
    ("blind5-others.jsonl", "11 of 161 answered"),
    ("blind6-others.jsonl", "1 of 221 answered"),
    ("blind9-others.jsonl", "0 of 344 answered"),
    ("blind10-others.jsonl", "0 of 180 answered"),
    ("blind12-others.jsonl", "3 of 160 answered"),
    // And the name of a test that passed, which is answered yet.
    ("blind13-others.jsonl", "1 of 181 answered"),
    ("blind14-others.jsonl", "2 of 160 answered"),
    ("blind15-others.jsonl", "2 of 150 answered"),
    // What fails beside a webhook, and what is only spoken of.
    ("blind16-others.jsonl", "9 of 150 answered"),
    // Of 150, of which 59 were answered: 17 of 75 in which something else fails beside a webhook; the others speak of a code, of which
    // those are left out that somebody asks about, explains or lists: an answer is no wrong one there.
    ("blind17-others.jsonl", "29 of 120 answered"),
    ("blind18-others.jsonl", "1 of 110 answered"),
    // And an address in a program's memory that is a code as well.
    ("blind19-others.jsonl", "2 of 150 answered"),
    ("blind20-others.jsonl", "0 of 60 answered"),
    // In the languages of the documented errors.
    ("blind21-others.jsonl", "0 of 44 answered"),
    ("blind22-others.jsonl", "0 of 72 answered"),
    // Two in words that Microsoft's own have, of other services' tenants.
    ("blind23-others.jsonl", "4 of 90 answered"),
    ("blind24-others.jsonl", "0 of 72 answered"),
    ("blind25-others.jsonl", "2 of 120 answered"),
];

/// How often an answer of each confidence is right, over everything at once: what is known, with languages and causes left out,
/// and what is no error. A cause left out makes every answer wrong that is no wider name for it.
#[test]
fn confidence_says_how_often_it_is_right() {
    const BANDS: [f64; 5] = [0.5, 0.7, 0.8, 0.9, 0.96];
    let mut bands = [(0, 0); BANDS.len()];
    let mut wrong = Vec::new();
    let mut count = |got: Option<(&'static str, f64)>, right: &dyn Fn(&str) -> bool, text: &str| {
        let Some((id, confidence)) = got else { return };
        let band = BANDS.iter().rposition(|from| confidence >= *from).unwrap_or(0);
        if right(id) {
            bands[band].0 += 1;
        } else {
            bands[band].1 += 1;
            wrong.push(format!("{id} {confidence}: {}", text.chars().take(200).collect::<String>()));
        }
    };
    let mut known: Vec<(Vec<String>, String, Option<String>)> = Vec::new();
    known.extend(documented().into_iter().map(|one| (vec![entries()[one.place].id.to_owned()], one.text.to_owned(), Some(one.lang.to_owned()))));
    known.extend(labelled("own-translations.jsonl").into_iter().map(|(id, lang, text)| (vec![id.unwrap()], text, Some(lang))));
    known.extend(blocks("known.txt").into_iter().map(|(ids, text)| (ids.split(" | ").map(str::to_owned).collect(), text, None)));
    for (file, _) in BLIND_TRANSLATIONS {
        known.extend(labelled(file).into_iter().map(|(id, lang, text)| (vec![id.unwrap()], text, Some(lang))));
    }
    for file in BLIND_OBSERVED.map(|(file, _)| file).into_iter().chain(["own-observed.jsonl"]) {
        known.extend(observed_in(file).into_iter().map(|(ids, text)| (ids, text, None)));
    }
    for (ids, text, lang) in &known {
        let right = |id: &str| ids.iter().any(|own| own == id);
        count(answer(text, &Reading::default()), &right, text);
        if let Some(lang) = lang {
            count(answer(text, &Reading { nearest: &|_| None, signatures: &observed_alone, without: bit(lang), ..Reading::default() }), &right, text);
        }
        let wider = |id: &str| ids.iter().filter_map(|own| entry(own)).any(|own| own.over.iter().chain(own.inside.iter()).any(|other| other == id));
        count(answer(text, &Reading { counts: &|place| !right(entries()[place].id), ..Reading::default() }), &wider, text);
    }
    let near = ["near-misses.jsonl"].into_iter().chain(BLIND_OTHERS.map(|(file, _)| file)).flat_map(labelled).map(|(_, _, text)| text);
    for text in blocks("silent.txt").into_iter().map(|(_, text)| text).chain(near) {
        count(answer(&text, &Reading::default()), &|_| false, &text);
    }
    for (from, (right, wrong)) in BANDS.iter().zip(bands) {
        let precision = 100.0 * f64::from(right) / f64::from((right + wrong).max(1));
        println!("confidence from {from}: {right} right, {wrong} wrong ({precision:.1} %)");
    }
    println!("{}", wrong.join("\n"));
    let sure = bands[3..].iter().fold((0, 0), |sum, band| (sum.0 + band.0, sum.1 + band.1));
    assert!(sure.1 * 100 <= sure.0 + sure.1, "{sure:?}\n{}", wrong.join("\n"));
}
