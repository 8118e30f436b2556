//! What the reader can fill in, so that commands and messages hold it.

use crate::web::markup::html;
use yew::prelude::*;

/// A field is a name, a label and an example; `told` is what was filled in, by name.
pub fn fields(
    fields: &[[String; 3]],
    told: &[(String, String)],
    on_tell: &Callback<(String, String)>,
) -> Html {
    if fields.is_empty() {
        return Html::default();
    }
    html! {
        <fieldset class="fields">
            <legend>{ "Fill in what you know" }</legend>
            <p>{ "It goes into what you can copy here, and is sent to nobody." }</p>
            <div class="fields-grid">{ for fields.iter().map(|field| one(field, told, on_tell)) }</div>
        </fieldset>
    }
}

fn one(
    [name, label, example]: &[String; 3],
    told: &[(String, String)],
    on_tell: &Callback<(String, String)>,
) -> Html {
    let value = told.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let typed = {
        let (name, on_tell) = (name.clone(), on_tell.clone());
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                on_tell.emit((name.clone(), input.value()));
            }
        }
    };
    html! {
        <label key={name.clone()}>
            <span>{ label }</span>
            <input
                type="text" dir="ltr" data-test={format!("field-{name}")}
                value={value} placeholder={example.clone()} oninput={typed}
                autocomplete="off" autocapitalize="off" spellcheck="false"
            />
        </label>
    }
}
