//! Further findings in the same paste: each can be laid out in the place of the first.

use super::sign::Sign;
use super::state_word::shape;
use crate::report::Finding;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub findings: Vec<Finding>,
    pub chosen: usize,
    pub on_choose: Callback<usize>,
}

#[component]
pub fn Others(props: &Props) -> Html {
    if props.findings.len() < 2 {
        return Html::default();
    }
    html! {
        <section class="others" aria-labelledby="others-title">
            <h2 id="others-title">{ format!("All {} findings", props.findings.len()) }</h2>
            <ul>
                { for props.findings.iter().enumerate().map(|(index, finding)| {
                    let current = (index == props.chosen).then_some("true");
                    html! {
                        <li>
                            <button
                                type="button" aria-current={current}
                                onclick={props.on_choose.reform(move |_| index)}
                            >
                                <Sign shape={shape(&finding.permanence, &finding.cause)} />
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
