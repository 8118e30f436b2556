//! The words of the paste that told, and how sure that makes us.

use crate::report::Evidence;
use crate::report::text::one_line;
use crate::web::passage::line_number;
use yew::prelude::*;

type Range = (usize, usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    pub evidence: Vec<Evidence>,
    pub confidence: AttrValue,
    pub paste: AttrValue,
    pub lit: Option<Range>,
    pub on_light: Callback<Option<Range>>,
}

#[component]
pub fn EvidenceList(props: &Props) -> Html {
    if props.evidence.is_empty() {
        return Html::default();
    }
    html! {
        <section class="evidence" aria-labelledby="evidence-title">
            <h2 id="evidence-title">{ "Why we say so" }</h2>
            <p class="soft">{ sure(&props.confidence) }</p>
            <ul data-test="evidence">
                { for props.evidence.iter().map(|evidence| one(props, evidence)) }
            </ul>
        </section>
    }
}

fn one(props: &Props, evidence: &Evidence) -> Html {
    let range = (evidence.start, evidence.end);
    let light = props.on_light.reform(move |_: MouseEvent| Some(range));
    let focus = props.on_light.reform(move |_: FocusEvent| Some(range));
    let dark = props.on_light.reform(|_: MouseEvent| None);
    let blur = props.on_light.reform(|_: FocusEvent| None);
    let class = classes!("quote", (props.lit == Some(range)).then_some("lit"));
    html! {
        <li>
            <button
                type="button" {class}
                onmouseenter={light.clone()} onmouseleave={dark} onfocus={focus} onblur={blur} onclick={light}
            >
                <q dir="auto">{ one_line(&evidence.quote) }</q>
                <span class="quote-line">{ format!("line {}", line_number(&props.paste, evidence.start)) }</span>
            </button>
        </li>
    }
}

fn sure(confidence: &str) -> &'static str {
    match confidence {
        "certain" => "Certain: these words mean only this.",
        "likely" => "Likely: these words usually mean this.",
        _ => "Possible: these words allow this answer, and others too.",
    }
}
