//! The server's reply, and what each part of it says.

use super::lines::visible;
use super::link::outside;
use crate::report::{Part, Reply};
use crate::web::markup::html;
use yew::prelude::*;

type Light = Callback<Option<(usize, usize)>>;

pub fn reply_view(reply: &Reply, on_light: &Light) -> Html {
    if reply.parts.is_empty() {
        return Html::default();
    }
    html! {
        <section class="reply" aria-labelledby="reply-title">
            <h2 id="reply-title">{ "The reply, part by part" }</h2>
            if let Some(said) = spoken(reply) {
                <p class="soft">{ said }</p>
            }
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

/// Who said it, and when in the conversation.
fn spoken(reply: &Reply) -> Option<Html> {
    let moment = reply.moment.as_deref().map(moment);
    let remote = reply.remote.as_ref().map(|host| html! { <bdi><code>{ host }</code></bdi> });
    match (remote, moment) {
        (Some(host), Some(moment)) => Some(html! { <>{ "Said by " }{ host }{ ", " }{ moment }{ "." }</> }),
        (Some(host), None) => Some(html! { <>{ "Said by " }{ host }{ "." }</> }),
        (None, Some(moment)) => Some(html! { <>{ "Said " }{ moment }{ "." }</> }),
        (None, None) => None,
    }
}

fn moment(moment: &str) -> &'static str {
    match moment {
        "connect" => "as the connection was opened",
        "helo" => "at the greeting",
        "starttls" => "as the encryption was to begin",
        "auth" => "at the sign-in",
        "mail" => "when the sender was named (MAIL)",
        "rcpt" => "when the recipient was named (RCPT)",
        "data" => "when the message was announced (DATA)",
        "end-of-data" => "after the whole message",
        _ => "after the server had taken the message",
    }
}
