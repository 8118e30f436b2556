//! The page's side: asks, waits until the worker is ready, gives up on one that crashed or hangs and starts another.
//!
//! The worker's script is started from a blob, because a blob inherits the page's Content-Security-Policy while a file
//! would follow the headers that it came with: so the worker, too, can reach nothing but the site's own files.

use super::folded::Folded;
use super::given::Given;
use super::message::{Answer, Ask, Found, Progress, Request, Said};
use super::taken::Taken;
use crate::text::find::replaced;
use crate::web::browser::{site, timer};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, File, MessageEvent, Url, Worker};

/// How long nothing may be heard of a question, in milliseconds. The largest paste that is taken needs a few seconds.
const PATIENCE: i32 = 30_000;

/// Why an answer will not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The worker broke down over it.
    Crashed,
    /// It took longer than [`PATIENCE`].
    TooLong,
    /// The worker could not be loaded.
    Unavailable,
}

/// What comes back for a question.
pub enum Event {
    /// Part of a survey.
    Found {
        id: u32,
        found: Vec<Found>,
        progress: Progress,
    },
    Answered {
        request: Request,
        answer: Answer,
    },
    Lost {
        request: Request,
        loss: Loss,
    },
}

/// A line to the worker. Clones share it.
#[derive(Clone)]
pub struct Bridge(Rc<Inner>);

struct Inner {
    on_event: Box<dyn Fn(Event)>,
    line: RefCell<Line>,
}

struct Line {
    worker: Option<Worker>,
    ready: bool,
    /// None is there, and none is on its way.
    idle: bool,
    /// Counts the workers: what an earlier one still says is not heard.
    generation: u32,
    last_id: u32,
    /// Asked and not answered, oldest first, with the files that go along.
    pending: Vec<(Request, Vec<File>)>,
    /// How often something was heard.
    heard: u32,
    /// What is still to come of the last explanation, and the number of its question.
    folded: (u32, Folded),
}

impl Default for Line {
    fn default() -> Self {
        Line {
            worker: None,
            ready: false,
            idle: true,
            generation: 0,
            last_id: 0,
            pending: Vec::new(),
            heard: 0,
            folded: (0, Folded::default()),
        }
    }
}

impl Line {
    fn end(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
        (self.ready, self.idle) = (false, true);
        self.generation += 1;
    }
}

impl Bridge {
    /// Questions are numbered from `first` on.
    pub fn new(first: u32, on_event: impl Fn(Event) + 'static) -> Self {
        let line = RefCell::new(Line { last_id: first, ..Line::default() });
        Bridge(Rc::new(Inner { on_event: Box::new(on_event), line }))
    }

    /// Asks, as soon as there is a worker that listens. The answer carries the number that is returned.
    pub fn ask(&self, ask: Ask) -> u32 {
        self.ask_with(ask, Vec::new())
    }

    /// The same, with files.
    pub fn ask_with(&self, ask: Ask, files: Vec<File>) -> u32 {
        let (request, starting) = {
            let mut line = self.0.line.borrow_mut();
            line.last_id += 1;
            let request = Request { id: line.last_id, ask };
            line.pending.push((request.clone(), files.clone()));
            (request, !line.idle)
        };
        if self.0.line.borrow().ready {
            self.post(&request, &files);
        } else if !starting {
            self.start();
        }
        request.id
    }

    /// Loads the worker before anything is asked, so that the first answer is quick.
    pub fn warm(&self) {
        if self.0.line.borrow().idle {
            self.start();
        }
    }

    /// Gives up on everything that was asked.
    pub fn abort(&self) {
        self.0.line.borrow_mut().pending.clear();
        self.start();
    }

    /// Gives up on everything, and on the worker with all that it holds.
    pub fn close(&self) {
        let mut line = self.0.line.borrow_mut();
        line.pending.clear();
        line.end();
    }

    fn start(&self) {
        let generation = {
            let mut line = self.0.line.borrow_mut();
            if let Some(worker) = line.worker.take() {
                worker.terminate();
            }
            (line.ready, line.idle) = (false, false);
            line.generation += 1;
            line.generation
        };
        let bridge = self.clone();
        timer::after(PATIENCE, move || {
            if !bridge.0.line.borrow().ready {
                bridge.lose(generation, Loss::Unavailable);
            }
        });
        let bridge = self.clone();
        spawn_local(async move {
            match load().await {
                Ok(worker) if bridge.is_current(generation) => bridge.connect(worker, generation),
                Ok(worker) => worker.terminate(),
                Err(_) => bridge.lose(generation, Loss::Unavailable),
            }
        });
    }

    fn is_current(&self, generation: u32) -> bool {
        self.0.line.borrow().generation == generation
    }

    fn connect(&self, worker: Worker, generation: u32) {
        let bridge = self.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if bridge.is_current(generation) {
                bridge.hear(Said::taken(&event.data()));
            }
        });
        worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        let bridge = self.clone();
        let failed = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let loss = if bridge.0.line.borrow().ready { Loss::Crashed } else { Loss::Unavailable };
            bridge.lose(generation, loss);
        });
        worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
        self.0.line.borrow_mut().worker = Some(worker);
    }

    fn hear(&self, said: Said) {
        match said {
            Said::Ready => {
                let waiting = {
                    let mut line = self.0.line.borrow_mut();
                    line.ready = true;
                    line.pending.clone()
                };
                waiting.iter().for_each(|(request, files)| self.post(request, files));
            }
            Said::Folded { id, json } => {
                let line = self.0.line.borrow();
                if line.folded.0 == id {
                    line.folded.1.fill(json);
                }
            }
            Said::Found { id, found, progress } => {
                self.0.line.borrow_mut().heard += 1;
                (self.0.on_event)(Event::Found { id, found, progress });
            }
            Said::Answer { id, answer } => {
                let asked = {
                    let mut line = self.0.line.borrow_mut();
                    line.heard += 1;
                    if let Answer::Explained(explained) = &answer {
                        line.folded = (id, explained.folded.clone());
                    }
                    let at = line.pending.iter().position(|(request, _)| request.id == id);
                    at.map(|at| line.pending.remove(at))
                };
                if let Some((request, _)) = asked {
                    (self.0.on_event)(Event::Answered { request, answer });
                }
            }
        }
    }

    fn post(&self, request: &Request, files: &[File]) {
        let value = request.given();
        // Files go along as they are, without being read by the page.
        let message = js_sys::Array::of1(&value);
        files.iter().for_each(|file| {
            message.push(file);
        });
        let generation = {
            let line = self.0.line.borrow();
            let posted = line.worker.as_ref().is_some_and(|worker| worker.post_message(&message).is_ok());
            if posted { line.generation } else { return }
        };
        self.watch(request.id, generation);
    }

    /// Loses the worker when nothing was heard of it for too long while the question is open.
    fn watch(&self, id: u32, generation: u32) {
        let (bridge, heard) = (self.clone(), self.0.line.borrow().heard);
        timer::after(PATIENCE, move || {
            let (waiting, silent) = {
                let line = bridge.0.line.borrow();
                (line.pending.iter().any(|(request, _)| request.id == id), line.heard == heard)
            };
            match (waiting && bridge.is_current(generation), silent) {
                (true, true) => bridge.lose(generation, Loss::TooLong),
                (true, false) => bridge.watch(id, generation),
                (false, _) => {}
            }
        });
    }

    /// The worker is gone, and with it what it was asked. Another one takes its place, unless this one never came.
    fn lose(&self, generation: u32, loss: Loss) {
        if !self.is_current(generation) {
            return;
        }
        let lost = std::mem::take(&mut self.0.line.borrow_mut().pending);
        if loss == Loss::Unavailable {
            self.0.line.borrow_mut().end();
        } else {
            self.start();
        }
        for (request, _) in lost {
            (self.0.on_event)(Event::Lost { request, loss });
        }
    }
}

/// Starts the worker's script, with its addresses made absolute, from a blob.
async fn load() -> Result<Worker, JsValue> {
    let root = site::root();
    let script = replaced(&site::text(&site::worker()).await?, "\"./", &format!("\"{root}"));
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&script.into()), &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let worker = Worker::new(&url);
    // The worker fetches it at once; a page that lives long should not keep it.
    timer::after(PATIENCE, move || {
        let _ = Url::revoke_object_url(&url);
    });
    worker
}
