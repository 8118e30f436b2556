//! The way of a mail, and the station that refused it.

use super::sign::{Shape, sign};
use crate::report::Finding;
use crate::report::standing::LATE;
use crate::web::markup::html;
use crate::web::worker::explained::Beside;
use yew::prelude::*;

/// Nothing where the way is not known.
pub fn path(finding: &Finding, beside: &Beside) -> Html {
    if beside.way.is_empty() {
        return Html::default();
    }
    // What came late did come: it waited on the way, which the timeline shows, and not in the mailbox.
    let state = if finding.state == LATE { "fine" } else { &finding.state };
    let shape = Shape::named(state);
    let is_last = beside.stop + 1 == beside.way.len();
    html! {
        <section class="path" aria-labelledby="path-title">
            <h2 id="path-title" class="hidden">{ "Where it happened" }</h2>
            <ol>
                { for beside.way.iter().enumerate().map(|(index, name)| {
                    if index == beside.stop {
                        html! {
                            <li class={classes!("stop", shape.class())}>
                                { sign(shape) }
                                <span class="path-name">{ name }</span>
                                <span class="path-word">{ &beside.here }</span>
                            </li>
                        }
                    } else {
                        // Only a filter puts a doubt on what arrived, and it stands before the mailbox.
                        let doubted = shape == Shape::Warning && is_last && index + 1 == beside.stop;
                        let (class, word) = match () {
                            _ if doubted => ("passed", "doubted it"),
                            _ if index < beside.stop => ("passed", "passed"),
                            _ => ("ahead", "not reached"),
                        };
                        html! {
                            <li class={class}>
                                <span class="path-dot" aria-hidden="true" />
                                <span class="path-name">{ name }</span>
                                <span class={if doubted { "path-word" } else { "hidden" }}>{ word }</span>
                            </li>
                        }
                    }
                }) }
            </ol>
        </section>
    }
}
