//! Bytes as text: UTF-8, and where they plainly are something else, what older systems write (Windows code pages, Shift JIS, GBK, Big5,
//! EUC-KR). Which one, the frequencies of its letters tell.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// The text that bytes mean; what means nothing in their encoding stands there as U+FFFD.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(lines(bytes).map(|line| line.text()).collect()),
    }
}

/// The place in bytes of a place in the [`text`] that they mean; in an older encoding it may be a few bytes early.
pub fn place_in(bytes: &[u8], mut in_text: usize) -> usize {
    if std::str::from_utf8(bytes).is_ok() {
        return in_text.min(bytes.len());
    }
    let mut at = 0;
    for line in lines(bytes) {
        let length = line.text().len();
        if in_text <= length {
            return at + line.place(in_text);
        }
        in_text -= length;
        at += line.bytes.len();
    }
    at
}

/// A line, and what it is written in where that is no UTF-8.
struct Line<'a> {
    bytes: &'a [u8],
    older: Option<&'static Encoding>,
}

/// A log may have lines of several programs, of which some write an older encoding, all of them the same.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let lines: Vec<(&[u8], bool)> = bytes.split_inclusive(|byte| *byte == b'\n').map(|line| (line, is_older(line))).collect();
    // Guessing takes longer than all the rest, and most of what is broken is no older encoding.
    let encoding = lines.iter().any(|(_, older)| *older).then(|| guess(lines.iter().filter(|(_, older)| *older).map(|(line, _)| *line)));
    lines.into_iter().map(move |(bytes, older)| Line { bytes, older: encoding.filter(|_| older) })
}

fn guess<'a>(lines: impl Iterator<Item = &'a [u8]>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in lines {
        detector.feed(line, false);
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether a line is no UTF-8, and no UTF-8 with a few broken letters or no text at all either.
fn is_older(line: &[u8]) -> bool {
    if std::str::from_utf8(line).is_ok() || memchr::memchr(0, line).is_some() {
        return false;
    }
    let (mut whole, mut broken) = (0, 0);
    for chunk in line.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken > whole
}

impl<'a> Line<'a> {
    fn text(&self) -> Cow<'a, str> {
        match self.older {
            Some(encoding) => encoding.decode_without_bom_handling(self.bytes).0,
            None => String::from_utf8_lossy(self.bytes),
        }
    }

    fn place(&self, mut in_text: usize) -> usize {
        if let Some(encoding) = self.older {
            let mut before = vec![0; in_text];
            return encoding.new_decoder_without_bom_handling().decode_to_utf8(self.bytes, &mut before, true).1;
        }
        let mut at = 0;
        for chunk in self.bytes.utf8_chunks() {
            let valid = chunk.valid().len();
            if in_text <= valid {
                return at + in_text;
            }
            at += valid + chunk.invalid().len();
            in_text = in_text.saturating_sub(valid + char::REPLACEMENT_CHARACTER.len_utf8());
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documented sentences as a system of that language writes them.
    const WRITTEN: [(&Encoding, &str); 6] = [
        (
            encoding_rs::WINDOWS_1252,
            "Der Lead konnte nicht in Dynamics CRM gespeichert werden. Überprüfen Sie die Kontoeinstellungen für Dynamics CRM.",
        ),
        (encoding_rs::WINDOWS_1251, "Не удалось сохранить интерес в Dynamics CRM. Проверьте параметры учетной записи Dynamics CRM."),
        (encoding_rs::SHIFT_JIS, "リードを Dynamics CRM に保存できませんでした。Dynamics CRM アカウントの設定を確認してください。"),
        (encoding_rs::EUC_KR, "잠재 고객을 Dynamics CRM에 저장할 수 없습니다. Dynamics CRM 계정 설정을 확인하세요."),
        (encoding_rs::GBK, "无法将潜在顾客保存到 Dynamics CRM。请检查 Dynamics CRM 帐户设置。"),
        (encoding_rs::BIG5, "無法將潛在客戶儲存到 Dynamics CRM。請檢查 Dynamics CRM 帳戶設定。"),
    ];

    #[test]
    fn what_older_systems_write_is_read() {
        for (encoding, meant) in WRITTEN {
            let bytes = encoding.encode(meant).0;
            assert_eq!(text(&bytes), meant, "{}", encoding.name());
            for (at, _) in meant.char_indices().skip(3) {
                let before = encoding.encode(&meant[..at]).0.len();
                let place = place_in(&bytes, at);
                assert!(place <= before && before - place <= 4, "{}: {place} for {before}", encoding.name());
            }
        }
    }

    #[test]
    fn a_few_broken_letters_are_no_other_encoding() {
        for (_, meant) in WRITTEN {
            let mut bytes = meant.as_bytes().to_vec();
            let first = bytes.iter().position(|byte| *byte >= 0x80).unwrap();
            bytes.remove(first);
            let end: String = meant.chars().skip(meant.chars().count() - 20).collect();
            assert!(text(&bytes).ends_with(&end), "{}", text(&bytes));
        }
        assert_eq!(text(b"a\xFF\0b"), "a\u{FFFD}\0b");
    }

    #[test]
    fn places_are_found_behind_what_is_no_text() {
        let bytes = b"\xC3\xB6\xC3\xB6a\xFFb\xE2\x82c\xC3\xA4d";
        let text = text(bytes);
        for letter in ['a', 'b', 'c', 'd'] {
            assert_eq!(place_in(bytes, text.find(letter).unwrap()), bytes.iter().position(|byte| *byte == letter as u8).unwrap());
        }
    }
}
