//! The answer to a paste: what is wrong first, the instruments last, the paste beside it.

use crate::report::{Finding, Report};
use crate::web::browser::focus;
use crate::web::components::auth::{AuthView, Rest};
use crate::web::components::commands::Commands;
use crate::web::components::evidence::EvidenceList;
use crate::web::components::facts::Facts;
use crate::web::components::fields::Fields;
use crate::web::components::filters::Filters;
use crate::web::components::head::Head;
use crate::web::components::honest::Honest;
use crate::web::components::others::Others;
use crate::web::components::paste_view::PasteView;
use crate::web::components::path::Path;
use crate::web::components::recipients::Recipients;
use crate::web::components::reply::ReplyView;
use crate::web::components::steps::Steps;
use crate::web::components::timeline::Timeline;
use crate::web::components::verdict::Verdict;
use crate::web::components::who::Who;
use crate::web::state::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Rc<Report>,
    pub state: State,
    pub act: Callback<Action>,
    /// Asks the dictionary about fields of these names.
    pub on_fields: Callback<Vec<String>>,
}

#[component]
pub fn AnswerPage(props: &Props) -> Html {
    let Props { report, state, act, .. } = props;
    // A new answer takes the keyboard to its verdict.
    use_effect_with((Rc::as_ptr(report), state.chosen), |_| {
        focus::top();
        focus::to("#verdict");
    });
    let Some(finding) = report.findings.get(state.chosen) else { return Html::default() };
    let light = act.reform(Action::Lit);
    html! {
        <div class="answer" data-test="answer">
            <div class="answer-main">
                <Verdict finding={finding.clone()} />
                <Who finding={finding.clone()} />
                <Path finding={finding.clone()} kind={report.kind.clone()} />
                if report.kind == "headers" { { timeline(props, &light) } }
                { what_to_do(finding, state, act) }
                <EvidenceList
                    evidence={finding.evidence.clone()}
                    confidence={finding.confidence.clone()}
                    paste={state.paste.clone()}
                    lit={state.lit}
                    on_light={light.clone()}
                />
                if let Some(reply) = &finding.reply {
                    <ReplyView reply={reply.clone()} on_light={light.clone()} />
                }
                <Honest finding={finding.clone()} />
                <Others
                    findings={report.findings.clone()}
                    chosen={state.chosen}
                    on_choose={act.reform(Action::Chosen)}
                />
                { instruments(props, &light) }
                <Recipients recipients={report.recipients.clone()} />
                <Facts facts={finding.facts.clone()} />
            </div>
            <PasteView
                paste={state.paste.clone()}
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
            <Steps
                steps={finding.steps.clone()}
                links={finding.links.clone()}
                voice={state.settings.voice}
                on_voice={act.reform(Action::Voice)}
            />
            <Commands
                commands={finding.commands.clone()}
                windows={state.settings.windows}
                on_windows={act.reform(Action::Windows)}
            />
        </>
    }
}

type Light = Callback<Option<(usize, usize)>>;

/// Of headers alone the timeline is half the answer: it stands open, further up.
fn timeline(props: &Props, light: &Light) -> Html {
    html! {
        <Timeline
            hops={props.report.hops.clone()}
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
            if let Some(message) = &report.message { <Head message={message.clone()} /> }
            if report.kind != "headers" { { timeline(props, light) } }
            <AuthView auth={report.auth.clone()} rest={Rest::of(report)} on_light={light.clone()} />
            <Filters filters={report.filters.clone()} on_light={light.clone()} />
            if let Some(message) = &report.message {
                <Fields
                    fields={message.fields.clone()}
                    about={props.state.about.clone()}
                    on_open={ask_fields(props)}
                    on_light={light.clone()}
                />
            }
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
