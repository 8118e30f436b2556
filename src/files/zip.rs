//! Zip archives: every file in them, in their order.

use super::{Each, Fault, LARGEST, gzip, one};
use rawzip::{CompressionMethod, ZipArchive};

/// More files than this is no bundle of mails.
const MOST_FILES: usize = 100_000;

/// Each file's text or why it has none; of what is no text at all, such as pictures, nothing is said.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<Each>, Fault> {
    let archive = ZipArchive::from_slice(bytes).map_err(|_| Fault::Damaged)?;
    let mut entries = archive.entries();
    let mut opened = Vec::new();
    let mut left = LARGEST;
    for _ in 0..MOST_FILES {
        let Some(entry) = entries.next_entry().map_err(|_| Fault::Damaged)? else { break };
        if entry.is_dir() {
            continue;
        }
        let inside = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        let packed = archive.get_entry(entry.wayfinder()).map_err(|_| Fault::Damaged);
        let content = packed.and_then(|packed| match entry.compression_method() {
            _ if entry.flags().is_encrypted() => Err(Fault::Encrypted),
            CompressionMethod::STORE if packed.data().len() > left => Err(Fault::TooLarge),
            CompressionMethod::STORE => Ok(packed.data().to_vec()),
            CompressionMethod::DEFLATE => gzip::inflate(packed.data(), left),
            _ => Err(Fault::Unknown),
        });
        let text = content.and_then(|content| {
            left -= content.len();
            one(&content)
        });
        if text != Err(Fault::NoText) {
            opened.push((format!("{name}/{inside}"), text));
        }
    }
    if opened.is_empty() { Err(Fault::NoText) } else { Ok(opened) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut packed = Vec::new();
        let mut archive = rawzip::ZipArchiveWriter::new(&mut packed);
        for (name, content) in files {
            let (mut entry, config) = archive.new_file(name).start().expect("an entry");
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).expect("content");
            let (_, descriptor) = writer.finish().expect("finished");
            entry.finish(descriptor).expect("finished");
        }
        archive.finish().expect("finished");
        packed
    }

    #[test]
    fn the_texts_of_an_archive_come_out_with_their_names() {
        let packed = pack(&[
            ("x/1.eml", b"550 no"),
            ("logo.png", b"\x89PNG\0\0\0\0\0\0"),
            ("in.zip", b"PK\x03\x04"),
            ("2.txt", b"452"),
        ]);
        assert_eq!(
            unpack("a.zip", &packed).expect("texts"),
            [
                ("a.zip/x/1.eml".to_owned(), Ok("550 no".to_owned())),
                ("a.zip/in.zip".to_owned(), Err(Fault::Nested)),
                ("a.zip/2.txt".to_owned(), Ok("452".to_owned())),
            ]
        );
    }

    #[test]
    fn a_cut_archive_is_damaged() {
        let packed = pack(&[("1.eml", b"550 no")]);
        for end in 4..packed.len() {
            assert!(unpack("a.zip", &packed[..end]).is_err(), "{end}");
        }
    }
}
