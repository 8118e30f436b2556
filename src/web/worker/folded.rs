//! What is folded away at first: it crosses behind the answer, and is read when it is opened.

use super::explained::{Facts, Row};
use super::taken::Taken;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// Filled when the worker has sent it, a moment after the answer. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Folded(Rc<Inner>);

/// It crosses as JSON, which costs the page nothing as long as it is not read.
#[derive(Debug, Default)]
struct Inner {
    json: OnceCell<String>,
    pair: OnceCell<JsValue>,
}

impl Folded {
    pub fn fill(&self, json: String) {
        let _ = self.0.json.set(json);
    }

    pub fn is_here(&self) -> bool {
        self.0.json.get().is_some()
    }

    /// The rows of this sheet.
    pub fn rows(&self, sheet: usize) -> Vec<Row> {
        self.read(0, sheet)
    }

    /// The facts of this stop.
    pub fn facts(&self, stop: usize) -> Facts {
        self.read(1, stop)
    }

    /// One entry of the pair of arrays that crossed.
    fn read<T: Taken + Default>(&self, list: u32, index: usize) -> T {
        let Some(json) = self.0.json.get() else { return T::default() };
        let pair = self.0.pair.get_or_init(|| js_sys::JSON::parse(json).unwrap_or_default());
        let list = pair.dyn_ref::<js_sys::Array>().map(|pair| pair.get(list));
        let list = list.and_then(|list| list.dyn_into::<js_sys::Array>().ok());
        list.map(|list| T::taken(&list.get(u32::try_from(index).unwrap_or(u32::MAX)))).unwrap_or_default()
    }
}

/// Answers are compared by what they say.
impl PartialEq for Folded {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
