//! Who can mend it, and a message ready to send to them.

use super::copy::Copy;
use crate::web::markup::html;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// As in the report.
    pub cause: AttrValue,
    /// In words.
    pub who: AttrValue,
    /// What shows a message, and the message: the button says to whom it is.
    pub letters: Vec<(String, String)>,
}

#[component]
pub fn Who(props: &Props) -> Html {
    let open = use_state(|| None);
    if props.cause == "undetermined" && props.letters.is_empty() {
        return Html::default();
    }
    let letter = |(index, (button, letter)): (usize, &(String, String))| {
        let is_open = *open == Some(index);
        let toggle = {
            let open = open.clone();
            Callback::from(move |_: MouseEvent| open.set((!is_open).then_some(index)))
        };
        // Where nobody is known to ask, the questions of the guided check come first; where the reader acts, the steps do.
        let is_way = props.cause != "undetermined" && button.starts_with("Message");
        let class = (index == 0 && is_way && !is_open).then_some("primary");
        html! {
            <>
                <button type="button" {class} aria-expanded={is_open.to_string()} onclick={toggle}>
                    if is_open { { "Hide the message" } } else { { button } }
                </button>
                if is_open {
                    // Above the message, so that a long one does not push it out of view.
                    <Copy text={letter.clone()} what="the message" class="primary" />
                }
                // On paper it stands in any case.
                <pre class={if is_open { "letter" } else { "letter printed" }} dir="auto" tabindex="0">{ letter }</pre>
            </>
        }
    };
    html! {
        <section class="who" aria-labelledby="who-title">
            <h2 id="who-title">{ "Who can mend it" }</h2>
            <p class="who-name" data-test="who">{ &props.who }</p>
            { for props.letters.iter().enumerate().map(letter) }
        </section>
    }
}
