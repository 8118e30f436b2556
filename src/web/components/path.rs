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
                        let is_told = beside.passed_at == Some(index);
                        let (class, word) = match () {
                            _ if is_told => ("passed told", beside.passed_how.as_str()),
                            _ if index < beside.stop => ("passed", "passed"),
                            _ => ("ahead", "not reached"),
                        };
                        html! {
                            <li class={class}>
                                <span class="path-dot" aria-hidden="true" />
                                <span class="path-name">{ name }</span>
                                <span class={if is_told { "path-word" } else { "hidden" }}>{ word }</span>
                            </li>
                        }
                    }
                }) }
            </ol>
        </section>
    }
}
