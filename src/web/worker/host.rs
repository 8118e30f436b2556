//! The worker's side: answers one question after the other.

use super::checkup;
use super::explained::Explained;
use super::message::{Answer, Ask, Format, Hideout, Keep, Redacted, Request, Said};
use super::picture;
use super::sheets::{explained, stops};
use super::survey::desk;
use crate::knowledge;
use crate::redact::{self, Options};
use crate::report::Report;
use crate::web::browser::charset;
use crate::web::examples::EXAMPLES;
use serde::Serialize;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long the page draws an answer, in milliseconds.
const PAUSE: i32 = 60;

/// Listens for questions, and says so.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listener = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let message = js_sys::Array::from(&event.data());
            let Ok(request) = serde_wasm_bindgen::from_value::<Request>(message.get(0)) else { return };
            let files = message.iter().skip(1).filter_map(|file| file.dyn_into().ok()).collect();
            let mut answer = match request.ask {
                Ask::Survey { text, names } => {
                    desk::survey(&scope, request.id, text.as_deref(), &names, files)
                }
                Ask::Fetch { spot } => desk::fetch(&files, &spot),
                Ask::Whole => desk::whole(&files),
                ask => answer(ask),
            };
            let folded = match &mut answer {
                Answer::Explained(explained) => Some(explained.fold()),
                _ => None,
            };
            say(&scope, &Said::Answer { id: request.id, answer });
            if let Some(folded) = folded {
                let answered = scope.clone();
                later(&scope, move || {
                    let json = value(&folded).and_then(|folded| js_sys::JSON::stringify(&folded).ok());
                    let json = json.map(String::from).unwrap_or_default();
                    say(&answered, &Said::Folded { id: request.id, json });
                });
            }
        })
    };
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    say(&scope, &Said::Ready);
    // The tables are laid out while the page waits for a paste.
    diagnose("550 5.1.1 user unknown");
}

pub fn say(scope: &DedicatedWorkerGlobalScope, said: &Said) {
    if let Some(value) = value(said) {
        let _ = scope.post_message(&value);
    }
}

/// Does it when the page has had the time to draw: with few cores the one would wait for the other.
fn later(scope: &DedicatedWorkerGlobalScope, then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), PAUSE);
}

/// As it crosses. There always is one: the types serialise, and plain data can always be posted.
fn value(said: &impl Serialize) -> Option<JsValue> {
    said.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()
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
        Ask::Write { text, format, root } => Answer::Written { format, text: written(&text, format, &root) },
        Ask::Redact { text, keep } => Answer::Redacted(redacted(&text, keep)),
        Ask::Unlink { fragment } => match crate::link::decode(&fragment) {
            Some(Ok(text)) => {
                PASSED_ON.set(text.clone());
                Answer::Paste { text, as_one: false }
            }
            Some(Err(fault)) => Answer::Refused(fault.to_string()),
            None => Answer::Refused("This link holds no text of mailwhy's.".to_owned()),
        },
        Ask::Example(number) => match EXAMPLES.get(number) {
            Some((_, text)) => Answer::Paste { text: (*text).to_owned(), as_one: false },
            None => Answer::Refused("There is no such example.".to_owned()),
        },
        Ask::Case { signs } => Answer::Case(crate::report::case::told(&signs)),
        Ask::Explain { text, as_one: false }
            if crate::many::is_many(&text) && !crate::several::is_circle(&text, charset::decode) =>
        {
            Answer::Many
        }
        Ask::Explain { text, .. } => Answer::Explained(Box::new(Explained {
            notice: notice(&text).to_owned(),
            ..explained(diagnose(&text))
        })),
        Ask::Hideouts => Answer::Hideouts(knowledge::PLACES.iter().map(hideout).collect()),
        Ask::Guide => Answer::Guide(checkup::guide()),
        Ask::Check { complaint, answers, told } => match checkup::checkup(&complaint, &answers, &told) {
            Some(checkup) => Answer::Check(Box::new(checkup)),
            None => Answer::Guide(checkup::guide()),
        },
    }
}

thread_local! {
    /// The text that a link brought last.
    static PASSED_ON: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What somebody passed on is headed as that: its names need not be the real ones.
fn notice(text: &str) -> &'static str {
    match PASSED_ON.with_borrow(|passed_on| passed_on == text) {
        true => "This text was passed on by a link. Names, addresses and ids in it can be stand-ins.",
        false => "",
    }
}

fn written(text: &str, format: Format, root: &str) -> String {
    let report = diagnose(text);
    match format {
        Format::Text => crate::report::text::write(&report, Some(root), &|_, text| text.to_owned()),
        Format::Markdown => crate::report::markdown::write(&report, Some(root)),
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
    let report = diagnose(text);
    let told = redact::Told::of(text, &report);
    let without = |keep: Keep| redact::redact_told(text, &options(keep), &told);
    let redacted = without(keep);
    let after = diagnose(&redacted.text);
    let note = match after.findings.first().filter(|_| !same(&report, &after)) {
        Some(other) => another(
            &other.title,
            &keepers(text.len(), keep, |keep| same(&report, &diagnose(&without(keep).text))),
        ),
        None => String::new(),
    };
    Redacted {
        note: format!(" names in free text can stay unnoticed.{note}"),
        fragment: crate::link::encode(&redacted.text),
        marks: redacted.marks.iter().map(|mark| (mark.start, mark.end)).collect(),
        text: redacted.text,
    }
}

fn options(keep: Keep) -> Options {
    Options {
        addresses: !keep.addresses,
        names: !keep.names,
        hosts: !keep.hosts,
        ips: !keep.ips,
        ids: !keep.ids,
        content: !keep.content,
    }
}

/// Whether the link still explains the same.
fn same(before: &Report, after: &Report) -> bool {
    let told = |report: &Report| {
        let first = report.findings.first()?;
        // A host in it is a stand-in's now.
        let words = first.title.split(' ').filter(|word| !word.contains(['.', '@']));
        Some((first.cause.clone(), first.act.clone(), words.map(str::to_owned).collect::<Vec<_>>()))
    };
    told(before) == told(after)
}

/// Longer texts are not read once more for each box, in bytes.
const TRIED: usize = 300_000;

/// What brings the answer back, if it alone is kept in addition.
fn keepers(length: usize, keep: Keep, is_same: impl Fn(Keep) -> bool) -> Vec<&'static str> {
    let helps = |(label, place): &(&'static str, fn(&mut Keep) -> &mut bool)| {
        let mut more = keep;
        let kept = std::mem::replace(place(&mut more), true);
        (!kept && is_same(more)).then_some(*label)
    };
    Keep::KINDS.iter().filter(|_| length <= TRIED).filter_map(helps).collect()
}

/// What the link would say, and how it says the same again.
fn another(title: &str, keepers: &[&str]) -> String {
    let way = match keepers {
        [] => "unless you keep more of the text".to_owned(),
        _ => format!("unless you take the tick off “{}”", keepers.join("” or “")),
    };
    format!(
        " Without what is replaced, the answer is another: “{title}”. Whoever opens the link sees that one, {way}."
    )
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
