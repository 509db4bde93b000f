//! Who may know whom: the `use crate::…` lines against the table of `src/lib.rs`.

use std::path::{Path, PathBuf};

/// A module, and what it may import besides itself.
const MAY_KNOW: [(&str, &[&str]); 9] = [
    ("core", &[]),
    ("catalogue", &["core"]),
    ("config", &["core"]),
    ("transport", &["core"]),
    ("destinations", &["core"]),
    ("sandbox", &["core"]),
    ("render", &["core", "destinations", "config", "cli"]),
    ("cli", &["core", "destinations"]),
    ("commands", &["core", "cli", "catalogue", "config", "destinations", "render", "sandbox", "transport"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        // Tests beside the code may stand on more than the code does.
        } else if path.extension().is_some_and(|ending| ending == "rs") && path.file_name().is_some_and(|name| name != "tests.rs") {
            files.push(path);
        }
    }
    files
}

fn source(path: &Path) -> String {
    // Comments and documentation may speak of other modules.
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The top-level modules named after `crate::` or in `use crate::{…}`.
fn imports(text: &str) -> Vec<String> {
    text.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>())
        .filter(|name| MAY_KNOW.iter().any(|(module, _)| module == name))
        .collect()
}

#[test]
fn no_arrow_turns_back() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for (module, allowed) in MAY_KNOW {
        for file in sources(&src.join(module)) {
            for import in imports(&source(&file)) {
                seen += 1;
                assert!(import == module || allowed.contains(&import.as_str()), "{} imports {import}, which {module} must not know", file.display());
            }
        }
    }
    assert!(seen > 200, "the test reads the imports: {seen}");
}

/// What several services of one vendor share, and the destinations whose common ground it is.
const COMMON_GROUND: [(&str, &[&str]); 1] = [("storage", &["azure_blob", "azure_table"])];

/// The parts of a destination that a fake must not share with its client.
const CLIENT: [&str; 14] = [
    "request",
    "read",
    "sign",
    "settings",
    "deliver",
    "connection_string",
    "lint",
    "checks",
    "paste",
    "account",
    "patience",
    "stored",
    "content",
    "rows",
];

#[test]
fn destinations_do_not_know_each_other_and_fakes_do_not_know_their_client() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/destinations");
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(names.len() >= 2);
    for name in &names {
        // Common ground knows none of those that stand on it, and nobody else stands on it.
        let grounds = COMMON_GROUND.iter().filter(|(_, whose)| whose.contains(&name.as_str()));
        let grounds: Vec<&str> = grounds.map(|(ground, _)| *ground).collect();
        for file in sources(&folder.join(name)) {
            let text = source(&file);
            for other in names.iter().filter(|other| *other != name && !grounds.contains(&other.as_str())) {
                assert!(!text.contains(&format!("destinations::{other}")), "{} knows {other}", file.display());
            }
            if file.components().any(|part| part.as_os_str() == "fake" || part.as_os_str() == "fake.rs") {
                for part in CLIENT {
                    let shared = [format!("destinations::{name}::{part}"), format!("super::super::{part}")];
                    assert!(!shared.iter().any(|shared| text.contains(shared.as_str())), "{} shares {part} with its client", file.display());
                }
                for ground in &grounds {
                    let all = text.matches(&format!("destinations::{ground}")).count();
                    let fakes = text.matches(&format!("destinations::{ground}::fake")).count();
                    assert_eq!(all, fakes, "{} shares more of {ground} than what fakes share", file.display());
                }
            } else {
                assert!(!grounds.iter().any(|ground| text.contains(&format!("{ground}::fake"))), "{} knows what fakes share", file.display());
            }
        }
    }
}

#[test]
fn reqwest_is_known_to_transport_alone_and_printing_to_render() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src) {
        let text = source(&file);
        if !file.starts_with(src.join("transport")) {
            assert!(!text.contains("reqwest::"), "{} uses reqwest", file.display());
        }
        if !file.starts_with(src.join("render")) {
            for word in ["println!", "eprintln!", "print!(", "dialoguer::Input", "dialoguer::Password"] {
                assert!(!text.contains(word), "{} prints", file.display());
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in sources(&root.join("src")).into_iter().chain(sources(&root.join("tests/suite"))) {
        assert!(std::fs::read_to_string(&file).unwrap().starts_with("//!"), "{} does not open with //!", file.display());
    }
}
