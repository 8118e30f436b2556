//! The promise, and how to see for oneself that it is kept.

use super::sign::{Shape, sign};
use crate::web::browser::offline::Offline;
use crate::web::markup::html;
use yew::prelude::*;

pub fn privacy(offline: Offline) -> Html {
    html! {
        <p class="privacy" data-test="privacy">
            <strong>{ "Nothing leaves this page." }</strong>
            { " Your text is read here, in your browser. " }
            { match offline {
                Offline::Preparing => html! { "In a moment it works with the network off, too." },
                Offline::Never => html! { "Once the page has loaded, try it with the network off." },
                Offline::Ready | Offline::Newer => html! {
                    <span class="privacy-ready" data-test="offline-ready">
                        { sign(Shape::Fine) }
                        { "Ready to work with the network off: switch it off, reload, and try." }
                    </span>
                },
            } }
        </p>
    }
}
