//! The shell: owns the state and the line to the worker, and shows the page of the route.

use super::articles;
use super::browser::{
    canvas, clipboard, files, focus, history, keys, launch, offline, printer, site, storage, system,
};
use super::components::help::Help;
use super::components::link::Site;
use super::components::masthead::masthead;
use super::components::newer::Newer;
use super::components::pass_on::Wish;
use super::pages::answer::AnswerPage;
use super::pages::article::article_page;
use super::pages::check::{CheckPage, guide_page};
use super::pages::hideouts::HideoutsPage;
use super::pages::home::home_page;
use super::pages::index::index_page;
use super::pages::unknown::unknown_page;
use super::route::Route;
use super::state::{
    Action, Articles, Failure, Keeping, LARGEST, LARGEST_KEPT, Settings, Shared, State, Work,
};
use super::worker::bridge::{Bridge, Event};
use super::worker::message::{Answer, Ask, Format, Keep};
use offline::Offline;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where the paste is typed in; it is asked for its text only when somebody wants an explanation.
pub const BOX: &str = "#box";

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
    if let Some(place) = focus::find("#app") {
        yew::Renderer::<App>::with_root_and_props(place.into(), Props { state: Rc::new(state) }).render();
    }
}

/// What stands in the box at this moment.
fn typed() -> String {
    use wasm_bindgen::JsCast;
    let area = focus::find(BOX).and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    area.map(|area| area.value()).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Rc<State>,
}

#[component]
fn App(props: &Props) -> Html {
    let first = props.state.clone();
    let state = use_reducer(move || (*first).clone());
    let bridge = use_bridge(&state);
    use_surroundings(&state, &bridge);
    use_device(&state, &bridge);

    let explain = {
        let (bridge, dispatch) = (bridge.clone(), state.dispatcher());
        Callback::from(move |paste: AttrValue| explain(&bridge, &dispatch, paste))
    };
    let files = {
        let (bridge, dispatch) = (bridge.clone(), state.dispatcher());
        Callback::from(move |files| open_files(&bridge, &dispatch, files))
    };
    let wish = {
        let (bridge, dispatch, paste) = (bridge.clone(), state.dispatcher(), state.paste.clone());
        Callback::from(move |wish| match wish {
            Wish::Print => printer::print(),
            Wish::Share => keep(&bridge, &dispatch, &paste, Some(Keep::default())),
            Wish::Written(format) => {
                bridge.ask(Ask::Write { text: paste.to_string(), format });
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
    let cancel = {
        let dispatch = state.dispatcher();
        Callback::from(move |()| {
            bridge.abort();
            dispatch.dispatch(Action::Cancelled);
        })
    };
    let navigate = {
        let dispatch = state.dispatcher();
        Callback::from(move |route: Route| {
            remember(&dispatch);
            history::push(&route);
            focus::top();
            dispatch.dispatch(Action::Moved(route));
        })
    };
    let page = match (&state.route, &state.work) {
        (Route::Home, Work::Done(report)) => html! {
            <AnswerPage report={report.clone()} state={(*state).clone()} act={act.clone()} on_wish={wish} on_keep={keep} />
        },
        (Route::Home, _) => home_page(&state, &explain, &cancel, &files, &keep_text),
        (Route::Why(cause), _) => article_page(&state.articles, cause),
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
        <ContextProvider<Site> context={Site { root: site::root().into(), go: navigate }}>
            <a class="skip" href="#main" onclick={skip}>{ "Skip to the content" }</a>
            { masthead(&act.reform(|()| Action::Help(true))) }
            <main id="main" tabindex="-1">{ page }</main>
            if state.offline == Offline::Newer {
                <Newer kept={state.keeping == Keeping::On} on_use={Callback::from(|()| offline::use_newer())} />
            }
            if state.help {
                <Help on_close={act.reform(|()| Action::Help(false))} />
            }
        </ContextProvider<Site>>
    }
}

fn explain(bridge: &Bridge, dispatch: &UseReducerDispatcher<State>, paste: AttrValue) {
    if paste.trim().is_empty() {
        return focus::to(BOX);
    }
    if paste.len() > LARGEST {
        return dispatch.dispatch(Action::Refused(Failure::TooLarge));
    }
    let id = bridge.ask(Ask::Explain { text: paste.to_string() });
    dispatch.dispatch(Action::Asked { id, paste });
}

fn open_files(bridge: &Bridge, dispatch: &UseReducerDispatcher<State>, files: web_sys::FileList) {
    let id = bridge.ask_with(Ask::Open, Some(files));
    dispatch.dispatch(Action::Opening(id));
}

/// What is typed outlives the box, which goes with its page.
fn remember(dispatch: &UseReducerDispatcher<State>) {
    if focus::find(BOX).is_some() {
        dispatch.dispatch(Action::Typed(typed().into()));
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

/// Has the text redacted for a link, or gives the link up.
fn keep(bridge: &Bridge, dispatch: &UseReducerDispatcher<State>, paste: &str, keep: Option<Keep>) {
    dispatch.dispatch(Action::Shared(keep));
    if let Some(keep) = keep {
        bridge.ask(Ask::Redact { text: paste.to_owned(), keep });
    }
}

fn load_articles(dispatch: UseReducerDispatcher<State>) {
    spawn_local(async move {
        let articles = match site::text(&site::articles()).await {
            Ok(file) => Articles::Here(Shared::new(articles::read(&file))),
            Err(_) => Articles::Lost,
        };
        dispatch.dispatch(Action::Articles(articles));
    });
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
                "The browser did not allow copying."
            }));
        }),
        Format::Json => saved(files::save("mailwhy.json", "application/json", text)),
        Format::Hops => saved(files::save("mailwhy-hops.csv", "text/csv", text)),
        Format::Recipients => saved(files::save("mailwhy-recipients.csv", "text/csv", text)),
        Format::Svg => saved(files::save("mailwhy-timeline.svg", "image/svg+xml", text)),
        Format::Png => canvas::save_png("mailwhy-timeline.png", text, saved),
    }
}

/// The line to the worker, which is loaded as soon as the page stands.
#[hook]
fn use_bridge(state: &UseReducerHandle<State>) -> Bridge {
    let dispatch = state.dispatcher();
    let bridge = use_memo((), move |()| {
        let line: Rc<OnceCell<Bridge>> = Rc::default();
        let own = line.clone();
        let bridge = Bridge::new(move |event| {
            // A text from a file or a link is explained like one from the box.
            if let (Event::Answered { answer: Answer::Paste(text), .. }, Some(bridge)) = (&event, own.get()) {
                return explain(bridge, &dispatch, text.clone().into());
            }
            if let Event::Answered { answer: Answer::Written { format, text }, .. } = &event {
                return give_away(&dispatch, *format, text);
            }
            dispatch.dispatch(match event {
                Event::Answered { id, answer } => Action::Answered { id, answer },
                Event::Lost { request, loss } => Action::Lost { id: request.id, loss },
            })
        });
        let _ = line.set(bridge.clone());
        bridge
    });
    let warm = bridge.clone();
    use_effect_with((), move |()| warm.warm());
    (*bridge).clone()
}

/// What the device does with the site: keeps it, keeps the text, opens files and shared text with it.
#[hook]
fn use_device(state: &UseReducerHandle<State>, bridge: &Bridge) {
    let (bridge, dispatch) = (bridge.clone(), state.dispatcher());
    use_effect_with((), move |()| {
        let told = dispatch.clone();
        offline::start(move |offline| told.dispatch(Action::Offline(offline)));
        let (opener, opened) = (bridge.clone(), dispatch.clone());
        launch::on_launch(move |files| open_files(&opener, &opened, files));
        offline::take_shared(move |text, files| match files {
            Some(files) => open_files(&bridge, &dispatch, files),
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
fn use_surroundings(state: &UseReducerHandle<State>, bridge: &Bridge) {
    let (bridge_for_keys, dispatch) = (bridge.clone(), state.dispatcher());
    use_effect_with((), move |()| {
        let (opener, opened) = (bridge_for_keys.clone(), dispatch.clone());
        files::on_drop(move |files| open_files(&opener, &opened, files));
        if let Some(fragment) = history::fragment() {
            let id = bridge_for_keys.ask(Ask::Unlink { fragment });
            dispatch.dispatch(Action::Opening(id));
        }
        let moved = dispatch.clone();
        history::on_move(move |route| {
            remember(&moved);
            moved.dispatch(Action::Moved(route));
        });
        keys::on_key(move |key| match key {
            keys::Key::Explain => explain(&bridge_for_keys, &dispatch, typed().into()),
            keys::Key::Box => {
                dispatch.dispatch(Action::Edited);
                super::browser::timer::after(0, || focus::to(BOX));
            }
            keys::Key::Help => dispatch.dispatch(Action::Help(true)),
            keys::Key::Escape => dispatch.dispatch(Action::Help(false)),
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
        Route::Home | Route::Why(_) | Route::Index | Route::Unknown => {}
    });
    let dispatch = state.dispatcher();
    let wanted = matches!(state.route, Route::Why(_) | Route::Index) && state.articles.all().is_empty();
    use_effect_with((state.route.clone(), wanted), move |(_, wanted)| {
        if *wanted {
            load_articles(dispatch);
        }
    });
    use_effect_with(title(state), |title| history::title(title));
}

/// The window's title: what the page says, then its name.
fn title(state: &State) -> String {
    let about = match (&state.route, &state.work) {
        (Route::Home, Work::Done(report)) => report.findings.get(state.chosen).map(|f| f.title.clone()),
        (Route::Why(cause), _) => state.articles.on(cause).map(|article| article.title.clone()),
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
