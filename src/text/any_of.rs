//! Many words looked for at once.

/// Words of at least two bytes, of which a text may hold any.
///
/// One walk over the text, where `str::contains` would need one for each word: a word is compared only where its rarest two
/// bytes stand.
pub struct AnyOf {
    words: &'static [&'static str],
    /// For each pair of bytes the first word that is looked for by it, counted from 1; some pairs share a slot.
    first: [u8; SLOTS],
    /// For each word the next one of its slot.
    next: [u8; MOST],
    /// How far within each word its pair stands.
    offset: [u8; MOST],
}

const SLOTS: usize = 1024;
const MOST: usize = 255;

impl AnyOf {
    pub const fn new(words: &'static [&'static str]) -> Self {
        assert!(words.len() < MOST);
        let (mut first, mut next, mut offset) = ([0; SLOTS], [0; MOST], [0; MOST]);
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let pair = rarest(word);
            let slot = slot(word[pair], word[pair + 1]);
            (offset[at], next[at]) = (pair as u8, first[slot]);
            at += 1;
            first[slot] = at as u8;
        }
        Self { words, first, next, offset }
    }

    pub fn is_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.holds(bytes, |byte| byte, |start, word| bytes[start..].starts_with(word))
    }

    /// The same for words that are written in small letters, and a text that may not be.
    pub fn is_in_any_case(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.holds(
            bytes,
            |byte| byte.to_ascii_lowercase(),
            |start, word| {
                bytes.get(start..start + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
            },
        )
    }

    #[inline]
    fn holds(&self, bytes: &[u8], fold: impl Fn(u8) -> u8, is_at: impl Fn(usize, &[u8]) -> bool) -> bool {
        let Some((first, rest)) = bytes.split_first() else { return false };
        let mut before = fold(*first);
        for (at, byte) in rest.iter().enumerate() {
            let byte = fold(*byte);
            let mut word = self.first[slot(before, byte)];
            before = byte;
            while word > 0 {
                let index = usize::from(word) - 1;
                let start = at.checked_sub(usize::from(self.offset[index]));
                if start.is_some_and(|start| is_at(start, self.words[index].as_bytes())) {
                    return true;
                }
                word = self.next[index];
            }
        }
        false
    }
}

/// Where a word's pair of bytes begins that is the least common in texts.
const fn rarest(word: &[u8]) -> usize {
    let (mut best, mut at) = (0, 0);
    while at + 1 < word.len() && at < MOST {
        if common(word[at]) + common(word[at + 1]) < common(word[best]) + common(word[best + 1]) {
            best = at;
        }
        at += 1;
    }
    best
}

/// How common a byte is, roughly.
const fn common(byte: u8) -> u8 {
    match byte {
        b' ' | b'e' | b't' | b'a' | b'i' | b'n' | b'o' | b's' | b'r' => 4,
        b'l' | b'd' | b'm' | b'c' | b'u' | b'p' | b'h' | b'f' => 3,
        b'.' | b'-' | b':' | b'=' | b'0'..=b'9' => 2,
        b'a'..=b'z' => 2,
        _ => 1,
    }
}

const fn slot(first: u8, second: u8) -> usize {
    (first as usize * 37 + second as usize) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    static WORDS: AnyOf = AnyOf::new(&["undelivered", "退信", "no"]);

    #[test]
    fn finds_what_contains_finds() {
        for text in
            ["", "n", "no", "o", "yes, undelivere", "it is undelivered", "ivered", "邮件退信", "退", "xno"]
        {
            assert_eq!(WORDS.is_in(text), WORDS.words.iter().any(|word| text.contains(word)), "{text}");
            assert_eq!(WORDS.is_in_any_case(&text.to_uppercase()), WORDS.is_in(text), "{text}");
        }
    }
}
