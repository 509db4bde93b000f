//! A text matched to entries of one's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::diagnosis::{has_code, says};
use super::super::found;
use super::super::normalise::Words;
use super::{OwnEntry, OwnMatch};
use crate::core::lang::Lang;
use crate::core::redact::{clean_named, clean_patterns, mask_people};
use crate::core::text::excerpt;

/// A code is as sure as it gets.
const BY_CODE: f64 = 0.97;

/// Why an entry was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnReason {
    Code(String),
    Words(Vec<String>),
    Pattern(String),
}

impl OwnReason {
    /// In plain words.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (OwnReason::Code(code), _) => has_code(code, lang),
            (OwnReason::Words(phrases), _) => says(phrases, lang),
            (OwnReason::Pattern(pattern), Lang::En) => format!("the text matches the pattern {pattern}"),
            (OwnReason::Pattern(pattern), Lang::Nl) => format!("de tekst past op het patroon {pattern}"),
        }
    }
}

pub(super) fn diagnose(entries: &[Arc<OwnEntry>], text: &str) -> Vec<OwnMatch> {
    let words = Words::of(text);
    let mut matches: Vec<OwnMatch> = entries.iter().filter_map(|entry| one(entry, text, &words)).collect();
    matches.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    matches
}

fn one(entry: &Arc<OwnEntry>, text: &str, words: &Words) -> Option<OwnMatch> {
    let mut confidence: f64 = 0.0;
    let mut because = Vec::new();
    let mut found = BTreeMap::new();
    let mut first = usize::MAX;
    for (code, phrase) in &entry.codes {
        if let Some(place) = phrase.places(words).first() {
            confidence = confidence.max(BY_CODE);
            first = first.min(words.at(*place));
            because.push(OwnReason::Code(code.clone()));
        }
    }
    for signature in &entry.signatures {
        if let Some((phrases, places)) = signature.find(words) {
            confidence = confidence.max(signature.confidence);
            first = places.iter().map(|place| words.at(*place)).fold(first, usize::min);
            because.push(OwnReason::Words(phrases.into_iter().map(str::to_owned).collect()));
        }
    }
    for pattern in &entry.patterns {
        let Some(hit) = pattern.captures(text) else { continue };
        confidence = confidence.max(entry.confidence);
        first = first.min(hit.get(0).map_or(0, |whole| whole.start()));
        because.push(OwnReason::Pattern(pattern.as_str().to_owned()));
        for name in pattern.capture_names().flatten() {
            if let Some(value) = hit.name(name) {
                let value = clean_named(name, value.as_str());
                found.insert(name.to_owned(), excerpt(&mask_people(&clean_patterns(&value)), 200));
            }
        }
    }
    if because.is_empty() {
        return None;
    }
    let first = first.min(text.len());
    for (key, value) in found::near(text, first) {
        found.entry(key).or_insert(value);
    }
    let line = 1 + text.as_bytes()[..first].iter().filter(|byte| **byte == b'\n').count() as u64;
    Some(OwnMatch { entry: Arc::clone(entry), confidence, because, found, line, at: first })
}
