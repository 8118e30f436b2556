//! What can go into the box, as words that try it.

use crate::web::examples::EXAMPLES;
use crate::web::markup::html;
use yew::prelude::*;

/// `more` is what else can go in.
pub fn examples(on_choose: &Callback<AttrValue>, more: Html) -> Html {
    html! {
        <div class="examples">
            <span id="examples-label">{ "Try one:" }</span>
            <ul aria-labelledby="examples-label">
                { for EXAMPLES.iter().map(|(word, text)| {
                    let choose = on_choose.reform(move |_| AttrValue::Static(text));
                    html! { <li><button type="button" class="quiet" onclick={choose}>{ *word }</button></li> }
                }) }
                <li class="examples-file">{ "or drop or choose " }{ more }</li>
            </ul>
        </div>
    }
}
