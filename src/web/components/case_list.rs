//! The list of cases: each a button that opens its full answer.

use super::number::grouped;
use super::sign::{Shape, sign};
use crate::report::standing::word;
use crate::web::markup::html;
use crate::web::survey::{Step, Survey};
use crate::web::worker::message::Found;
use yew::prelude::*;

/// `shown` are the places of the cases to list.
pub fn case_list(survey: &Survey, shown: &[usize], on_step: &Callback<Step>) -> Html {
    let listed = &shown[..shown.len().min(survey.rows)];
    html! {
        <section class="case-list" aria-labelledby="cases-title">
            <h2 id="cases-title">{ "Cases" }</h2>
            if shown.is_empty() { <p class="soft">{ "None of the cases is like that." }</p> }
            <ol data-test="cases">{ for listed.iter().map(|index| row(survey, *index, on_step)) }</ol>
            if shown.len() > listed.len() {
                <button type="button" data-test="more" onclick={on_step.reform(|_| Step::More)}>
                    { format!("Show more: {} are left", grouped(shown.len() - listed.len())) }
                </button>
            }
        </section>
    }
}

fn row(survey: &Survey, index: usize, on_step: &Callback<Step>) -> Html {
    let Some(found) = survey.found.get(index) else { return Html::default() };
    let busy = survey.opening.as_ref().is_some_and(|opening| opening.index == index);
    let open = on_step.reform(move |_: MouseEvent| Step::Open(index));
    html! {
        <li key={index}>
            <button type="button" id={format!("case-{index}")} data-cause={found.case.cause.clone()}
                aria-busy={busy.then_some("true")} onclick={open}>
                { cells(found) }
            </button>
        </li>
    }
}

fn cells(found: &Found) -> Html {
    let case = &found.case;
    html! {
        <>
            <span class="case-cause">
                { sign(Shape::named(&case.state)) }
                <span class="hidden">{ format!("{}: ", word(&case.state)) }</span>
                { &case.title }
            </span>
            <bdi class="case-recipient">{ case.recipient.as_deref().unwrap_or("no recipient named") }</bdi>
            <bdi class="case-host">{ case.host.as_deref().unwrap_or_default() }</bdi>
            <bdi class="case-id">{ &case.id }</bdi>
            if let Some(quote) = &case.quote { <bdi class="case-quote">{ quote }</bdi> }
        </>
    }
}
