//! A conversation with a server as a walk: each command beside its reply, the first wrong turn marked.

use super::sign::{Shape, sign};
use crate::report::dialogue::{Dialogue, Move};
use crate::report::text::one_line;
use yew::prelude::*;

type Light = Callback<Option<(usize, usize)>>;

pub fn dialogue_view(dialogue: &Dialogue, on_light: &Light) -> Html {
    html! {
        <details class="instrument dialogue" open=true data-test="dialogue">
            <summary><h2>{ "Dialogue" }</h2><span>{ summary(dialogue) }</span></summary>
            <ol>
                { for dialogue.exchanges.iter().enumerate().map(|(index, one)| {
                    exchange(one, dialogue.wrong == Some(index), on_light)
                }) }
            </ol>
            if !dialogue.capabilities.is_empty() {
                <h3>{ "What the server offers" }</h3>
                <dl class="facts-list">
                    { for dialogue.capabilities.iter().map(|offer| html! {
                        <div>
                            <dt><code>{ &offer.keyword }{ " " }{ &offer.parameters }</code></dt>
                            <dd>{ offer.about.as_deref().unwrap_or("Not in the list of known extensions.") }</dd>
                        </div>
                    }) }
                </dl>
            }
        </details>
    }
}

fn exchange(one: &Move, wrong: bool, on_light: &Light) -> Html {
    let range = one.reply.as_ref().or(one.command.as_ref()).map(|words| (words.start, words.end));
    let class = classes!(one.failed.then_some("failed"), wrong.then_some("wrong"));
    html! {
        <li {class}
            onmouseenter={on_light.reform(move |_: MouseEvent| range)}
            onmouseleave={on_light.reform(|_: MouseEvent| None)}>
            <div class="dialogue-words" dir="auto">
                if let Some(command) = &one.command { <code>{ one_line(&command.text) }</code> }
                if one.covered { <span class="soft">{ "(credentials, not shown)" }</span> }
                if let Some(reply) = &one.reply { <code class="reply-words">{ one_line(&reply.text) }</code> }
            </div>
            <p>
                if wrong { <strong class="wrong-word">{ sign(Shape::Permanent) }{ "First wrong turn. " }</strong> }
                { &one.means }
            </p>
        </li>
    }
}

fn summary(dialogue: &Dialogue) -> String {
    let count = dialogue.exchanges.len();
    match dialogue.wrong {
        Some(wrong) => format!("{count} steps, the first wrong turn at step {}", wrong + 1),
        None => format!("{count} steps, none of them refused"),
    }
}
