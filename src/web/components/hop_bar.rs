//! One row of the waterfall: who took the mail over, a bar that is true to time, how long it took.

use super::fold::use_folded;
use crate::web::markup::html;
use crate::web::state::Shared;
use crate::web::worker::explained::{Bar, Explained};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Shared<Explained>,
    /// Which of the hops.
    pub index: usize,
    pub time: String,
    pub lit: bool,
    pub on_light: Callback<Option<(usize, usize)>>,
}

#[component]
pub fn HopBar(props: &Props) -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    use_folded(&props.report, *open);
    let hop = &props.report.stops[props.index];
    let range = (hop.start, hop.end);
    let light = props.on_light.reform(move |_: MouseEvent| Some(range));
    let dark = props.on_light.reform(|_: MouseEvent| None);
    let focus = props.on_light.reform(move |_: FocusEvent| Some(range));
    html! {
        <li class={classes!(hop.slowest.then_some("slowest"), props.lit.then_some("lit"))}>
            if let Some(trust) = &hop.trust { <p class="trust">{ trust }</p> }
            <button
                type="button" aria-expanded={open.to_string()}
                onclick={toggle} onmouseenter={light} onmouseleave={dark} onfocus={focus}
            >
                <span class="hop-name">
                    <bdi>{ labels(&hop.name) }</bdi>
                    if let Some(from) = &hop.from { <small>{ "from " }<bdi>{ labels(from) }</bdi></small> }
                </span>
                { bar(&hop.bar) }
                <span class="hop-step">
                    { &hop.step }
                    if hop.slowest { <small>{ "slowest" }</small> }
                    <small>{ &props.time }</small>
                </span>
            </button>
            if let Some(note) = &hop.note { <p class="hop-note">{ note }</p> }
            if *open {
                <div class="hop-more">{ hop_facts(&props.report.facts(props.index)) }</div>
            }
        </li>
    }
}

/// A name that breaks between its labels, where it is too long for its line: at the first dot after so many letters, for
/// each place to break is an element, and there are two names a hop.
fn labels(name: &str) -> Html {
    let mut length = 0;
    let ends = |sign: char| {
        length += 1;
        let ends = sign == '.' && length > 16;
        if ends {
            length = 0;
        }
        ends
    };
    name.split_inclusive(ends).map(|part| html! { <>{ part }<wbr /></> }).collect()
}

/// What the field states.
pub fn hop_facts(facts: &[(String, String)]) -> Html {
    html! {
        <dl class="hop-facts">
            { for facts.iter().map(|(name, value)| html! {
                <div><dt>{ name }</dt><dd><bdi>{ value }</bdi></dd></div>
            }) }
        </dl>
    }
}

fn bar(bar: &Bar) -> Html {
    html! {
        <svg class="hop-bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
            <rect class={bar.class.clone()} x={bar.start.to_string()} y="3" width={bar.length.to_string()} height="14" />
            if let Some(cut) = &bar.cut { <path class="break" d={cut.clone()} /> }
        </svg>
    }
}
