//! The answer to a paste: what is wrong first, the instruments last, the paste beside it.

use crate::report::{Finding, Report};
use crate::web::browser::focus;
use crate::web::components::auth::auth_view;
use crate::web::components::commands::commands;
use crate::web::components::dialogue::dialogue_view;
use crate::web::components::evidence::evidence_list;
use crate::web::components::facts::facts;
use crate::web::components::fields::Fields;
use crate::web::components::filters::filters;
use crate::web::components::head::head;
use crate::web::components::honest::honest;
use crate::web::components::link::Site;
use crate::web::components::log::log_view;
use crate::web::components::others::others;
use crate::web::components::pass_on::{Wish, pass_on};
use crate::web::components::paste_view::PasteView;
use crate::web::components::path::path;
use crate::web::components::recipients::recipients;
use crate::web::components::reply::reply_view;
use crate::web::components::share::share;
use crate::web::components::steps::steps;
use crate::web::components::timeline::Timeline;
use crate::web::components::verdict::verdict;
use crate::web::components::who::Who;
use crate::web::passage::cover;
use crate::web::route::Route;
use crate::web::state::{Action, Shared, State};
use crate::web::worker::message::Keep;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Shared<Report>,
    pub state: State,
    pub act: Callback<Action>,
    /// Asks the dictionary about fields of these names.
    pub on_fields: Callback<Vec<String>>,
    pub on_wish: Callback<Wish>,
    pub on_keep: Callback<Option<Keep>>,
}

#[component]
pub fn AnswerPage(props: &Props) -> Html {
    let Props { report, state, act, .. } = props;
    // A new answer takes the keyboard to its verdict.
    use_effect_with((report.clone(), state.chosen), |_| {
        focus::top();
        focus::to("#verdict");
    });
    let root = use_context::<Site>().map(|site| site.root).unwrap_or_default();
    let paste = use_memo((report.clone(), state.paste.clone()), |(report, paste)| {
        let covered = report.covered.iter().map(|stretch| stretch.start..stretch.end);
        AttrValue::from(cover(paste, covered))
    });
    let Some(finding) = report.findings.get(state.chosen) else { return Html::default() };
    let article = format!("{root}{}", Route::Why(finding.cause.clone()).path());
    let light = act.reform(Action::Lit);
    html! {
        <div class="answer" data-test="answer">
            <div class="answer-main">
                { verdict(finding) }
                <Who cause={finding.cause.clone()} act={finding.act.clone()} ask={finding.ask.clone()} />
                { path(finding, &report.kind) }
                if report.kind == "headers" { { timeline(props, &light) } }
                { what_to_do(finding, state, act) }
                { evidence_list(finding, &state.paste, state.lit, &light) }
                if let Some(reply) = &finding.reply {
                    { reply_view(reply, &light) }
                }
                { honest(finding) }
                { others(&report.findings, state.chosen, &act.reform(Action::Chosen)) }
                if let Some(dialogue) = &report.dialogue { { dialogue_view(dialogue, &light) } }
                if let Some(log) = &report.log { { log_view(log, &light) } }
                { instruments(props, &light) }
                { recipients(&report.recipients) }
                { facts(&finding.facts) }
                { pass_on(&article, state.sharing.as_ref(), state.said, &props.on_wish) }
                if let Some(sharing) = &state.sharing { { share(sharing, &root, &props.on_keep) } }
            </div>
            <PasteView
                paste={(*paste).clone()}
                marks={finding.evidence.iter().map(|e| (e.start, e.end)).collect::<Vec<_>>()}
                lit={state.lit}
                read_as={report.kind.clone()}
                product={report.product.as_ref().map(|product| product.name.clone())}
                on_light={light}
                on_edit={act.reform(|()| Action::Edited)}
                on_clear={act.reform(|()| Action::Cleared)}
            />
        </div>
    }
}

fn what_to_do(finding: &Finding, state: &State, act: &Callback<Action>) -> Html {
    html! {
        <>
            { steps(&finding.steps, &finding.links, state.settings.voice, &act.reform(Action::Voice)) }
            { commands(&finding.commands, state.settings.windows, &act.reform(Action::Windows)) }
        </>
    }
}

type Light = Callback<Option<(usize, usize)>>;

/// Of headers alone the timeline is half the answer: it stands open, further up.
fn timeline(props: &Props, light: &Light) -> Html {
    html! {
        <Timeline
            report={props.report.clone()}
            open={props.report.kind == "headers"}
            lit={props.state.lit}
            on_light={light.clone()}
        />
    }
}

fn instruments(props: &Props, light: &Light) -> Html {
    let report = &props.report;
    html! {
        <>
            if let Some(message) = &report.message { { head(message) } }
            if report.kind != "headers" { { timeline(props, light) } }
            { auth_view(report, light) }
            { filters(&report.filters, light) }
            <Fields
                report={report.clone()}
                about={props.state.about.clone()}
                on_open={ask_fields(props)}
                on_light={light.clone()}
            />
        </>
    }
}

/// The dictionary is asked once for an answer.
fn ask_fields(props: &Props) -> Callback<()> {
    let (ask, report, known) = (props.on_fields.clone(), props.report.clone(), props.state.about.is_some());
    Callback::from(move |()| {
        if let Some(message) = report.message.as_ref().filter(|_| !known) {
            ask.emit(message.fields.iter().map(|field| field.name.clone()).collect());
        }
    })
}
