//! Chooses the anchors by which a log is searched, short runs of letters that every known error must contain.
//!
//! A match needs a code, or one phrase of each group of a signature, or Partner Center's frame. Of each such condition the group is
//! chosen whose phrases are rarest in ordinary logs, and of each phrase ten bytes that are rare and that many phrases have. So a block
//! without any anchor can't be an answer, but for the conditions that would cost too much (`Anchors::left_out`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::anchor::{ANY, Anchor, EDGE, GAP, GRAM, Gram, LENGTH, SLOT_BITS, STRIDE, canonical, eight, grams, has_mark, hash, is_class, put_mark};

/// Candidates per megabyte of ordinary log, above which a condition is left out.
const DEAREST: f64 = 200_000.0;
/// What it costs to look at a whole block in vain, in second looks at a gram.
const A_LOOK: f64 = 50.0;
/// By how much each gram fills the table: what else falls on its place, in looks per million.
const A_PLACE: f64 = 4.0;
/// Of how many phrases an anchor may serve more counts for nothing: what many of one language have is common in that language.
const MOST_SERVED: usize = 6;
/// How much is believed of what pairs of letters foretell of a run of them that ordinary logs do not have.
const FORETOLD: f64 = 0.3;
/// How many factors are tried for the scanner's table.
const FACTORS: usize = 60_000;
/// The days that logs are dated with. Each stands in nearly every line of one log and in no other, whatever the ordinary ones have.
const YEARS: std::ops::RangeInclusive<u32> = 2024..=2030;
/// How often a megabyte has a certain day: less than a log of that day has it, more than other logs do.
const A_DAY: f64 = 20.0;

/// Groups of phrases, of one of which at least one phrase is in the text.
pub type Condition = Vec<Vec<String>>;

pub struct Anchors {
    pub anchors: BTreeSet<Anchor>,
    /// The first phrase of each condition that has no affordable anchor.
    pub left_out: Vec<String>,
    /// Spreads the anchors over the table such that what is common elsewhere hits few of them.
    pub factor: u64,
}

pub fn choose(mut conditions: Vec<Condition>, ordinary: &str) -> Anchors {
    let mut chooser = Chooser::new(ordinary);
    // What has no choice goes first; the others may then use what is there already.
    conditions.sort_by_key(|groups| groups.iter().map(Vec::len).min());
    let mut left_out = Vec::new();
    for groups in &conditions {
        let best = groups.iter().filter_map(|group| chooser.cheapest(group)).min_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((cost, anchors, forms)) if cost <= DEAREST => {
                chooser.take(anchors);
                chooser.wanted.extend(forms);
            }
            _ => left_out.push(groups.first().and_then(|group| group.first()).cloned().unwrap_or_default()),
        }
    }
    chooser.share();
    let factor = chooser.factor();
    Anchors { anchors: chooser.anchors, left_out, factor }
}

struct Chooser {
    ordinary: Vec<u8>,
    /// How often a gram occurs in a megabyte.
    common: HashMap<Gram, f64>,
    /// Where in the ordinary logs these are the middle of an anchor.
    middles: HashMap<Gram, Vec<usize>>,
    /// How often each byte follows each other one, and how often that one occurs.
    pairs: Vec<f64>,
    single: Vec<f64>,
    anchors: BTreeSet<Anchor>,
    grams: BTreeSet<Gram>,
    /// Of each form of each phrase that must be met, the anchors that do.
    wanted: BTreeSet<Vec<Anchor>>,
    known: HashMap<String, Vec<Anchor>>,
    /// What each gram costs as long as it is not taken.
    costs: HashMap<Gram, f64>,
}

/// No anchor has a class of bytes where its middle is.
const MIDDLE: usize = (LENGTH - GRAM) / 2;

impl Chooser {
    fn new(ordinary: &str) -> Self {
        let ordinary: Vec<u8> = ordinary.bytes().map(canonical).collect();
        let each = 1_000_000.0 / ordinary.len().max(1) as f64;
        let mut chooser = Chooser {
            common: HashMap::new(),
            middles: HashMap::new(),
            pairs: vec![0.0; 1 << 16],
            single: vec![0.0; 1 << 8],
            anchors: BTreeSet::new(),
            grams: BTreeSet::new(),
            wanted: BTreeSet::new(),
            known: HashMap::new(),
            costs: HashMap::new(),
            ordinary: Vec::new(),
        };
        for (place, gram) in ordinary.windows(GRAM).enumerate() {
            let gram = std::array::from_fn(|at| gram[at]);
            *chooser.common.entry(gram).or_default() += each;
            if let Some(start) = place.checked_sub(MIDDLE).filter(|start| start + LENGTH <= ordinary.len()) {
                chooser.middles.entry(gram).or_default().push(start);
            }
        }
        for pair in ordinary.windows(2) {
            chooser.pairs[usize::from(pair[0]) << 8 | usize::from(pair[1])] += 1.0;
            chooser.single[usize::from(pair[0])] += 1.0;
        }
        Chooser { ordinary, ..chooser }
    }

    /// The anchors of all phrases of a group, and what they cost more than is paid already; `None` where a phrase is too short.
    fn cheapest(&mut self, group: &[String]) -> Option<(f64, Vec<Anchor>, Vec<Vec<Anchor>>)> {
        let mut sum = 0.0;
        let (mut chosen, mut wanted) = (Vec::new(), Vec::new());
        for phrase in group {
            for form in forms(phrase) {
                let anchors = self.known.entry(form.clone()).or_insert_with(|| anchors_of(&form)).clone();
                let costs: Vec<(f64, Anchor)> = anchors.iter().map(|anchor| (self.cost(anchor), *anchor)).collect();
                wanted.push(anchors);
                let (cost, anchor) = costs.into_iter().min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
                sum += cost;
                chosen.push(anchor);
            }
        }
        Some((sum, chosen, wanted))
    }

    fn cost(&mut self, anchor: &Anchor) -> f64 {
        if self.anchors.contains(anchor) {
            return 0.0;
        }
        let mut cost = 0.0;
        for gram in (0..STRIDE).flat_map(|start| grams(anchor, start)) {
            cost += self.cost_of(&gram) / STRIDE as f64;
        }
        // Between words there may be more than one blank.
        let blanks = anchor[1..LENGTH - 1].iter().filter(|byte| **byte == b' ').count();
        cost + 8.0 * blanks as f64 + A_LOOK * self.whole(anchor)
    }

    fn cost_of(&mut self, gram: &Gram) -> f64 {
        if self.grams.contains(gram) {
            return 0.0;
        }
        if let Some(known) = self.costs.get(gram) {
            return *known;
        }
        let cost = A_PLACE + self.common.get(gram).copied().unwrap_or_default() + FORETOLD * self.foretold(gram);
        self.costs.insert(*gram, cost);
        cost
    }

    /// How often a gram should occur in a megabyte if each letter depended on the one before alone.
    fn foretold(&self, gram: &Gram) -> f64 {
        let first = self.single[usize::from(gram[0])] / self.ordinary.len().max(1) as f64;
        let next = |pair: &[u8]| (self.pairs[usize::from(pair[0]) << 8 | usize::from(pair[1])] + 0.02) / (self.single[usize::from(pair[0])] + 2.0);
        1_000_000.0 * gram.windows(2).map(next).product::<f64>() * first
    }

    /// How often a megabyte of ordinary log has the whole anchor.
    fn whole(&self, anchor: &Anchor) -> f64 {
        let middle: Gram = std::array::from_fn(|at| anchor[MIDDLE + at]);
        let stands = |start: &&usize| {
            let there = &self.ordinary[**start..**start + LENGTH];
            anchor.iter().zip(there).all(|(wanted, byte)| is_class(*wanted) || wanted == byte)
        };
        let count = self.middles.get(&middle).map_or(0, |places| places.iter().filter(stands).count());
        count as f64 * 1_000_000.0 / self.ordinary.len().max(1) as f64
    }

    /// Of some odd numbers the one by which fewest ordinary grams fall on an anchor's.
    fn factor(&self) -> u64 {
        // What is common first: a factor by which too much of it meets something is given up soon. What is alike in an order of its
        // own, so that the sum is the same in each build.
        let mut common = self.common.clone();
        for gram in days() {
            *common.entry(gram).or_default() += A_DAY / DAY_FORMS as f64;
        }
        let mut common: Vec<(u64, f64)> =
            common.into_iter().filter(|(gram, _)| !self.grams.contains(gram)).map(|(gram, often)| (eight(&gram), often)).collect();
        common.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let own: Vec<u64> = self.grams.iter().map(eight).collect();
        let mut best = (f64::MAX, 0);
        let mut odd = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..FACTORS {
            let factor = odd << (64 - 8 * GRAM);
            let mut taken = [0_u8; (1 << SLOT_BITS) / 8];
            for gram in &own {
                put_mark(&mut taken, hash(*gram, factor));
            }
            let mut sum = 0.0;
            for (gram, often) in &common {
                if has_mark(&taken, hash(*gram, factor)) {
                    sum += often;
                    if sum >= best.0 {
                        break;
                    }
                }
            }
            if sum < best.0 {
                best = (sum, factor);
            }
            odd = odd.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F) | 1;
        }
        best.1
    }

    /// Chooses the anchors anew, now that it is known what must be met: each time the one that costs least for what it serves.
    fn share(&mut self) {
        (self.anchors, self.grams) = (BTreeSet::new(), BTreeSet::new());
        let wanted: Vec<Vec<Anchor>> = std::mem::take(&mut self.wanted).into_iter().collect();
        let mut serves: BTreeMap<Anchor, Vec<usize>> = BTreeMap::new();
        for (place, anchors) in wanted.iter().enumerate() {
            for anchor in anchors.iter().collect::<BTreeSet<_>>() {
                serves.entry(*anchor).or_default().push(place);
            }
        }
        let costs: BTreeMap<Anchor, f64> = serves.keys().map(|anchor| (*anchor, self.cost(anchor))).collect();
        let mut met = vec![false; wanted.len()];
        let worth = |anchor: &Anchor, met: &[bool]| {
            let served = serves[anchor].iter().filter(|place| !met[**place]).count();
            (served > 0).then(|| costs[anchor] / served.min(MOST_SERVED) as f64)
        };
        // An anchor's worth only falls, so what was best by a worth that still holds is best.
        let mut queue: BTreeSet<(u64, Anchor)> = serves.keys().filter_map(|anchor| Some((worth(anchor, &met)?.to_bits(), *anchor))).collect();
        while let Some((known, anchor)) = queue.pop_first() {
            match worth(&anchor, &met).map(f64::to_bits) {
                None => {}
                Some(now) if now > known => _ = queue.insert((now, anchor)),
                Some(_) => {
                    serves[&anchor].iter().for_each(|place| met[*place] = true);
                    self.take(vec![anchor]);
                }
            }
        }
    }

    fn take(&mut self, anchors: Vec<Anchor>) {
        for anchor in anchors {
            self.grams.extend((0..STRIDE).flat_map(|start| grams(&anchor, start)));
            self.anchors.insert(anchor);
        }
    }
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
    let words = super::normalise::Words::of(&c.to_string());
    match words.len() {
        0 if c.is_whitespace() => " ".to_owned(),
        0 => c.to_string(),
        _ => words.get(0).to_owned(),
    }
}

/// What follows a day in a log: an hour, behind a `T` or a blank.
const HOURS: [&str; 6] = ["t0", "t1", "t2", " 0", " 1", " 2"];
const DAY_FORMS: usize = HOURS.len();

/// All grams of all days, once per form and day.
fn days() -> Vec<Gram> {
    let days = YEARS.flat_map(|year| (1..=12).flat_map(move |month| (1..=31).map(move |day| format!("{year} {month:02} {day:02}"))));
    let written = days.flat_map(|day| HOURS.map(|hour| format!("{day}{hour}")));
    written.flat_map(|text| text.as_bytes().windows(GRAM).map(|gram| std::array::from_fn(|at| gram[at])).collect::<Vec<Gram>>()).collect()
}

/// Every run of ten bytes within the phrase, or reaching one byte beyond its first and last word; of what is shorter, the phrase with
/// any byte on either side.
fn anchors_of(phrase: &str) -> Vec<Anchor> {
    let mut found = Vec::new();
    for part in phrase.split('…') {
        let part = part.trim();
        let open = part.ends_with('*');
        let part = part.split(['*', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        // A letter of another script may stand on either side.
        let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        let mut bytes: Vec<u8> = part.bytes().map(canonical).collect();
        if bytes.len() < GRAM {
            continue;
        }
        let words = bytes.split(|byte| *byte == b' ').count();
        let gap = if words > 1 { EDGE } else { GAP };
        if beside(part.chars().next()) {
            bytes.insert(0, gap);
        }
        if !open && beside(part.chars().next_back()) {
            bytes.push(gap);
        }
        let short = bytes.len() < LENGTH;
        if short && bytes.len() < LENGTH - 2 {
            continue;
        }
        if short || words > 1 {
            bytes.push(ANY);
        }
        if short && bytes.len() < LENGTH || words > 1 && bytes[0] == gap {
            bytes.insert(0, ANY);
        }
        found.extend(bytes.windows(LENGTH).filter_map(|run| Anchor::try_from(run).ok()));
    }
    found
}
