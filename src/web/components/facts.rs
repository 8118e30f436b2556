//! What a postmaster will ask for.

use super::copy::Copy;
use crate::report::Fact;
use crate::web::markup::html;
use yew::prelude::*;

pub fn facts(facts: &[Fact]) -> Html {
    if facts.is_empty() {
        return Html::default();
    }
    let text: String = facts.iter().map(|fact| format!("{}: {}\n", fact.name, fact.value)).collect();
    html! {
        <details class="instrument facts">
            <summary>
                <h2>{ "Facts for a postmaster" }</h2>
                <span>{ facts.iter().take(3).map(|fact| fact.value.as_str()).collect::<Vec<_>>().join(", ") }</span>
            </summary>
            <dl>
                { for facts.iter().map(|fact| html! {
                    <div><dt>{ &fact.name }</dt><dd><bdi>{ &fact.value }</bdi></dd></div>
                }) }
            </dl>
            <Copy text={text} what="the facts" />
        </details>
    }
}
