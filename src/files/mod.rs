//! Files that people have: plain text in any encoding, gzip, zip, and the .msg files of Outlook. Bytes in, texts out.
//!
//! A file is hostile: what it unpacks to is limited, and a damaged one is an answer, not a panic.
//!
//! May use: `text`.

mod gzip;
mod msg;
mod plain;
mod zip;

/// How much text one file may unpack to, in bytes. More than that is no paste.
pub const LARGEST: usize = 128 << 20;

/// A text that was in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The file's name; for archives with the name inside behind a slash.
    pub name: String,
    pub text: String,
}

/// Why a file could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It unpacks to more than [`LARGEST`].
    TooLarge,
    /// It is cut or damaged.
    Damaged,
    /// It is encrypted.
    Encrypted,
    /// It is packed in a way that is not known here.
    Unknown,
    /// Nothing in it is text.
    NoText,
    /// A photograph or screenshot: words that only the eye can read.
    Picture,
    /// A PDF: its words lie in programs that draw them.
    Pdf,
    /// It is an archive within an archive: that is how bombs are built.
    Nested,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Fault::TooLarge => "it unpacks to more than 128 MB",
            Fault::Damaged => "it is cut off or damaged",
            Fault::Encrypted => "it is protected by a password; unpack it first",
            Fault::Unknown => "it is packed in a way that is not known here; unpack it first",
            Fault::NoText => "there is no text in it",
            Fault::Picture => "it is a picture; type the words and numbers that it shows into the box",
            Fault::Pdf => "it is a PDF; open it, select the text and paste that",
            Fault::Nested => "it is an archive within an archive; unpack it first",
        })
    }
}

/// The texts of a file. What it is, its first bytes tell, not its name.
///
/// # Errors
///
/// See [`Fault`]; each has a sentence for people. What cannot be read in an archive hides nothing else in it.
pub fn open(name: &str, bytes: &[u8]) -> Result<Vec<Opened>, Fault> {
    let mut fault = Fault::NoText;
    let mut opened = Vec::new();
    for (name, text) in open_each(name, bytes).into_iter().rev() {
        match text {
            Ok(text) => opened.push(Opened { name, text }),
            Err(one) => fault = one,
        }
    }
    opened.reverse();
    if opened.is_empty() { Err(fault) } else { Ok(opened) }
}

/// The name of a file, and its text or why it has none.
pub type Each = (String, Result<String, Fault>);

/// The same, with every file of an archive and why it has no text.
pub fn open_each(name: &str, bytes: &[u8]) -> Vec<Each> {
    if bytes.starts_with(ZIP) {
        return zip::unpack(name, bytes).unwrap_or_else(|fault| vec![(name.to_owned(), Err(fault))]);
    }
    if !bytes.starts_with(GZIP) {
        return vec![(name.to_owned(), one(bytes))];
    }
    let text = gzip::unpack(bytes).and_then(|bytes| one(&bytes));
    vec![(name.trim_end_matches(".gz").to_owned(), text)]
}

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Text in a charset that keeps ASCII: it can be read in slices.
    Plain,
    /// It has to be opened as a whole.
    Packed,
    /// A picture, a program: nothing to read, and why.
    Binary(Fault),
}

pub fn look(head: &[u8]) -> Look {
    let packed = [GZIP, ZIP, &msg::SIGNATURE, plain::UTF16_LE, plain::UTF16_BE];
    match () {
        () if packed.iter().any(|sign| head.starts_with(sign)) => Look::Packed,
        () => plain::fault(head).map_or(Look::Plain, Look::Binary),
    }
}

/// What is no archive.
fn one(bytes: &[u8]) -> Result<String, Fault> {
    match bytes {
        _ if bytes.starts_with(GZIP) || bytes.starts_with(ZIP) => Err(Fault::Nested),
        _ if bytes.starts_with(&msg::SIGNATURE) => msg::read(bytes),
        _ => plain::read(bytes),
    }
}

/// RFC 1952, section 2.3.1.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// APPNOTE.TXT of zip, 4.3.7: the signature of the first file in it.
const ZIP: &[u8] = b"PK\x03\x04";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_through_in_any_encoding() {
        let check = |bytes: &[u8], want: &str| assert_eq!(open("a.txt", bytes).expect("text")[0].text, want);
        check("é 550".as_bytes(), "é 550");
        check(b"\xef\xbb\xbfa", "a");
        check(&[0xff, 0xfe, b'5', 0, 0xe9, 0], "5é");
        check(&[0xfe, 0xff, 0, b'5'], "5");
    }

    #[test]
    fn only_text_is_read_in_slices() {
        assert_eq!([look(b"From a@example.org"), look(b"caf\xe9"), look(b"")], [Look::Plain; 3]);
        for head in [&b"PK\x03\x04"[..], &[0x1f, 0x8b], &[0xff, 0xfe, b'5', 0]] {
            assert_eq!(look(head), Look::Packed, "{head:?}");
        }
        assert_eq!(look(b"\x7fELF\0\0\0\0"), Look::Binary(Fault::NoText));
        assert_eq!(look(b"\xff\xd8\xff\xe0JFIF"), Look::Binary(Fault::Picture));
        assert_eq!(look(b"%PDF-1.7\n"), Look::Binary(Fault::Pdf));
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert_eq!(open("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0"), Err(Fault::Picture));
        assert_eq!(open("a.pdf", b"%PDF-1.7\n1 0 obj"), Err(Fault::Pdf));
        assert_eq!(open("a.bin", b"\0\0\0\0\0"), Err(Fault::NoText));
        assert_eq!(open("a.txt", b"Bounce.pdf says %PDF-1.7").map(|all| all.len()), Ok(1));
        assert_eq!(open("a.gz", &[0x1f, 0x8b, 8, 0]), Err(Fault::Damaged));
        assert_eq!(open("a.zip", b"PK\x03\x04garbage"), Err(Fault::Damaged));
        assert_eq!(open("a.msg", &msg::SIGNATURE), Err(Fault::Damaged));
    }

    #[test]
    fn a_gzip_file_is_unpacked_and_a_bomb_is_not() {
        let pack = |text: &[u8]| {
            let mut file = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3];
            file.extend(b"name\0");
            file.extend(miniz_oxide::deflate::compress_to_vec(text, 9));
            file.extend([0; 8]);
            file
        };
        let opened = open("mail.log.gz", &pack(b"550 no")).expect("text");
        assert_eq!((opened[0].name.as_str(), opened[0].text.as_str()), ("mail.log", "550 no"));
        assert_eq!(open("twice.gz", &pack(&pack(b"550 no"))), Err(Fault::Nested));
        assert_eq!(open("bomb.gz", &pack(&vec![b'a'; LARGEST + 1])), Err(Fault::TooLarge));
    }
}
