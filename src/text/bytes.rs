//! Bytes of files that are not UTF-8.

/// A string out of any bytes: valid UTF-8 stays as it is, every other byte becomes the character of the same number
/// (U+0080 to U+00FF), so that a charset that is named later can still be applied to it: see [`to_bytes`].
pub fn from_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
    }
    out
}

/// The way back of [`from_bytes`], where no character is above U+00FF.
pub fn to_bytes(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_charset_come_back() {
        let koi8 = b"\xf0\xcf\xde\xd4\xc1 550";
        assert_eq!(to_bytes(&from_bytes(koi8)).as_deref(), Some(&koi8[..]));
        assert_eq!(from_bytes("почта".as_bytes()), "почта");
        assert_eq!(to_bytes("почта"), None);
    }
}
