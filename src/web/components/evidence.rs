//! The words of the paste that told, and how sure that makes us.

use super::coded::coded;
use super::lines::visible;
use crate::report::text::one_line;
use crate::report::{Evidence, Finding};
use crate::web::markup::html;
use crate::web::passage::line_number;
use crate::web::worker::explained::Beside;
use yew::prelude::*;

type Range = (usize, usize);

pub fn evidence_list(
    finding: &Finding,
    beside: &Beside,
    paste: &str,
    lit: Option<Range>,
    on_light: &Callback<Option<Range>>,
) -> Html {
    if finding.evidence.is_empty() && finding.note.is_none() {
        return Html::default();
    }
    html! {
        <section class="evidence" aria-labelledby="evidence-title">
            <h2 id="evidence-title">{ "Why we say so" }</h2>
            // What to do comes before what there is to understand.
            if let Some(note) = &finding.note { <p>{ coded(note) }</p> }
            if !finding.evidence.is_empty() {
                <p class="soft">{ &beside.sure }</p>
                <ul data-test="evidence">
                    { for finding.evidence.iter().zip(&beside.meanings).map(|(evidence, meaning)| one(evidence, meaning, paste, lit, on_light)) }
                </ul>
            }
        </section>
    }
}

fn one(
    evidence: &Evidence,
    meaning: &str,
    paste: &str,
    lit: Option<Range>,
    on_light: &Callback<Option<Range>>,
) -> Html {
    let range = (evidence.start, evidence.end);
    let light = on_light.reform(move |_: MouseEvent| Some(range));
    let focus = on_light.reform(move |_: FocusEvent| Some(range));
    let dark = on_light.reform(|_: MouseEvent| None);
    let blur = on_light.reform(|_: FocusEvent| None);
    let class = classes!("quote", (lit == Some(range)).then_some("lit"));
    html! {
        <li>
            <button
                type="button" {class}
                onmouseenter={light.clone()} onmouseleave={dark} onfocus={focus} onblur={blur} onclick={light}
            >
                <q dir="auto">{ visible(&one_line(evidence.words())) }</q>
                <span class="soft"><bdi>{ meaning }</bdi></span>
                <span class="quote-line">{ format!("line {}", line_number(paste, evidence.start)) }</span>
            </button>
        </li>
    }
}
