//! Who can mend it, and a message ready to send to them.

use super::copy::Copy;
use crate::web::markup::html;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// As in the report.
    pub cause: AttrValue,
    pub act: AttrValue,
    pub ask: Option<AttrValue>,
    /// What shows the message: it says to whom that is.
    pub button: AttrValue,
}

#[component]
pub fn Who(props: &Props) -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    if props.cause == "undetermined" && props.ask.is_none() {
        return Html::default();
    }
    // Where nobody is known to ask, the questions of the guided check come first.
    let class = (props.cause != "undetermined" && !*open).then_some("primary");
    html! {
        <section class="who" aria-labelledby="who-title">
            <h2 id="who-title">{ "Who can mend it" }</h2>
            <p class="who-name" data-test="who">{ who(props) }</p>
            if let Some(letter) = &props.ask {
                <button type="button" {class} aria-expanded={open.to_string()} onclick={toggle}>
                    if *open { { "Hide the message" } } else { { &props.button } }
                </button>
                if *open {
                    // Above the message, so that a long one does not push it out of view.
                    <Copy text={letter.clone()} what="the message" class="primary" />
                    <pre class="letter" dir="auto" tabindex="0">{ letter }</pre>
                }
            }
        </section>
    }
}

/// Of a mail that arrived late, a message asks those that held it up.
fn who(props: &Props) -> &'static str {
    match (&*props.cause, &*props.act, &props.ask) {
        ("delivered", "nobody", Some(_)) => "Whoever held it up",
        (cause, act, _) => words(act, cause),
    }
}

/// Who, as words. `act` is as in the report; `unknown` where the cause is, `none` where nothing failed.
pub fn name(act: &str) -> &'static str {
    match act {
        "unknown" => words(act, "undetermined"),
        "none" => words("nobody", "delivered"),
        _ => words(act, ""),
    }
}

fn words(act: &str, cause: &str) -> &'static str {
    match act {
        _ if cause == "undetermined" => "Not known yet",
        "nobody" if cause == "delivered" => "Nobody: it arrived",
        // Who has the headers may be on either side.
        "sender-admin" if cause == "delivered" => "The sender’s mail administrator",
        "sender" => "You",
        "sender-admin" => "Your mail administrator",
        "recipient" => "The recipient",
        "recipient-admin" => "The recipient’s mail administrator",
        "network" => "Whoever runs the network in between",
        _ => "Nobody: just wait",
    }
}
