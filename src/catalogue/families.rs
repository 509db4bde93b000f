//! Families of error codes: what kind of code it is when no entry has it, what that means for a lead destination, and where to look.
//!
//! The texts are data (`families/<id>.toml`), read when they are asked for; how a code of each family looks is here.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::topics::Texts;
use super::{Entry, entries};
use crate::core::explain_report::FamilyReport;
use crate::core::lang::Lang;

macro_rules! families {
    ($($id:literal),* $(,)?) => { [$(($id, include_str!(concat!("families/", $id, ".toml")))),*] };
}

const FILES: [(&str, &str); 9] = families!["entra", "oauth", "dataverse", "windows", "storage", "marketo", "salesforce", "logic-apps", "http"];

/// Codes that several entries have, and by what each of them is known.
const SHARED: &str = include_str!("families/shared.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    title: Texts,
    meaning: Texts,
    look: Steps,
    links: Vec<String>,
    /// Codes that have no form of their own.
    #[serde(default)]
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Steps {
    en: Vec<String>,
    nl: Vec<String>,
}

/// Code, then entry, then its mark.
type Shared = BTreeMap<String, BTreeMap<String, Texts>>;

/// A code as it was typed, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// In the vendor's own form, such as `AADSTS90002` or `0x80040220`.
    pub written: String,
    /// The same as others write it.
    pub also: Vec<String>,
    family: Option<&'static str>,
}

impl Code {
    fn of(family: &'static str, written: impl Into<String>) -> Code {
        Code { written: written.into(), also: Vec::new(), family: Some(family) }
    }

    /// An HRESULT, which is written as hexadecimal and as decimal numbers.
    fn hresult(value: u32) -> Option<Code> {
        let family = match value >> 16 {
            0x8007 => "windows",
            0x8004..=0x800F => "dataverse",
            _ => return None,
        };
        Some(Code { written: format!("0x{value:08x}"), also: vec![(value as i32).to_string()], family: Some(family) })
    }

    /// Reads what may be a code; `None` for words that have the form of none and that no entry has.
    pub fn read(typed: &str) -> Option<Code> {
        let typed = typed.trim().trim_matches(['"', '\'', ':', ',', '.', '(', ')', '[', ']']);
        number(typed).or_else(|| name(typed))
    }

    /// The entries that have this code, those that it stands for alone first.
    pub fn entries(&self) -> Vec<&'static Entry> {
        let is = |code: &str| code.eq_ignore_ascii_case(&self.written);
        let alone: Vec<&Entry> = entries().iter().filter(|entry| entry.deciding_codes().any(is)).collect();
        if !alone.is_empty() {
            return alone;
        }
        entries().iter().filter(|entry| entry.codes().any(is)).collect()
    }

    /// By what an entry with this code is told from the others.
    pub fn known_by(&self, entry: &Entry, lang: Lang) -> String {
        let shared: Shared = toml_edit::de::from_str(SHARED).expect("the tests read it");
        let marks = shared.into_iter().find(|(code, _)| code.eq_ignore_ascii_case(&self.written));
        match marks.and_then(|(_, mut marks)| marks.remove(entry.id)) {
            Some(mark) => mark.get(lang).to_owned(),
            None => entry.cause.get(lang).to_owned(),
        }
    }

    /// What kind of code it is.
    pub fn family(&self, lang: Lang) -> Option<FamilyReport> {
        let id = self.family?;
        let number: String = self.written.chars().filter(char::is_ascii_digit).collect();
        let win32 = u32::from_str_radix(self.written.trim_start_matches("0x"), 16).unwrap_or_default() & 0xFFFF;
        let decimal = self.also.first().map_or("", String::as_str);
        let fill = |text: &str| {
            let text = text.replace("{number}", &number).replace("{code}", &self.written);
            text.replace("{decimal}", decimal).replace("{win32}", &win32.to_string())
        };
        Some(family(id).report(id, lang, fill))
    }
}

/// Every family, for no code in particular.
pub fn families(lang: Lang) -> Vec<FamilyReport> {
    let blank = |id: &str| family(id).report(id, lang, |text| text.replace('{', "<").replace('}', ">"));
    FILES.iter().map(|(id, _)| blank(id)).collect()
}

impl Family {
    /// With every text as `fill` fills it.
    fn report(&self, id: &str, lang: Lang, fill: impl Fn(&str) -> String) -> FamilyReport {
        let look = match lang {
            Lang::En => &self.look.en,
            Lang::Nl => &self.look.nl,
        };
        FamilyReport {
            family: id.to_owned(),
            title: self.title.get(lang).to_owned(),
            meaning: fill(self.meaning.get(lang)),
            look: look.iter().map(|step| fill(step)).collect(),
            links: self.links.iter().map(|link| fill(link)).collect(),
        }
    }
}

fn family(id: &str) -> &'static Family {
    static READ: [OnceLock<Family>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    let place = FILES.iter().position(|(known, _)| *known == id).expect("a family has its file");
    READ[place].get_or_init(|| toml_edit::de::from_str(FILES[place].1).expect("the tests read every family"))
}

/// Codes of known families in a text that no entry has; each once, at most `most`.
///
/// Of Dataverse's numbers only where the text speaks of Dynamics or of tables, of Marketo's only in answers like its own: other programs
/// have such numbers too.
pub fn unknown_in(text: &str, most: usize) -> Vec<Code> {
    /// What a number stands behind, whose it then is, and what else the text has.
    const MARKS: [(&str, &str, &[&str]); 3] = [
        ("aadsts", "entra", &[""]),
        ("0x8", "dataverse", &["dynamics", "dataverse", "crm service", "crmservice", "' entity", "odata", "xrm"]),
        ("\"code\":\"", "marketo", &["\"errors\":[{\"code\""]),
    ];
    let lower: String = text.to_ascii_lowercase().replace("\": \"", "\":\"");
    let mut found: Vec<Code> = Vec::new();
    let mut add = |code: Code| {
        if found.len() < most && !found.contains(&code) && code.entries().is_empty() {
            found.push(code);
        }
    };
    for (mark, family, _) in MARKS.iter().filter(|(.., near)| near.iter().any(|word| lower.contains(word))) {
        for (at, _) in lower.match_indices(mark) {
            let before = lower[..at].bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric());
            let word: String = lower[at..].trim_start_matches("\"code\":\"").chars().take(24).take_while(char::is_ascii_alphanumeric).collect();
            number(&word).filter(|code| !before && code.family == Some(*family)).into_iter().for_each(&mut add);
        }
    }
    // Codes that are Salesforce's alone; of the others the text must speak of it.
    const SALESFORCES: [&str; 6] = [
        "STORAGE_LIMIT_EXCEEDED",
        "UNABLE_TO_LOCK_ROW",
        "INVALID_CROSS_REFERENCE_KEY",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "API_DISABLED_FOR_ORG",
    ];
    let spoken_of = ["salesforce", "sfdc", "sobject"].iter().any(|word| lower.contains(word));
    let is_theirs = |word: &&str| SALESFORCES.contains(word) || spoken_of && family("salesforce").names.iter().any(|name| name == word);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(is_theirs).map(|word| Code::of("salesforce", word)).for_each(&mut add);
    found
}

fn number(typed: &str) -> Option<Code> {
    let lower = typed.to_ascii_lowercase();
    if let Some(behind) = lower.strip_prefix("aadsts") {
        let digits = behind.trim_start_matches(['-', '_', ' ', ':']);
        return digits.parse::<u32>().ok().filter(|_| (4..=8).contains(&digits.len())).map(|number| Code::of("entra", format!("AADSTS{number}")));
    }
    let hex = lower.strip_prefix("0x").or_else(|| (lower.len() == 8 && lower.starts_with('8')).then_some(lower.as_str()));
    if let Some(hex) = hex.filter(|hex| hex.len() == 8) {
        return u32::from_str_radix(hex, 16).ok().and_then(Code::hresult);
    }
    let value: i64 = lower.parse().ok()?;
    const SPAN: i64 = 1 << 32;
    match value {
        100..=599 => Some(Code::of("http", lower)),
        600..=799 | 1000..=1099 | 1600..=1699 => Some(Code::of("marketo", lower)),
        10_000..=9_999_999 => Some(Code::of("entra", format!("AADSTS{value}"))),
        value if (-SPAN..0).contains(&value) => u32::try_from(value + SPAN).ok().and_then(Code::hresult),
        // A minus sign is easily lost.
        value => u32::try_from(value).ok().and_then(Code::hresult).or_else(|| u32::try_from(SPAN - value).ok().and_then(Code::hresult)),
    }
}

fn name(typed: &str) -> Option<Code> {
    for (id, _) in &FILES {
        if let Some(name) = family(id).names.iter().find(|name| name.eq_ignore_ascii_case(typed)) {
            return Some(Code::of(id, name));
        }
    }
    // What an entry has is no guess.
    if let Some((entry, known)) = entries().iter().find_map(|entry| Some((entry, entry.codes().find(|code| code.eq_ignore_ascii_case(typed))?))) {
        let family = match entry.id.split('/').next() {
            Some("salesforce") => Some("salesforce"),
            Some("storage") => Some("storage"),
            Some("https") if is_flows(typed) => Some("logic-apps"),
            _ => None,
        };
        return Some(Code { written: known.to_owned(), also: Vec::new(), family });
    }
    match typed {
        _ if is_flows(typed) => Some(Code::of("logic-apps", typed)),
        _ if is_salesforces(typed) => Some(Code::of("salesforce", typed.to_ascii_uppercase())),
        _ => None,
    }
}

/// `WorkflowTriggerIsNotEnabled`: two words or more, glued, the first of which is theirs.
fn is_flows(typed: &str) -> bool {
    let theirs = ["Workflow", "DirectApi", "Trigger", "ActionResponse", "ActionBranching", "Flow"];
    typed.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && theirs.iter().any(|first| typed.strip_prefix(first).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())))
}

/// `FIELD_INTEGRITY_EXCEPTION`: capitals, and words tied by underscores; not those of programs that write so too.
fn is_salesforces(typed: &str) -> bool {
    let others =
        ["ERR_", "E_", "CERT_", "UNABLE_TO_GET", "UNABLE_TO_VERIFY", "SELF_SIGNED", "DEPTH_ZERO", "SSL_", "TLS_", "MSFT_", "HTTP_", "LEADCTL_"];
    typed.contains('_')
        && typed.split('_').all(|word| word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
        && !others.iter().any(|other| typed.starts_with(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> (String, Option<&'static str>) {
        Code::read(typed).map(|code| (code.written, code.family)).unwrap_or_default()
    }

    #[test]
    fn a_code_is_read_however_it_is_written() {
        for (typed, written, family) in [
            ("AADSTS50128", "AADSTS50128", "entra"),
            (" aadsts-50128: ", "AADSTS50128", "entra"),
            ("50128", "AADSTS50128", "entra"),
            ("7000222", "AADSTS7000222", "entra"),
            ("0x80042F09", "0x80042f09", "dataverse"),
            ("80042f09", "0x80042f09", "dataverse"),
            ("-2147220960", "0x80040220", "dataverse"),
            ("2147220960", "0x80040220", "dataverse"),
            ("2147746336", "0x80040220", "dataverse"),
            ("0x80072EE7", "0x80072ee7", "windows"),
            ("0x80060891", "0x80060891", "dataverse"),
            ("authenticationfailed", "AuthenticationFailed", "storage"),
            ("OutOfRangeInput", "OutOfRangeInput", "storage"),
            ("601", "601", "marketo"),
            ("1010", "1010", "marketo"),
            ("1650", "1650", "marketo"),
            ("418", "418", "http"),
            ("invalid_field", "INVALID_FIELD", "salesforce"),
            ("SOME_NEW_CODE", "SOME_NEW_CODE", "salesforce"),
            ("workflowtriggerisnotenabled", "WorkflowTriggerIsNotEnabled", ""),
            ("WorkflowTriggerIsNotEnabled", "WorkflowTriggerIsNotEnabled", "logic-apps"),
            ("WorkflowSomethingNew", "WorkflowSomethingNew", "logic-apps"),
            ("invalid_client", "invalid_client", "oauth"),
            ("CERT_HAS_EXPIRED", "CERT_HAS_EXPIRED", ""),
        ] {
            assert_eq!(read(typed), (written.to_owned(), Some(family).filter(|family| !family.is_empty())), "{typed}");
        }
        for typed in ["", "lead", "12", "ERR_SOMETHING_ODD", "firewall", "0x1", "99999999999", "-5", "Workflow", "lower_case_words", "Flowers"] {
            assert_eq!(Code::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_code_of_an_entry_leads_back_to_it() {
        for entry in entries() {
            for code in entry.codes() {
                let read = Code::read(&code.to_lowercase()).unwrap_or_else(|| panic!("{}: {code} is no code", entry.id));
                let found: Vec<&str> = read.entries().iter().map(|entry| entry.id).collect();
                assert!(found.contains(&entry.id), "{code} gives {found:?}, not {}", entry.id);
            }
        }
        let spent = Code::read("-2147220960").map(|code| code.entries().iter().map(|entry| entry.id).collect::<Vec<_>>());
        assert_eq!(spent, Some(vec!["dynamics/missing-privilege"]));
    }

    #[test]
    fn what_shared_codes_are_known_by_names_entries_that_have_them() {
        let shared: Shared = toml_edit::de::from_str(SHARED).unwrap();
        for (code, marks) in &shared {
            for (id, mark) in marks {
                let entry = super::super::entry(id).unwrap_or_else(|| panic!("{code}: there is no {id}"));
                assert!(entry.codes().any(|known| known == code), "{id} does not have {code}");
                assert!(mark.get(Lang::En) != mark.get(Lang::Nl), "{id} {code}");
            }
        }
        for code in entries().iter().flat_map(Entry::codes) {
            let read = Code::read(code).unwrap();
            let several = read.entries();
            assert!(
                several.len() < 2 || several.iter().all(|entry| shared.get(code).is_some_and(|marks| marks.contains_key(entry.id))),
                "{code}: add its marks to families/shared.toml"
            );
        }
    }

    #[test]
    fn every_family_says_what_it_is_and_where_to_look() {
        for lang in [Lang::En, Lang::Nl] {
            for family in families(lang) {
                assert!(!family.meaning.is_empty() && !family.look.is_empty() && !family.links.is_empty(), "{}", family.family);
                let all = format!("{} {} {}", family.meaning, family.look.concat(), family.links.concat());
                assert!(!all.contains(['{', '}']), "{all}");
            }
        }
        let family = Code::read("AADSTS50128").unwrap().family(Lang::En).unwrap();
        assert_eq!(family.links[0], "https://login.microsoftonline.com/error?code=50128");
        let family = Code::read("0x80072ee7").unwrap().family(Lang::En).unwrap();
        assert!(family.meaning.contains("12007"), "{}", family.meaning);
    }

    #[test]
    fn unknown_codes_in_a_text_are_seen_and_known_ones_are_not() {
        let of = |text: &str| unknown_in(text, 3).into_iter().map(|code| code.written).collect::<Vec<_>>();
        assert_eq!(of("AADSTS50128: Invalid domain name. AADSTS50128 again, AADSTS7000222 too"), ["AADSTS50128"]);
        assert_eq!(of("Dynamics CRM says 0x80040216 and 0x80042f09, xAADSTS50128, 0x80072ee7"), ["0x80040216"]);
        assert_eq!(of("UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record"), ["UNABLE_TO_LOCK_ROW"]);
        assert_eq!(of("Salesforce answered INVALID_STATUS, then REQUIRED_FIELD_MISSING"), ["INVALID_STATUS"]);
        for text in [
            "INVALID_STATUS",
            "MAX_RETRIES_EXCEEDED",
            "0x80040154: class not registered",
            "AADSTS",
            "AADSTS1",
            "AADSTS99999999999",
            "é0x8é dynamics 0x8",
        ] {
            assert_eq!(of(text), Vec::<String>::new(), "{text}");
        }
    }
}
