//! Recognises what kind of paste it is and reads it into facts.
//!
//! One row of [`KINDS`] a kind, the reader in its own file. Readers nest: a bounce hands the headers that it returns
//! to the header reader. Reading never fails: what cannot be read stays words.
//!
//! May use: `facts`, `mail`, `text`. Never `knowledge`: whose words they are, the rules tell.

pub mod damage;
mod escape;
pub mod headers;
mod log;
mod transcript;
mod words;

use crate::facts::Facts;
use crate::mail::charset;
use crate::text::Text;

/// A kind of paste: how to know it, and how to read it.
struct Reader {
    /// How sure, 0 to 100, that a text is of this kind.
    looks: fn(&Text) -> u8,
    read: fn(&Text) -> Facts,
}

/// Where two are equally sure, the earlier one reads.
static KINDS: &[Reader] = &[
    Reader { looks: headers::looks, read: |text| headers::read_facts(text, charset::builtin) },
    Reader { looks: log::looks, read: log::read },
    Reader { looks: transcript::looks, read: transcript::read },
    Reader { looks: words::looks, read: words::read },
];

/// Reads a paste, whatever it is.
pub fn read(paste: &str) -> Facts {
    let text = Text::plain(paste);
    let mut best = (0, &KINDS[KINDS.len() - 1]);
    for reader in KINDS {
        let sure = (reader.looks)(&text);
        if sure > best.0 {
            best = (sure, reader);
        }
    }
    (best.1.read)(&text)
}
