//! The box, before there is an answer.

use crate::web::components::examples::Examples;
use crate::web::components::notice::Notice;
use crate::web::components::paste_box::PasteBox;
use crate::web::state::Work;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub work: Work,
    pub paste: AttrValue,
    pub on_explain: Callback<AttrValue>,
    pub on_cancel: Callback<()>,
}

#[component]
pub fn HomePage(props: &Props) -> Html {
    html! {
        <div class="home">
            <h1 class="lead">{ "Why did this mail fail?" }</h1>
            <p class="lead-text">
                { "Paste what your mail program, server or bounce says. mailwhy tells you why, and who can mend it." }
            </p>
            <Notice work={props.work.clone()} on_cancel={props.on_cancel.clone()} />
            <PasteBox
                paste={props.paste.clone()}
                busy={matches!(props.work, Work::Working(_))}
                on_explain={props.on_explain.clone()}
            />
            <Examples on_choose={props.on_explain.clone()} />
            <p class="privacy">
                <strong>{ "Nothing leaves this page." }</strong>
                { " Your text is read here, in your browser. Try it with the network off." }
            </p>
        </div>
    }
}
