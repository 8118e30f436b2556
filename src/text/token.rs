//! Words, as phrases are compared: letters and digits, lower-case, nothing else.
//!
//! The build script and the engine both cut texts with this file, so that a phrase and a paste are cut alike.

use std::ops::Range;

/// Calls `found` with each word of `text`: its range, and its folded form.
///
/// Apostrophes inside a word vanish (`couldn't` is one word). In scripts that are written without spaces each sign is
/// a word.
pub fn words(text: &str, mut found: impl FnMut(Range<usize>, &str)) {
    let mut word = String::new();
    let (mut start, mut end, mut at) = (0, 0, 0);
    while let Some(c) = text[at..].chars().next() {
        // Nearly all of any text.
        let run = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if run > 0 {
            start = if word.is_empty() { at } else { start };
            end = at + run;
            let folded = word.len();
            word.push_str(&text[at..end]);
            word[folded..].make_ascii_lowercase();
            at = end;
            continue;
        }
        let here = at;
        at += c.len_utf8();
        if !c.is_alphanumeric() && !is_mark(c) {
            let opens = c == '\'' && is_prefix(&word);
            let joins =
                is_apostrophe(c) && !word.is_empty() && !opens && text[at..].starts_with(char::is_alphabetic);
            if !joins && !word.is_empty() {
                found(start..end, &word);
                word.clear();
            }
            continue;
        }
        if is_unspaced(c) {
            if !word.is_empty() {
                found(start..end, &word);
                word.clear();
            }
            found(here..at, &text[here..at]);
            continue;
        }
        start = if word.is_empty() { here } else { start };
        end = at;
        fold(c, &mut word);
    }
    if !word.is_empty() {
        found(start..end, &word);
    }
}

fn fold(c: char, word: &mut String) {
    word.extend(c.to_lowercase().filter(|c| !is_mark(*c)));
}

/// Combining marks: dropped, so that a decomposed letter is not two words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '´' | '`')
}

/// What Python writes before the quote of bytes, and of texts once: `b'User unknown'` are the words "User unknown".
fn is_prefix(word: &str) -> bool {
    matches!(word, "b" | "u")
}

/// Han, kana, Hangul, Thai, Lao, Khmer, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A word's number in hash tables (FNV-1a, 32 bit: short keys, our own words).
#[allow(dead_code, reason = "the build script shares this file and has no use for it")]
pub fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let mut got = Vec::new();
        words(text, |_, word| got.push(word.to_owned()));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn words_are_letters_and_digits() {
        check("550-5.7.1 Couldn’t <a@B>!", &["550", "5", "7", "1", "couldnt", "a", "b"]);
        check("'quoted' user's", &["quoted", "users"]);
        check("邮箱已满", &["邮", "箱", "已", "满"]);
        check("Größe ÜBER", &["größe", "über"]);
        check("cafe\u{301}", &["cafe"]);
        check("(550, b'User unknown')", &["550", "b", "user", "unknown"]);
        check("Bob's l'hôte", &["bobs", "lhôte"]);
        check("", &[]);
    }
}
