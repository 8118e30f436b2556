//! What spam filters wrote into the headers.

use crate::report::message::{Filter, Value};
use yew::prelude::*;

type Range = (usize, usize);

pub fn filters(filters: &[Filter], on_light: &Callback<Option<Range>>) -> Html {
    if filters.is_empty() {
        return Html::default();
    }
    let names: Vec<&str> = filters.iter().map(|filter| filter.name.as_str()).collect();
    html! {
        <details class="instrument filters">
            <summary><h2>{ "Filters" }</h2><span>{ names.join(", ") }</span></summary>
            { for filters.iter().map(|filter| one(filter, on_light)) }
        </details>
    }
}

fn one(filter: &Filter, on_light: &Callback<Option<Range>>) -> Html {
    let range = (filter.start, filter.end);
    html! {
        <section
            onmouseenter={on_light.reform(move |_: MouseEvent| Some(range))}
            onmouseleave={on_light.reform(|_: MouseEvent| None)}
        >
            <h3>{ &filter.name }</h3>
            <dl>
                { for filter.fields.iter().map(|(key, value)| html! {
                    <div><dt>{ key }</dt><dd><bdi>{ words(value) }</bdi></dd></div>
                }) }
            </dl>
        </section>
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(list) => list.join(", "),
    }
}
