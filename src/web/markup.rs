//! `html!`, as yew has it, in a form that takes little room.
//!
//! Yew's own macro lays every element out on the spot, which took 150 bytes of wasm each: a quarter of the page. This one
//! reads the same markup and writes it as calls, one for each tag, text and value, that put the tree together. Components
//! are handed to yew's macro; each is listed below.
//!
//! What it does not know of yew's: `<@{…}>`, `..props`, `~properties`, names with a colon.

use std::borrow::Cow;
use std::rc::Rc;
use yew::html::IntoEventCallback;
use yew::virtual_dom::listeners::Listeners;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VList, VNode, VTag, VText};
use yew::{AttrValue, Classes, Html, NodeRef};

/// Puts a tree together, tag by tag.
pub struct Builder {
    /// What is open, the outermost first: the tree itself, and whatever stands in it.
    open: Vec<Open>,
}

/// An element, or where it has no tag a fragment.
#[derive(Default)]
struct Open {
    tag: &'static str,
    /// Where all values are known beforehand.
    fixed: &'static [(&'static str, AttributeOrProperty)],
    /// Otherwise.
    keys: &'static [&'static str],
    values: Vec<Option<AttributeOrProperty>>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    node_ref: NodeRef,
    key: Option<Key>,
    /// Of a field.
    value: Option<AttrValue>,
    checked: Option<bool>,
    children: Vec<VNode>,
}

impl Default for Builder {
    #[inline(never)]
    fn default() -> Self {
        Builder { open: vec![Open::default()] }
    }
}

impl Builder {
    #[inline(never)]
    pub fn finish(mut self) -> Html {
        self.take()
    }

    #[inline(never)]
    pub fn open(&mut self, tag: &'static str, fixed: &'static [(&'static str, AttributeOrProperty)]) {
        self.open.push(Open { tag, fixed, ..Open::default() });
    }

    /// An element with attributes whose values follow in the order of the keys.
    #[inline(never)]
    pub fn open_with(&mut self, tag: &'static str, keys: &'static [&'static str]) {
        self.open.push(Open { tag, keys, ..Open::default() });
    }

    /// A fragment.
    #[inline(never)]
    pub fn begin(&mut self) {
        self.open.push(Open::default());
    }

    /// Ends the element.
    #[inline(never)]
    pub fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.node(open.element().into());
        }
    }

    /// Ends the fragment. An empty one keeps its place among its neighbours.
    #[inline(never)]
    pub fn end(&mut self) {
        let fragment = self.take();
        self.node(fragment);
    }

    /// Ends the fragment, and gives it.
    #[inline(never)]
    pub fn take(&mut self) -> Html {
        one(self.open.pop().unwrap_or_default().children)
    }

    #[inline(never)]
    pub fn node(&mut self, node: VNode) {
        self.top().children.push(node);
    }

    #[inline(never)]
    pub fn text(&mut self, text: &'static str) {
        self.node(VText::new(AttrValue::Static(text)).into());
    }

    pub fn put(&mut self, content: impl Content) {
        content.put(self);
    }

    pub fn each<T: Content>(&mut self, contents: impl IntoIterator<Item = T>) {
        contents.into_iter().for_each(|content| content.put(self));
    }

    pub fn value(&mut self, value: impl Value) {
        self.push_value(value.written());
    }

    #[inline(never)]
    fn push_value(&mut self, value: Option<AttrValue>) {
        self.top().values.push(value.map(AttributeOrProperty::Attribute));
    }

    /// The value of a field, which is no attribute.
    pub fn live_value(&mut self, value: impl Value) {
        self.top().value = value.written();
    }

    #[inline(never)]
    pub fn checked(&mut self, checked: bool) {
        self.top().checked = Some(checked);
    }

    pub fn key(&mut self, key: impl Into<Key>) {
        self.top().key = Some(key.into());
    }

    #[inline(never)]
    pub fn node_ref(&mut self, node: NodeRef) {
        self.top().node_ref = node;
    }

    #[inline(never)]
    fn listen(&mut self, listener: Rc<dyn Listener>) {
        self.top().listeners.push(Some(listener));
    }

    fn top(&mut self) -> &mut Open {
        // The tree itself is never closed before it is finished.
        if self.open.is_empty() {
            self.open.push(Open::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }
}

macro_rules! events {
    ($($event:ident)*) => { $(
        impl Builder {
            pub fn $event(&mut self, then: impl IntoEventCallback<yew::html::$event::Event>) {
                if let Some(then) = then.into_event_callback() {
                    self.listen(Rc::new(yew::html::$event::Wrapper::new(then)));
                }
            }
        }
    )* };
}

events! { onblur onchange onclick onfocus oninput onmouseenter onmouseleave onpaste ontoggle }

impl Open {
    fn element(self) -> VTag {
        let attributes = if self.keys.is_empty() {
            Attributes::Static(self.fixed)
        } else {
            Attributes::Dynamic { keys: self.keys, values: self.values.into_boxed_slice() }
        };
        let listeners = if self.listeners.is_empty() {
            Listeners::None
        } else {
            Listeners::Pending(self.listeners.into_boxed_slice())
        };
        let (tag, key, node) = (self.tag, self.key, self.node_ref);
        match tag {
            "input" => VTag::__new_input(self.value, self.checked, node, key, attributes, listeners),
            "textarea" => VTag::__new_textarea(self.value, None, node, key, attributes, listeners),
            _ => VTag::__new_other(tag.into(), node, key, attributes, listeners, one(self.children)),
        }
    }
}

/// A node that is all of them.
fn one(mut nodes: Vec<VNode>) -> VNode {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => VList::from(nodes).into(),
    }
}

/// What may stand between tags in braces.
pub trait Content {
    fn put(self, to: &mut Builder);
}

impl Content for VNode {
    fn put(self, to: &mut Builder) {
        to.node(self);
    }
}

impl Content for AttrValue {
    #[inline(never)]
    fn put(self, to: &mut Builder) {
        to.node(VText::new(self).into());
    }
}

impl Content for &AttrValue {
    fn put(self, to: &mut Builder) {
        self.clone().put(to);
    }
}

impl Content for &str {
    #[inline(never)]
    fn put(self, to: &mut Builder) {
        AttrValue::from(Rc::from(self)).put(to);
    }
}

impl Content for String {
    fn put(self, to: &mut Builder) {
        self.as_str().put(to);
    }
}

impl Content for &String {
    fn put(self, to: &mut Builder) {
        self.as_str().put(to);
    }
}

impl Content for &Cow<'_, str> {
    fn put(self, to: &mut Builder) {
        (**self).put(to);
    }
}

impl Content for usize {
    fn put(self, to: &mut Builder) {
        self.to_string().put(to);
    }
}

impl<T: Content> Content for Option<T> {
    fn put(self, to: &mut Builder) {
        to.each(self);
    }
}

impl<T: Content> Content for Vec<T> {
    fn put(self, to: &mut Builder) {
        to.each(self);
    }
}

/// What may be an attribute's value in braces. Nothing leaves the attribute out.
pub trait Value {
    fn written(self) -> Option<AttrValue>;
}

impl Value for AttrValue {
    fn written(self) -> Option<AttrValue> {
        Some(self)
    }
}

impl Value for &'static str {
    fn written(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self))
    }
}

impl Value for String {
    fn written(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

/// Attributes that are there or not.
impl Value for bool {
    fn written(self) -> Option<AttrValue> {
        self.then_some(AttrValue::Static(""))
    }
}

impl<T: Value> Value for Option<T> {
    fn written(self) -> Option<AttrValue> {
        self.and_then(T::written)
    }
}

impl Value for Classes {
    fn written(self) -> Option<AttrValue> {
        let classes: Vec<_> = self.into_iter().collect();
        (!classes.is_empty()).then(|| classes.join(" ").into())
    }
}

/// Whether a closing tag has the name of its opening one.
pub const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Markup as a tree. The rules behind `@` are steps: each takes a piece from the front of the markup, and knows what is open.
macro_rules! html {
    // @in: between tags. $open is what is open, the innermost first: {name} is an element, {} a fragment, (name attributes)
    // a component.
    (@in $b:ident []) => {};
    (@in $b:ident [$first:tt $open:tt]) => { compile_error!("a tag is not closed") };
    (@in $b:ident $open:tt < > $($rest:tt)*) => {
        $b.begin();
        $crate::web::markup::html!(@in $b [{} $open] $($rest)*);
    };
    (@in $b:ident [{} $open:tt] < / > $($rest:tt)*) => {
        $b.end();
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident [{$name:ident} $open:tt] < / $close:ident > $($rest:tt)*) => {
        const { assert!($crate::web::markup::same(stringify!($name), stringify!($close)), "another tag is open") };
        $b.close();
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident [($name:ident $($attributes:tt)*) $open:tt] < / $close:ident > $($rest:tt)*) => {
        const { assert!($crate::web::markup::same(stringify!($name), stringify!($close)), "another tag is open") };
        let within = $b.take();
        $b.node(::yew::html! { <$name $($attributes)*>{ within }</$name> });
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident $open:tt if $($rest:tt)*) => { $crate::web::markup::html!(@if $b $open [] [] $($rest)*); };
    (@in $b:ident $open:tt $text:literal $($rest:tt)*) => {
        $b.text($text);
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident $open:tt { for $($each:tt)* } $($rest:tt)*) => {
        $b.each($($each)*);
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident $open:tt { $text:literal } $($rest:tt)*) => {
        $b.text($text);
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident $open:tt { $($content:tt)* } $($rest:tt)*) => {
        $b.put({ $($content)* });
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@in $b:ident $open:tt < AnswerPage $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open AnswerPage [] $($rest)*); };
    (@in $b:ident $open:tt < CheckPage $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open CheckPage [] $($rest)*); };
    (@in $b:ident $open:tt < Chunk $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Chunk [] $($rest)*); };
    (@in $b:ident $open:tt < Copy $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Copy [] $($rest)*); };
    (@in $b:ident $open:tt < FacetView $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open FacetView [] $($rest)*); };
    (@in $b:ident $open:tt < Help $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Help [] $($rest)*); };
    (@in $b:ident $open:tt < HideoutsPage $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open HideoutsPage [] $($rest)*); };
    (@in $b:ident $open:tt < HopBar $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open HopBar [] $($rest)*); };
    (@in $b:ident $open:tt < Lines $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Lines [] $($rest)*); };
    (@in $b:ident $open:tt < Link $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Link [] $($rest)*); };
    (@in $b:ident $open:tt < ManyPage $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open ManyPage [] $($rest)*); };
    (@in $b:ident $open:tt < Newer $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Newer [] $($rest)*); };
    (@in $b:ident $open:tt < PasteBox $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open PasteBox [] $($rest)*); };
    (@in $b:ident $open:tt < PasteView $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open PasteView [] $($rest)*); };
    (@in $b:ident $open:tt < SheetView $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open SheetView [] $($rest)*); };
    (@in $b:ident $open:tt < SiteProvider $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open SiteProvider [] $($rest)*); };
    (@in $b:ident $open:tt < Timeline $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Timeline [] $($rest)*); };
    (@in $b:ident $open:tt < Who $($rest:tt)*) => { $crate::web::markup::html!(@component $b $open Who [] $($rest)*); };
    (@in $b:ident $open:tt < $name:ident $($rest:tt)*) => {
        const { assert!(!stringify!($name).as_bytes()[0].is_ascii_uppercase(), "list this component in src/web/markup.rs") };
        $crate::web::markup::html!(@tag $b $open $name fixed [] [] $($rest)*);
    };

    // @if: $done is what stands before this condition, [$condition] what is read of it.
    (@if $b:ident $open:tt [$($done:tt)*] [$($condition:tt)*] { $($then:tt)* } else if $($rest:tt)*) => {
        $crate::web::markup::html!(@if $b $open [$($done)* if $($condition)* { $crate::web::markup::html!(@in $b [] $($then)*); } else] [] $($rest)*);
    };
    (@if $b:ident $open:tt [$($done:tt)*] [$($condition:tt)*] { $($then:tt)* } else { $($other:tt)* } $($rest:tt)*) => {
        $b.begin();
        $($done)* if $($condition)* { $crate::web::markup::html!(@in $b [] $($then)*); } else { $crate::web::markup::html!(@in $b [] $($other)*); }
        $b.end();
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@if $b:ident $open:tt [$($done:tt)*] [$($condition:tt)*] { $($then:tt)* } $($rest:tt)*) => {
        $b.begin();
        $($done)* if $($condition)* { $crate::web::markup::html!(@in $b [] $($then)*); }
        $b.end();
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@if $b:ident $open:tt $done:tt [$($condition:tt)*] $next:tt $($rest:tt)*) => {
        $crate::web::markup::html!(@if $b $open $done [$($condition)* $next] $($rest)*);
    };

    // @component: the attributes are yew's business.
    (@component $b:ident $open:tt $name:ident [$($attributes:tt)*] / > $($rest:tt)*) => {
        $b.node(::yew::html! { <$name $($attributes)* /> });
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@component $b:ident $open:tt $name:ident [$($attributes:tt)*] > $($rest:tt)*) => {
        $b.begin();
        $crate::web::markup::html!(@in $b [($name $($attributes)*) $open] $($rest)*);
    };
    (@component $b:ident $open:tt $name:ident [$($attributes:tt)*] $next:tt $($rest:tt)*) => {
        $crate::web::markup::html!(@component $b $open $name [$($attributes)* $next] $($rest)*);
    };

    // @tag: within an element's tag. `fixed` as long as no value has braces; [$all] are its attributes, [$then] is what has
    // to be done when it is open.
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] / > $($rest:tt)*) => {
        $crate::web::markup::html!(@open $b $name $kind $all);
        $($then)*
        $b.close();
        $crate::web::markup::html!(@in $b $open $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] > $($rest:tt)*) => {
        $crate::web::markup::html!(@open $b $name $kind $all);
        $($then)*
        $crate::web::markup::html!(@in $b [{$name} $open] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt $then:tt { $key:ident } $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all $then $key = { $key } $($rest)*);
    };
    (@tag $b:ident $open:tt input $kind:ident $all:tt [$($then:tt)*] value = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open input $kind $all [$($then)* $b.live_value($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] checked = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.checked($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] key = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.key($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] ref = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.node_ref($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onblur = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onblur($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onchange = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onchange($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onclick = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onclick($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onfocus = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onfocus($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] oninput = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.oninput($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onmouseenter = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onmouseenter($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onmouseleave = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onmouseleave($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] onpaste = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.onpaste($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident $all:tt [$($then:tt)*] ontoggle = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind $all [$($then)* $b.ontoggle($value);] $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident [$($all:tt)*] $then:tt $key:ident $(- $more:ident)* = $value:literal $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name $kind [$($all)* ($key $($more)*) $value,] $then $($rest)*);
    };
    (@tag $b:ident $open:tt $name:ident $kind:ident [$($all:tt)*] $then:tt $key:ident $(- $more:ident)* = $value:block $($rest:tt)*) => {
        $crate::web::markup::html!(@tag $b $open $name varying [$($all)* ($key $($more)*) $value,] $then $($rest)*);
    };

    (@open $b:ident $name:ident fixed [$(($key:ident $($more:ident)*) $value:expr,)*]) => {
        $b.open(stringify!($name), &[$((
            concat!(stringify!($key) $(, "-", stringify!($more))*),
            ::yew::virtual_dom::AttributeOrProperty::Static($value),
        )),*]);
    };
    (@open $b:ident $name:ident varying [$(($key:ident $($more:ident)*) $value:expr,)*]) => {
        $b.open_with(stringify!($name), &[$(concat!(stringify!($key) $(, "-", stringify!($more))*)),*]);
        $($b.value($value);)*
    };

    (@$step:ident $($rest:tt)*) => { compile_error!(concat!("this is no markup: ", stringify!($($rest)*))) };
    ($($markup:tt)*) => {{
        let mut builder = $crate::web::markup::Builder::default();
        $crate::web::markup::html!(@in builder [] $($markup)*);
        builder.finish()
    }};
}

pub(crate) use html;
