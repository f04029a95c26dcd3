//! The letters of a header without what different pages write differently.

/// Folds letter case, full width, accents and traditional characters, composes what is decomposed, and drops the
/// marks of an optional plural and of emphasis.
pub(crate) fn fold(header: &str) -> String {
    let mut folded = String::with_capacity(header.len());
    for c in header.chars().flat_map(char::to_lowercase) {
        let last = folded.chars().next_back().map_or(0, u32::from);
        let code = u32::from(c);
        let composed = match code {
            // Hangul: a vowel after a consonant, and a consonant after a syllable without one.
            0x1161..=0x1175 if (0x1100..=0x1112).contains(&last) => {
                0xac00 + ((last - 0x1100) * 21 + code - 0x1161) * 28
            }
            0x11a8..=0x11c2 if (0xac00..=0xd7a3).contains(&last) && (last - 0xac00) % 28 == 0 => {
                last + code - 0x11a7
            }
            // Kana: the voiced and the half-voiced mark.
            0x3099 | 0x309a if (0x3040..=0x30ff).contains(&last) => last + code - 0x3098,
            _ => 0,
        };
        if let Some(composed) = char::from_u32(composed).filter(|c| *c != '\0') {
            folded.pop();
            folded.push(composed);
        } else if !matches!(c, '*' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{655}') {
            folded.push(plain(c));
        }
    }
    folded.replace("(s)", "").replace("(es)", "")
}

/// Returns a letter without its accent, of normal width, and in simplified characters.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        'à'..='å' | 'ā' | 'ă' | 'ą' | '\u{1ea1}'..='\u{1eb7}' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | '\u{1eb9}'..='\u{1ec7}' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | '\u{1ecd}'..='\u{1ee3}' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'й' => 'и',
        'ё' => 'е',
        'ї' => 'і',
        'أ' | 'إ' | 'آ' => 'ا',
        '稱' => '称',
        '權' | '権' => '权',
        '資' => '资',
        '動' => '动',
        '說' | '説' => '说',
        '項' => '项',
        '點' => '点',
        '條' => '条',
        '鍵' => '键',
        '聯' => '联',
        '連' => '连',
        '賴' => '赖',
        '類' => '类',
        '參' => '参',
        '數' => '数',
        '種' => '种',
        '關' | '関' => '关',
        '範' => '范',
        '狀' => '状',
        '碼' => '码',
        '鑑' | '鑒' => '鉴',
        '規' => '规',
        '則' => '则',
        '級' => '级',
        c => c,
    }
}
