//! Any bytes: a diagnosis ends, in time, without a panic, and keeps its promises.
//! Knows the catalogue's public face alone.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let diagnosis = leadctl::catalogue::diagnose(&text);
    let lines = text.matches('\n').count() as u64 + 1;
    for found in &diagnosis.matches {
        assert!((0.5..=1.0).contains(&found.confidence), "{}", found.confidence);
        assert!((1..=lines).contains(&found.line), "{} of {lines}", found.line);
        assert!(!found.because.is_empty(), "{} has no reason", found.entry.id);
        assert!(found.found.values().all(|value| !value.is_empty() && !value.contains('\n')));
    }
    assert!(diagnosis.matches.is_empty() || diagnosis.hints.is_empty());
    let mut ids: Vec<&str> = diagnosis.matches.iter().map(|found| found.entry.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), diagnosis.matches.len(), "an entry is answered once");
    for part in leadctl::catalogue::scanning::parts(&text).into_iter().flatten() {
        let places = (1..).zip(part.text.lines()).map(|(line, _)| part.line(line));
        assert!(
            places.clone().is_sorted() && places.clone().all(|place| (1..=lines).contains(&place)),
            "{:?} of {lines}",
            places.collect::<Vec<_>>()
        );
    }
    for mail in leadctl::catalogue::mails(&text) {
        assert!(!mail.text.trim().is_empty());
        let places = (1..).zip(mail.text.lines()).map(|(line, _)| mail.place(line));
        assert!(
            places.clone().is_sorted() && places.clone().all(|place| (1..=lines).contains(&place)),
            "{:?} of {lines}",
            places.collect::<Vec<_>>()
        );
    }
});
