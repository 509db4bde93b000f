//! Build time only: chooses the anchors by which a log is searched, short runs of letters that every known error must contain.
//!
//! A match needs a code, or one phrase of each group of a signature, or Partner Center's frame. Of each such condition the group is
//! chosen whose phrases are rarest in ordinary logs, and of each phrase the eight bytes that are rarest. So a block without any
//! anchor can't be an answer, but for the conditions that would cost too much (`Anchors::left_out`).

use std::collections::{BTreeSet, HashMap};

/// How long an anchor is.
pub const LENGTH: usize = 8;
/// Every so many bytes the scanner looks at [`GRAM`] of them: that finds every run of [`LENGTH`].
pub const STRIDE: usize = 5;
pub const GRAM: usize = 4;
/// In an anchor: any one byte that is no letter, digit or underscore.
pub const GAP: u8 = 0;
/// Candidates per megabyte of ordinary log, above which a condition is left out.
const DEAREST: f64 = 200_000.0;
/// What it costs to look at a whole block in vain, in second looks at a gram.
const A_LOOK: f64 = 50.0;
/// How many factors are tried for the scanner's table.
const FACTORS: usize = 400;
/// The logarithm of the size of the scanner's table.
pub const SLOT_BITS: u32 = 18;

/// Groups of phrases, of one of which at least one phrase is in the text.
pub type Condition = Vec<Vec<String>>;
type Anchor = [u8; LENGTH];

pub struct Anchors {
    pub anchors: BTreeSet<Anchor>,
    /// The first phrase of each condition that has no affordable anchor.
    pub left_out: Vec<String>,
    /// Spreads the anchors over the table such that what is common elsewhere hits few of them.
    pub factor: u32,
}

/// Lower case for ASCII letters; other bytes may fall together, which costs a second look at most.
pub fn fold(byte: u8) -> u8 {
    byte | 0x20
}

/// What a folded byte between words may be: punctuation, blanks, and the outer bytes of typographic quotes and of letters that are
/// words of their own.
pub fn gaps() -> BTreeSet<u8> {
    let plain = (b' '..0x7F).filter(|byte| *byte != b'_' && !byte.is_ascii_alphanumeric()).chain(*b"\t\n\r");
    plain.chain((0xE2..=0xED).chain([0xEF, 0xA0, 0x9C, 0x9D, 0x98, 0x99, 0x81, 0x82, 0x8C])).map(fold).collect()
}

pub fn choose(mut conditions: Vec<Condition>, ordinary: &str) -> Anchors {
    let mut chooser = Chooser::new(ordinary);
    // What has no choice goes first; the others may then use what is there already.
    conditions.sort_by_key(|groups| groups.iter().map(Vec::len).min());
    let mut left_out = Vec::new();
    for groups in &conditions {
        let best = groups.iter().filter_map(|group| chooser.cheapest(group)).min_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((cost, anchors)) if cost <= DEAREST => chooser.take(anchors),
            _ => left_out.push(groups.first().and_then(|group| group.first()).cloned().unwrap_or_default()),
        }
    }
    let factor = chooser.factor();
    Anchors { anchors: chooser.anchors, left_out, factor }
}

struct Chooser {
    /// How often a run of letters occurs in a megabyte.
    common: HashMap<[u8; GRAM], f64>,
    /// The same of a whole anchor, gaps as they are written.
    whole: HashMap<Anchor, f64>,
    anchors: BTreeSet<Anchor>,
    grams: BTreeSet<[u8; GRAM]>,
    known: HashMap<String, Vec<Anchor>>,
}

impl Chooser {
    fn new(ordinary: &str) -> Self {
        let bytes: Vec<u8> = ordinary.bytes().map(fold).collect();
        let mut common: HashMap<[u8; GRAM], f64> = HashMap::new();
        for gram in bytes.windows(GRAM) {
            *common.entry([gram[0], gram[1], gram[2], gram[3]]).or_default() += 1_000_000.0 / bytes.len() as f64;
        }
        let mut whole: HashMap<Anchor, f64> = HashMap::new();
        let gaps = gaps();
        let closed = |byte: u8| if gaps.contains(&byte) { GAP } else { byte };
        for anchor in bytes.windows(LENGTH).filter_map(|run| run.first_chunk::<LENGTH>()) {
            // An anchor has gaps at its ends, if it has any.
            let ([first, .., last], often) = (*anchor, 1_000_000.0 / bytes.len() as f64);
            let forms = [(first, last), (closed(first), last), (first, closed(last)), (closed(first), closed(last))];
            for (first, last) in BTreeSet::from(forms) {
                let mut form = *anchor;
                (form[0], form[LENGTH - 1]) = (first, last);
                *whole.entry(form).or_default() += often;
            }
        }
        Chooser { common, whole, anchors: BTreeSet::new(), grams: BTreeSet::new(), known: HashMap::new() }
    }

    /// The anchors of all phrases of a group, and what they cost more than is paid already; `None` where a phrase is too short.
    fn cheapest(&mut self, group: &[String]) -> Option<(f64, Vec<Anchor>)> {
        let mut sum = 0.0;
        let mut chosen = Vec::new();
        for phrase in group {
            for form in forms(phrase) {
                let anchors = self.known.entry(form.clone()).or_insert_with(|| anchors_of(&form)).clone();
                let (cost, anchor) =
                    anchors.into_iter().map(|anchor| (self.cost(&anchor), anchor)).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
                sum += cost;
                chosen.push(anchor);
            }
        }
        Some((sum, chosen))
    }

    fn cost(&self, anchor: &Anchor) -> f64 {
        let new = grams(anchor).into_iter().filter(|gram| !self.grams.contains(gram));
        let cost: f64 = new.map(|gram| 0.2 + self.common.get(&gram).copied().unwrap_or_default()).sum();
        // Between words there may be more than one blank.
        let blanks = anchor[1..LENGTH - 1].iter().filter(|byte| **byte == b' ').count();
        cost + 8.0 * blanks as f64 + A_LOOK * self.whole.get(anchor).copied().unwrap_or_default()
    }

    /// Of some odd numbers the one by which fewest ordinary grams fall on an anchor's.
    fn factor(&self) -> u32 {
        let common: Vec<(u32, f64)> =
            self.common.iter().filter(|(gram, _)| !self.grams.contains(*gram)).map(|(gram, often)| (u32::from_le_bytes(*gram), *often)).collect();
        let grams: Vec<u32> = self.grams.iter().map(|gram| u32::from_le_bytes(*gram)).collect();
        let mut best = (f64::MAX, 0);
        let mut factor = 0x9E37_79B1_u32;
        for _ in 0..FACTORS {
            let slot = |gram: u32| (gram.wrapping_mul(factor) >> (32 - SLOT_BITS)) as usize;
            let mut taken = vec![false; 1 << SLOT_BITS];
            grams.iter().for_each(|gram| taken[slot(*gram)] = true);
            // In an order of their own, so that the sum is the same in each build.
            let mut met: Vec<f64> = common.iter().filter(|(gram, _)| taken[slot(*gram)]).map(|(_, often)| *often).collect();
            met.sort_by(f64::total_cmp);
            let sum = met.iter().sum();
            if sum < best.0 {
                best = (sum, factor);
            }
            factor = factor.wrapping_mul(0x2C9C_2D6D).wrapping_add(0x3C6E_F372) | 1;
        }
        best.1
    }

    fn take(&mut self, anchors: Vec<Anchor>) {
        for anchor in anchors {
            self.grams.extend(grams(&anchor));
            self.anchors.insert(anchor);
        }
    }
}

/// All that the scanner may meet of an anchor, whatever the place at which it looks.
fn grams(anchor: &Anchor) -> Vec<[u8; GRAM]> {
    let mut all = Vec::new();
    for start in 0..STRIDE {
        let gram = [anchor[start], anchor[start + 1], anchor[start + 2], anchor[start + 3]];
        match gram.iter().position(|byte| *byte == GAP) {
            None => all.push(gram),
            Some(at) => all.extend(gaps().into_iter().map(|gap| {
                let mut gram = gram;
                gram[at] = gap;
                gram
            })),
        }
    }
    all
}

/// A phrase as texts write it: with its accents, without them, and as JSON escapes it.
fn forms(phrase: &str) -> Vec<String> {
    let lower = phrase.to_lowercase();
    if let Some(number) = lower.strip_prefix("errors code ") {
        // What stands between the words is JSON, as a rule.
        let json = [format!("code\":\"{number}\""), format!("code\": \"{number}\""), format!("code\\\":\\\"{number}\\")];
        return json.into_iter().chain([lower.clone()]).collect();
    }
    if lower.replace('…', "").is_ascii() {
        return vec![lower];
    }
    let plain: String = lower.chars().map(|c| if c.is_ascii() || c == '…' { c.to_string() } else { letter(c) }).collect();
    let escaped: String = lower.chars().map(|c| if c.is_ascii() || c == '…' { c.to_string() } else { format!("\\u{:04x}", c as u32) }).collect();
    let mut forms = vec![lower, plain, escaped];
    forms.dedup();
    forms
}

fn letter(c: char) -> String {
    super::normalise::Words::of(&c.to_string()).get(0).to_owned()
}

/// Every run of eight bytes within the phrase, or reaching one byte beyond its first and last word.
fn anchors_of(phrase: &str) -> Vec<Anchor> {
    let mut found = Vec::new();
    for part in phrase.split('…') {
        let part = part.trim();
        let open = part.ends_with('*');
        let part = part.split(['*', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let mut bytes: Vec<u8> = vec![GAP];
        bytes.extend(part.bytes().map(fold));
        if !open {
            bytes.push(GAP);
        }
        // A letter of another script may stand on either side.
        let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        let from = usize::from(!beside(part.chars().next()));
        let to = bytes.len() - usize::from(!open && !beside(part.chars().next_back()));
        for run in bytes.get(from..to).unwrap_or_default().windows(LENGTH) {
            if let Ok(anchor) = run.try_into() {
                found.push(anchor);
            }
        }
    }
    found
}
