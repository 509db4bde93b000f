//! Text with its escapes undone: percent-encoding, JSON and HTML, in any mixture.

/// Text with its escapes undone, and where each of its bytes stands in the original.
pub(super) struct Canonical {
    pub(super) text: String,
    /// Start and end in the original, for each byte of `text`; empty where nothing was undone.
    places: Vec<(usize, usize)>,
}

impl Canonical {
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        self.places.get(at).copied().unwrap_or((at, at + 1))
    }
}

/// Undoes percent-encoding and the escapes of JSON and HTML, also one inside the other, in any mixture. What is not ASCII becomes
/// a character per byte, so that `é` and `%C3%A9` are the same.
pub(super) fn canonical(text: &str) -> Canonical {
    let mut now = Canonical { text: text.to_owned(), places: Vec::new() };
    if text.is_ascii() && !text.contains(['%', '\\', '&']) {
        return now;
    }
    now = pass(text.as_bytes(), |at| (at, at + 1)).0;
    for _ in 0..3 {
        // From here on every character is one byte of the text that is meant.
        let bytes: Vec<u8> = now.text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let places: Vec<(usize, usize)> = now.text.char_indices().map(|(at, _)| now.place(at)).collect();
        let (next, changed) = pass(&bytes, |at| places[at]);
        now = next;
        if !changed {
            break;
        }
    }
    now
}

/// One layer of escapes undone; whether there was one.
fn pass(bytes: &[u8], place: impl Fn(usize) -> (usize, usize)) -> (Canonical, bool) {
    let mut out = Canonical { text: String::with_capacity(bytes.len()), places: Vec::with_capacity(bytes.len()) };
    let mut changed = false;
    let mut at = 0;
    while at < bytes.len() {
        let (byte, length) = unescape(&bytes[at..]).unwrap_or((bytes[at], 1));
        changed |= length > 1;
        let whole = (place(at).0, place(at + length - 1).1);
        let c = char::from(byte);
        out.text.push(c);
        out.places.extend(std::iter::repeat_n(whole, c.len_utf8()));
        at += length;
    }
    (out, changed)
}

/// The byte that an escape at the beginning stands for, and the escape's length.
fn unescape(bytes: &[u8]) -> Option<(u8, usize)> {
    let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    match bytes {
        [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => Some((hex(&[*high, *low])?, 3)),
        [b'\\', b'u' | b'U', b'0', b'0', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => Some((hex(&[*high, *low])?, 6)),
        [b'\\', c @ (b'/' | b'"' | b'\\'), ..] => Some((*c, 2)),
        [b'&', rest @ ..] => {
            let end = rest.iter().take(7).position(|byte| *byte == b';')?;
            let byte = match &rest[..end] {
                b"amp" => b'&',
                b"lt" => b'<',
                b"gt" => b'>',
                b"quot" => b'"',
                b"apos" => b'\'',
                [b'#', b'x' | b'X', digits @ ..] => hex(digits)?,
                [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
                _ => return None,
            };
            Some((byte, end + 2))
        }
        _ => None,
    }
}
