//! What a key says of its value: that it is a credential, a person's name or a number to call. Knows keys' names; what a value looks like
//! is `values.rs`'s, how both are written `pairs.rs`'s.

/// How far words are trusted: what is shown of other people's logs is cleaned more thoroughly than sentences that are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Everything that is shown, leadctl's own sentences among it.
    Usual,
    /// A line out of somebody's log.
    Line,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Secrets,
    People,
}

/// What a value is by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A credential, whatever it looks like.
    Secret,
    /// The key of a storage account: any text of base64.
    AccountKey,
    /// A password, unless it is a count or a word of a test's result.
    Pass,
    /// A credential, if it looks like one.
    Perhaps,
    /// The same; a short one may be one too.
    Token,
    /// A header that is a secret to its end.
    Header,
    /// A scheme, and what authorises behind it.
    Authorization,
    Name,
    /// A person's name, if it looks like one.
    PerhapsName,
    /// The same, or an account that is made of one: `jan.jansen`.
    Account,
    Phone,
    /// A number to call, if it looks like one.
    PerhapsPhone,
}

/// The longest key, in bytes.
pub(super) const LONGEST: usize = 48;

/// A key that ends with one of these, without what stands between its words.
const SECRETS: [&str; 49] = [
    "secret",
    "secretvalue",
    "secrettext",
    "secretkey",
    "password",
    "passwordhash",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "wachtwoord",
    "passwort",
    "kennwort",
    "apikey",
    "accesskey",
    "accesskeyid",
    "functionskey",
    "functionkey",
    "subscriptionkey",
    "storagekey",
    "saskey",
    "masterkey",
    "hostkey",
    "systemkey",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "sharedkey",
    "authkey",
    "webhookkey",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "authtoken",
    "bearertoken",
    "sastoken",
    "securitytoken",
    "sessiontoken",
    "csrftoken",
    "xsrftoken",
    "verificationtoken",
    "usertoken",
    "apitoken",
    "clientassertion",
    "codeverifier",
    "passwordconfirm",
    "passwordconfirmation",
    "sharedaccesssignature",
    "connectionpassword",
];

/// The same in other languages, as lines of logs alone are looked through for.
const OF_OTHERS: [&str; 35] = [
    "contraseña",
    "contrasena",
    "secretodecliente",
    "密码",
    "密碼",
    "口令",
    "机密",
    "機密",
    "motdepasse",
    "senha",
    "palavrapasse",
    "segredodocliente",
    "segredodecliente",
    "пароль",
    "секретклиента",
    "パスワード",
    "シークレット",
    "비밀번호",
    "암호",
    "heslo",
    "jelszó",
    "hasło",
    "haslo",
    "lösenord",
    "losenord",
    "parola",
    "şifre",
    "sifre",
    "clientgeheimnis",
    "clientschlüssel",
    "clientgeheim",
    "adgangskode",
    "salasana",
    "passord",
    "clienthemlighet",
];

/// A key that ends with one of these has a credential, where its value looks like one.
const PERHAPS: [&str; 14] =
    ["code", "key", "token", "sig", "signature", "credential", "credentials", "auth", "session", "sessionid", "sid", "jwt", "assertion", "ticket"];

/// Of these a short value is one as well: no program numbers its errors so.
const TOKENS: [&str; 6] = ["token", "sig", "signature", "sessionid", "jwt", "assertion"];

/// … but these never.
const NEVER: [&str; 12] = [
    "partitionkey",
    "rowkey",
    "publickeytoken",
    "errorcode",
    "statuscode",
    "postalcode",
    "zipcode",
    "countrycode",
    "correlationkey",
    "subcode",
    "exitcode",
    "leadsourcecode",
];

/// How the keys of a person's names end.
pub(super) const NAMES: [&str; 16] = [
    "firstname",
    "lastname",
    "fullname",
    "givenname",
    "surname",
    "familyname",
    "middlename",
    "contactname",
    "customername",
    "personname",
    "voornaam",
    "achternaam",
    "nachname",
    "vorname",
    "prenom",
    "nomdefamille",
];

const PERHAPS_NAMES: [&str; 14] = [
    "name",
    "naam",
    "displayname",
    "contact",
    "customer",
    "person",
    "sender",
    "recipient",
    "klant",
    "from",
    "to",
    "attn",
    "submittedby",
    "createdby",
];

const ACCOUNTS: [&str; 5] = ["user", "username", "samaccountname", "login", "loginname"];

const PHONES: [&str; 2] = ["phone", "phonenumber"];

const PERHAPS_PHONES: [&str; 8] = ["tel", "telefoon", "mobile", "mobilenumber", "cell", "gsm", "fax", "msisdn"];

/// What a value behind this key is; `equals`: behind an equals sign.
pub(super) fn class(key: &str, equals: bool, wanted: Wanted, care: Care) -> Option<Class> {
    // Most that looks like a key is the hour of a time.
    if !key.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // All its words, and the last alone: behind a blank, or as the member of something.
    let mut buffer = [0; LONGEST];
    let words = plain(key, &mut buffer);
    let last = key.bytes().rev().take_while(|byte| !matches!(byte, b' ' | b'.' | b':')).filter(u8::is_ascii_alphanumeric).count();
    let last = &words[words.len().saturating_sub(last)..];
    let ends = |names: &[&str]| ends_with_any(words, names);
    match wanted {
        Wanted::Secrets if NEVER.contains(&last) => None,
        Wanted::Secrets if words.ends_with("accountkey") => Some(Class::AccountKey),
        Wanted::Secrets if ends(&SECRETS) || (last == "pass" && equals) => Some(Class::Secret),
        Wanted::Secrets if care == Care::Line && is_pass(key, last, equals) => Some(Class::Pass),
        // `password1`, `CLIENT_SECRET_PROD`.
        Wanted::Secrets if care == Care::Line && one_of_several(words).is_some_and(|words| ends_with_any(words, &SECRETS)) => Some(Class::Pass),
        Wanted::Secrets if last.ends_with("cookie") => Some(Class::Header),
        Wanted::Secrets if last.ends_with("authorization") => Some(Class::Authorization),
        Wanted::Secrets if care == Care::Line && ends_with_any(last, &TOKENS) => Some(Class::Token),
        Wanted::Secrets if last == "sig" || ends(&["samlresponse", "samlrequest"]) || ends(&["authorizationcode", "authcode", "oauthcode"]) => {
            Some(Class::Perhaps)
        }
        // What a Digest proves the password with.
        Wanted::Secrets if last == "response" => (care == Care::Line && equals).then_some(Class::Perhaps),
        Wanted::Secrets => (care == Care::Line && ends_with_any(last, &PERHAPS)).then_some(Class::Perhaps),
        Wanted::People if ends(&NAMES) => Some(Class::Name),
        // `telephone2` too.
        Wanted::People if ends_with_any(words.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(words), &PHONES) => Some(Class::Phone),
        Wanted::People if PERHAPS_PHONES.contains(&last) || words.ends_with("mobilenumber") => Some(Class::PerhapsPhone),
        Wanted::People if care == Care::Line && ACCOUNTS.contains(&last) => Some(Class::Account),
        Wanted::People => (care == Care::Line && PERHAPS_NAMES.contains(&last)).then_some(Class::PerhapsName),
    }
}

/// Whether a key is one of those that `pairs.rs` looks for.
pub(super) fn is_known(key: &str) -> bool {
    matches!(class(key, true, Wanted::Secrets, Care::Line), Some(Class::Secret | Class::AccountKey | Class::Pass))
}

/// Whether a key names a secret in another language than `class` knows.
pub(super) fn is_word_of_others(key: &str) -> bool {
    let lower = key.to_lowercase();
    let plain: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    OF_OTHERS.iter().any(|word| plain.ends_with(word)) || lower.ends_with("secret client")
}

/// Whether a key such as `DB_PASS`, `pw` or `pass` ends with a password's short name; `PASS: …` alone is a test's result.
fn is_pass(key: &str, last: &str, equals: bool) -> bool {
    const SHORT: [&str; 3] = ["pass", "pw", "pword"];
    if !ends_with_any(last, &SHORT) {
        return false;
    }
    let end = key.rsplit([' ', '.', ':', '_', '-']).next().unwrap_or(key);
    let short = SHORT.iter().any(|word| end.eq_ignore_ascii_case(word));
    let inside = end.len() > 4 && end.ends_with("Pass");
    (short || inside) && (equals || last != "pass" || key.bytes().any(|byte| byte.is_ascii_lowercase()))
}

/// Whether `words` end with one of these. Most end with none, which their last letter tells.
fn ends_with_any(words: &str, names: &[&str]) -> bool {
    let last = words.as_bytes().last();
    names.iter().any(|name| name.as_bytes().last() == last && words.ends_with(name))
}

/// A key's words without what tells it from others of its kind: a number, or where it is used.
fn one_of_several(words: &str) -> Option<&str> {
    const WHERE: [&str; 8] = ["prod", "production", "dev", "test", "staging", "uat", "acc", "acceptance"];
    match words.as_bytes().last() {
        Some(b'0'..=b'9') => Some(words.trim_end_matches(|c: char| c.is_ascii_digit())),
        Some(b'd' | b'n' | b'v' | b't' | b'g' | b'c' | b'e') => WHERE.iter().find_map(|place| words.strip_suffix(place)),
        _ => None,
    }
}

/// Its letters and digits, in lower case; of a longer one the end.
fn plain<'a>(key: &str, buffer: &'a mut [u8; LONGEST]) -> &'a str {
    let mut start = LONGEST;
    for byte in key.bytes().rev().filter(u8::is_ascii_alphanumeric).take(LONGEST) {
        start -= 1;
        buffer[start] = byte.to_ascii_lowercase();
    }
    std::str::from_utf8(&buffer[start..]).unwrap_or_default()
}
