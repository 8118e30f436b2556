//! The server's reply, and what each part of it says.

use super::lines::visible;
use super::link::outside;
use crate::report::{Part, Reply};
use crate::web::markup::html;
use yew::prelude::*;

type Light = Callback<Option<(usize, usize)>>;

/// `spoken` is who said it, and when.
pub fn reply_view(reply: &Reply, spoken: &str, on_light: &Light) -> Html {
    if reply.parts.is_empty() {
        return Html::default();
    }
    html! {
        <section class="reply" aria-labelledby="reply-title">
            <h2 id="reply-title">{ "The reply, part by part" }</h2>
            if !spoken.is_empty() { <p class="soft"><bdi>{ spoken }</bdi></p> }
            <dl>
                { for reply.parts.iter().map(|part| one(part, on_light)) }
            </dl>
        </section>
    }
}

fn one(part: &Part, on_light: &Light) -> Html {
    let range = (part.start, part.end);
    let light = on_light.reform(move |_: MouseEvent| Some(range));
    let dark = on_light.reform(|_: MouseEvent| None);
    html! {
        <div onmouseenter={light} onmouseleave={dark}>
            <dt><bdi><code>{ visible(&part.quote) }</code></bdi></dt>
            <dd>
                { &part.meaning }
                if part.kind == "link" {
                    { " " }{ outside(&part.quote, "Open it") }
                }
            </dd>
        </div>
    }
}
