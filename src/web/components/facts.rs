//! What a postmaster will ask for.

use super::copy::Copy;
use crate::report::Fact;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub facts: Vec<Fact>,
}

#[component]
pub fn Facts(props: &Props) -> Html {
    if props.facts.is_empty() {
        return Html::default();
    }
    let text: String = props.facts.iter().map(|fact| format!("{}: {}\n", fact.name, fact.value)).collect();
    html! {
        <details class="instrument facts">
            <summary>
                <h2>{ "Facts for a postmaster" }</h2>
                <span>{ props.facts.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>().join(", ") }</span>
            </summary>
            <dl>
                { for props.facts.iter().map(|fact| html! {
                    <div><dt>{ &fact.name }</dt><dd><bdi>{ &fact.value }</bdi></dd></div>
                }) }
            </dl>
            <Copy text={text} what="the facts" />
        </details>
    }
}
