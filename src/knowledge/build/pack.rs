//! Packs a table's columns for `knowledge/packed.rs`, which lays them out again.

use crate::names::Named;
use std::fmt::{Debug, Write};

/// One table, as Rust.
pub struct Table(String);

impl Table {
    pub fn new(name: &str, shape: &str) -> Self {
        Table(format!("static {name}: packed::{shape} = packed::{shape} {{\n"))
    }

    /// A column of texts.
    pub fn texts<S: AsRef<str>>(mut self, field: &str, cells: impl IntoIterator<Item = S>) -> Self {
        let _ = writeln!(self.0, "{field}: {},", column(cells));
        self
    }

    /// A column of lists.
    pub fn lists<S: AsRef<str>>(
        self,
        field: &str,
        cells: impl IntoIterator<Item = impl IntoIterator<Item = S>>,
    ) -> Self {
        let cell = |items: Vec<S>| items.iter().fold(String::new(), |cell, item| cell + item.as_ref() + ITEM);
        self.texts(field, cells.into_iter().map(|items| cell(items.into_iter().collect())))
    }

    /// A column of numbers.
    pub fn numbers<N: Debug>(mut self, field: &str, numbers: impl IntoIterator<Item = N>) -> Self {
        let numbers: Vec<N> = numbers.into_iter().collect();
        let _ = writeln!(self.0, "{field}: &{numbers:?},");
        self
    }

    pub fn end(self) -> String {
        self.0 + "};\n"
    }
}

/// A column of its own.
pub fn column<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells: Vec<S> = cells.into_iter().collect();
    let texts: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    assert!(texts.iter().all(|text| !text.contains(CELL)), "a text holds the sign that stands between texts");
    format!("packed::Column({:?})", texts.join(CELL))
}

/// A table whose rows hold lists of rows: its cells one after the other, as `knowledge/tables.rs` reads them.
#[derive(Default)]
pub struct Scroll(Vec<String>);

impl Scroll {
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0.push(text.to_owned());
        self
    }

    pub fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) -> &mut Self {
        let texts: Vec<&String> = texts.into_iter().collect();
        self.number(texts.len());
        texts.into_iter().for_each(|text| self.0.push(text.clone()));
        self
    }

    /// A number, or of rows their count.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.text(&number.to_string())
    }

    /// The number of a name; of the first where it is none, and then nothing is written.
    pub fn name<T: Named>(&mut self, name: Option<T>) -> &mut Self {
        self.number(name.map_or(0, |name| usize::from(name.number())))
    }

    pub fn emit(self, name: &str) -> String {
        format!("static {name}: packed::Column = {};\n", column(self.0))
    }
}

/// The signs of `knowledge/packed.rs`.
const CELL: &str = "\u{1e}";
/// Parts two texts of an item: `packed::WITHIN_ITEM`.
pub const WITHIN: &str = "\u{1d}";
pub const ITEM: &str = "\u{1f}";
