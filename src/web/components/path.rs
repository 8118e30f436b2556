//! The way of a mail, and the station that refused it.

use super::sign::{Shape, sign};
use super::state_word::shape;
use crate::report::Finding;
use crate::web::markup::html;
use yew::prelude::*;

/// Stations in the order of the way.
const STATIONS: [&str; 7] = [
    "Your program",
    "Your outgoing server",
    "Its way out",
    "DNS",
    "Their server",
    "Their filter",
    "The mailbox",
];

/// Which station a stage belongs to; none where the way is not known.
fn station(stage: &str, kind: &str, cause: &str) -> Option<usize> {
    let by_program =
        matches!(kind, "client-error" | "library-error" | "api-error" | "settings" | "transcript");
    if cause == "undetermined" {
        return None;
    }
    match stage {
        "compose" | "client" => Some(0),
        "submission" => Some(1),
        "connection" | "tls" if by_program => Some(1),
        "outbound" => Some(2),
        "dns" => Some(3),
        "connection" | "tls" | "inbound" => Some(4),
        "filter" => Some(5),
        "mailbox" => Some(6),
        _ => None,
    }
}

/// `kind` is the report's: what a program says of a connection is about its own server.
pub fn path(finding: &Finding, kind: &str) -> Html {
    let Some(stop) = station(&finding.stage, kind, &finding.cause) else { return Html::default() };
    let shape = shape(&finding.permanence, &finding.cause, &finding.act);
    // A recipient that is refused as such is refused before any filter sees the message.
    let moment = finding.reply.as_ref().and_then(|reply| reply.moment.as_deref());
    let way = STATIONS.iter().enumerate().filter(|(index, _)| (*index, stop, moment) != (5, 6, Some("rcpt")));
    html! {
        <section class="path" aria-labelledby="path-title">
            <h2 id="path-title" class="hidden">{ "Where it happened" }</h2>
            <ol>
                { for way.map(|(index, name)| {
                    if index == stop {
                        html! {
                            <li class={classes!("stop", shape.class())}>
                                { sign(shape) }
                                <span class="path-name">{ *name }</span>
                                <span class="path-word">{ here(shape) }</span>
                            </li>
                        }
                    } else {
                        let (class, word) = if index < stop { ("passed", "passed") } else { ("ahead", "not reached") };
                        html! {
                            <li class={class}>
                                <span class="path-dot" aria-hidden="true" />
                                <span class="path-name">{ *name }</span>
                                <span class="hidden">{ word }</span>
                            </li>
                        }
                    }
                }) }
            </ol>
        </section>
    }
}

fn here(shape: Shape) -> &'static str {
    match shape {
        Shape::Fine | Shape::Warning => "arrived",
        Shape::Temporary => "held up here",
        _ => "stopped here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_to_the_server_next_in_line() {
        assert_eq!(station("connection", "client-error", "connection-refused"), Some(1));
        assert_eq!(station("connection", "bounce", "connection-refused"), Some(4));
        assert_eq!(station("report", "bounce", "auto-reply"), None);
        assert_eq!(station("inbound", "reply", "undetermined"), None);
    }
}
