//! Bytes of files that are not UTF-8.

/// A string out of any bytes: valid UTF-8 stays as it is, every other byte becomes the character of the same number
/// (U+0080 to U+00FF), so that a charset that is named later can still be applied to it: see [`to_bytes`].
pub fn from_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => out.push_str(line),
            Err(_) if is_damaged_utf8(line) => {
                for chunk in line.utf8_chunks() {
                    out.push_str(chunk.valid());
                    out.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
                }
            }
            Err(_) => out.extend(line.iter().map(|byte| char::from(*byte))),
        }
    }
    out
}

/// Whether a line is UTF-8 for the most part. Two bytes of Big5 or GB 18030 are a letter of UTF-8 now and then, and must
/// stay two bytes.
fn is_damaged_utf8(line: &[u8]) -> bool {
    let (mut letters, mut strays) = (0, 0);
    for chunk in line.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strays += chunk.invalid().len();
    }
    letters > 2 * strays
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
        // Two of these signs of Big5 are letters of UTF-8, too.
        let big5 = b"\xa6\xac\xa5\xf3\xaa\xcc\xa4\xa3\xa6s\xa6b";
        assert_eq!(to_bytes(&from_bytes(big5)).as_deref(), Some(&big5[..]));
        assert_eq!(from_bytes(b"caf\xc3\xa9 na\xc3\xafve \xc3\xbc \xff"), "café naïve ü ÿ");
    }
}
