//! What the page shows, and what can happen to it. No markup, no browser.

use super::articles::Article;
use super::browser::offline::Offline;
use super::route::Route;
use super::worker::bridge::Loss;
use super::worker::explained::Explained;
use super::worker::message::{Answer, Checkup, Guide, Hideout, Keep, Redacted};
use std::rc::Rc;
use yew::{AttrValue, Reducible};

/// A larger paste is refused, in bytes of UTF-8.
pub const LARGEST: usize = 64 << 20;

/// A larger paste is not kept on the device, in bytes: browsers have room for a few million characters.
pub const LARGEST_KEPT: usize = 1 << 20;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub route: Route,
    pub work: Work,
    /// What is being explained, as it was pasted.
    pub paste: AttrValue,
    /// Which of the report's findings is laid out.
    pub chosen: usize,
    /// Words of the paste that are pointed at, in bytes.
    pub lit: Option<(usize, usize)>,
    pub settings: Settings,
    pub articles: Articles,
    pub hideouts: Option<Shared<Vec<Hideout>>>,
    /// Where the guided check begins.
    pub guide: Option<Shared<Guide>>,
    /// How far the guided check is, and what the reader filled in for its commands, by the names of placeholders.
    pub checkup: Option<Shared<Checkup>>,
    pub told: Vec<(String, String)>,
    /// The link with the text, while it is being made.
    pub sharing: Option<Sharing>,
    /// What was done last, for those who cannot see it.
    pub said: Option<&'static str>,
    /// How far the site is kept on the device.
    pub offline: Offline,
    /// Whether the text in the box is.
    pub keeping: Keeping,
    /// Whether the list of keys is open.
    pub help: bool,
}

/// The articles, once they are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Articles {
    #[default]
    Elsewhere,
    Here(Shared<Vec<Article>>),
    /// They could not be loaded.
    Lost,
}

impl Articles {
    pub fn all(&self) -> &[Article] {
        match self {
            Articles::Here(articles) => articles,
            Articles::Elsewhere | Articles::Lost => &[],
        }
    }

    pub fn on(&self, cause: &str) -> Option<&Article> {
        self.all().iter().find(|article| article.cause == cause)
    }
}

/// Something large that is never changed: two are the same where they are one and the same.
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    pub fn new(value: T) -> Self {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(self.0.clone())
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How far the explanation is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Work {
    #[default]
    Idle,
    /// The number is the question's.
    Working(u32),
    Done(Shared<Explained>),
    Failed(Failure),
}

/// Why there is no explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    Lost(Loss),
    /// Over [`LARGEST`].
    TooLarge,
    /// A file or a link that could not be opened, in a sentence.
    Refused(AttrValue),
}

/// The making of a link that holds the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sharing {
    pub keep: Keep,
    /// Nothing until the worker has replaced what belongs to persons.
    pub redacted: Option<Shared<Redacted>>,
}

/// Whether the text in the box is kept on the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    #[default]
    Off,
    On,
    /// It is wanted, but the text is over [`LARGEST_KEPT`]: nothing is kept.
    TooLarge,
    /// The browser does not allow it.
    Refused,
}

impl Keeping {
    /// The reader has switched it on.
    pub fn is_wanted(self) -> bool {
        matches!(self, Keeping::On | Keeping::TooLarge)
    }
}

/// How the reader wants it told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub voice: Voice,
    /// Commands in their Windows form.
    pub windows: bool,
}

/// Whose steps are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    #[default]
    Person,
    Administrator,
}

pub enum Action {
    Moved(Route),
    Asked {
        id: u32,
        paste: AttrValue,
    },
    Refused(Failure),
    Answered {
        id: u32,
        answer: Answer,
    },
    /// The question's number and why nothing comes.
    Lost {
        id: u32,
        loss: Loss,
    },
    /// The articles were loaded, or could not be.
    Articles(Articles),
    /// Files or a link are being opened; the number is the question's.
    Opening(u32),
    /// The link with the text is wanted, with this kept in it; or not any more.
    Shared(Option<Keep>),
    Said(&'static str),
    /// What stands in the box when it is left.
    Typed(AttrValue),
    /// Filled in for the guided check: a placeholder's name, and a value.
    Told(String, String),
    Offline(Offline),
    Keeping(Keeping),
    Cancelled,
    /// Back to the box, the paste still in it.
    Edited,
    Cleared,
    Chosen(usize),
    Lit(Option<(usize, usize)>),
    Voice(Voice),
    Windows(bool),
    Help(bool),
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Moved(route) => (state.route, state.help) = (route, false),
            Action::Asked { id, paste } => {
                state.work = Work::Working(id);
                (state.paste, state.chosen, state.lit) = (paste, 0, None);
                (state.sharing, state.said) = (None, None);
                state.route = Route::Home;
            }
            Action::Articles(articles) => state.articles = articles,
            Action::Opening(id) => (state.work, state.route) = (Work::Working(id), Route::Home),
            Action::Shared(keep) => state.sharing = keep.map(|keep| Sharing { keep, redacted: None }),
            Action::Said(said) => state.said = Some(said),
            Action::Typed(typed) => state.paste = typed,
            Action::Told(name, value) => {
                state.told.retain(|(known, _)| *known != name);
                state.told.push((name, value));
            }
            Action::Refused(failure) => state.work = Work::Failed(failure),
            Action::Answered { id, answer } => state.hear(id, answer),
            Action::Lost { id, loss } => {
                if state.work == Work::Working(id) {
                    state.work = Work::Failed(Failure::Lost(loss));
                }
            }
            Action::Offline(offline) => state.offline = offline,
            Action::Keeping(keeping) => state.keeping = keeping,
            Action::Cancelled | Action::Edited => state.work = Work::Idle,
            Action::Cleared => {
                state.work = Work::Idle;
                (state.paste, state.chosen, state.lit) = (AttrValue::default(), 0, None);
            }
            Action::Chosen(index) => (state.chosen, state.lit) = (index, None),
            Action::Lit(range) => state.lit = range,
            Action::Voice(voice) => state.settings.voice = voice,
            Action::Windows(windows) => state.settings.windows = windows,
            Action::Help(open) => state.help = open,
        }
        Rc::new(state)
    }
}

impl State {
    /// The guided check of this complaint, as far as it is.
    pub fn check_of(&self, complaint: &str) -> Option<&Checkup> {
        self.checkup.as_deref().filter(|checkup| checkup.complaint == complaint)
    }

    fn hear(&mut self, id: u32, answer: Answer) {
        match answer {
            Answer::Explained(report) => {
                if self.work == Work::Working(id) {
                    self.work = Work::Done(Shared::new(*report));
                }
            }
            Answer::Refused(why) if self.work == Work::Working(id) => {
                self.work = Work::Failed(Failure::Refused(why.into()));
            }
            Answer::Redacted(redacted) => {
                if let Some(sharing) = &mut self.sharing {
                    sharing.redacted = Some(Shared::new(redacted));
                }
            }
            // What is to be explained or given away is the shell's business.
            Answer::Refused(_) | Answer::Paste(_) | Answer::Written { .. } => {}
            Answer::Hideouts(places) => self.hideouts = Some(Shared::new(places)),
            Answer::Guide(guide) => self.guide = Some(Shared::new(guide)),
            Answer::Check(checkup) => self.checkup = Some(Shared::new(*checkup)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::worker::message::CheckStop;

    fn after(actions: Vec<Action>) -> State {
        let state = actions.into_iter().fold(Rc::new(State::default()), |state, action| state.reduce(action));
        (*state).clone()
    }

    fn asked(id: u32) -> Action {
        Action::Asked { id, paste: "a paste".into() }
    }

    fn report(id: u32) -> Action {
        Action::Answered { id, answer: Answer::Explained(Box::default()) }
    }

    #[test]
    fn an_answer_counts_for_its_own_question_only() {
        assert!(matches!(after(vec![asked(1), report(1)]).work, Work::Done(_)));
        assert_eq!(after(vec![asked(1), asked(2), report(1)]).work, Work::Working(2));
        assert_eq!(after(vec![asked(1), Action::Cancelled, report(1)]).work, Work::Idle);
    }

    #[test]
    fn a_crash_keeps_the_paste() {
        let state = after(vec![asked(1), Action::Lost { id: 1, loss: Loss::Crashed }]);
        assert_eq!(state.work, Work::Failed(Failure::Lost(Loss::Crashed)));
        assert_eq!(state.paste, "a paste");
        assert_eq!(after(vec![asked(2), Action::Lost { id: 1, loss: Loss::Crashed }]).work, Work::Working(2));
    }

    #[test]
    fn what_is_filled_in_replaces_what_was() {
        let told = |value: &str| Action::Told("host".into(), value.into());
        let state = after(vec![told("a"), Action::Told("sender".into(), "x".into()), told("b")]);
        assert_eq!(state.told, [("sender".into(), "x".into()), ("host".into(), "b".to_owned())]);
    }

    #[test]
    fn a_check_is_shown_for_its_own_complaint_only() {
        let checkup = Checkup {
            complaint: "arrives-late".into(),
            title: "Late".into(),
            trail: Vec::new(),
            fields: Vec::new(),
            stop: CheckStop::Paste("it".into()),
        };
        let state = after(vec![Action::Answered { id: 7, answer: Answer::Check(Box::new(checkup)) }]);
        assert!(state.check_of("arrives-late").is_some());
        assert!(state.check_of("lands-in-junk").is_none());
    }

    #[test]
    fn keeping_and_a_new_version_touch_no_work() {
        let told = vec![asked(1), Action::Keeping(Keeping::On), Action::Offline(Offline::Newer), report(1)];
        let state = after(told);
        assert!(matches!(state.work, Work::Done(_)) && state.keeping.is_wanted());
        assert_eq!(state.paste, "a paste");
        assert!(!Keeping::Refused.is_wanted());
    }

    #[test]
    fn only_clearing_clears() {
        assert_eq!(after(vec![asked(1), report(1), Action::Edited]).paste, "a paste");
        assert_eq!(after(vec![asked(1), report(1), Action::Cleared]).paste, "");
        assert_eq!(after(vec![Action::Typed("so far".into()), Action::Moved(Route::Guide)]).paste, "so far");
    }
}
