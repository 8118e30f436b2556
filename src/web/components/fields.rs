//! All header fields, filtered as one types, each with what it is for.

use crate::report::message::Field;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

type Range = (usize, usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    pub fields: Vec<Field>,
    /// What the dictionary says, by name in lower case; nothing until it is asked.
    pub about: Option<Rc<BTreeMap<String, String>>>,
    pub on_open: Callback<()>,
    pub on_light: Callback<Option<Range>>,
}

#[component]
pub fn Fields(props: &Props) -> Html {
    let wanted = use_state(String::new);
    if props.fields.is_empty() {
        return Html::default();
    }
    let typed = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                wanted.set(input.value().to_lowercase());
            }
        })
    };
    let fits = |field: &&Field| {
        wanted.is_empty()
            || field.name.to_lowercase().contains(wanted.as_str())
            || field.value.to_lowercase().contains(wanted.as_str())
    };
    let shown: Vec<&Field> = props.fields.iter().filter(fits).collect();
    html! {
        <details class="instrument fields" ontoggle={props.on_open.reform(|_| ())} data-test="fields">
            <summary><h2>{ "All fields" }</h2><span>{ format!("{} fields", props.fields.len()) }</span></summary>
            <label class="fields-filter">
                { "Show those with " }
                <input type="search" dir="auto" autocomplete="off" spellcheck="false" oninput={typed} />
                <span class="soft" role="status">{ format!("{} of {}", shown.len(), props.fields.len()) }</span>
            </label>
            <dl>{ for shown.into_iter().map(|field| one(props, field)) }</dl>
        </details>
    }
}

fn one(props: &Props, field: &Field) -> Html {
    let range = (field.start, field.end);
    let about = props.about.as_ref().map(|about| about.get(&field.name.to_lowercase()));
    html! {
        <div onmouseenter={props.on_light.reform(move |_: MouseEvent| Some(range))}
            onmouseleave={props.on_light.reform(|_: MouseEvent| None)}>
            <dt>
                <bdi>{ &field.name }</bdi>
                { match about {
                    Some(Some(about)) => html! { <small>{ about }</small> },
                    Some(None) => html! { <small>{ "Not in the dictionary." }</small> },
                    None => Html::default(),
                } }
            </dt>
            <dd dir="auto">{ &field.value }</dd>
        </div>
    }
}
