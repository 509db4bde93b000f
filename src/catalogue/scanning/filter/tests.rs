//! Every anchor wherever it begins, on every kind of processor there is.

use std::collections::BTreeSet;

use super::super::anchor::canonical;
use super::*;

/// The best that this processor has, and what the poorest has.
fn levels() -> [Level; 2] {
    [Level::new(), Level::baseline()]
}

fn starts(filter: &Filter, hay: &[u8]) -> (Vec<usize>, u64) {
    let mut starts = Vec::new();
    let breaks = filter.search(hay, hay.len(), &mut Workspace::default(), |start| starts.push(start));
    (starts, breaks)
}

/// An anchor as a text may have it; of what stands for several bytes now one, now another.
fn written(anchor: &Anchor, turn: usize) -> Vec<u8> {
    let byte = |place: usize| {
        let values = values(anchor, place);
        // Beside any byte nothing but blanks: some of the others go with certain bytes alone.
        let any = anchor.contains(&ANY) && is_class(anchor[place]);
        if any { b' ' } else { values[turn % values.len()] }
    };
    // The canonical form of `_` is no letter.
    (0..LENGTH).map(byte).map(|byte| if byte == canonical(b'_') { b'_' } else { byte }).collect()
}

#[test]
fn every_anchor_is_met_wherever_it_begins() {
    for level in levels() {
        let filter = Filter::at(level);
        for turn in 0..2 * STRIDE {
            let texts: Vec<Vec<u8>> = LOG_ANCHORS.iter().map(|anchor| written(anchor, turn)).collect();
            for texts in texts.chunks(500) {
                // Each time one byte further from the beginning, so each anchor is looked at from each of its bytes.
                let mut hay = vec![b'~'; turn];
                let mut wanted = Vec::new();
                for text in texts {
                    wanted.push(hay.len());
                    hay.extend(text);
                    hay.extend(b"~~~~\n~~~~~");
                }
                let (met, breaks) = starts(&filter, &hay);
                let missed: Vec<&[u8]> =
                    wanted.iter().filter(|start| met.binary_search(start).is_err()).map(|start| &hay[*start..][..LENGTH]).collect();
                assert!(missed.is_empty(), "{level:?}: {}", String::from_utf8_lossy(&missed.join(&b'\n')));
                assert_eq!(breaks, texts.len() as u64);
            }
        }
    }
}

#[test]
fn nothing_is_met_but_anchors_and_the_same_by_every_processor() {
    let ordinary = include_str!("../ordinary.txt");
    let messages: Vec<&str> = crate::catalogue::entries().iter().flat_map(|entry| entry.examples.iter()).collect();
    let log = format!("{ordinary}\n{}", messages.join("\n"));
    let filters = levels().map(Filter::at);
    let mut met = 0;
    for hay in log.as_bytes().chunks(STEP) {
        let (best, breaks) = starts(&filters[0], hay);
        assert_eq!(starts(&filters[1], hay), (best.clone(), breaks));
        assert_eq!(breaks, hay.iter().filter(|byte| **byte == b'\n').count() as u64);
        let read: Vec<u8> = hay.iter().map(|byte| canonical(*byte)).chain([b' '; LENGTH]).collect();
        let fits = |start: usize, anchor: &Anchor| anchor.iter().zip(&read[start..]).all(|(wanted, byte)| is_class(*wanted) || wanted == byte);
        let anchors: BTreeSet<usize> = best.iter().copied().filter(|start| LOG_ANCHORS.iter().any(|anchor| fits(*start, anchor))).collect();
        assert_eq!(best.iter().copied().collect::<BTreeSet<_>>(), anchors);
        met += best.len();
    }
    assert!(met > 500, "{met}");
}
