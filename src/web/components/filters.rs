//! Which cases are shown: those that last or not, and by words; with what is chosen elsewhere.

use super::facet::label;
use super::number::grouped;
use super::sign::{Shape, sign};
use crate::report::standing::word;
use crate::web::markup::html;
use crate::web::survey::{Facet, Step, Survey};
use yew::prelude::*;

pub fn filters(survey: &Survey, shown: usize, on_step: &Callback<Step>) -> Html {
    let typed = on_step.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        Step::Words(input.map(|input| input.value()).unwrap_or_default().into())
    });
    html! {
        <div class="filters" role="search" aria-label="Cases">
            { states(survey, on_step) }
            <label class="filters-words">
                <span>{ "Show those with" }</span>
                <input type="search" dir="auto" autocomplete="off" spellcheck="false" data-test="words"
                    placeholder="an address, a host, words" value={survey.filter.words.clone()} oninput={typed} />
            </label>
            if !survey.filter.is_all() {
                <p class="filters-chosen">
                    <span role="status" data-test="shown">{ format!("{} of {} shown", grouped(shown), grouped(survey.found.len())) }</span>
                    { for [Facet::Cause, Facet::Who, Facet::Host, Facet::Domain].map(|facet| chosen(survey, facet, on_step)) }
                    <button type="button" class="quiet" data-test="all" onclick={on_step.reform(|_| Step::All)}>{ "Show all" }</button>
                </p>
            }
        </div>
    }
}

/// A switch with the states that occur.
fn states(survey: &Survey, on_step: &Callback<Step>) -> Html {
    let counts = survey.counts(Facet::State);
    let occurring = Shape::STATES.into_iter().filter_map(|shape| {
        let count = counts.iter().find(|count| count.name == shape.class())?;
        Some((shape, count.count))
    });
    html! {
        <div class="filters-states" role="group" aria-label="Whether it lasts">
            { for occurring.map(|(shape, count)| {
                let pressed = survey.filter.chosen(Facet::State) == Some(shape.class());
                let choose = on_step.reform(move |_| Step::Choose(Facet::State, shape.class().into()));
                html! {
                    <button type="button" aria-pressed={pressed.to_string()} data-value={shape.class()} onclick={choose}>
                        { sign(shape) }
                        { format!("{} ", word(shape.class())) }
                        <b>{ grouped(count) }</b>
                    </button>
                }
            }) }
        </div>
    }
}

/// A choice that can be taken back here, too.
fn chosen(survey: &Survey, facet: Facet, on_step: &Callback<Step>) -> Html {
    let Some(value) = survey.filter.chosen(facet) else { return Html::default() };
    let words = label(survey, facet, value);
    let value = AttrValue::from(value.to_owned());
    html! {
        <button type="button" class="filters-chip" onclick={on_step.reform(move |_| Step::Choose(facet, value.clone()))}>
            <bdi>{ words }</bdi><span aria-hidden="true">{ " ×" }</span><span class="hidden">{ ": not only these" }</span>
        </button>
    }
}
