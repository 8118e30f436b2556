//! The page's other half of serde-wasm-bindgen: its questions as the objects that serde reads in the worker.
//!
//! Serde's own way, `to_value`, brings a writer for every shape that there could be; the page asks a dozen questions. Names
//! are those of the fields and variants, as serde reads them.

use super::message::{Ask, Format, Keep, Request, Spot};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// What can be given.
pub trait Given {
    fn given(&self) -> JsValue;
}

#[inline(never)]
fn put(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes whatever is put into it.
    let _ = Reflect::set(object, &name.into(), value);
}

/// A choice: its name, and what it holds.
#[inline(never)]
fn choice(name: &str, within: &JsValue) -> JsValue {
    let object = Object::new();
    put(&object, name, within);
    object.into()
}

impl Given for String {
    fn given(&self) -> JsValue {
        self.as_str().into()
    }
}

impl Given for bool {
    fn given(&self) -> JsValue {
        (*self).into()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl Given for $number {
            fn given(&self) -> JsValue {
                JsValue::from_f64(*self as f64)
            }
        }
    )* };
}

numbers! { u32 u64 usize }

impl<T: Given> Given for Option<T> {
    fn given(&self) -> JsValue {
        self.as_ref().map_or(JsValue::UNDEFINED, T::given)
    }
}

impl<T: Given> Given for Vec<T> {
    fn given(&self) -> JsValue {
        self.iter().map(T::given).collect::<Array>().into()
    }
}

impl Given for (String, String) {
    fn given(&self) -> JsValue {
        Array::of2(&self.0.given(), &self.1.given()).into()
    }
}

/// As serde writes a variant that holds nothing.
impl Given for Format {
    fn given(&self) -> JsValue {
        match self {
            Format::Text => "Text",
            Format::Markdown => "Markdown",
            Format::Json => "Json",
            Format::Hops => "Hops",
            Format::Recipients => "Recipients",
            Format::Svg => "Svg",
            Format::Png => "Png",
        }
        .into()
    }
}

/// An object of these fields.
macro_rules! object {
    ($($field:ident)*) => {{
        let object = Object::new();
        $(put(&object, stringify!($field), &$field.given());)*
        JsValue::from(object)
    }};
}

macro_rules! structures {
    ($($name:ident { $($field:ident)* })*) => { $(
        impl Given for $name {
            fn given(&self) -> JsValue {
                let $name { $($field),* } = self;
                object!($($field)*)
            }
        }
    )* };
}

structures! {
    Request { id ask }
    Keep { addresses names hosts ips ids content }
    Spot { file member start end }
}

/// All variants of a choice: bare, with one value, or with fields.
macro_rules! choices {
    ($($name:ident { $($bare:ident)* ; $($whole:ident($one:ident))* ; $($variant:ident { $($field:ident)* })* })*) => { $(
        impl Given for $name {
            fn given(&self) -> JsValue {
                match self {
                    $($name::$bare => stringify!($bare).into(),)*
                    $($name::$whole($one) => choice(stringify!($whole), &$one.given()),)*
                    $($name::$variant { $($field),* } => choice(stringify!($variant), &object!($($field)*)),)*
                }
            }
        }
    )* };
}

choices! {
    Ask {
        Guide Hideouts Whole;
        Example(it);
        Explain { text as_one } Case { signs } Check { complaint answers told } Survey { text names }
        Fetch { spot } Write { text format root } Redact { text keep } Unlink { fragment }
    }
}
