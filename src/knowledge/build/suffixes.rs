//! The Public Suffix List, <https://publicsuffix.org>, packed small: as code or as tries it weighs several times more.
//!
//! One row for each top-level domain, with what stands below it as a nested list: `co,*(?x),!city` for `co.tld`, `*.tld`,
//! `x.*.tld` and the exception `city.tld`. `?` marks a label that is no suffix itself. Where nothing matches, the last
//! label is the suffix.

use crate::pack::column;
use public_suffix::{DEFAULT_PROVIDER, ListProvider, Table};

/// The rows, sorted by top-level domain, as Rust.
pub fn emit() -> String {
    emit_list(&DEFAULT_PROVIDER)
}

/// The crate does not name its table's type: it is taken from the provider.
fn emit_list<List: Table>(_: &ListProvider<List>) -> String {
    let rows = (0..List::NUM_TLD).map(|index| {
        let node = Node::read::<List>(index);
        format!("{} {}", node.label, node.below::<List>())
    });
    format!("static SUFFIXES_PACKED: packed::Column = {};\n", column(rows))
}

/// One label of the crate's table.
struct Node {
    label: &'static str,
    children: std::ops::Range<u32>,
    is_suffix: bool,
    is_exception: bool,
    has_wildcard: bool,
}

impl Node {
    /// The bit fields that the head of the crate's `Table` describes.
    fn read<List: Table>(index: u32) -> Self {
        let mut bits = List::NODES[index as usize];
        let length = take(&mut bits, List::NODES_BITS_TEXT_LENGTH) as usize;
        let offset = take(&mut bits, List::NODES_BITS_TEXT_OFFSET) as usize;
        take(&mut bits, List::NODES_BITS_ICANN);
        let mut bits = List::CHILDREN[take(&mut bits, List::NODES_BITS_CHILDREN) as usize];
        let low = take(&mut bits, List::CHILDREN_BITS_LO);
        let high = take(&mut bits, List::CHILDREN_BITS_HI);
        let kind = take(&mut bits, List::CHILDREN_BITS_NODE_TYPE);
        Self {
            label: &List::TEXT[offset..offset + length],
            children: low..high,
            is_suffix: kind == List::NODE_TYPE_NORMAL,
            is_exception: kind == List::NODE_TYPE_EXCEPTION,
            has_wildcard: take(&mut bits, List::CHILDREN_BITS_WILDCARD) != 0,
        }
    }

    fn below<List: Table>(&self) -> String {
        let wildcard = self.has_wildcard.then(|| "*".to_owned());
        let children = self.children.clone().map(|child| Node::read::<List>(child).entry::<List>());
        wildcard.into_iter().chain(children).collect::<Vec<_>>().join(",")
    }

    fn entry<List: Table>(&self) -> String {
        let mark = match (self.is_suffix, self.is_exception) {
            (_, true) => "!",
            (true, _) => "",
            _ => "?",
        };
        let below = self.below::<List>();
        let below = if below.is_empty() { below } else { format!("({below})") };
        format!("{mark}{}{below}", self.label)
    }
}

/// The lowest `count` bits, shifted out.
fn take(bits: &mut u32, count: u32) -> u32 {
    let value = *bits & ((1 << count) - 1);
    *bits >>= count;
    value
}
