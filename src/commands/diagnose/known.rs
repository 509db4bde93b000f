//! A known error, be it of the built-in catalogue or of one's own: what gathering and telling need of it.

use std::collections::{BTreeMap, HashMap};

use crate::catalogue::own::{Own, OwnMatch};
use crate::catalogue::scanning::{Part, parts};
use crate::catalogue::{self, Entry, Match, Passing};
use crate::core::diagnose_report::{ContextLine, HintKind, HintReport, Location, MatchReport};
use crate::core::lang::Lang;

pub enum Known {
    BuiltIn(Match),
    Own(OwnMatch),
}

impl Known {
    pub fn id(&self) -> &str {
        match self {
            Known::BuiltIn(found) => found.entry.id,
            Known::Own(found) => &found.entry.id,
        }
    }

    pub fn found(&self) -> &BTreeMap<String, String> {
        match self {
            Known::BuiltIn(found) => &found.found,
            Known::Own(found) => &found.found,
        }
    }

    /// Where the evidence begins, from 1.
    pub fn line(&self) -> u64 {
        match self {
            Known::BuiltIn(found) => found.line,
            Known::Own(found) => found.line,
        }
    }

    pub fn confidence(&self) -> f64 {
        match self {
            Known::BuiltIn(found) => found.confidence,
            Known::Own(found) => found.confidence,
        }
    }

    /// The same where it is no answer.
    fn hint(&self, lang: Lang) -> HintReport {
        match self {
            Known::BuiltIn(found) => near(found.entry, lang),
            Known::Own(found) => HintReport {
                id: found.entry.id.clone(),
                title: found.entry.title(lang).to_owned(),
                kind: HintKind::Entry,
                links: found.entry.links().to_vec(),
            },
        }
    }

    pub fn report(&self, location: Location, lang: Lang) -> MatchReport {
        match self {
            Known::BuiltIn(found) => built_in(found, location, lang),
            Known::Own(found) => own(found, location, lang),
        }
    }
}

/// A known error at its place in a log, with the lines around it, where they were asked for.
pub struct Placed {
    pub found: Known,
    pub place: Location,
    pub lines: Vec<ContextLine>,
}

/// What is known of one text.
pub struct Answers {
    /// The surest first.
    pub known: Vec<Known>,
    pub hints: Vec<HintReport>,
    /// Each part of the text was judged by itself.
    pub in_parts: bool,
}

/// So many codes without an entry are named, and so many entries of a code.
const MOST_CODES: usize = 3;

/// Matches one text to the built-in catalogue and to one's own.
pub fn diagnose(text: &str, more: &Own, lang: Lang) -> Answers {
    let mut hints = codes(text, lang);
    let parts = parts(text);
    if let Some(parts) = &parts {
        let known: Vec<Known> = parts.iter().flat_map(|part| of_part(part, more)).collect();
        if !known.is_empty() {
            return Answers { known: surest_first(known), hints, in_parts: true };
        }
    }
    let (known, nearest) = matches(text, more);
    if parts.is_some() {
        // What only the whole says may be put together from what has nothing to do with each other.
        hints.extend(known.iter().map(|found| found.hint(lang)));
        hints.extend(nearest.iter().map(|entry| near(entry, lang)));
        return Answers { known: Vec::new(), hints, in_parts: true };
    }
    // What is merely near says nothing beside an answer.
    if known.is_empty() {
        hints.extend(of_question(text, lang));
        hints.extend(nearest.iter().map(|entry| near(entry, lang)));
    }
    if known.is_empty() && hints.is_empty() {
        hints = of_code(text, lang);
    }
    Answers { known, hints, in_parts: false }
}

/// What both catalogues know of a text, the surest first; and the entries that are near where the built-in one knows nothing.
fn matches(text: &str, more: &Own) -> (Vec<Known>, Vec<&'static Entry>) {
    let diagnosis = catalogue::diagnose(text);
    let mut known: Vec<Known> = diagnosis.matches.into_iter().map(Known::BuiltIn).collect();
    let own = more.diagnose(text);
    if !own.is_empty() {
        known.extend(own.into_iter().map(Known::Own));
        known.sort_by(|a, b| b.confidence().total_cmp(&a.confidence()));
    }
    (known, diagnosis.hints)
}

/// In the order of how sure the surest of its kind is; those of a kind stay in theirs.
fn surest_first(mut known: Vec<Known>) -> Vec<Known> {
    let mut sure: HashMap<String, f64> = HashMap::new();
    for found in &known {
        let best = sure.entry(found.id().to_owned()).or_default();
        *best = best.max(found.confidence());
    }
    known.sort_by(|a, b| sure[b.id()].total_cmp(&sure[a.id()]));
    known
}

fn of_part(part: &Part, more: &Own) -> Vec<Known> {
    let mut known = matches(&part.text, more).0;
    for found in &mut known {
        let line = match found {
            Known::BuiltIn(found) => &mut found.line,
            Known::Own(found) => &mut found.line,
        };
        *line = part.line(*line);
    }
    known
}

/// What a code may mean that is all there is of the text: it decides nothing without the words around it.
fn of_code(text: &str, lang: Lang) -> Vec<HintReport> {
    let Some(code) = Some(text.trim()).filter(|word| !word.contains(char::is_whitespace)).and_then(catalogue::Code::read) else { return Vec::new() };
    let entries = code.entries();
    if entries.is_empty() {
        return hint(&code, lang).into_iter().collect();
    }
    entries.iter().take(MOST_CODES).map(|entry| near(entry, lang)).collect()
}

/// The topic that answers a text which is a question, or a complaint in plain words.
fn of_question(text: &str, lang: Lang) -> Option<HintReport> {
    const LONGEST: usize = 200;
    let question = Some(text.trim()).filter(|text| text.len() <= LONGEST && !text.contains('\n'))?;
    let topic = catalogue::topic_asked(question)?;
    let links = topic.links().map(str::to_owned).collect();
    Some(HintReport { id: topic.id.to_owned(), title: topic.title(lang).to_owned(), kind: HintKind::Topic, links })
}

/// Codes of known families in the text for which there is no entry.
pub fn codes(text: &str, lang: Lang) -> Vec<HintReport> {
    catalogue::unknown_in(text, MOST_CODES).iter().filter_map(|code| hint(code, lang)).collect()
}

fn hint(code: &catalogue::Code, lang: Lang) -> Option<HintReport> {
    let family = code.family(lang)?;
    Some(HintReport { id: code.written.clone(), title: family.title, kind: HintKind::Code, links: family.links })
}

fn near(entry: &Entry, lang: Lang) -> HintReport {
    HintReport {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        kind: HintKind::Entry,
        links: entry.links.iter().map(str::to_owned).collect(),
    }
}

fn built_in(found: &Match, location: Location, lang: Lang) -> MatchReport {
    let entry = found.entry;
    let remedy = entry.remedy(lang);
    MatchReport {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        confidence: found.confidence,
        because: found.because.iter().map(|reason| reason.text(lang)).collect(),
        found: found.found.clone(),
        cause: remedy.cause,
        repair: remedy.repair,
        field: entry.field.map(str::to_owned),
        links: remedy.links,
        partner_center: entry.partner_center(lang).map(str::to_owned),
        checks: entry.checks.iter().map(str::to_owned).collect(),
        needs_test_lead: entry.passing == Passing::TestLead,
        last: location.clone(),
        location,
        count: 1,
        context: Vec::new(),
        catalogue: None,
        folder: None,
    }
}

fn own(found: &OwnMatch, location: Location, lang: Lang) -> MatchReport {
    let entry = &found.entry;
    MatchReport {
        id: entry.id.clone(),
        title: entry.title(lang).to_owned(),
        confidence: found.confidence,
        because: found.because.iter().map(|reason| reason.text(lang)).collect(),
        found: found.found.clone(),
        cause: entry.cause(lang).to_owned(),
        repair: entry.repair(lang).to_vec(),
        field: entry.field().map(str::to_owned),
        links: entry.links().to_vec(),
        partner_center: None,
        checks: Vec::new(),
        needs_test_lead: false,
        last: location.clone(),
        location,
        count: 1,
        context: Vec::new(),
        catalogue: Some(entry.file.clone()),
        folder: Some(entry.folder.clone()),
    }
}
