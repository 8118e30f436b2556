//! A sentence in which names to be typed stand between backticks. No other markup: words of a paste may stand in it, too.

use crate::web::markup::html;
use yew::prelude::*;

pub fn coded(sentence: &str) -> Html {
    let pieces: Vec<&str> = sentence.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return html! { { sentence } };
    }
    let piece = |(at, piece): (usize, &&str)| match at % 2 {
        0 => html! { { *piece } },
        _ => html! { <code>{ *piece }</code> },
    };
    pieces.iter().enumerate().map(piece).collect()
}
