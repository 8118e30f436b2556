//! What the page shows, and what can happen to it: `reduce.rs` says what then. No markup, no browser.

use super::articles::Article;
use super::browser::offline::Offline;
use super::route::Route;
use super::survey::{Step, Survey};
use super::worker::bridge::Loss;
use super::worker::explained::Explained;
use super::worker::message::{Answer, Checkup, Guide, Hideout, Keep, Redacted};
use std::rc::Rc;
use yew::AttrValue;

/// A larger paste is refused, in bytes of UTF-8.
pub const LARGEST: usize = 64_000_000;

/// A larger paste is not kept on the device, in bytes: browsers have room for a few million characters.
pub const LARGEST_KEPT: usize = 1 << 20;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub route: Route,
    pub work: Work,
    /// The work takes longer than a blink: until then nothing of it is shown, and no frame is lost over it.
    pub slow: bool,
    /// Many cases, where there are many.
    pub survey: Option<Survey>,
    /// Something is being dragged over the page.
    pub dragging: bool,
    /// What is being explained, as it was pasted.
    pub paste: AttrValue,
    /// What was cleared last, until something else is explained: the way back.
    pub cleared: AttrValue,
    /// Which of the report's findings is laid out.
    pub chosen: usize,
    /// Words of the paste that are pointed at, in bytes.
    pub lit: Option<(usize, usize)>,
    pub settings: Settings,
    pub articles: Articles,
    pub hideouts: Option<Shared<Vec<Hideout>>>,
    /// What the link to an article is about: the signs of a case, each with what it says.
    pub case: Vec<(String, String)>,
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
    /// The box is empty.
    Nothing,
    /// Over [`LARGEST`].
    TooLarge,
    /// A file or a link that could not be opened, in a sentence.
    Refused(AttrValue),
    /// None of several files could be read: each with the reason.
    Unread(Vec<(String, String)>),
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
    /// As chosen; until then a log is told to who runs a server, and all else to a person.
    pub voice: Option<Voice>,
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
    Survey(Step),
    Dragging(bool),
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
    /// A blink has passed since this question.
    Waited(u32),
    Cancelled,
    /// Back to the box, the paste still in it.
    Edited,
    Cleared,
    /// The box was emptied of this, which nobody had explained.
    Emptied(AttrValue),
    Chosen(usize),
    Lit(Option<(usize, usize)>),
    Voice(Voice),
    Windows(bool),
    Help(bool),
    /// Closes what is open on top, or leads back from a case to the overview.
    Escape,
}

impl State {
    /// The guided check of this complaint, as far as it is.
    pub fn check_of(&self, complaint: &str) -> Option<&Checkup> {
        self.checkup.as_deref().filter(|checkup| checkup.complaint == complaint)
    }

    pub fn shows_articles(&self) -> bool {
        matches!(self.route, Route::Why { .. } | Route::Index)
    }
}
