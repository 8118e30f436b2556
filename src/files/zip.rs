//! Zip archives: every file in them that is text, in their order.

use super::{Fault, LARGEST, Opened, gzip, open};
use rawzip::{CompressionMethod, ZipArchive};

/// More files than this is no bundle of mails.
const MOST_FILES: usize = 100_000;

pub fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<Opened>, Fault> {
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
        let data = archive.get_entry(entry.wayfinder()).map_err(|_| Fault::Damaged)?;
        let content = match entry.compression_method() {
            _ if entry.flags().is_encrypted() => return Err(Fault::Encrypted),
            CompressionMethod::STORE => data.data().to_vec(),
            CompressionMethod::DEFLATE => gzip::inflate(data.data(), left)?,
            _ => return Err(Fault::Unknown),
        };
        left = left.checked_sub(content.len()).ok_or(Fault::TooLarge)?;
        // An archive in an archive is left alone: it is how bombs are built.
        if !content.starts_with(b"PK\x03\x04") && !content.starts_with(&[0x1f, 0x8b]) {
            opened.extend(open(&format!("{name}/{inside}"), &content).unwrap_or_default());
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
        let opened = unpack(
            "a.zip",
            &pack(&[("x/1.eml", b"550 no"), ("logo.png", b"\x89PNG\0\0\0\0\0\0"), ("2.txt", b"452")]),
        );
        let names: Vec<String> = opened.expect("texts").into_iter().map(|opened| opened.name).collect();
        assert_eq!(names, ["a.zip/x/1.eml", "a.zip/2.txt"]);
    }

    #[test]
    fn a_cut_archive_is_damaged() {
        let packed = pack(&[("1.eml", b"550 no")]);
        for end in 4..packed.len() {
            assert!(unpack("a.zip", &packed[..end]).is_err(), "{end}");
        }
    }
}
