//! Further findings in the same paste: each can be laid out in the place of the first.

use super::sign::sign;
use super::state_word::shape;
use crate::report::Finding;
use crate::web::browser::focus;
use crate::web::markup::html;
use yew::prelude::*;

/// The way to the others, near the verdict, where they are not about further recipients of the same.
pub fn further(findings: &[Finding], chosen: usize) -> Html {
    let Some(laid_out) = findings.get(chosen) else { return Html::default() };
    let other = findings.iter().filter(|one| one.cause != laid_out.cause).count();
    let words = match other {
        0 => return Html::default(),
        1 => "One more finding in this text".to_owned(),
        _ => format!("{other} more findings in this text"),
    };
    html! {
        <p class="further">
            <button type="button" class="quiet" onclick={|_| focus::to("#others-title")}>{ words }</button>
        </p>
    }
}

pub fn others(findings: &[Finding], chosen: usize, on_choose: &Callback<usize>) -> Html {
    if findings.len() < 2 {
        return Html::default();
    }
    html! {
        <section class="others" aria-labelledby="others-title">
            <h2 id="others-title" tabindex="-1">{ format!("All {} findings", findings.len()) }</h2>
            <ul>
                { for findings.iter().enumerate().map(|(index, finding)| {
                    let current = (index == chosen).then_some("true");
                    html! {
                        <li>
                            <button
                                type="button" aria-current={current}
                                onclick={on_choose.reform(move |_| index)}
                            >
                                { sign(shape(&finding.permanence, &finding.cause, &finding.act)) }
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
