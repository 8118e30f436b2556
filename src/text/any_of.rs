//! Many words looked for at once.

/// Words of at least two bytes, of which a text may hold any.
///
/// One walk over the text, where `str::contains` would need one for each word: what two bytes begin no word is passed over.
pub struct AnyOf {
    words: &'static [&'static str],
    /// A bit for each pair of bytes that begins a word; some share one.
    begins: [u64; BITS / 64],
}

const BITS: usize = 1024;

impl AnyOf {
    pub const fn new(words: &'static [&'static str]) -> Self {
        let mut begins = [0; BITS / 64];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let bit = bit(word[0], word[1]);
            begins[bit / 64] |= 1 << (bit % 64);
            at += 1;
        }
        Self { words, begins }
    }

    pub fn is_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.windows(2).enumerate().any(|(at, pair)| {
            let bit = bit(pair[0], pair[1]);
            self.begins[bit / 64] >> (bit % 64) & 1 == 1 && self.is_at(&bytes[at..])
        })
    }

    /// The first bytes are compared here: a call for each word would cost more than all the rest.
    fn is_at(&self, bytes: &[u8]) -> bool {
        let mut words = self.words.iter().map(|word| word.as_bytes());
        words.any(|word| bytes[0] == word[0] && bytes[1] == word[1] && bytes.starts_with(word))
    }
}

const fn bit(first: u8, second: u8) -> usize {
    (first as usize * 37 + second as usize) % BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    static WORDS: AnyOf = AnyOf::new(&["undelivered", "退信", "no"]);

    #[test]
    fn finds_what_contains_finds() {
        for text in ["", "n", "no", "o", "yes, undelivere", "it is undelivered", "邮件退信", "退", "xno"]
        {
            assert_eq!(WORDS.is_in(text), WORDS.words.iter().any(|word| text.contains(word)), "{text}");
        }
    }
}
