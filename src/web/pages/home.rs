//! The box, before there is an answer.

use crate::web::browser::files::Named;
use crate::web::components::examples::examples;
use crate::web::components::files::choose_files;
use crate::web::components::link::Link;
use crate::web::components::notice::notice;
use crate::web::components::number::grouped;
use crate::web::components::paste_box::PasteBox;
use crate::web::components::privacy::privacy;
use crate::web::components::progress::progress;
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::state::{Action, State, Work};
use crate::web::survey::{Stage, Step};
use yew::prelude::*;

pub fn home_page(
    state: &State,
    on_explain: &Callback<AttrValue>,
    on_example: &Callback<usize>,
    on_cancel: &Callback<()>,
    on_files: &Callback<Vec<Named>>,
    on_keep: &Callback<Option<AttrValue>>,
    act: &Callback<Action>,
) -> Html {
    let work = &state.work;
    html! {
        <div class="home">
            <h1 class="lead">{ "Why did this mail fail?" }</h1>
            <p class="lead-text">
                { "Paste what your mail program, server or bounce says. mailwhy tells you why, and who can mend it." }
            </p>
            { survey(state, on_cancel, &act.reform(|()| Action::Survey(Step::Back))) }
            if !is_surveying(state) { { notice(work, state.slow, on_cancel) } }
            <PasteBox
                paste={state.paste.clone()}
                cleared={state.cleared.clone()}
                busy={state.slow && matches!(work, Work::Working(_))}
                on_explain={on_explain.clone()}
                keeping={state.keeping}
                on_keep={on_keep.clone()}
                on_clear={act.reform(Action::Emptied)}
            />
            { examples(on_example, choose_files(on_files)) }
            <p class="no-text">
                <Link to={Route::Where}>{ "Where do I find the headers or the error?" }</Link>
                <Link to={Route::Guide}>{ "No text to paste? Answer some questions instead" }</Link>
            </p>
            { privacy(state.offline) }
        </div>
    }
}

/// The first cases of a survey are on their way.
fn is_surveying(state: &State) -> bool {
    let is_new =
        |survey: &&crate::web::survey::Survey| survey.stage == Stage::Reading && survey.found.is_empty();
    state.survey.as_ref().filter(is_new).is_some() && matches!(state.work, Work::Working(_))
}

/// How far it is, or the way back to one that was left.
fn survey(state: &State, on_cancel: &Callback<()>, on_back: &Callback<()>) -> Html {
    let Some(survey) = &state.survey else { return Html::default() };
    if is_surveying(state) {
        return html! { <div class="blink">{ progress(&survey.progress, survey.found.len(), on_cancel) }</div> };
    }
    if survey.found.is_empty() {
        return Html::default();
    }
    html! {
        <p class="home-back">
            <button type="button" class="quiet" data-test="back" onclick={on_back.reform(|_| ())}>
                { format!("← Back to the overview of {} cases", grouped(survey.found.len())) }
            </button>
        </p>
    }
}
