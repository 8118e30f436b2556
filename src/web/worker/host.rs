//! The worker's side: answers one question after the other.

use super::checkup;
use super::message::{Answer, Ask, Format, Hideout, Keep, Redacted, Request, Said};
use super::picture;
use super::sheets::{explained, stops};
use super::survey::desk;
use super::wire;
use crate::knowledge;
use crate::redact::{self, Options};
use crate::report::Report;
use crate::web::browser::charset;
use crate::web::examples::EXAMPLES;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens for questions, and says so.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listener = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let message = js_sys::Array::from(&event.data());
            let bytes = js_sys::Uint8Array::new(&message.get(0)).to_vec();
            let Some(request) = wire::read::<Request>(&bytes) else { return };
            let files = message.iter().skip(1).filter_map(|file| file.dyn_into().ok()).collect();
            let answer = match request.ask {
                Ask::Survey { text, names } => {
                    desk::survey(&scope, request.id, text.as_deref(), &names, files)
                }
                Ask::Fetch { spot } => desk::fetch(&files, &spot),
                Ask::Whole => desk::whole(&files),
                ask => answer(ask),
            };
            say(&scope, &Said::Answer { id: request.id, answer });
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    say(&scope, &Said::Ready);
    // The tables are laid out while the page waits for a paste.
    diagnose("550 5.1.1 user unknown");
}

pub fn say(scope: &DedicatedWorkerGlobalScope, said: &Said) {
    // It cannot fail: plain data can always be posted.
    let _ = scope.post_message(&js_sys::Uint8Array::from(&wire::written(said)[..]));
}

/// The engine, with the browser's charsets.
fn diagnose(text: &str) -> Report {
    crate::diagnose_with(text, charset::decode)
}

/// The answer to a question.
pub fn answer(ask: Ask) -> Answer {
    match ask {
        Ask::Survey { .. } | Ask::Fetch { .. } | Ask::Whole => {
            Answer::Refused("There is no file.".to_owned())
        }
        Ask::Write { text, format } => Answer::Written { format, text: written(&text, format) },
        Ask::Redact { text, keep } => Answer::Redacted(redacted(&text, keep)),
        Ask::Unlink { fragment } => match crate::link::decode(&fragment) {
            Some(Ok(text)) => Answer::Paste { text, as_one: false },
            Some(Err(fault)) => Answer::Refused(fault.to_string()),
            None => Answer::Refused("This link holds no text of mailwhy's.".to_owned()),
        },
        Ask::Example(number) => match EXAMPLES.get(number) {
            Some((_, text)) => Answer::Paste { text: (*text).to_owned(), as_one: false },
            None => Answer::Refused("There is no such example.".to_owned()),
        },
        Ask::Case { signs } => Answer::Case(crate::report::case::read(&signs)),
        Ask::Explain { text, as_one: false } if crate::many::split(&text).len() > 1 => Answer::Many,
        Ask::Explain { text, .. } => Answer::Explained(Box::new(explained(diagnose(&text)))),
        Ask::Hideouts => Answer::Hideouts(knowledge::PLACES.iter().map(hideout).collect()),
        Ask::Guide => Answer::Guide(checkup::guide()),
        Ask::Check { complaint, answers, told } => match checkup::checkup(&complaint, &answers, &told) {
            Some(checkup) => Answer::Check(Box::new(checkup)),
            None => Answer::Guide(checkup::guide()),
        },
    }
}

fn written(text: &str, format: Format) -> String {
    let report = diagnose(text);
    match format {
        Format::Text => crate::report::text::write(&report, &|_, text| text.to_owned()),
        Format::Markdown => crate::report::markdown::write(&report),
        Format::Hops => crate::report::csv::hops(&report),
        Format::Recipients => crate::report::csv::recipients(&report),
        Format::Svg | Format::Png => picture::svg(&stops(&report)).unwrap_or_default(),
        Format::Json => {
            let value =
                report.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default();
            let json = js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &2.into());
            json.map(String::from).unwrap_or_default()
        }
    }
}

fn redacted(text: &str, keep: Keep) -> Redacted {
    let options = Options {
        addresses: !keep.addresses,
        names: !keep.names,
        hosts: !keep.hosts,
        ips: !keep.ips,
        ids: !keep.ids,
        content: !keep.content,
    };
    let redacted = redact::redact(text, &options);
    Redacted {
        fragment: crate::link::encode(&redacted.text),
        marks: redacted.marks.iter().map(|mark| (mark.start, mark.end)).collect(),
        text: redacted.text,
    }
}

fn hideout(place: &knowledge::Place) -> Hideout {
    let find = |find: &knowledge::Find| {
        (find.what.to_owned(), find.steps.iter().map(|step| (*step).to_owned()).collect())
    };
    Hideout {
        id: place.id.to_owned(),
        name: place.name.to_owned(),
        note: place.note.to_owned(),
        finds: place.finds.iter().map(find).collect(),
        source: place.source.to_owned(),
        checked: place.checked.to_owned(),
    }
}
