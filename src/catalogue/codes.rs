//! Codes in a text: `AADSTS…`, HRESULTs, the services' own names. Compared whole and, where they are numbers, as numbers:
//! `AADSTS90002` is no beginning of `AADSTS900023`.

use super::data;
use super::normalise::{Words, is_ideograph};

/// A known code at a place of the text.
pub(super) struct CodeHit {
    /// Index into the entries.
    pub entry: usize,
    /// As the catalogue writes it.
    pub code: &'static str,
    /// Which word of the text.
    pub word: usize,
    /// A number that is tied to its service by its form, not by a name that others could use too.
    pub numeric: bool,
}

/// Every known code in the text, in order.
pub(super) fn hits(words: &Words) -> Vec<CodeHit> {
    let mut hits = Vec::new();
    for place in 0..words.len() {
        let word = words.get(place);
        hits.extend(match word.as_bytes().first() {
            Some(b'a') if word.starts_with("aadsts") => aadsts(words, place).and_then(|number| sts(number, place)),
            _ if word.len() >= 6 => named(word, place),
            _ => None,
        });
        match word {
            "error_codes" | "errorcodes" => {
                for next in place + 1..place + 5 {
                    let Some(listed) = number(words.get(next)) else { break };
                    hits.extend(sts(listed, next));
                }
            }
            _ if is_label(words, place) => {
                let said = number(words.get(place + 1)).filter(|number| is_entras(words, place, *number));
                hits.extend(said.and_then(|number| sts(number, place + 1)));
            }
            _ => {}
        }
    }
    hits
}

/// The number behind `AADSTS`, glued to it or apart.
fn aadsts(words: &Words, place: usize) -> Option<u32> {
    let behind = words.get(place)["aadsts".len()..].trim_start_matches('_');
    number(if behind.is_empty() { words.get(place + 1) } else { behind })
}

fn number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|_| !word.starts_with('0'))
}

/// Whether "error code" ends here, in a language of Entra ID's pages.
fn is_label(words: &Words, place: usize) -> bool {
    // The last word, and the word before it where the last one says too little.
    const LABELS: [(&str, &str); 23] = [
        ("code", ""),
        ("errorcode", ""),
        ("error_code", ""),
        ("foutcode", ""),
        ("fehlercode", ""),
        ("felkod", ""),
        ("fejlkode", ""),
        ("feilkode", ""),
        ("hibakod", ""),
        ("virhekoodi", ""),
        ("error", "de"),
        ("erro", "de"),
        ("erreur", "d"),
        ("errore", "codice"),
        ("bledu", "kod"),
        ("chyby", "kod"),
        ("kodu", "hata"),
        ("ошибки", "код"),
        ("σφάλματος", "κωδικός"),
        ("ト", "ー"),
        ("드", "코"),
        ("码", "代"),
        ("碼", "誤"),
    ];
    let (word, before) = (words.get(place), || words.get(place.wrapping_sub(1)));
    LABELS.iter().any(|(last, first)| word == *last && (first.is_empty() || before() == *first))
}

/// Whether a number behind "code" is one of Entra's: short ones are many things, unless the text is about signing in.
fn is_entras(words: &Words, place: usize, number: u32) -> bool {
    const NEARBY: usize = 25;
    // Where each letter is a word.
    const NEARBY_LETTERS: usize = 80;
    // Of a page of Entra ID's, in whatever language: what it calls signing in, and the request's correlation.
    const BEGINNINGS: [&str; 18] = [
        "correlat",
        "correlac",
        "correlaz",
        "korrelat",
        "korelac",
        "корреляц",
        "anmeld",
        "aanmeld",
        "logowan",
        "zalogow",
        "prihlas",
        "inlogg",
        "bejelentkez",
        "sesion",
        "sessao",
        "oturum",
        "воити",
        "вход",
    ];
    let spoken = words.get(place) != "code" || words.get(place.wrapping_sub(1)) == "error";
    let reach = if words.get(place).starts_with(is_ideograph) { NEARBY_LETTERS } else { NEARBY };
    let near = || place.saturating_sub(reach)..place + reach;
    let entra = || {
        near().map(|near| words.get(near)).any(|word| {
            matches!(
                word,
                "microsoftonline" | "aad" | "entra" | "msal" | "adal" | "invalid_client" | "invalid_grant" | "signin" | "connexion" | "accesso"
            ) || BEGINNINGS.iter().any(|begun| word.starts_with(begun))
        })
    };
    let sign_in = || {
        near().any(|near| {
            let behind = |at: usize| words.get(near + at);
            let joined = [behind(0), behind(1), behind(2), behind(3)];
            matches!(joined, ["sign", "in", ..] | ["登", "录" | "入", ..] | ["로", "그", "인", _] | ["サ", "イ", "ン", "イ"])
        })
    };
    spoken && (number >= 500_000 || number >= 50_000 && (entra() || sign_in()))
}

/// The hit of a number at a place.
fn sts(number: u32, word: usize) -> Option<CodeHit> {
    let place = data::AADSTS.binary_search_by_key(&number, |(known, ..)| *known).ok()?;
    let (_, code, entry) = data::AADSTS[place];
    Some(CodeHit { entry: usize::from(entry), code: code.get(), word, numeric: true })
}

/// The hit of a name, or of a number written as one, at a place.
fn named(name: &str, word: usize) -> Option<CodeHit> {
    if !data::may_be_known(&data::KNOWN_WORDS, name.as_bytes()) {
        return None;
    }
    let place = data::NAMED.binary_search_by(|(known, ..)| known.get().cmp(name)).ok()?;
    let (_, code, entry) = data::NAMED[place];
    let code = code.get();
    Some(CodeHit { entry: usize::from(entry), code, word, numeric: code.starts_with("0x") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_page_is_known_in_every_language() {
        for page in [
            "Your sign-in was successful. Error code: 53003",
            "Ihre Anmeldung war erfolgreich. Fehlercode: 53003",
            "Votre connexion a réussi. Code d'erreur : 53003",
            "El inicio de sesión se ha realizado. Código de error: 53003",
            "L'accesso è riuscito. Codice errore: 53003",
            "Sua entrada, a sessão. Código de erro: 53003",
            "De aanmelding is gelukt. Foutcode: 53003",
            "Logowanie powiodło się. Kod błędu: 53003",
            "Přihlášení proběhlo. Kód chyby: 53003",
            "Inloggningen lyckades. Felkod: 53003",
            "A bejelentkezés sikerült. Hibakód: 53003",
            "Oturum açıldı. Hata kodu: 53003",
            "Вы смогли войти. Код ошибки: 53003",
            "Κωδικός σφάλματος: 53003 Correlation Id: 1",
            "サインインに成功しました。エラー コード: 53003",
            "로그인했습니다. 오류 코드: 53003",
            "你已成功登录。错误代码: 53003",
            "您已成功登入。錯誤碼: 53003",
        ] {
            let found: Vec<&str> = hits(&Words::of(page)).iter().map(|hit| hit.code).collect();
            assert_eq!(found, ["AADSTS53003"], "{page}");
            let other = page.replace(": 53003", ": 1").replace(" : 53003", " : 1") + " 53003";
            assert!(hits(&Words::of(&other)).is_empty(), "{other}");
        }
        for other in ["Código de error: 53003", "Fehlercode: 53003 beim Drucken", "Kod błędu: 53003", "エラー コード: 53003"] {
            assert!(hits(&Words::of(other)).is_empty(), "{other}");
        }
    }
}
