//! All header fields, filtered as one types, each with what it is for.

use crate::report::Report;
use crate::report::message::Field;
use crate::web::state::Shared;
use yew::prelude::*;

type Range = (usize, usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Shared<Report>,
    /// What the dictionary says, by name in lower case; nothing until it is asked.
    pub about: Option<Shared<Vec<(String, String)>>>,
    pub on_open: Callback<()>,
    pub on_light: Callback<Option<Range>>,
}

#[component]
pub fn Fields(props: &Props) -> Html {
    let wanted = use_state(String::new);
    let fields = props.report.message.as_ref().map(|message| message.fields.as_slice()).unwrap_or_default();
    if fields.is_empty() {
        return Html::default();
    }
    let typed = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                wanted.set(input.value().to_ascii_lowercase());
            }
        })
    };
    let fits = |field: &&Field| {
        wanted.is_empty()
            || field.name.to_ascii_lowercase().contains(wanted.as_str())
            || field.value.to_ascii_lowercase().contains(wanted.as_str())
    };
    let shown: Vec<&Field> = fields.iter().filter(fits).collect();
    html! {
        <details class="instrument fields" ontoggle={props.on_open.reform(|_| ())} data-test="fields">
            <summary><h2>{ "All fields" }</h2><span>{ format!("{} fields", fields.len()) }</span></summary>
            <label class="fields-filter">
                { "Show those with " }
                <input type="search" dir="auto" autocomplete="off" spellcheck="false" oninput={typed} />
                <span class="soft" role="status">{ format!("{} of {}", shown.len(), fields.len()) }</span>
            </label>
            <dl>{ for shown.into_iter().map(|field| one(props, field)) }</dl>
        </details>
    }
}

fn one(props: &Props, field: &Field) -> Html {
    let range = (field.start, field.end);
    let about = props
        .about
        .as_ref()
        .map(|about| about.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.name)));
    html! {
        <div onmouseenter={props.on_light.reform(move |_: MouseEvent| Some(range))}
            onmouseleave={props.on_light.reform(|_: MouseEvent| None)}>
            <dt>
                <bdi>{ &field.name }</bdi>
                { match about {
                    Some(Some((_, about))) => html! { <small>{ about }</small> },
                    Some(None) => html! { <small>{ "Not in the dictionary." }</small> },
                    None => Html::default(),
                } }
            </dt>
            <dd dir="auto">{ &field.value }</dd>
        </div>
    }
}
