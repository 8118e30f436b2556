//! The worker's survey of many cases: file after file is cut, every case is explained, its row is told and the rest forgotten.
//!
//! `desk` is where the browser comes in; this file knows only of reading and telling.

pub mod desk;

use super::message::{Answer, Found, Progress, Spot, Surveyed};
use crate::files::{self, Each, Fault, Look};
use crate::many::{self, LONGEST, Unread};
use crate::text;
use crate::web::browser::charset;
use std::ops::Range;

/// More rows than this are not kept.
const MOST: usize = 200_000;

/// How much is read at once of a file whose cases are explained one after the other.
const WINDOW: u64 = 4 << 20;

/// How many bytes tell what a file is.
const HEAD: u64 = 4096;

/// Where a survey reads, and whom it tells.
pub trait Desk {
    /// Names and lengths of the files.
    fn files(&self) -> Vec<(String, u64)>;
    fn read(&mut self, file: usize, range: Range<u64>) -> Option<Vec<u8>>;
    /// Hears of every case; tells the page when it is time.
    fn hear(&mut self, found: Vec<Found>, progress: Progress);
}

/// The text of a case. Bytes that are no UTF-8 stay what they are: `text::from_bytes`.
pub fn case_text(bytes: &[u8]) -> String {
    text::from_bytes(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// How much of a case is read.
pub fn read_of(spot: &Range<u64>) -> Range<u64> {
    spot.start..spot.end.min(spot.start + LONGEST)
}

/// Surveys all files; a single case is given back as a paste.
pub fn survey(desk: &mut dyn Desk) -> Answer {
    let files = desk.files();
    let all_bytes = files.iter().map(|(_, len)| len).sum();
    let progress = Progress { all_files: files.len(), all_bytes, ..Progress::default() };
    let mut survey =
        Survey { desk, progress, rows: 0, done: Surveyed { files: files.len(), ..Surveyed::default() } };
    let is_alone = files.len() == 1;
    for (file, (name, len)) in files.iter().enumerate() {
        let before = survey.progress.bytes;
        if let Some(answer) = survey.file(file, name, *len, is_alone) {
            return answer;
        }
        survey.progress =
            Progress { files: file + 1, cases: 0, all_cases: 0, bytes: before + len, ..survey.progress };
        survey.desk.hear(Vec::new(), survey.progress);
    }
    match &survey.done.unread[..] {
        [(name, why)] if is_alone => Answer::Refused(format!("{name} could not be read: {why}.")),
        _ => Answer::Surveyed(survey.done),
    }
}

struct Survey<'a> {
    desk: &'a mut dyn Desk,
    progress: Progress,
    rows: usize,
    done: Surveyed,
}

impl Survey<'_> {
    /// One file. The answer, where the file is all there is and one case.
    fn file(&mut self, file: usize, name: &str, len: u64, is_alone: bool) -> Option<Answer> {
        let Some(head) = self.desk.read(file, 0..len.min(HEAD)) else {
            self.unread(name, GONE);
            return None;
        };
        if head.is_empty() {
            self.unread(name, EMPTY);
            return None;
        }
        match files::look(&head) {
            Look::Plain => self.plain(file, name, len, is_alone),
            Look::Packed => self.packed(file, name, len, is_alone),
            Look::Binary(fault) => {
                self.unread(name, &fault.to_string());
                None
            }
        }
    }

    fn plain(&mut self, file: usize, name: &str, len: u64, is_alone: bool) -> Option<Answer> {
        let (desk, progress) = (&mut *self.desk, self.progress);
        // Both closures need the desk, one after the other.
        let desk = std::cell::RefCell::new(desk);
        let mut read = |range: Range<u64>| desk.borrow_mut().read(file, range);
        let index = many::index(len, &mut read, &mut |_| desk.borrow_mut().hear(Vec::new(), progress));
        let index = match index {
            Ok(index) if is_alone && index.is_one => {
                let text = self.desk.read(file, 0..len).map(|bytes| case_text(&bytes));
                return Some(text.map_or_else(
                    || Answer::Refused(format!("{name} could not be read: {GONE}.")),
                    |text| Answer::Paste { text, as_one: true },
                ));
            }
            Ok(index) => index,
            Err(fault) => {
                self.unread(name, if fault == Unread::Gone { GONE } else { TOO_LARGE });
                return None;
            }
        };
        let mut window = Window::default();
        let places =
            index.cases.iter().map(|range| Spot { file, member: None, start: range.start, end: range.end });
        self.cases(name, places.collect(), &mut |desk, spot| {
            window.text(&read_of(&(spot.start..spot.end)), len, &mut |range| desk.read(file, range))
        });
        None
    }

    fn packed(&mut self, file: usize, name: &str, len: u64, is_alone: bool) -> Option<Answer> {
        let Some(opened) = unpacked(self.desk, file, name, len) else {
            self.unread(name, GONE);
            return None;
        };
        let is_alone = is_alone && opened.len() == 1;
        for (member, (name, text)) in opened.into_iter().enumerate() {
            let text = match text {
                Ok(text) => text,
                Err(fault) => {
                    self.unread(&name, &fault.to_string());
                    continue;
                }
            };
            let Ok(index) = index_of(&text) else {
                self.unread(&name, TOO_LARGE);
                continue;
            };
            if is_alone && index.is_one {
                return Some(Answer::Paste { text, as_one: true });
            }
            let places = index.cases.iter().map(|range| Spot {
                file,
                member: Some(member),
                start: range.start,
                end: range.end,
            });
            self.cases(&name, places.collect(), &mut |_, spot| {
                text.get(spot.start as usize..spot.end as usize).map(str::to_owned)
            });
        }
        None
    }

    /// Explains case after case.
    fn cases(
        &mut self,
        name: &str,
        places: Vec<Spot>,
        text: &mut dyn FnMut(&mut dyn Desk, &Spot) -> Option<String>,
    ) {
        let all = places.len();
        let before = self.progress.bytes;
        for (number, spot) in places.into_iter().enumerate() {
            if self.rows >= MOST {
                self.done.is_cut = true;
                return;
            }
            let Some(text) = text(self.desk, &spot) else {
                self.unread(name, GONE);
                return;
            };
            let id = match (name, all) {
                ("", _) => (number + 1).to_string(),
                (_, 1) => name.to_owned(),
                _ => format!("{name}#{}", number + 1),
            };
            let end = spot.end;
            let rows = many::cases(&id, &crate::diagnose_in_brief(&text, charset::decode)).into_iter();
            let found: Vec<Found> =
                rows.map(|(finding, case)| Found { spot: spot.clone(), finding, case }).collect();
            self.rows += found.len();
            self.progress = Progress { cases: number + 1, all_cases: all, ..self.progress };
            // Unpacked text is longer than its file: what is done of it says nothing in bytes.
            let bytes = if spot.member.is_none() { before + end } else { before };
            self.desk.hear(found, Progress { bytes, ..self.progress });
        }
    }

    fn unread(&mut self, name: &str, why: &str) {
        self.done.unread.push((name.to_owned(), why.to_owned()));
    }
}

const GONE: &str = "it is not there any more, or the browser may not read it";
const EMPTY: &str = "it is empty";
const TOO_LARGE: &str = "it is one single text of more than 64 MB";

/// The texts of a file that has to be unpacked.
pub fn unpacked(desk: &mut dyn Desk, file: usize, name: &str, len: u64) -> Option<Vec<Each>> {
    if len > files::LARGEST as u64 {
        return Some(vec![(name.to_owned(), Err(Fault::TooLarge))]);
    }
    desk.read(file, 0..len).map(|bytes| files::open_each(name, &bytes))
}

/// The cases of a text that is all there.
fn index_of(text: &str) -> Result<many::Index, Unread> {
    let mut read =
        |range: Range<u64>| text.as_bytes().get(range.start as usize..range.end as usize).map(<[u8]>::to_vec);
    many::index(text.len() as u64, &mut read, &mut |_| {})
}

/// A stretch of a file, so that small cases are not read one by one.
#[derive(Default)]
struct Window {
    at: u64,
    bytes: Vec<u8>,
}

impl Window {
    fn text(
        &mut self,
        wanted: &Range<u64>,
        len: u64,
        read: &mut dyn FnMut(Range<u64>) -> Option<Vec<u8>>,
    ) -> Option<String> {
        let end = self.at + self.bytes.len() as u64;
        if wanted.start < self.at || wanted.end > end {
            let range = wanted.start..len.min(wanted.end.max(wanted.start + WINDOW));
            (self.at, self.bytes) = (wanted.start, read(range)?);
        }
        let bytes = self.bytes.get((wanted.start - self.at) as usize..(wanted.end - self.at) as usize)?;
        Some(case_text(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Memory {
        files: Vec<(String, Option<Vec<u8>>)>,
        found: Vec<Found>,
        last: Progress,
    }

    impl Desk for Memory {
        fn files(&self) -> Vec<(String, u64)> {
            let len = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(9, Vec::len) as u64;
            self.files.iter().map(|(name, bytes)| (name.clone(), len(bytes))).collect()
        }

        fn read(&mut self, file: usize, range: Range<u64>) -> Option<Vec<u8>> {
            let bytes = self.files[file].1.as_ref()?;
            bytes.get(range.start as usize..range.end as usize).map(<[u8]>::to_vec)
        }

        fn hear(&mut self, found: Vec<Found>, progress: Progress) {
            self.found.extend(found);
            self.last = progress;
        }
    }

    fn surveyed(files: &[(&str, Option<&[u8]>)]) -> (Answer, Memory) {
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.map(<[u8]>::to_vec)));
        let mut desk = Memory { files: files.collect(), ..Memory::default() };
        (survey(&mut desk), desk)
    }

    const LIST: &[u8] =
        b"550 5.1.1 no such user\n452 4.2.2 mailbox full\n550 5.1.1 user unknown\n552 5.2.2 over quota\n";

    #[test]
    fn one_case_is_a_paste() {
        let (answer, desk) = surveyed(&[("a.txt", Some(b"\xef\xbb\xbf452 4.2.2 mailbox full"))]);
        assert_eq!(answer, Answer::Paste { text: "452 4.2.2 mailbox full".to_owned(), as_one: true });
        assert!(desk.found.is_empty());
    }

    #[test]
    fn several_files_become_rows_and_the_unreadable_are_named() {
        let (answer, desk) = surveyed(&[
            ("list.txt", Some(LIST)),
            ("logo.png", Some(b"\x89PNG\0\0\0\0\0\0")),
            ("gone.eml", None),
            ("empty.txt", Some(b"")),
            ("b.zip", Some(b"PK\x03\x04cut")),
            ("one.eml", Some(b"452 4.2.2 mailbox full")),
        ]);
        let Answer::Surveyed(done) = answer else { panic!("{answer:?}") };
        let names: Vec<&str> = done.unread.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["logo.png", "gone.eml", "empty.txt", "b.zip"]);
        let ids: Vec<&str> = desk.found.iter().map(|found| found.case.id.as_str()).collect();
        assert_eq!(ids, ["list.txt#1", "list.txt#2", "list.txt#3", "list.txt#4", "one.eml"]);
        assert_eq!(desk.found[1].spot, Spot { file: 0, member: None, start: 23, end: 46 });
        assert_eq!(desk.found[4].spot.file, 5);
        assert_eq!((desk.last.files, desk.last.bytes), (6, desk.last.all_bytes));
    }

    #[test]
    fn a_single_file_that_cannot_be_read_says_why() {
        let (answer, _) = surveyed(&[("scan.pdf", Some(b"%PDF-1.4"))]);
        let said = "scan.pdf could not be read: it is a PDF; open it, select the text and paste that.";
        assert_eq!(answer, Answer::Refused(said.to_owned()));
    }
}
