//! Passwords that commands are told, as logs repeat their lines. Knows the commands; what is a value by its key is `pairs.rs`'s.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::keys::Care;
use super::{extents, values};

/// How a command is told its password.
#[derive(Clone, Copy)]
enum Told {
    /// `-p VALUE`, or `-pVALUE`.
    Flag(&'static str),
    /// `-pVALUE` alone.
    Joined(&'static str),
    /// `-u NAME:VALUE`, and `-b COOKIES`.
    Curl,
    /// The flag itself, and its value: `-u NAME -p VALUE`.
    Beside(&'static str),
    /// As the first that is no flag.
    First,
    /// As the last in its brackets, in quotes: `new ClientSecretCredential(tenant, client, "…")`.
    Last,
}

/// The commands, in lower case.
const COMMANDS: [(&str, Told); 19] = [
    ("login", Told::Flag("-p")),
    ("sshpass", Told::Flag("-p")),
    ("sqlcmd", Told::Flag("-P")),
    ("bcp", Told::Flag("-P")),
    ("keyvault", Told::Flag("--value")),
    ("redis-cli", Told::Flag("-a")),
    ("mysql", Told::Joined("-p")),
    ("mysqldump", Told::Joined("-p")),
    ("mysqladmin", Told::Joined("-p")),
    ("mysqlimport", Told::Joined("-p")),
    ("mariadb", Told::Joined("-p")),
    ("mariadb-dump", Told::Joined("-p")),
    ("curl", Told::Curl),
    ("curl.exe", Told::Curl),
    ("-u", Told::Beside("-p")),
    ("convertto-securestring", Told::First),
    ("clientsecretcredential", Told::Last),
    ("clientcredential", Told::Last),
    ("networkcredential", Told::Last),
];

/// The passwords in command lines.
pub(super) fn values(text: &str, spans: &mut Vec<Range<usize>>) {
    static FINDERS: LazyLock<[Finder; COMMANDS.len()]> = LazyLock::new(|| COMMANDS.map(|(command, _)| Finder::new(command)));
    let lower = text.to_ascii_lowercase();
    for ((command, told), finder) in COMMANDS.into_iter().zip(FINDERS.iter()) {
        for at in finder.find_iter(lower.as_bytes()) {
            let from = at + command.len();
            let parted = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"_-.".contains(byte));
            if parted(lower.as_bytes()[..at].last()) && parted(lower.as_bytes().get(from)) {
                let end = text[from..].find(['\n', '\r']).map_or(text.len(), |end| from + end);
                told_in(text, from..end, told, spans);
                match told {
                    Told::First => piped(text, at, spans),
                    Told::Last => bracketed(text, from..end, spans),
                    _ => {}
                }
            }
        }
    }
}

fn told_in(text: &str, line: Range<usize>, told: Told, spans: &mut Vec<Range<usize>>) {
    let mut next = None;
    let mut at = line.start;
    while let Some(word) = argument(text, at, line.end) {
        at = word.behind;
        let said = &text[word.inside.clone()];
        let is_flag = said.starts_with('-') && !word.quoted;
        if let Some(user) = next.take() {
            give(text, word.inside, user, spans);
            continue;
        }
        // Another command begins.
        if !word.quoted && ["|", "||", "&&", ";"].contains(&said) {
            return;
        }
        match told {
            Told::Flag(flag) | Told::Joined(flag) => {
                let value = said.strip_prefix(flag).filter(|_| !word.quoted);
                match value {
                    Some("") => next = matches!(told, Told::Flag(_)).then_some(false),
                    Some(value) if said.len() > 2 => {
                        let value = value.trim_start_matches('=').trim_start_matches(['\'', '"']);
                        give(text, word.inside.end - value.len()..word.inside.end, false, spans);
                    }
                    _ => {}
                }
            }
            Told::Curl => match said {
                "-u" | "--user" | "-U" | "--proxy-user" => next = Some(true),
                "-b" => next = Some(false),
                // `-sSu`, with flags that take no value.
                _ if is_flag && said.strip_suffix('u').is_some_and(|flags| flags[1..].bytes().all(|flag| b"sSkLvifg".contains(&flag))) => {
                    next = Some(true)
                }
                _ => {
                    let value = ["--user=", "--proxy-user=", "-u"].iter().find_map(|flag| said.strip_prefix(flag)).filter(|_| is_flag);
                    if let Some(value) = value {
                        give(text, word.inside.end - value.len()..word.inside.end, true, spans);
                    }
                }
            },
            Told::Beside(flag) => {
                let password = argument(text, at, line.end).filter(|word| text[word.inside.clone()].eq_ignore_ascii_case(flag));
                let value = password.and_then(|word| argument(text, word.behind, line.end)).map(|word| word.inside);
                // A port has no letters.
                if let Some(value) = value.filter(|value| text[value.clone()].contains(char::is_alphabetic)) {
                    give(text, value, false, spans);
                }
                return;
            }
            Told::Last => return,
            Told::First if is_flag => {}
            Told::First => {
                let variable = said.starts_with('$') && !word.quoted;
                let sign = !word.quoted && !said.contains(char::is_alphanumeric);
                // Said of the command, not told to it.
                let sentence =
                    !word.quoted && values::is_word(said) && argument(text, at, line.end).is_some_and(|next| !text[next.inside].starts_with('-'));
                if !variable && !sign && !sentence {
                    give(text, word.inside, false, spans);
                }
                return;
            }
        }
    }
}

/// `"…" | ConvertTo-SecureString`.
fn piped(text: &str, at: usize, spans: &mut Vec<Range<usize>>) {
    let Some(before) = text[..at].trim_end().strip_suffix('|').map(str::trim_end) else { return };
    let Some(quote) = before.chars().next_back().filter(|c| "\"'".contains(*c)) else { return };
    let inside = before[..before.len() - 1].trim_end_matches('\\');
    if let Some(open) = inside.rfind([quote, '\n']).filter(|open| inside[*open..].starts_with(quote)) {
        give(text, open + 1..inside.len(), false, spans);
    }
}

/// `("…", "…")`.
fn bracketed(text: &str, line: Range<usize>, spans: &mut Vec<Range<usize>>) {
    if !text[line.clone()].starts_with('(') {
        return;
    }
    let mut at = line.start + 1;
    let mut last = None;
    loop {
        at = line.end - text[at..line.end].trim_start_matches([' ', ',']).len();
        match extents::quoted(text, at, Care::Line, false).filter(|(inside, behind)| inside.end < *behind && *behind <= line.end) {
            Some((inside, behind)) => (last, at) = (Some(inside), behind),
            None => {
                let length = text[at..line.end].find([',', ')', '"', '\'', '\\']).unwrap_or(line.end - at);
                if length == 0 || at + length == line.end {
                    break;
                }
                (last, at) = (None, at + length);
            }
        }
        if text[at..line.end].starts_with(')') {
            break;
        }
    }
    if let Some(inside) = last {
        give(text, inside, false, spans);
    }
}

fn give(text: &str, value: Range<usize>, user: bool, spans: &mut Vec<Range<usize>>) {
    let start = match text[value.clone()].find(':') {
        Some(name) if user => value.start + name + 1,
        None if user => return,
        _ => value.start,
    };
    if start < value.end && !values::is_no_secret(&text[start..value.end]) {
        spans.push(start..value.end);
    }
}

struct Argument {
    inside: Range<usize>,
    quoted: bool,
    behind: usize,
}

/// The next argument in a line: in quotes, or up to a blank or the end of the text that the line is part of.
fn argument(text: &str, from: usize, end: usize) -> Option<Argument> {
    let from = end - text[from..end].trim_start_matches([' ', '\t']).len();
    if from == end {
        return None;
    }
    if let Some((inside, behind)) = extents::quoted(text, from, Care::Line, false).filter(|(inside, behind)| inside.end < *behind && *behind <= end) {
        return Some(Argument { inside, quoted: true, behind });
    }
    let rest = &text[from..end];
    let stop = |(at, c): (usize, char)| match c {
        ' ' | '\t' | '"' => true,
        '\\' => {
            let behind = rest[at..].trim_start_matches('\\');
            behind.starts_with(['"', '\'', 'n', 'r', 't'])
        }
        _ => false,
    };
    let length = rest.char_indices().find(|found| stop(*found)).map_or(rest.len(), |(at, _)| at);
    // The text that the line is part of ends here.
    if length == 0 {
        return None;
    }
    let length_told = rest[..length].trim_end_matches(['\'', '`', ')']).len();
    Some(Argument { inside: from..from + length_told.max(1), quoted: false, behind: from + length })
}
