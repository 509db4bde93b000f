//! Letters by what they mean: without case, accents, width, ligature or composition, since pastes carry them in every form.
//!
//! The small part of Unicode's compatibility forms that pasted errors have, in a few hundred bytes: half-width katakana, decomposed
//! Hangul, radicals and compatibility ideographs as PDF files yield them. Voiced kana are folded to unvoiced ones, so that it does
//! not matter whether the mark is a character of its own.

/// Characters that stand inside words and mean nothing: zero-width and direction marks, soft hyphens, combining accents.
pub(super) fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}'..='\u{309C}' | '\u{FF9E}' | '\u{FF9F}')
}

/// Scripts that write no spaces: each character is a word of its own.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// From U+FF66 on.
const HALF_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
/// From U+2F00 on.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// From U+F900 on.
const COMPATIBLE: &str = "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀";

/// The common form of a character that has several.
pub(super) fn common(c: char) -> char {
    let behind = |first: u32, list: &str| list.chars().nth((c as u32 - first) as usize).unwrap_or(c);
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{FF66}'..='\u{FF9D}' => unvoiced(behind(0xFF66, HALF_WIDTH)),
        '\u{3041}'..='\u{30FA}' => unvoiced(c),
        '\u{2F00}'..='\u{2FD5}' => behind(0x2F00, RADICALS),
        '\u{F900}'..='\u{FA0D}' => behind(0xF900, COMPATIBLE),
        c => c,
    }
}

/// `プ` and `ブ` as `フ`.
fn unvoiced(c: char) -> char {
    // Hiragana and katakana are laid out alike.
    let katakana = if matches!(c, '\u{3041}'..='\u{3096}') { c as u32 + 0x60 } else { c as u32 };
    let down = match char::from_u32(katakana).unwrap_or(c) {
        'ガ' | 'ギ' | 'グ' | 'ゲ' | 'ゴ' | 'ザ' | 'ジ' | 'ズ' | 'ゼ' | 'ゾ' | 'ダ' | 'ヂ' | 'ヅ' | 'デ' | 'ド' | 'バ' | 'ビ' | 'ブ' | 'ベ' | 'ボ' => {
            1
        }
        'パ' | 'ピ' | 'プ' | 'ペ' | 'ポ' => 2,
        'ヴ' => return if c == 'ヴ' { 'ウ' } else { 'う' },
        _ => 0,
    };
    char::from_u32(c as u32 - down).unwrap_or(c)
}

/// A syllable of Hangul at the start of the text, put together from its parts, and how many bytes it took.
pub(super) fn hangul(rest: &str) -> Option<(char, usize)> {
    let mut parts = rest.chars();
    let part = |c: Option<char>, first: u32, count: u32| c.and_then(|c| (c as u32).checked_sub(first)).filter(|number| *number < count);
    let lead = part(parts.next(), 0x1100, 19)?;
    let vowel = part(parts.next(), 0x1161, 21)?;
    let tail = part(parts.next(), 0x11A7, 28).filter(|tail| *tail > 0);
    let syllable = char::from_u32(0xAC00 + (lead * 21 + vowel) * 28 + tail.unwrap_or(0))?;
    Some((syllable, if tail.is_some() { 9 } else { 6 }))
}

/// Letters that stand for two.
pub(super) fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'ĳ' | 'Ĳ' => "ij",
        _ => return None,
    })
}

/// Letters without their accents; with them or without, composed or not, a word is the same.
pub(super) fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' | 'ĺ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'й' => 'и',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_as_long_as_their_ranges() {
        for (list, from, to) in [(HALF_WIDTH, 0xFF66, 0xFF9D), (RADICALS, 0x2F00, 0x2FD5), (COMPATIBLE, 0xF900, 0xFA0D)] {
            assert_eq!(list.chars().count(), to - from + 1);
        }
        assert_eq!((common('\u{2FBC}'), common('\u{F90A}'), common('ﾃ')), ('高', '金', 'テ'));
    }

    #[test]
    fn hangul_is_put_together() {
        assert_eq!(hangul("\u{1112}\u{1161}\u{11ab}x"), Some(('한', 9)));
        assert_eq!(hangul("\u{1100}\u{1161}x"), Some(('가', 6)));
        assert_eq!(hangul("\u{1100}x"), None);
    }
}
