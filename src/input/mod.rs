//! Recognises what kind of paste it is and reads it into facts.
//!
//! One row of [`KINDS`] a kind, the reader in its own file. Readers nest: a bounce hands the headers that it returns
//! to the header reader. Reading never fails: what cannot be read stays words.
//!
//! May use: `facts`, `mail`, `text`. Never `knowledge`: whose words they are, the rules tell.

mod bounce;
pub mod damage;
mod escape;
pub mod headers;
mod log;
mod mime;
mod reply;
mod settings;
mod transcript;
mod words;

use crate::facts::Facts;
use crate::mail::charset::Decoder;
use crate::text::Text;

/// A kind of paste: how to know it, and how to read it.
struct Reader {
    /// How sure, 0 to 100, that a text is of this kind.
    looks: fn(&Text) -> u8,
    read: fn(&Text, Decoder) -> Facts,
}

/// Where two are equally sure, the earlier one reads.
static KINDS: &[Reader] = &[
    // A service tells of a bounce in JSON of its own, which is no report on delivery.
    Reader { looks: |text| if words::is_json(text) { 0 } else { bounce::looks(text) }, read: bounce::read },
    Reader { looks: headers::looks, read: headers::read_facts },
    Reader { looks: log::looks, read: |text, _| log::read(text) },
    Reader { looks: transcript::capture::looks, read: |text, _| transcript::capture::read(text) },
    Reader { looks: transcript::looks, read: |text, _| transcript::read(text) },
    // The boxes and stacks of programs name hosts and ports, too.
    Reader {
        looks: |text| if words::is_programs(text) { 0 } else { settings::looks(text) },
        read: |text, _| settings::read(text),
    },
    Reader { looks: words::looks, read: |text, _| words::read(text) },
];

/// Reads a paste, whatever it is.
pub fn read(paste: &str, decoder: Decoder) -> Facts {
    let text = Text::plain(paste);
    // A whole message is what its parts make it, so it is opened before its words are looked at.
    if let Some(facts) = bounce::open(&text, decoder) {
        return facts;
    }
    let mut best = (0, &KINDS[KINDS.len() - 1]);
    for reader in KINDS {
        let sure = (reader.looks)(&text);
        if sure > best.0 {
            best = (sure, reader);
        }
    }
    (best.1.read)(&text, decoder)
}
