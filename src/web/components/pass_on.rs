//! Taking the answer along: for a ticket, for a colleague, on paper.

use super::copy::Copy;
use crate::web::state::Sharing;
use crate::web::worker::message::Format;
use yew::prelude::*;

/// What can be asked for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Written(Format),
    Print,
    Share,
}

pub fn pass_on(
    link: &str,
    sharing: Option<&Sharing>,
    said: Option<&'static str>,
    on_wish: &Callback<Wish>,
) -> Html {
    let button = |label: &'static str, wish: Wish| {
        html! { <button type="button" onclick={on_wish.reform(move |_| wish)}>{ label }</button> }
    };
    html! {
        <section class="pass-on" aria-labelledby="pass-on-title">
            <h2 id="pass-on-title">{ "Pass it on" }</h2>
            <div class="pass-on-bar">
                <Copy text={link.to_owned()} what="the address of the article" label="Copy link to the explanation" />
                { button("Copy as Markdown", Wish::Written(Format::Markdown)) }
                { button("Copy as text", Wish::Written(Format::Text)) }
                { button("Save as JSON", Wish::Written(Format::Json)) }
                { button("Print", Wish::Print) }
                if sharing.is_none() { { button("Link with your text…", Wish::Share) } }
            </div>
            <p role="status" class="soft">{ said.unwrap_or_default() }</p>
        </section>
    }
}
