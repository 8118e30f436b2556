//! The page's side of serde-wasm-bindgen: takes up the browser's objects that the worker's values crossed as.
//!
//! Serde's own way back, `from_value`, is a quarter of the page: a state machine for each structure. The page knows what
//! comes, from the very source that it was written by; so it asks for each field by its name, as serde wrote it. What is not
//! there is empty.

use super::explained::{Bar, Beside, Cell, Explained, Row, Sheet, Spent, Stop};
use super::folded::Folded;
use super::message::{
    Answer, CheckStop, Checkup, Choice, Format, Found, Guide, Hideout, Progress, Redacted, Said, Spot,
    Surveyed,
};
use crate::many::Case;
use crate::report::{
    Command, Considered, Evidence, Fact, Finding, Link, Part, Reply, Source, Step as Advice,
};
use js_sys::{Array, Object, Reflect};
use std::borrow::Cow;
use wasm_bindgen::{JsCast, JsValue};

/// What can be taken up.
pub trait Taken: Sized {
    fn taken(from: &JsValue) -> Self;
}

#[inline(never)]
fn field(from: &JsValue, name: &str) -> JsValue {
    Reflect::get(from, &name.into()).unwrap_or_default()
}

/// A field, taken up.
#[inline(never)]
fn of<T: Taken>(from: &JsValue, name: &str) -> T {
    T::taken(&field(from, name))
}

/// A choice as serde writes it: its name, and what it holds; or its name alone.
#[inline(never)]
fn choice(from: &JsValue) -> (String, JsValue) {
    match from.dyn_ref::<Object>() {
        Some(object) => {
            let name = Object::keys(object).get(0);
            (text(&name), Reflect::get(from, &name).unwrap_or_default())
        }
        None => (text(from), JsValue::UNDEFINED),
    }
}

#[inline(never)]
fn text(from: &JsValue) -> String {
    from.as_string().unwrap_or_default()
}

#[inline(never)]
fn number(from: &JsValue) -> f64 {
    from.as_f64().unwrap_or_default()
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl Taken for $number {
            fn taken(from: &JsValue) -> Self {
                number(from) as $number
            }
        }
    )* };
}

numbers! { u16 u32 u64 usize i32 i64 }

impl Taken for bool {
    fn taken(from: &JsValue) -> Self {
        from.is_truthy()
    }
}

impl Taken for String {
    fn taken(from: &JsValue) -> Self {
        text(from)
    }
}

impl Taken for Cow<'static, str> {
    fn taken(from: &JsValue) -> Self {
        Cow::Owned(text(from))
    }
}

impl<T: Taken> Taken for Box<T> {
    fn taken(from: &JsValue) -> Self {
        Box::new(T::taken(from))
    }
}

impl<T: Taken> Taken for Option<T> {
    fn taken(from: &JsValue) -> Self {
        (!from.is_undefined() && !from.is_null()).then(|| T::taken(from))
    }
}

impl<T: Taken> Taken for Vec<T> {
    fn taken(from: &JsValue) -> Self {
        let Some(list) = from.dyn_ref::<Array>() else { return Vec::new() };
        (0..list.length()).map(|at| T::taken(&list.get(at))).collect()
    }
}

impl Taken for [String; 3] {
    fn taken(from: &JsValue) -> Self {
        let mut texts = Vec::taken(from).into_iter();
        std::array::from_fn(|_| texts.next().unwrap_or_default())
    }
}

impl<A: Taken, B: Taken> Taken for (A, B) {
    fn taken(from: &JsValue) -> Self {
        (of(from, "0"), of(from, "1"))
    }
}

/// It comes by itself.
impl Taken for Folded {
    fn taken(_: &JsValue) -> Self {
        Folded::default()
    }
}

/// It stays with the worker.
impl Taken for Spent {
    fn taken(_: &JsValue) -> Self {
        Spent::default()
    }
}

/// What it is about stays with the worker.
impl Taken for Advice {
    #[inline(never)]
    fn taken(from: &JsValue) -> Self {
        Advice::new(text(&field(from, "by")), text(&field(from, "text")))
    }
}

/// All fields of a structure: one that is forgotten does not compile.
macro_rules! structures {
    ($($name:ident { $($field:ident)* })*) => { $(
        impl Taken for $name {
            #[inline(never)]
            fn taken(from: &JsValue) -> Self {
                $name { $($field: of(from, stringify!($field))),* }
            }
        }
    )* };
}

/// All variants of a choice: bare, with one value, or with fields.
macro_rules! choices {
    ($($name:ident else $other:expr; {
        $($bare:ident)* ;
        $($whole:ident($one:ident))* ;
        $($variant:ident { $($field:ident)* })*
    })*) => { $(
        impl Taken for $name {
            fn taken(from: &JsValue) -> Self {
                let (name, within) = choice(from);
                // Some have only variants that hold nothing.
                let _ = &within;
                $(if name == stringify!($bare) {
                    return $name::$bare;
                })*
                $(if name == stringify!($whole) {
                    let $one = Taken::taken(&within);
                    return $name::$whole($one);
                })*
                $(if name == stringify!($variant) {
                    return $name::$variant { $($field: of(&within, stringify!($field))),* };
                })*
                $other
            }
        }
    )* };
}

structures! {
    Redacted { text marks fragment note }
    Spot { file member start end }
    Found { spot finding case }
    Case { id cause title act who state permanence recipient host quote }
    Progress { files all_files cases all_cases bytes all_bytes }
    Surveyed { unread files is_cut }
    Hideout { id name note finds source checked }
    Guide { complaints tools }
    Choice { id says means }
    Checkup { complaint title trail fields stop }
    Explained { kind origin way journey findings beside notice stops sheets covered folded }
    Beside { who letters spoken way stop here passed_at passed_how sure meanings case }
    Stop { name from epoch offset facts note trust spent step slowest bar start end }
    Bar { start length class cut }
    Sheet { id title summary open search sentences head rows }
    Row { cells range marked }
    Cell { text small sign cause page code copies }
    Finding {
        cause title summary permanence confidence stage act state who about retry note recipient sender will_retry_until reply provider rule
        source evidence steps commands links considered missing did_you_mean facts ask ask_if_sent to_tell check
        sign
    }
    Considered { cause title why }
    Fact { name value }
    Reply { code enhanced text remote moment parts }
    Part { start end quote kind meaning }
    Source { url checked }
    Evidence { start end quote reads }
    Command { shell windows why }
    Link { title url }
}

choices! {
    Format else Format::Text; { Text Markdown Json Hops Recipients Svg Png;; }
    Said else Said::Ready; { Ready;; Found { id found progress } Answer { id answer } Folded { id json } }
    Answer else Answer::Many; {
        Many;
        Explained(it) Case(it) Guide(it) Hideouts(it) Check(it) Surveyed(it) Refused(it) Redacted(it);
        Paste { text as_one } Written { format text }
    }
    CheckStop else CheckStop::Paste(String::new()); {
        ;
        Paste(it);
        Question { question why help provider commands choices } End { cause verdict who text retry letters }
    }
}
