//! Questions as people ask them, and what must come of each.

use std::collections::HashMap;

use super::*;

#[test]
fn every_word_means_one_thing_and_every_pattern_names_things_that_there_are() {
    let file: File = toml_edit::de::from_str(WORDS).unwrap();
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut twice = Vec::new();
    let all = file.light.iter().chain(&file.words).map(|(meaning, text)| (meaning.as_str(), text.as_str()));
    for (meaning, text) in all.chain([("filler", file.filler.as_str())]) {
        for word in text.split_whitespace() {
            twice.extend(seen.insert(word, meaning).map(|other| format!("'{word}' means {other} and {meaning}")));
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
    let means = |word: &str| file.light.contains_key(word) || file.words.contains_key(word) || file.groups.contains_key(word) || word == COMBINED;
    let own = ["create", "count", "same", "question", "management", "open", "all", "test", "different", "list"];
    for topic in topics() {
        for pattern in topic.ask() {
            for word in pattern.split([' ', '|']).map(|word| word.trim_end_matches('?')) {
                assert!(means(word) || own.contains(&word), "{}: '{word}' in '{pattern}'", topic.id);
            }
        }
    }
}
