//! The answers to a question.

use crate::web::markup::html;
use crate::web::worker::message::Choice;
use yew::prelude::*;

/// `tried` says that something was to be run first.
pub fn choices(choices: &[Choice], tried: bool, on_choose: &Callback<String>) -> Html {
    html! {
        <section class="choices" aria-labelledby="choices-title">
            <h2 id="choices-title">{ if tried { "What comes out?" } else { "Your answer" } }</h2>
            <ul>
                { for choices.iter().map(|choice| {
                    let id = choice.id.clone();
                    html! {
                        <li>
                            <button
                                type="button" data-test={format!("choice-{id}")}
                                onclick={on_choose.reform(move |_| id.clone())}
                            >
                                <span>{ &choice.says }</span>
                                if !choice.means.is_empty() { <small>{ &choice.means }</small> }
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
