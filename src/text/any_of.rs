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
    /// For each word where its pair ends.
    end: [u8; MOST],
}

/// Five bits of each of two bytes: letters have the same, small or capital.
const SLOTS: usize = 1024;
const MOST: usize = 255;

impl AnyOf {
    pub const fn new(words: &'static [&'static str]) -> Self {
        assert!(words.len() < MOST);
        let (mut first, mut next, mut end) = ([0; SLOTS], [0; MOST], [0; MOST]);
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let pair = rarest(word);
            let slot = slot(slot(0, word[pair]), word[pair + 1]);
            (end[at], next[at]) = (pair as u8 + 1, first[slot]);
            at += 1;
            first[slot] = at as u8;
        }
        Self { words, first, next, end }
    }

    pub fn is_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.holds(bytes, |start, word| bytes[start..].starts_with(word))
    }

    /// The same for words that are written in small letters, and a text that may not be.
    pub fn is_in_any_case(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.holds(bytes, |start, word| {
            bytes.get(start..start + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    }

    #[inline(always)]
    fn holds(&self, bytes: &[u8], is_at: impl Fn(usize, &[u8]) -> bool) -> bool {
        let mut pair = 0;
        for (at, byte) in bytes.iter().enumerate() {
            pair = slot(pair, *byte);
            let mut word = self.first[pair];
            while word > 0 {
                let index = usize::from(word) - 1;
                let start = at.checked_sub(usize::from(self.end[index]));
                if start.is_some_and(|start| is_at(start, self.words[index].as_bytes())) {
                    return true;
                }
                word = self.next[index];
            }
        }
        false
    }
}

/// The slot of a pair of bytes, where `before` is one that ends with the first of them.
const fn slot(before: usize, byte: u8) -> usize {
    (before << 5 | (byte & 31) as usize) % SLOTS
}

/// Where a word's pair of bytes begins that is the least common in texts.
const fn rarest(word: &[u8]) -> usize {
    let (mut best, mut at) = (0, 0);
    while at + 1 < word.len() && at + 1 < MOST {
        if common(word[at]) + common(word[at + 1]) < common(word[best]) + common(word[best + 1]) {
            best = at;
        }
        at += 1;
    }
    best
}

/// How common a byte is, roughly, with those that have the same five bits.
const fn common(byte: u8) -> u8 {
    match byte & 31 | 0x60 {
        b'`' | b'e' | b't' | b'a' | b'i' | b'n' | b'o' | b's' | b'r' => 4,
        b'l' | b'd' | b'm' | b'c' | b'u' | b'p' | b'h' | b'f' => 3,
        b'q' | b'j' | b'x' | b'{'..=b'\x7f' => 1,
        _ => 2,
    }
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
