//! What the page shows while something is dragged over it.

use crate::web::markup::html;
use yew::prelude::*;

pub fn drop_sign(dragging: bool) -> Html {
    if !dragging {
        return Html::default();
    }
    html! {
        <div class="drop-sign" data-test="drop-sign">
            <p><strong>{ "Let go anywhere: it is read on this page." }</strong>{ "Messages, mailboxes, logs, archives, whole folders. Nothing is sent." }</p>
        </div>
    }
}
