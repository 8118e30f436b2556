//! What can go into the box, as words that try it.

use crate::web::examples::WORDS;
use crate::web::markup::html;
use yew::prelude::*;

/// `on_choose` gets the number of an example; `more` is what else can go in.
pub fn examples(on_choose: &Callback<usize>, more: Html) -> Html {
    html! {
        <div class="examples">
            <span id="examples-label">{ "Try one:" }</span>
            <ul aria-labelledby="examples-label">
                { for WORDS.iter().enumerate().map(|(number, word)| {
                    let choose = on_choose.reform(move |_| number);
                    html! { <li><button type="button" class="quiet" onclick={choose}>{ *word }</button></li> }
                }) }
                <li class="examples-file">{ "or drop or choose " }{ more }</li>
            </ul>
        </div>
    }
}
