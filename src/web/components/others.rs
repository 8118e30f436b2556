//! Further findings in the same paste: each can be laid out in the place of the first.

use super::sign::{Shape, sign};
use crate::report::Finding;
use crate::web::browser::focus;
use crate::web::markup::html;
use yew::prelude::*;

/// How many there are, near the verdict, and the way to them. `whole`: the log that they are about, in a sentence.
pub fn further(whole: Option<&str>, count: usize, chosen: usize) -> Html {
    html! {
        if count > 1 {
            <p class="further">
                if let Some(whole) = whole { { whole }<br/> }
                <button type="button" class="quiet" onclick={|_| focus::to("#others-title")}>
                    { format!("Answer {} of {count}: see the others", chosen + 1) }
                </button>
            </p>
        }
    }
}

pub fn others(findings: &[Finding], chosen: usize, on_choose: &Callback<usize>) -> Html {
    if findings.len() < 2 {
        return Html::default();
    }
    html! {
        <section class="others" aria-labelledby="others-title">
            <h2 id="others-title" tabindex="-1">{ "All answers" }</h2>
            <ul>
                { for findings.iter().enumerate().map(|(index, finding)| {
                    let current = (index == chosen).then_some("true");
                    html! {
                        <li>
                            <button
                                type="button" aria-current={current}
                                onclick={on_choose.reform(move |_| index)}
                            >
                                { sign(Shape::named(&finding.state)) }
                                <span class="others-words">
                                    <span>{ &finding.title }</span>
                                    if let Some(recipient) = &finding.recipient {
                                        <bdi><code>{ recipient }</code></bdi>
                                    }
                                </span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
