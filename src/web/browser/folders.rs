//! Folders that are dropped: their files, and those of the folders in them.

use super::files::{Named, of_list};
use crate::text::order;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// More files than this are not taken.
const MOST: usize = 100_000;

/// The files that were dropped, those of folders too.
pub fn dropped(data: &DataTransfer, then: impl FnOnce(Vec<Named>) + 'static) {
    // Both are gone as soon as the event is over.
    let items = data.items();
    let entries: Vec<FileSystemEntry> =
        (0..items.length()).filter_map(|index| items.get(index)?.webkit_get_as_entry().ok()?).collect();
    let files = data.files().map(|files| of_list(&files)).unwrap_or_default();
    if !entries.iter().any(FileSystemEntry::is_directory) {
        return then(files);
    }
    spawn_local(async move { then(all(entries).await) });
}

/// In the order of their paths.
async fn all(entries: Vec<FileSystemEntry>) -> Vec<Named> {
    let mut open = entries;
    let mut files = Vec::new();
    while let Some(entry) = open.pop() {
        if files.len() >= MOST {
            break;
        }
        if entry.is_directory() {
            open.extend(inside(entry.unchecked_ref()).await);
        } else if let Some(file) = file(entry.unchecked_ref()).await {
            files.push(Named { name: entry.full_path().trim_start_matches('/').to_owned(), file });
        }
    }
    order::by(&mut files, |a, b| a.name.cmp(&b.name));
    files
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let promise = Promise::new(&mut |done, fail| entry.file_with_callback_and_callback(&done, &fail));
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// A browser gives the entries of a folder piece by piece, and an empty piece at the end.
async fn inside(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut found = Vec::new();
    while found.len() < MOST {
        let promise = Promise::new(&mut |done, fail| {
            let _ = reader.read_entries_with_callback_and_callback(&done, &fail);
        });
        let Ok(piece) = JsFuture::from(promise).await else { break };
        let piece = Array::from(&piece);
        if piece.length() == 0 {
            break;
        }
        found.extend(piece.iter().map(|entry| entry.unchecked_into::<FileSystemEntry>()));
    }
    found
}
