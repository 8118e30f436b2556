//! A section of an article: headings, paragraphs, lists, code. It comes as data, and markup is made here alone.

use super::link::{Link, outside};
use crate::knowledge::article::{self, Block, Inline, Section};
use crate::web::markup::html;
use crate::web::route::Route;
use yew::prelude::*;

pub fn prose(section: &Section) -> Html {
    html! {
        <>
            if section.level == 2 { <h2>{ &section.title }</h2> } else { <h3>{ &section.title }</h3> }
            { for section.blocks.iter().map(block) }
        </>
    }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Paragraph(text) => html! { <p>{ inlines(text) }</p> },
        Block::List { ordered: true, items } => {
            html! { <ol>{ for items.iter().map(|item| html! { <li>{ inlines(item) }</li> }) }</ol> }
        }
        Block::List { ordered: false, items } => {
            html! { <ul>{ for items.iter().map(|item| html! { <li>{ inlines(item) }</li> }) }</ul> }
        }
        Block::Code(code) => html! { <pre tabindex="0"><code>{ code }</code></pre> },
    }
}

/// A line of text with its markup.
pub fn markup(text: &str) -> Html {
    // The build script refuses what cannot be read.
    article::inlines(text).map_or_else(|_| text.into(), |pieces| inlines(&pieces))
}

fn inlines(inlines: &[Inline]) -> Html {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => html! { { text } },
        Inline::Strong(text) => html! { <strong>{ text }</strong> },
        Inline::Emphasis(text) => html! { <em>{ text }</em> },
        Inline::Code(text) => html! { <code>{ text }</code> },
        Inline::Link(text, to) => link(text, to),
    };
    inlines.iter().map(one).collect()
}

fn link(text: &str, to: &str) -> Html {
    if let Some(cause) = to.strip_prefix("cause:") {
        return html! { <Link to={Route::why(cause)}>{ text }</Link> };
    }
    if let Some(page) = to.strip_prefix("page:") {
        let place = if page == "home" { Route::Home } else { Route::Where };
        return html! { <Link to={place}>{ text }</Link> };
    }
    if to.starts_with("code:") {
        return html! { <code>{ text }</code> };
    }
    outside(to, text)
}
