//! The answer to a paste: what is wrong first, the instruments last, the paste beside it, or on a phone folded above it.

use crate::report::Finding;
use crate::web::browser::{focus, time, timer};
use crate::web::clock;
use crate::web::components::case_bar::case_bar;
use crate::web::components::commands::commands;
use crate::web::components::evidence::evidence_list;
use crate::web::components::facts::facts;
use crate::web::components::honest::honest;
use crate::web::components::link::{Link, Site};
use crate::web::components::others::{further, others};
use crate::web::components::pass_on::{Wish, pass_on};
use crate::web::components::paste_view::PasteView;
use crate::web::components::path::path;
use crate::web::components::reply::reply_view;
use crate::web::components::share::share;
use crate::web::components::sheet::SheetView;
use crate::web::components::steps::{steps, told_to_person};
use crate::web::components::timeline::Timeline;
use crate::web::components::verdict::{about, verdict};
use crate::web::components::who::Who;
use crate::web::markup::html;
use crate::web::passage::cover;
use crate::web::route::Route;
use crate::web::state::{Action, Shared, State, Voice};
use crate::web::worker::explained::Explained;
use crate::web::worker::message::Keep;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Shared<Explained>,
    pub state: State,
    pub act: Callback<Action>,
    pub on_wish: Callback<Wish>,
    pub on_keep: Callback<Option<Keep>>,
}

#[component]
pub fn AnswerPage(props: &Props) -> Html {
    let Props { report, state, act, .. } = props;
    // A new answer takes the keyboard to its verdict.
    use_effect_with((report.clone(), state.chosen), |_| {
        timer::next_frame(|| {
            focus::top();
            focus::to("#verdict");
        });
    });
    let root = use_context::<Site>().map(|site| site.root).unwrap_or_default();
    let pasted = state.paste.clone();
    let paste = use_memo(report.clone(), move |report| {
        let paste = &pasted;
        let covered = report.covered.iter().map(|(start, end)| *start..*end);
        if covered.len() == 0 { paste.clone() } else { AttrValue::from(cover(paste, covered)) }
    });
    // One and the same each time, so that what is pointed at draws nothing anew but itself.
    let light = {
        let act = act.clone();
        (*use_memo((), move |()| act.reform(Action::Lit))).clone()
    };
    let (Some(finding), Some(beside)) = (report.findings.get(state.chosen), report.beside.get(state.chosen))
    else {
        return Html::default();
    };
    let article = format!("{root}{}", about(finding, beside).path());
    html! {
        <div class="answer" data-test="answer">
            if let Some(survey) = &state.survey { { case_bar(survey, &act.reform(Action::Survey)) } }
            <PasteView
                report={report.clone()}
                paste={(*paste).clone()}
                marks={finding.evidence.iter().map(|e| (e.start, e.end)).collect::<Vec<_>>()}
                lit={state.lit}
                on_light={light.clone()}
                on_edit={act.reform(|()| Action::Edited)}
                on_clear={act.reform(|()| Action::Cleared)}
            />
            <div class="answer-main">
                { printed() }
                if !report.notice.is_empty() { <p class="notice">{ &report.notice }</p> }
                { verdict(finding, beside) }
                { further(whole(report), report.findings.len(), state.chosen) }
                <Who
                    cause={finding.cause.clone()} who={beside.who.clone()}
                    letters={beside.letters.clone()}
                />
                { path(finding, beside) }
                { what_to_do(finding, report, state, act) }
                { evidence_list(finding, beside, &state.paste, state.lit, &light) }
                if report.kind == "headers" { { timeline(props, &light) } }
                if let Some(reply) = &finding.reply {
                    { reply_view(reply, &beside.spoken, &light) }
                }
                { honest(finding) }
                { others(&report.findings, state.chosen, &act.reform(Action::Chosen)) }
                { instruments(props, &light) }
                { facts(&finding.facts) }
                { pass_on(report, &article, state.sharing.as_ref(), state.said, &props.on_wish) }
                if let Some(sharing) = &state.sharing { { share(sharing, &root, &props.on_keep) } }
            </div>
        </div>
    }
}

/// How all the messages of a log fared.
fn whole(report: &Explained) -> Option<&str> {
    let log = report.sheets.iter().find(|sheet| sheet.id == "log")?;
    log.sentences.first().map(String::as_str)
}

/// When, for those who find the paper later.
fn printed() -> Html {
    html! { <p class="printed">{ "mailwhy, " }{ clock::time(time::now(), 0) }</p> }
}

fn what_to_do(finding: &Finding, report: &Explained, state: &State, act: &Callback<Action>) -> Html {
    let kind = report.kind.as_str();
    // Who has a log or a conversation before them has a server; others seldom do.
    let is_own = finding.steps.iter().any(|step| step.by == "sender-admin");
    let usual = if kind == "log" && is_own { Voice::Administrator } else { Voice::Person };
    let voice = state.settings.voice.unwrap_or(usual);
    // Beside settings, a conversation is a program's or a device's own, and no test by hand.
    let is_by_hand = kind == "transcript" && report.sheets.iter().all(|sheet| sheet.id != "settings");
    let folded = kind != "log" && !is_by_hand && told_to_person(&finding.steps, voice);
    html! {
        <>
            if finding.cause == "undetermined" && finding.state != "fine" {
                <p class="no-text">
                    <Link class="button" to={guide(&finding.check)}>{ "Answer some questions instead" }</Link>
                    <Link to={Route::Where}>{ "Where to find more text" }</Link>
                </p>
            }
            { steps(&finding.steps, &finding.links, &finding.act, voice, &act.reform(Action::Voice)) }
            { commands(&finding.commands, folded, state.settings.windows, &act.reform(Action::Windows)) }
        </>
    }
}

/// Where the guided check goes on from what the paste shows.
fn guide(check: &str) -> Route {
    check.split_once('#').map_or(Route::Guide, |(path, answers)| Route::read(path, answers))
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
    let sheet = |index: usize| {
        html! { <SheetView key={index} report={report.clone()} {index} on_light={light.clone()} /> }
    };
    html! {
        <>
            if report.kind != "headers" { { timeline(props, light) } }
            { for (0..report.sheets.len()).map(sheet) }
        </>
    }
}
