//! The shell: owns the state and the line to the worker, and shows the page of the route.

use super::articles;
use super::browser::{
    canvas, clipboard, files, focus, history, keys, launch, offline, printer, site, storage, system, timer,
};
use super::cases::{self, Cases};
use super::components::drop_sign::drop_sign;
use super::components::help::Help;
use super::components::link::Site;
use super::components::masthead::masthead;
use super::components::newer::Newer;
use super::components::pass_on::Wish;
use super::markup::html;
use super::pages::answer::AnswerPage;
use super::pages::article::article_page;
use super::pages::check::{CheckPage, guide_page};
use super::pages::hideouts::HideoutsPage;
use super::pages::home::home_page;
use super::pages::index::index_page;
use super::pages::many::{self, ManyPage};
use super::pages::unknown::unknown_page;
use super::route::Route;
use super::state::{
    Action, Articles, Failure, Keeping, LARGEST, LARGEST_KEPT, Settings, Shared, State, Work,
};
use super::survey::Step;
use super::worker::bridge::{Bridge, Event};
use super::worker::message::{Answer, Ask, Format, Keep};
use offline::Offline;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where the paste is typed in; it is asked for its text only when somebody wants an explanation.
pub const BOX: &str = "#box";

/// What takes no longer is not announced, in milliseconds.
const BLINK: i32 = 400;

/// Puts the page into its place in the document, with what was typed before it was there.
pub fn mount() {
    let (typed, kept) = (typed(), storage::kept());
    let state = State {
        route: history::current(),
        keeping: if kept.is_some() { Keeping::On } else { Keeping::Off },
        paste: if typed.is_empty() { kept.unwrap_or_default() } else { typed }.into(),
        settings: Settings { windows: system::is_windows(), ..Settings::default() },
        ..State::default()
    };
    // The title of an article stands there already; the page takes its place when the article is there, too.
    spawn_local(async move {
        let articles = if state.shows_articles() { fetched().await } else { Articles::Elsewhere };
        let state = Rc::new(State { articles, ..state });
        if let Some(place) = focus::find("#app") {
            yew::Renderer::<App>::with_root_and_props(place.into(), Props { state }).render();
        }
    });
}

/// What stands in the box at this moment.
fn typed() -> String {
    use wasm_bindgen::JsCast;
    let area = focus::find(BOX).and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    area.map(|area| area.value()).unwrap_or_default()
}

type SiteProvider = ContextProvider<Site>;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Rc<State>,
}

#[component]
fn App(props: &Props) -> Html {
    let first = props.state.clone();
    let state = use_reducer(move || (*first).clone());
    let (bridge, cases) = use_bridges(&state);
    use_surroundings(&state, &bridge, &cases);
    use_opening(&state, &bridge, &cases);
    use_device(&state, &bridge, &cases);

    let explain = {
        let (bridge, dispatch) = (bridge.clone(), state.dispatcher());
        Callback::from(move |paste: AttrValue| explain(&bridge, &dispatch, paste))
    };
    let example = {
        let (bridge, dispatch) = (bridge.clone(), state.dispatcher());
        Callback::from(move |number| wait(&dispatch, Action::Opening, bridge.ask(Ask::Example(number))))
    };
    let files = {
        let (cases, dispatch) = (cases.clone(), state.dispatcher());
        Callback::from(move |files| cases.survey_files(&dispatch, files))
    };
    let wish = {
        let (bridge, dispatch, paste) = (bridge.clone(), state.dispatcher(), state.paste.clone());
        Callback::from(move |wish| match wish {
            Wish::Print => printer::print(),
            Wish::Share => {
                keep(&bridge, &dispatch, &paste, Some(Keep::default()));
                timer::next_frame(|| focus::to("#share-title"));
            }
            Wish::Written(format) => {
                bridge.ask(Ask::Write { text: paste.to_string(), format, root: site::root() });
            }
        })
    };
    let keep = {
        let (bridge, dispatch, paste) = (bridge.clone(), state.dispatcher(), state.paste.clone());
        Callback::from(move |wanted| keep(&bridge, &dispatch, &paste, wanted))
    };
    let keep_text = {
        let dispatch = state.dispatcher();
        Callback::from(move |text: Option<AttrValue>| keep_text(&dispatch, text.as_deref()))
    };
    let act = {
        let dispatch = state.dispatcher();
        Callback::from(move |action: Action| dispatch.dispatch(action))
    };
    let many_wish = {
        let (bridge, cases, state) = (bridge.clone(), cases.clone(), state.clone());
        Callback::from(move |wish| many_wish(&bridge, &cases, &state, wish))
    };
    let cancel = {
        let dispatch = state.dispatcher();
        Callback::from(move |()| {
            bridge.abort();
            cases.bridge.close();
            dispatch.dispatch(Action::Cancelled);
        })
    };
    let navigate = {
        let dispatch = state.dispatcher();
        Callback::from(move |route: Route| {
            remember(&dispatch);
            history::push(&route);
            focus::top();
            // The box and the guided check take the keyboard themselves.
            if !matches!(route, Route::Home | Route::Check { .. }) {
                timer::next_frame(|| focus::to("#main"));
            }
            dispatch.dispatch(Action::Moved(route));
        })
    };
    let shown = state.survey.as_ref().filter(|survey| survey.is_shown());
    let page = match (&state.route, &state.work) {
        (Route::Home, _) if let Some(survey) = shown => html! {
            <ManyPage survey={survey.clone()} said={state.said} act={act.clone()} on_wish={many_wish} />
        },
        (Route::Home, Work::Done(report)) => html! {
            <AnswerPage report={report.clone()} state={(*state).clone()} act={act.clone()} on_wish={wish} on_keep={keep} />
        },
        (Route::Home, _) => home_page(&state, &explain, &example, &cancel, &files, &keep_text, &act),
        (Route::Why { cause, .. }, _) => article_page(&state.articles, cause, &state.case),
        (Route::Where, _) => html! { <HideoutsPage hideouts={state.hideouts.clone()} /> },
        (Route::Guide, _) => guide_page(state.guide.as_deref()),
        (Route::Check { complaint, .. }, _) => match (state.check_of(complaint), &state.guide) {
            (Some(_), _) => html! { <CheckPage state={(*state).clone()} act={act.clone()} /> },
            (None, Some(guide)) if !guide.complaints.iter().any(|known| known.id == *complaint) => {
                unknown_page()
            }
            _ => guide_page(None),
        },
        (Route::Index, _) => index_page(&state.articles),
        (Route::Unknown, _) => unknown_page(),
    };
    // The fragment of an address may hold answers: skipping does not change it.
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus::to("#main");
    });
    html! {
        <SiteProvider context={Site { root: site::root().into(), go: navigate }}>
            <a class="skip" href="#main" onclick={skip}>{ "Skip to the content" }</a>
            { masthead(&act.reform(|()| Action::Help(true)), state.help) }
            <main id="main" tabindex="-1" inert={state.help}>{ page }</main>
            if state.offline == Offline::Newer {
                <Newer kept={state.keeping == Keeping::On} on_use={Callback::from(|()| offline::use_newer())} />
            }
            { drop_sign(state.dragging) }
            if state.help {
                <Help on_close={act.reform(|()| Action::Help(false))} />
            }
        </SiteProvider>
    }
}

fn explain(bridge: &Bridge, dispatch: &UseReducerDispatcher<State>, paste: AttrValue) {
    if paste.trim().is_empty() {
        focus::to(BOX);
        return dispatch.dispatch(Action::Refused(Failure::Nothing));
    }
    if paste.len() > LARGEST {
        return dispatch.dispatch(Action::Refused(Failure::TooLarge));
    }
    ask(bridge, dispatch, paste, false);
}

fn ask(bridge: &Bridge, dispatch: &UseReducerDispatcher<State>, paste: AttrValue, as_one: bool) {
    let id = bridge.ask(Ask::Explain { text: paste.to_string(), as_one });
    wait(dispatch, |id| Action::Asked { id, paste }, id);
}

fn many_wish(bridge: &Bridge, cases: &Cases, state: &UseReducerHandle<State>, wish: many::Wish) {
    let Some(survey) = &state.survey else { return };
    let dispatch = state.dispatcher();
    match (wish, &survey.paste) {
        (many::Wish::Csv | many::Wish::Json, _) => {
            let saved = cases::save_shown(survey, wish == many::Wish::Csv);
            dispatch.dispatch(Action::Said(if saved { "Saved." } else { "It could not be saved." }));
        }
        (many::Wish::Stop, _) => {
            cases.bridge.close();
            dispatch.dispatch(Action::Cancelled);
        }
        (many::Wish::AsOne, Some(paste)) => ask(bridge, &dispatch, paste.clone(), true),
        (many::Wish::AsOne, None) => {
            if let Some(id) = cases.ask_whole(bridge) {
                wait(&dispatch, Action::Opening, id);
            }
        }
    }
}

/// Tells the state of a question, and again when that has taken longer than a blink.
fn wait(dispatch: &UseReducerDispatcher<State>, asked: impl FnOnce(u32) -> Action, id: u32) {
    dispatch.dispatch(asked(id));
    let dispatch = dispatch.clone();
    timer::after(BLINK, move || dispatch.dispatch(Action::Waited(id)));
}

/// What is typed outlives the box, which goes with its page.
fn remember(dispatch: &UseReducerDispatcher<State>) {
    let typed = typed();
    // Beside an empty box a long text may be held.
    let held = typed.is_empty() && focus::find("[data-test=held]").is_some();
    if focus::find(BOX).is_some() && !held {
        dispatch.dispatch(Action::Typed(typed.into()));
    }
}

/// Keeps the text on the device, or forgets it.
fn keep_text(dispatch: &UseReducerDispatcher<State>, text: Option<&str>) {
    dispatch.dispatch(Action::Keeping(match text {
        None => {
            storage::forget();
            Keeping::Off
        }
        Some(text) if text.len() > LARGEST_KEPT => {
            storage::keep("");
            Keeping::TooLarge
        }
        Some(text) if storage::keep(text) => Keeping::On,
        Some(_) => Keeping::Refused,
    }));
}

/// Gives up the link that holds the text.
const SHARE_CLOSE: &str = "[data-test=share-close]";

/// Has the text redacted for a link, or gives the link up.
fn keep(bridge: &Bridge, dispatch: &UseReducerDispatcher<State>, paste: &str, keep: Option<Keep>) {
    dispatch.dispatch(Action::Shared(keep));
    match keep {
        Some(keep) => drop(bridge.ask(Ask::Redact { text: paste.to_owned(), keep })),
        None => focus::to("[data-test=share-open]"),
    }
}

fn load_articles(dispatch: UseReducerDispatcher<State>) {
    spawn_local(async move { dispatch.dispatch(Action::Articles(fetched().await)) });
}

async fn fetched() -> Articles {
    match site::text(&site::articles()).await {
        Ok(file) => Articles::Here(Shared::new(articles::read(&file))),
        Err(_) => Articles::Lost,
    }
}

/// Copies or saves what the worker wrote out.
fn give_away(dispatch: &UseReducerDispatcher<State>, format: Format, text: &str) {
    let (dispatch, saving) = (dispatch.clone(), dispatch.clone());
    let saved =
        move |done| saving.dispatch(Action::Said(if done { "Saved." } else { "It could not be saved." }));
    match format {
        Format::Text | Format::Markdown => clipboard::copy(text, move |copied| {
            dispatch.dispatch(Action::Said(if copied {
                "Copied."
            } else {
                "Copying is switched off here. The text is selected: press Ctrl C or ⌘ C."
            }));
        }),
        Format::Json => saved(files::save("mailwhy.json", "application/json", text)),
        Format::Hops => saved(files::save("mailwhy-hops.csv", "text/csv", text)),
        Format::Recipients => saved(files::save("mailwhy-recipients.csv", "text/csv", text)),
        Format::Svg => saved(files::save("mailwhy-timeline.svg", "image/svg+xml", text)),
        Format::Png => canvas::save_png("mailwhy-timeline.png", text, saved),
    }
}

/// The line to the worker, which is loaded as soon as the page of the box stands; and the one for many cases, which waits for them.
#[hook]
fn use_bridges(state: &UseReducerHandle<State>) -> (Bridge, Cases) {
    let dispatch = state.dispatcher();
    let lines = use_memo((), move |()| {
        let lines: Rc<OnceCell<(Bridge, Cases)>> = Rc::default();
        let line = |first: u32| {
            let (lines, dispatch) = (lines.clone(), dispatch.clone());
            Bridge::new(first, move |event| {
                if let Some((bridge, cases)) = lines.get() {
                    hear(bridge, cases, &dispatch, event);
                }
            })
        };
        // Two workers, but no two questions of one number.
        let (bridge, cases) = (line(0), Cases::new(line(1 << 30)));
        let _ = lines.set((bridge.clone(), cases.clone()));
        (bridge, cases)
    });
    let warm = lines.0.clone();
    // Who came to read an article may never need it.
    use_effect_with(state.route == Route::Home, move |is_home| {
        if *is_home {
            warm.warm();
        }
    });
    (*lines).clone()
}

/// What a worker says is the state's business, but for what has to be done with it.
fn hear(bridge: &Bridge, cases: &Cases, dispatch: &UseReducerDispatcher<State>, event: Event) {
    let (request, answer) = match event {
        Event::Found { id, found, progress } => {
            return dispatch.dispatch(Action::Survey(Step::Found { id, found, progress }));
        }
        Event::Lost { request, loss } => return dispatch.dispatch(Action::Lost { id: request.id, loss }),
        Event::Answered { request, answer } => (request, answer),
    };
    match (answer, request.ask) {
        (Answer::Paste { text, .. }, Ask::Fetch { spot }) => cases::explain(bridge, dispatch, spot, text),
        (Answer::Refused(why), Ask::Fetch { .. }) => {
            dispatch.dispatch(Action::Survey(Step::Refused(why.into())));
        }
        // A text from a file, a link or an example is explained like one from the box.
        (Answer::Paste { text, as_one }, _) => ask(bridge, dispatch, text.into(), as_one),
        (Answer::Many, Ask::Explain { text, .. }) => cases.survey_text(dispatch, text.into()),
        (Answer::Written { format, text }, _) => give_away(dispatch, format, &text),
        (answer, asked) => {
            // What was read for a survey is in its worker's memory still.
            if matches!(asked, Ask::Survey { .. }) {
                cases.bridge.close();
            }
            dispatch.dispatch(Action::Answered { id: request.id, answer });
        }
    }
}

/// Has the case explained that is wanted.
#[hook]
fn use_opening(state: &UseReducerHandle<State>, bridge: &Bridge, cases: &Cases) {
    let wanted = state.survey.as_ref().and_then(|survey| {
        let opening = survey.opening.as_ref().filter(|opening| opening.asked.is_none())?;
        Some((survey.id, opening.index))
    });
    let (bridge, cases, state) = (bridge.clone(), cases.clone(), state.clone());
    use_effect_with(wanted, move |wanted| {
        if let (Some((_, index)), Some(survey)) = (wanted, &state.survey) {
            cases.open(&bridge, &state.dispatcher(), survey, *index);
        }
    });
}

/// What the device does with the site: keeps it, keeps the text, opens files and shared text with it.
#[hook]
fn use_device(state: &UseReducerHandle<State>, bridge: &Bridge, cases: &Cases) {
    let (bridge, cases, dispatch) = (bridge.clone(), cases.clone(), state.dispatcher());
    use_effect_with((), move |()| {
        let told = dispatch.clone();
        offline::start(move |offline| told.dispatch(Action::Offline(offline)));
        let (opener, opened) = (cases.clone(), dispatch.clone());
        launch::on_launch(move |list| opener.survey_files(&opened, files::of_list(&list)));
        offline::take_shared(move |text, list| match list {
            Some(list) => cases.survey_files(&dispatch, files::of_list(&list)),
            None => explain(&bridge, &dispatch, text.into()),
        });
    });
    let (wanted, dispatch) = (state.keeping.is_wanted(), state.dispatcher());
    use_effect_with(state.paste.clone(), move |paste| {
        if wanted {
            keep_text(&dispatch, Some(paste));
        }
    });
}

/// Keys, the history, the window's title, and what the route needs.
#[hook]
fn use_surroundings(state: &UseReducerHandle<State>, bridge: &Bridge, cases: &Cases) {
    let (bridge_for_keys, cases, dispatch) = (bridge.clone(), cases.clone(), state.dispatcher());
    use_effect_with((), move |()| {
        let (opener, opened) = (bridge_for_keys.clone(), dispatch.clone());
        let take = move |brought| match brought {
            files::Brought::Files(files) => cases.survey_files(&opened, files),
            files::Brought::Text(text) => explain(&opener, &opened, text.into()),
        };
        let dragged = dispatch.clone();
        files::on_drop(move |dragging| dragged.dispatch(Action::Dragging(dragging)), take.clone());
        files::on_paste(take);
        if let Some(fragment) = history::fragment() {
            let id = bridge_for_keys.ask(Ask::Unlink { fragment });
            wait(&dispatch, Action::Opening, id);
        }
        let moved = dispatch.clone();
        history::on_move(move |route| {
            remember(&moved);
            moved.dispatch(Action::Moved(route));
        });
        keys::on_key(move |key| match key {
            keys::Key::Explain => focus::press("[data-test=explain]"),
            keys::Key::Box => {
                dispatch.dispatch(Action::Edited);
                timer::after(0, || focus::to(BOX));
            }
            keys::Key::Help => dispatch.dispatch(Action::Help(true)),
            keys::Key::Escape if focus::find(SHARE_CLOSE).is_some() => focus::press(SHARE_CLOSE),
            keys::Key::Escape => dispatch.dispatch(Action::Escape),
            keys::Key::Next => dispatch.dispatch(Action::Survey(Step::Turn { forward: true })),
            keys::Key::Previous => dispatch.dispatch(Action::Survey(Step::Turn { forward: false })),
        });
    });
    let bridge = bridge.clone();
    // What is filled in matters to the guided check alone.
    let told = if matches!(state.route, Route::Check { .. }) { state.told.clone() } else { Vec::new() };
    use_effect_with((state.route.clone(), told), move |(route, told)| match route {
        Route::Where => {
            bridge.ask(Ask::Hideouts);
        }
        Route::Guide => {
            bridge.ask(Ask::Guide);
        }
        Route::Check { complaint, answers } => {
            let (complaint, answers, told) = (complaint.clone(), answers.clone(), told.clone());
            bridge.ask(Ask::Check { complaint, answers, told });
        }
        Route::Why { case, .. } if !case.is_empty() => {
            bridge.ask(Ask::Case { signs: case.clone() });
        }
        Route::Home | Route::Why { .. } | Route::Index | Route::Unknown => {}
    });
    let dispatch = state.dispatcher();
    let wanted = state.shows_articles() && state.articles.all().is_empty();
    use_effect_with((state.route.clone(), wanted), move |(_, wanted)| {
        if *wanted {
            load_articles(dispatch);
        }
    });
    use_effect_with(title(state), |title| {
        let title = title.clone();
        timer::after(0, move || history::title(&title));
    });
}

/// The window's title: what the page says, then its name.
fn title(state: &State) -> String {
    let shown = state.survey.as_ref().filter(|survey| survey.is_shown());
    let about = match (&state.route, &state.work) {
        (Route::Home, _) if shown.is_some() => Some("Overview of the cases".to_owned()),
        (Route::Home, Work::Done(report)) => report.findings.get(state.chosen).map(|f| f.title.clone()),
        (Route::Why { cause, .. }, _) => state.articles.on(cause).map(|article| article.title.clone()),
        (Route::Index, _) => Some("All causes".to_owned()),
        (Route::Where, _) => Some("Where to find it".to_owned()),
        (Route::Guide, _) => Some("Guided check".to_owned()),
        (Route::Check { complaint, .. }, _) => state.check_of(complaint).map(|checkup| checkup.title.clone()),
        _ => None,
    };
    match about {
        Some(about) => format!("{about} · mailwhy"),
        None => "mailwhy: why did this mail fail?".to_owned(),
    }
}
