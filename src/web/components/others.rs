//! Further findings in the same paste: each can be laid out in the place of the first.

use super::sign::sign;
use super::state_word::shape;
use crate::report::Finding;
use crate::web::markup::html;
use yew::prelude::*;

pub fn others(findings: &[Finding], chosen: usize, on_choose: &Callback<usize>) -> Html {
    if findings.len() < 2 {
        return Html::default();
    }
    html! {
        <section class="others" aria-labelledby="others-title">
            <h2 id="others-title">{ format!("All {} findings", findings.len()) }</h2>
            <ul>
                { for findings.iter().enumerate().map(|(index, finding)| {
                    let current = (index == chosen).then_some("true");
                    html! {
                        <li>
                            <button
                                type="button" aria-current={current}
                                onclick={on_choose.reform(move |_| index)}
                            >
                                { sign(shape(&finding.permanence, &finding.cause)) }
                                <span>{ &finding.title }</span>
                                if let Some(recipient) = &finding.recipient {
                                    <bdi><code>{ recipient }</code></bdi>
                                }
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
