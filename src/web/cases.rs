//! The shell's side of many cases: a worker of its own for the survey, so that a case can be opened meanwhile.

use super::browser::files::{Named, save};
use super::browser::history;
use super::route::Route;
use super::state::{Action, State};
use super::survey::{Facet, Step, Survey, View};
use super::worker::bridge::Bridge;
use super::worker::message::{Ask, Found, Spot};
use crate::many::{Case, LONGEST, csv, json};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::File;
use yew::{AttrValue, UseReducerDispatcher};

type Dispatch = UseReducerDispatcher<State>;

/// The survey's worker and the files that it is about.
#[derive(Clone)]
pub struct Cases {
    pub bridge: Bridge,
    files: Rc<RefCell<Vec<File>>>,
}

impl Cases {
    pub fn new(bridge: Bridge) -> Self {
        Cases { bridge, files: Rc::default() }
    }

    pub fn survey_files(&self, dispatch: &Dispatch, named: Vec<Named>) {
        let (names, files): (Vec<String>, Vec<File>) =
            named.into_iter().map(|named| (named.name, named.file)).unzip();
        self.bridge.close();
        let id = self.bridge.ask_with(Ask::Survey { text: None, names }, files.clone());
        *self.files.borrow_mut() = files;
        dispatch.dispatch(Action::Survey(Step::Begun { id, paste: None }));
    }

    pub fn survey_text(&self, dispatch: &Dispatch, paste: AttrValue) {
        self.bridge.close();
        let id = self.bridge.ask(Ask::Survey { text: Some(paste.to_string()), names: Vec::new() });
        self.files.borrow_mut().clear();
        dispatch.dispatch(Action::Survey(Step::Begun { id, paste: Some(paste) }));
    }

    /// Gets the text of the case that is wanted, and has it explained by `bridge`.
    pub fn open(&self, bridge: &Bridge, dispatch: &Dispatch, survey: &Survey, index: usize) {
        let Some(found) = survey.found.get(index) else { return };
        // The browser's way back leads from the case to the overview.
        if survey.view == View::Overview {
            history::push(&Route::Home);
        }
        if let Some(paste) = &survey.paste {
            return explain(bridge, dispatch, found.spot.clone(), piece(paste, found));
        }
        let file = self.files.borrow().get(found.spot.file).cloned();
        bridge.ask_with(Ask::Fetch { spot: found.spot.clone() }, file.into_iter().collect());
    }

    /// Asks for the whole text of the first file.
    pub fn ask_whole(&self, bridge: &Bridge) -> Option<u32> {
        let file = self.files.borrow().first().cloned()?;
        Some(bridge.ask_with(Ask::Whole, vec![file]))
    }
}

/// Has the text of a case explained.
pub fn explain(bridge: &Bridge, dispatch: &Dispatch, spot: Spot, text: String) {
    let id = bridge.ask(Ask::Explain { text: text.clone(), as_one: true });
    dispatch.dispatch(Action::Survey(Step::Asked { id, spot, paste: text.into() }));
}

/// The text of a case within the paste, as far as it is read.
fn piece(paste: &str, found: &Found) -> String {
    let (start, end) = (found.spot.start, found.spot.end.min(found.spot.start + LONGEST));
    let end = paste.floor_char_boundary(end as usize);
    paste.get(start as usize..end).unwrap_or_default().to_owned()
}

/// Saves the cases that are shown, and says whether it worked.
pub fn save_shown(survey: &Survey, as_csv: bool) -> bool {
    let cases: Vec<&Case> = survey.matching().into_iter().map(|index| &survey.found[index].case).collect();
    if as_csv {
        return save("mailwhy-cases.csv", "text/csv;charset=utf-8", &csv(cases));
    }
    let counts = [("causes", Facet::Cause), ("hosts", Facet::Host), ("domains", Facet::Domain)]
        .map(|(name, facet)| (name, survey.counts_shown(facet)));
    save("mailwhy-cases.json", "application/json", &json(&cases, &counts))
}
