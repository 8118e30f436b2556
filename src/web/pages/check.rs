//! The guided check, for those who have no text: one question at a time, until a cause or somebody to ask.

use crate::web::browser::focus;
use crate::web::components::choices::choices;
use crate::web::components::commands::commands;
use crate::web::components::fields::fields;
use crate::web::components::link::{Link, Site};
use crate::web::components::prose::markup;
use crate::web::components::tools::tools;
use crate::web::components::trail::trail;
use crate::web::components::who::Who;
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::state::{Action, State};
use crate::web::worker::message::{CheckStop, Checkup, Guide};
use yew::prelude::*;

/// Where it begins, and the tools that it uses. Nothing while that is on its way.
pub fn guide_page(guide: Option<&Guide>) -> Html {
    let Some(guide) = guide else {
        return html! { <div class="article" aria-busy="true"><p class="soft">{ "Opening the guided check…" }</p></div> };
    };
    html! {
        <div class="check" data-test="guide">
            <h1>{ "What is wrong with your mail?" }</h1>
            <p class="lead-text">
                { "No text to paste? Answer one question at a time, in the order in which a good administrator asks. It ends at a cause, or at whom to ask with which facts. If there is any text after all, " }
                <Link to={Route::Home}>{ "paste it" }</Link>
                { ": that is quicker." }
            </p>
            <ul class="complaints">
                { for guide.complaints.iter().map(|complaint| html! {
                    <li>
                        <Link to={Route::Check { complaint: complaint.id.clone(), answers: Vec::new() }}>
                            { &complaint.says }
                        </Link>
                        <p>{ &complaint.means }</p>
                    </li>
                }) }
            </ul>
            { tools(&guide.tools) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: State,
    pub act: Callback<Action>,
}

#[component]
pub fn CheckPage(props: &Props) -> Html {
    let Props { state, act } = props;
    let site = use_context::<Site>();
    let checkup = state.checkup.as_deref();
    // A new question takes the keyboard to it.
    let way = checkup.map(|checkup| (checkup.complaint.clone(), checkup.trail.clone()));
    use_effect_with(way, |_| focus::to("#question"));
    let Some(checkup) = checkup else { return Html::default() };
    let on_answer = Callback::from({
        let (complaint, trail) = (checkup.complaint.clone(), checkup.trail.clone());
        move |answer: String| {
            let answers = trail.iter().map(|[id, ..]| id.clone()).chain([answer]).collect();
            if let Some(site) = &site {
                site.go.emit(Route::Check { complaint: complaint.clone(), answers });
            }
        }
    });
    html! {
        <div class="check check-step" data-test="check">
            <div class="check-main">
                <p class="crumbs">
                    <Link to={Route::Guide}>{ "Guided check" }</Link>
                    { " / " }
                    <span>{ &checkup.title }</span>
                </p>
                { stop(checkup, state, act, &on_answer) }
            </div>
            { trail(checkup) }
        </div>
    }
}

fn stop(checkup: &Checkup, state: &State, act: &Callback<Action>, on_answer: &Callback<String>) -> Html {
    let fields = fields(&checkup.fields, &state.told, &act.reform(|(name, value)| Action::Told(name, value)));
    match &checkup.stop {
        CheckStop::Question { question, why, help, provider, commands: lines, choices: ways } => html! {
            <>
                <h1 id="question" tabindex="-1" data-test="question">{ question }</h1>
                <p class="check-why">{ markup(why) }</p>
                if !help.is_empty() { <p class="check-help">{ markup(help) }</p> }
                if !provider.is_empty() { <p class="check-provider" role="status" data-test="provider">{ markup(provider) }</p> }
                { fields }
                { commands(lines, false, state.settings.windows, &act.reform(Action::Windows)) }
                if !lines.is_empty() { <p class="check-how">{ how_to_run(state.settings.windows) }</p> }
                { choices(ways, !lines.is_empty(), on_answer) }
            </>
        },
        CheckStop::Paste(what) => html! {
            <>
                <h1 id="question" tabindex="-1" data-test="question">{ "Then let us read it" }</h1>
                <p class="check-why">{ what }{ " That tells more than all the questions here." }</p>
                <p><Link to={Route::Home} class="button">{ "Go to the box" }</Link></p>
            </>
        },
        CheckStop::End { cause, verdict, who, text, retry, letters } => html! {
            <>
                <h1 id="question" tabindex="-1" data-test="question" data-cause={cause.clone()}>{ verdict }</h1>
                <p class="check-why">
                    { markup(text) }
                    if let Some(cause) = cause {
                        { " " }
                        <Link to={Route::why(cause)}>{ "More about this" }</Link>
                    }
                </p>
                <Who
                    cause={cause.clone().unwrap_or_default()} who={who.clone()}
                    letters={letters.clone()}
                />
                { fields }
                if !retry.is_empty() {
                    <p><span class="soft">{ "Does trying again help? " }</span>{ retry }</p>
                }
                <p class="soft">
                    { "Does it not fit? Change one of the answers, or " }
                    <Link to={Route::Home}>{ "paste any text" }</Link>
                    { " that came up on the way." }
                </p>
            </>
        },
    }
}

/// For those who never ran a command.
fn how_to_run(windows: bool) -> &'static str {
    if windows {
        "Never did this? Open PowerShell from the Start menu, paste the line there, and press Enter."
    } else {
        "Never did this? On a computer, open the program Terminal, paste the line there, and press Enter."
    }
}
