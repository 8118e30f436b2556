//! Files of the browser, read in slices within the worker, and the page that is told.

use super::{Desk, HEAD, case_text, read_of, survey as survey_desk, unpacked};
use crate::files::{self, Look};
use crate::many::WHOLE;
use crate::web::worker::host::say;
use crate::web::worker::message::{Answer, Found, Progress, Said, Spot};
use std::cell::RefCell;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, FileReaderSync};

/// Between two messages to the page, in milliseconds; longer by this much for each row that the page has to count anew.
const PAUSE: f64 = 120.0;
const PAUSE_A_ROW: f64 = 0.01;

struct Browser<'a> {
    scope: &'a DedicatedWorkerGlobalScope,
    id: u32,
    text: Option<&'a str>,
    names: &'a [String],
    files: Vec<File>,
    found: Vec<Found>,
    rows: usize,
    last: Progress,
    told: f64,
}

impl Desk for Browser<'_> {
    fn files(&self) -> Vec<(String, u64)> {
        if let Some(text) = self.text {
            return vec![(String::new(), text.len() as u64)];
        }
        let name = |index: usize, file: &File| self.names.get(index).cloned().unwrap_or_else(|| file.name());
        self.files.iter().enumerate().map(|(index, file)| (name(index, file), file.size() as u64)).collect()
    }

    fn read(&mut self, file: usize, range: Range<u64>) -> Option<Vec<u8>> {
        match self.text {
            Some(text) => text.as_bytes().get(range.start as usize..range.end as usize).map(<[u8]>::to_vec),
            None => read(self.files.get(file)?, range),
        }
    }

    fn hear(&mut self, found: Vec<Found>, progress: Progress) {
        (self.rows, self.last) = (self.rows + found.len(), progress);
        self.found.extend(found);
        let now = js_sys::Date::now();
        if now - self.told >= PAUSE + self.rows as f64 * PAUSE_A_ROW {
            self.told = now;
            self.tell();
        }
    }
}

impl Browser<'_> {
    fn tell(&mut self) {
        let found = std::mem::take(&mut self.found);
        say(self.scope, &Said::Found { id: self.id, found, progress: self.last });
    }
}

/// Surveys the text, or else the files.
pub fn survey(
    scope: &DedicatedWorkerGlobalScope,
    id: u32,
    text: Option<&str>,
    names: &[String],
    files: Vec<File>,
) -> Answer {
    let mut desk = Browser {
        scope,
        id,
        text,
        names,
        files,
        found: Vec::new(),
        rows: 0,
        last: Progress::default(),
        told: js_sys::Date::now(),
    };
    let answer = survey_desk(&mut desk);
    if !desk.found.is_empty() {
        desk.tell();
    }
    answer
}

/// The text of one case, whose file comes with the question.
pub fn fetch(files: &[File], spot: &Spot) -> Answer {
    let range = spot.start..spot.end;
    pasted(files.first().and_then(|file| match spot.member {
        None => read(file, read_of(&range)).map(|bytes| case_text(&bytes)),
        Some(member) => of_member(file, member, Some(&range)),
    }))
}

/// The whole text of a file, as far as one paste may be long.
pub fn whole(files: &[File]) -> Answer {
    pasted(files.first().and_then(|file| {
        let len = file.size() as u64;
        match files::look(&read(file, 0..len.min(HEAD))?) {
            Look::Packed => of_member(file, 0, None),
            Look::Plain | Look::Binary(_) => read(file, 0..len.min(WHOLE)).map(|bytes| case_text(&bytes)),
        }
    }))
}

fn pasted(text: Option<String>) -> Answer {
    match text {
        Some(text) => Answer::Paste { text, as_one: true },
        None => Answer::Refused("The file cannot be read any more. Open it anew.".to_owned()),
    }
}

/// The file that was unpacked last, and its texts: whoever looks at one case of it, looks at the next.
type Unpacked = (String, Vec<Option<String>>);

/// A stretch of a file that had to be unpacked, or all of it.
fn of_member(file: &File, member: usize, range: Option<&Range<u64>>) -> Option<String> {
    thread_local! {
        static LAST: RefCell<Option<Unpacked>> = const { RefCell::new(None) };
    }
    let key = format!("{} {} {}", file.name(), file.size() as u64, file.last_modified() as u64);
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(known, _)| *known != key) {
            *last = None;
            let mut desk = Single(file);
            let opened = unpacked(&mut desk, 0, &file.name(), file.size() as u64)?;
            *last = Some((key, opened.into_iter().map(|(_, text)| text.ok()).collect()));
        }
        let text = last.as_ref()?.1.get(member)?.as_deref()?;
        let range = range.map_or(0..text.len(), |range| range.start as usize..range.end as usize);
        text.get(range).map(str::to_owned)
    })
}

/// Reads one file, and tells nobody.
struct Single<'a>(&'a File);

impl Desk for Single<'_> {
    fn files(&self) -> Vec<(String, u64)> {
        vec![(self.0.name(), self.0.size() as u64)]
    }

    fn read(&mut self, _: usize, range: Range<u64>) -> Option<Vec<u8>> {
        read(self.0, range)
    }

    fn hear(&mut self, _: Vec<Found>, _: Progress) {}
}

fn read(file: &File, range: Range<u64>) -> Option<Vec<u8>> {
    let blob: &Blob = file.unchecked_ref();
    let slice = blob.slice_with_f64_and_f64(range.start as f64, range.end as f64).ok()?;
    let buffer = FileReaderSync::new().ok()?.read_as_array_buffer(&slice).ok()?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    (bytes.len() as u64 == range.end - range.start).then_some(bytes)
}
