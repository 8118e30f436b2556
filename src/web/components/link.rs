//! A link within the page, and one to the world outside.

use crate::web::markup::html;
use crate::web::route::Route;
use yew::prelude::*;

/// Where the site lies, and how to go to one of its pages without loading it anew.
#[derive(Clone, PartialEq)]
pub struct Site {
    /// The absolute address of the root, with a slash at its end.
    pub root: AttrValue,
    pub go: Callback<Route>,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub to: Route,
    pub children: Html,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Link(props: &Props) -> Html {
    let site = use_context::<Site>();
    let root = site.as_ref().map(|site| site.root.clone()).unwrap_or_default();
    let to = props.to.clone();
    let follow = Callback::from(move |event: MouseEvent| {
        // A new window is the reader's wish, not ours to take.
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if let Some(site) = site.as_ref().filter(|_| !modified) {
            event.prevent_default();
            site.go.emit(to.clone());
        }
    });
    html! {
        <a class={props.class.clone()} href={format!("{root}{}", props.to.path())} onclick={follow}>
            { props.children.clone() }
        </a>
    }
}

/// Opens beside the page, which keeps the paste; the other side does not learn where the reader came from.
pub fn outside(url: &str, text: &str) -> Html {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return html! { <span>{ text }</span> };
    }
    html! {
        <a class="outside" href={url.to_owned()} target="_blank" rel="noopener noreferrer">{ text }</a>
    }
}
