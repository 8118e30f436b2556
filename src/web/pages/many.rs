//! The overview of many cases: what they have in common first, the cases below.

use crate::web::browser::{focus, timer};
use crate::web::components::case_list::case_list;
use crate::web::components::facet::{FacetView, label};
use crate::web::components::filters::filters;
use crate::web::components::number::{grouped, share};
use crate::web::components::progress::progress;
use crate::web::components::unread::unread_files;
use crate::web::markup::html;
use crate::web::state::{Action, LARGEST};
use crate::web::survey::{Facet, Stage, Step, Survey};
use yew::prelude::*;

/// What the reader wants of the overview as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Csv,
    Json,
    /// No more cases.
    Stop,
    /// The paste, or the one file, read as one text after all: a log tells its story.
    AsOne,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub survey: Survey,
    /// What was done last.
    pub said: Option<&'static str>,
    pub act: Callback<Action>,
    pub on_wish: Callback<Wish>,
}

#[component]
pub fn ManyPage(props: &Props) -> Html {
    let Props { survey, act, on_wish, .. } = props;
    // The keyboard comes back to the case that it left from.
    use_effect_with((), {
        let last = survey.last;
        move |()| match last {
            None => {
                focus::top();
                focus::to("#overview");
            }
            Some(index) => timer::after(0, move || focus::to(&format!("#case-{index}"))),
        }
    });
    let step = act.reform(Action::Survey);
    let facet = |facet: Facet| {
        html! { <FacetView facet={facet} survey={survey.clone()} on_choose={step.reform(move |value| Step::Choose(facet, value))} /> }
    };
    let facets = html! {
        <div class="many-facets">
            { for [Facet::Cause, Facet::Who, Facet::Domain, Facet::Host].map(facet) }
        </div>
    };
    let shown = survey.matching();
    html! {
        <div class="many" data-test="overview">
            <h1 id="overview" tabindex="-1">{ title(survey) }</h1>
            <p class="lead-text">{ lead(survey) }</p>
            { state(survey, on_wish) }
            { unread_files(&survey.done.unread, survey.done.files, false) }
            if let Some(fault) = &survey.fault { <p class="notice failed" role="alert">{ fault }</p> }
            { filters(survey, shown.len(), &step) }
            // A few cases are looked at one by one, many by what they have in common.
            if is_few(survey) {
                { case_list(survey, &shown, &step) }
                if survey.found.len() >= COUNTED { { facets } }
            } else {
                { facets }
                { case_list(survey, &shown, &step) }
            }
            { along(props, shown.len()) }
        </div>
    }
}

/// Up to so many cases the list comes first.
const FEW: usize = 12;

/// Of fewer cases nothing is counted: they are all in view.
const COUNTED: usize = 3;

fn is_few(survey: &Survey) -> bool {
    survey.stage != Stage::Reading && survey.found.len() <= FEW
}

fn title(survey: &Survey) -> String {
    let cases = survey.found.len();
    let so_far = if survey.stage == Stage::Reading { " so far" } else { "" };
    format!("{} {}{so_far}", grouped(cases), if cases == 1 { "case" } else { "cases" })
}

/// What most of them have in common.
fn lead(survey: &Survey) -> Html {
    let all = Survey { filter: Default::default(), ..survey.clone() };
    let mut causes = all.counts(Facet::Cause);
    let mut total = survey.found.len();
    // What arrived is no failure, and no cause of one.
    if causes.iter().any(|cause| !is_arrival(&cause.name)) {
        total -=
            causes.iter().filter(|cause| is_arrival(&cause.name)).map(|cause| cause.count).sum::<usize>();
        causes.retain(|cause| !is_arrival(&cause.name));
    }
    let Some(first) = causes.first() else { return Html::default() };
    let cause = label(survey, Facet::Cause, &first.name);
    if causes.len() == 1 {
        let whose = if total < survey.found.len() { "All that failed" } else { "All of them" };
        return html! { <>{ whose }{ " have one cause: " }<strong>{ cause }</strong>{ "." }</> };
    }
    // Of equals none is the most frequent.
    if causes[1].count == first.count {
        return Html::default();
    }
    let of = if total < survey.found.len() { " failed" } else { "" };
    html! {
        <>
            { format!("{} causes. The most frequent, {} of {}{of} ({}): ", causes.len(), grouped(first.count), grouped(total), share(first.count, total)) }
            <strong>{ cause }</strong>
            { "." }
        </>
    }
}

/// It reached a mailbox, whatever its reader said of it.
fn is_arrival(cause: &str) -> bool {
    matches!(cause, "delivered" | "feedback-report")
}

/// How the survey goes or went; told aloud when it ends.
fn state(survey: &Survey, on_wish: &Callback<Wish>) -> Html {
    let words = match survey.stage {
        Stage::Finished if survey.done.is_cut => {
            "There are more cases than this page keeps. These are the first."
        }
        Stage::Reading | Stage::Finished => "",
        Stage::Stopped => "Stopped. These are the cases up to there.",
        Stage::Lost(_) => {
            "The part that reads mail broke down over the next case. These are the cases before it."
        }
    };
    let reading = survey.stage == Stage::Reading;
    html! {
        <>
            if reading { { progress(&survey.progress, survey.found.len(), &on_wish.reform(|()| Wish::Stop)) } }
            if !words.is_empty() { <p class="notice">{ words }</p> }
            <p class="hidden" role="status" data-test="explained">
                if !reading { { format!("{} explained.", title(survey)) } }
            </p>
        </>
    }
}

/// A paste, or one file that would fit into one.
fn is_one_text(survey: &Survey) -> bool {
    let is_one_file = survey.done.files == 1 && survey.progress.all_bytes <= LARGEST as u64;
    survey.stage == Stage::Finished && (survey.paste.is_some() || is_one_file)
}

/// Stable, for tests.
fn name(wish: Wish) -> &'static str {
    match wish {
        Wish::Csv => "csv",
        Wish::Json => "json",
        Wish::Stop => "stop",
        Wish::AsOne => "asone",
    }
}

/// Taking the table along, and leaving it.
fn along(props: &Props, shown: usize) -> Html {
    let Props { survey, said, act, on_wish } = props;
    let button = |label: String, wish: Wish| {
        html! { <button type="button" data-test={name(wish)} onclick={on_wish.reform(move |_| wish)}>{ label }</button> }
    };
    let which =
        if shown == survey.found.len() { "all".to_owned() } else { format!("these {}", grouped(shown)) };
    html! {
        <section class="many-along" aria-labelledby="along-title">
            <h2 id="along-title">{ "Take it along" }</h2>
            <div class="many-along-bar">
                { button(format!("Save {which} as CSV"), Wish::Csv) }
                { button(format!("Save {which} as JSON"), Wish::Json) }
                if is_one_text(survey) {
                    { button("Read it as one text instead".to_owned(), Wish::AsOne) }
                }
                <button type="button" class="quiet" onclick={act.reform(|_| Action::Edited)}>{ "Explain something else" }</button>
                <button type="button" class="quiet" data-test="clear" onclick={act.reform(|_| Action::Cleared)}>{ "Clear" }</button>
            </div>
            <p role="status" class="soft">{ said.unwrap_or_default() }</p>
        </section>
    }
}
