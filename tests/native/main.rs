//! Tests of the engine and the command, without a browser.

mod cli;
mod dictionary;
mod forms;
mod fuzz;
mod headers;
mod imitated;
mod knowledge;
mod layers;
mod many;
mod named;
mod observations;
mod outcomes;
mod paste;
mod posts;
mod redact;
mod robust;
mod secrets;
mod service_words;
mod slips;
mod trace;
mod whose;

/// The engine as the command and the page run it: with the charsets that are not built in.
fn diagnose(paste: &str) -> mailwhy::Report {
    mailwhy::diagnose_with(paste, |label, bytes| {
        let encoding = encoding_rs::Encoding::for_label(label.trim().as_bytes())?;
        Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
    })
}
