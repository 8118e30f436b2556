//! Outlook's .msg files: compound files ([MS-CFB]) that hold a message's properties ([MS-OXMSG]).
//!
//! Read are the transport headers, the subject, the text, the report's text, and for each recipient of a report what
//! the server said. They are written one after the other, so that the readers of headers and bounces find them.

use super::{Fault, LARGEST};
use std::io::{Cursor, Read};

/// What every compound file begins with ([MS-CFB] 2.2).
pub const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Property tags of [MS-OXPROPS], without their types.
const TRANSPORT_HEADERS: &str = "007D";
const SUBJECT: &str = "0037";
const BODY: &str = "1000";
const REPORT_TEXT: &str = "1001";
const SMTP_ADDRESS: &str = "39FE";
const EMAIL_ADDRESS: &str = "3003";
const SUPPLEMENTARY_INFO: &str = "0C1B";

/// More recipients than this are not read.
const MOST_RECIPIENTS: usize = 2000;

type Compound<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

pub fn read(bytes: &[u8]) -> Result<String, Fault> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let mut text = String::new();
    let headers = string(&mut file, "", TRANSPORT_HEADERS);
    match (&headers, string(&mut file, "", SUBJECT)) {
        (Some(headers), _) => push(&mut text, headers),
        (None, Some(subject)) => push(&mut text, &format!("Subject: {}\n", subject.trim())),
        (None, None) => {}
    }
    for tag in [REPORT_TEXT, BODY] {
        if let Some(part) = string(&mut file, "", tag) {
            push(&mut text, &part);
        }
    }
    for index in 0..MOST_RECIPIENTS {
        let folder = format!("/__recip_version1.0_#{index:08X}");
        if !file.is_storage(&folder) {
            break;
        }
        if let Some(said) = string(&mut file, &folder, SUPPLEMENTARY_INFO) {
            let address = string(&mut file, &folder, SMTP_ADDRESS)
                .or_else(|| string(&mut file, &folder, EMAIL_ADDRESS));
            push(&mut text, &format!("{}\n{said}", address.unwrap_or_default().trim()));
        }
    }
    if text.trim().is_empty() { Err(Fault::NoText) } else { Ok(text) }
}

/// A part, parted from what stands before it by an empty line.
fn push(text: &mut String, part: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(part.trim_end_matches(['\0', '\r', '\n']));
}

/// A text property: type 001F is UTF-16, 001E is of an 8-bit charset ([MS-OXMSG] 2.1.3).
fn string(file: &mut Compound, folder: &str, tag: &str) -> Option<String> {
    if let Some(bytes) = stream(file, &format!("{folder}/__substg1.0_{tag}001F")) {
        let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        return Some(String::from_utf16_lossy(&units));
    }
    stream(file, &format!("{folder}/__substg1.0_{tag}001E")).map(|bytes| crate::text::from_bytes(&bytes))
}

fn stream(file: &mut Compound, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(LARGEST as u64).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn build(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
        for (path, content) in streams {
            if let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
                file.create_storage_all(folder).expect("a folder");
            }
            file.create_stream(path).expect("a stream").write_all(content).expect("content");
        }
        file.into_inner().into_inner()
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn headers_text_and_replies_are_read() {
        let file = build(&[
            ("/__substg1.0_007D001F", utf16("From: a@example.org\r\nSubject: é\r\n\r\n")),
            ("/__substg1.0_1000001E", b"It was not delivered.\0".to_vec()),
            ("/__recip_version1.0_#00000000/__substg1.0_39FE001F", utf16("ann@example.org")),
            ("/__recip_version1.0_#00000000/__substg1.0_0C1B001F", utf16("550 5.1.1 user unknown")),
        ]);
        let text = read(&file).expect("text");
        assert_eq!(
            text,
            "From: a@example.org\r\nSubject: é\n\nIt was not delivered.\n\nann@example.org\n550 5.1.1 user unknown"
        );
        for end in (8..file.len()).step_by(97) {
            let _ = read(&file[..end]);
        }
    }
}
