//! The answers given so far: each can be changed, and all of them taken along.

use super::copy::Copy;
use super::link::Link;
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::worker::message::{CheckStop, Checkup};
use yew::prelude::*;

pub fn trail(checkup: &Checkup) -> Html {
    if checkup.trail.is_empty() {
        return Html::default();
    }
    html! {
        <aside class="trail" aria-labelledby="trail-title" data-test="trail">
            <h2 id="trail-title">{ "Your answers so far" }</h2>
            <ol>{ for (0..checkup.trail.len()).map(|at| passed(checkup, at)) }</ol>
            <Copy text={written(checkup)} what="your answers" label="Copy as text" />
        </aside>
    }
}

/// One answer, with the way back to its question.
fn passed(checkup: &Checkup, at: usize) -> Html {
    let [_, question, says] = &checkup.trail[at];
    let answers = checkup.trail[..at].iter().map(|[id, ..]| id.clone()).collect();
    html! {
        <li>
            <span class="trail-question">{ question }</span>
            { " " }
            <strong>{ says }</strong>
            { " " }
            <Link to={Route::Check { complaint: checkup.complaint.clone(), answers }}>
                { "Change" }<span class="hidden">{ format!(": {question}") }</span>
            </Link>
        </li>
    }
}

/// What was asked and answered, and where it led, for a mail or a ticket.
fn written(checkup: &Checkup) -> String {
    let mut text = format!("{}\n", checkup.title);
    for [_, question, says] in &checkup.trail {
        text += &format!("- {question} {says}.\n");
    }
    if let CheckStop::End { verdict, who, text: advice, .. } = &checkup.stop {
        text += &format!("\n{verdict}.\n{who}.\n{advice}\n");
    }
    text
}
