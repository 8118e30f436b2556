//! What the page is about, while there is no answer: working, or why none came.

use super::unread::unread_files;
use crate::web::markup::html;
use crate::web::state::{Failure, Work};
use crate::web::worker::bridge::Loss;
use yew::prelude::*;

pub fn notice(work: &Work, slow: bool, on_cancel: &Callback<()>) -> Html {
    let words = match work {
        Work::Working(_) if slow => html! {
            <p class="notice working" data-test="working">
                { "Reading…" }
                <button type="button" class="quiet" onclick={on_cancel.reform(|_| ())}>{ "Stop" }</button>
            </p>
        },
        Work::Failed(Failure::Unread(unread)) => return unread_files(unread, unread.len(), true),
        Work::Failed(failure) => html! {
            <p class="notice failed" data-test="failure">{ reason(failure) }</p>
        },
        Work::Working(_) | Work::Idle | Work::Done(_) => Html::default(),
    };
    html! { <div role="status" aria-live="polite">{ words }</div> }
}

fn reason(failure: &Failure) -> AttrValue {
    AttrValue::Static(match failure {
        Failure::Refused(why) => return why.clone(),
        Failure::Unread(_) => "None of the files could be read.",
        Failure::Lost(Loss::Crashed) => {
            "The part that reads mail broke down over this text. It has been started again and your text is still \
             in the box: try once more, or try a smaller part of it."
        }
        Failure::Lost(Loss::TooLong) => {
            "This text took too long, so reading was stopped. Your text is still in the box: try a smaller part \
             of it."
        }
        Failure::Lost(Loss::Unavailable) => {
            "The part that reads mail could not be loaded. Your text is still in the box: look at the network \
             and try again."
        }
        Failure::Nothing => "There is no text in the box yet.",
        Failure::TooLarge => {
            "This text is over 64 MB, which is more than fits into one paste. Save it as a file and drop that \
             here, or paste the part around the error."
        }
    })
}
