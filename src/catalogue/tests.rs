//! The catalogue against itself.
#[test]
fn score_shared() {
    for file in ["../shared/data/documented-errors", "../shared/data/observed-errors", "../shared/data/other-texts", "target/scratch/pos", "target/scratch/neg"] {
        let Ok(text) = std::fs::read_to_string(format!("{file}.jsonl")) else { continue };
        let (mut right, mut all) = (0, 0);
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let want: Vec<String> = match &row["id"] { serde_json::Value::String(s) => vec![s.clone()], serde_json::Value::Array(a) => a.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(), _ => vec![] };
            let lang = row["lang"].as_str().unwrap_or("");
            let known = want.is_empty() || want.iter().any(|w| super::entry(w).is_some());
            let got = super::diagnose(row["text"].as_str().unwrap());
            let first = got.matches.first().map(|m| m.entry.id);
            let ok = match first { None => want.is_empty(), Some(id) => want.iter().any(|w| w == id) };
            if known { all += 1; right += usize::from(ok); }
            if (!ok && known) || (!known && first.is_some()) {
                println!("{file} {lang} known={known} want {want:?} got {:?} hints {:?}\n   {:?}", got.matches.iter().map(|m| (m.entry.id, m.confidence, &m.because)).collect::<Vec<_>>(), got.hints.iter().map(|h| h.id).collect::<Vec<_>>(), row["text"].as_str().unwrap().chars().take(200).collect::<String>());
            }
        }
        println!("== {file}: {right}/{all}");
    }
    for entry in super::entries() {
        for example in entry.examples {
            let got = super::diagnose(example);
            if got.matches.first().is_none_or(|m| m.entry.id != entry.id) { println!("EXAMPLE {} got {:?} hints {:?}\n   {example:?}", entry.id, got.matches.iter().map(|m| (m.entry.id, m.confidence, &m.because)).collect::<Vec<_>>(), got.hints.iter().map(|h| h.id).collect::<Vec<_>>()); }
        }
    }
}
