//! What becomes of the page's state by what happens: the only place where it changes.

use super::route::Route;
use super::state::{Action, Failure, Shared, Sharing, State, Work};
use super::survey::{Stage, Step, Survey, View};
use super::worker::bridge::Loss;
use super::worker::message::{Answer, Surveyed};
use std::rc::Rc;
use yew::{AttrValue, Reducible};

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Moved(route) => state.go(route),
            Action::Survey(step) => state.survey(step),
            Action::Dragging(dragging) => state.dragging = dragging,
            Action::Asked { id, paste } => {
                (state.work, state.slow) = (Work::Working(id), false);
                (state.paste, state.chosen, state.lit) = (paste, 0, None);
                state.cleared = AttrValue::default();
                (state.sharing, state.said) = (None, None);
                state.route = Route::Home;
                state.leave();
            }
            Action::Opening(id) => {
                (state.work, state.slow, state.route) = (Work::Working(id), false, Route::Home);
                state.leave();
            }
            Action::Articles(articles) => state.articles = articles,
            Action::Shared(keep) => state.sharing = keep.map(|keep| Sharing { keep, redacted: None }),
            Action::Said(said) => state.said = Some(said),
            Action::Typed(typed) => state.paste = typed,
            Action::Told(name, value) => {
                state.told.retain(|(known, _)| *known != name);
                state.told.push((name, value));
            }
            Action::Refused(failure) => {
                state.work = Work::Failed(failure);
                state.leave();
            }
            Action::Answered { id, answer } => state.hear(id, answer),
            Action::Lost { id, loss } => state.lose(id, loss),
            Action::Waited(id) => state.slow = state.work == Work::Working(id),
            Action::Cancelled => {
                state.work = Work::Idle;
                state.stop(Stage::Stopped);
            }
            Action::Edited => {
                state.work = Work::Idle;
                state.leave();
            }
            Action::Offline(offline) => state.offline = offline,
            Action::Keeping(keeping) => state.keeping = keeping,
            Action::Cleared => {
                state.work = Work::Idle;
                // What is cleared is what is to be seen: the overview, or only the text of a case.
                state.survey = state.survey.filter(|survey| !survey.is_shown());
                state.leave();
                state.cleared = std::mem::take(&mut state.paste);
                (state.chosen, state.lit) = (0, None);
            }
            // A second time there is nothing left to clear.
            Action::Emptied(text) if text.is_empty() => {}
            Action::Emptied(text) => state.cleared = text,
            Action::Chosen(index) => (state.chosen, state.lit) = (index, None),
            Action::Lit(range) => state.lit = range,
            Action::Voice(voice) => state.settings.voice = Some(voice),
            Action::Windows(windows) => state.settings.windows = windows,
            Action::Help(open) => state.help = open,
            Action::Escape if state.help => state.help = false,
            Action::Escape => {
                let is_case =
                    state.survey.as_ref().is_some_and(|survey| matches!(survey.view, View::Case(_)));
                if is_case && state.route == Route::Home {
                    state.survey(Step::Back);
                }
            }
        }
        Rc::new(state)
    }
}

impl State {
    /// Home from home is the way back from a case to the overview.
    fn go(&mut self, route: Route) {
        if route == Route::Home && self.route == Route::Home && self.survey.is_some() {
            self.survey(Step::Back);
        }
        (self.route, self.help) = (route, false);
        self.case.clear();
    }

    fn survey(&mut self, step: Step) {
        match step {
            Step::Begun { id, paste } => {
                (self.work, self.slow) = (Work::Working(id), false);
                self.survey = Some(Survey::begun(id, paste));
                self.route = Route::Home;
            }
            // The case would open behind an article.
            Step::Turn { .. } if self.route != Route::Home => {}
            step => {
                let Some(survey) = &mut self.survey else { return };
                let is_back = matches!(step, Step::Back);
                survey.step(step);
                if is_back {
                    self.paste = survey.paste.clone().unwrap_or_default();
                    (self.work, self.sharing, self.said) = (Work::Idle, None, None);
                }
            }
        }
    }

    /// The overview gives way to the box or to another answer, and is kept where there is something in it.
    fn leave(&mut self) {
        self.survey = self.survey.take().filter(|survey| !survey.found.is_empty());
        if let Some(survey) = &mut self.survey {
            (survey.view, survey.opening) = (View::Away, None);
        }
    }

    /// A survey that ends before its end keeps what it found; one that found nothing is none.
    fn stop(&mut self, stage: Stage) {
        if let Some(survey) = &mut self.survey {
            survey.end(stage);
        }
        self.survey = self.survey.take().filter(|survey| !survey.found.is_empty());
    }

    fn lose(&mut self, id: u32, loss: Loss) {
        if let Some(survey) = &mut self.survey
            && survey
                .opening
                .as_ref()
                .is_some_and(|opening| opening.asked.as_ref().is_some_and(|(asked, _)| *asked == id))
        {
            return survey.step(Step::Refused("This case could not be read. The others can.".into()));
        }
        if self.work == Work::Working(id) {
            self.work = Work::Failed(Failure::Lost(loss));
        }
        if self.survey.as_ref().is_some_and(|survey| survey.id == id) {
            self.stop(Stage::Lost(loss));
        }
    }

    fn surveyed(&mut self, id: u32, done: Surveyed) {
        let Some(survey) = self.survey.as_mut().filter(|survey| survey.id == id) else { return };
        survey.end(Stage::Finished);
        survey.done = done;
        if self.work == Work::Working(id) {
            let is_empty = survey.found.is_empty();
            self.work =
                if is_empty { Work::Failed(Failure::Unread(survey.done.unread.clone())) } else { Work::Idle };
            self.survey = self.survey.take().filter(|_| !is_empty);
        }
    }

    fn hear(&mut self, id: u32, answer: Answer) {
        if let (Some(survey), Answer::Explained(report)) = (&mut self.survey, &answer)
            && let Some((finding, paste)) = survey.opened(id)
        {
            (self.chosen, self.lit, self.paste) = (finding, None, paste);
            (self.sharing, self.said) = (None, None);
            self.work = Work::Done(Shared::new((**report).clone()));
            return;
        }
        match answer {
            Answer::Explained(report) => {
                if self.work == Work::Working(id) {
                    self.work = Work::Done(Shared::new(*report));
                }
            }
            Answer::Refused(why) if self.work == Work::Working(id) => {
                self.work = Work::Failed(Failure::Refused(why.into()));
                self.leave();
            }
            Answer::Redacted(redacted) => {
                if let Some(sharing) = &mut self.sharing {
                    sharing.redacted = Some(Shared::new(redacted));
                }
            }
            // What is to be explained or given away is the shell's business.
            Answer::Case(case) => self.case = case,
            Answer::Hideouts(places) => self.hideouts = Some(Shared::new(places)),
            Answer::Guide(guide) => self.guide = Some(Shared::new(guide)),
            Answer::Check(checkup) => self.checkup = Some(Shared::new(*checkup)),
            Answer::Refused(_) | Answer::Paste { .. } | Answer::Many | Answer::Written { .. } => {}
            Answer::Surveyed(done) => self.surveyed(id, done),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::browser::offline::Offline;
    use crate::web::state::Keeping;
    use crate::web::worker::message::{CheckStop, Checkup, Found, Progress, Spot};

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
    fn only_what_takes_longer_than_a_blink_is_shown() {
        assert!(!after(vec![asked(1)]).slow);
        assert!(after(vec![asked(1), Action::Waited(1)]).slow);
        assert!(!after(vec![asked(1), report(1), Action::Waited(1)]).slow);
        assert!(!after(vec![asked(1), Action::Waited(1), asked(2), Action::Waited(1)]).slow);
    }

    #[test]
    fn a_crash_keeps_the_paste() {
        let state = after(vec![asked(1), Action::Lost { id: 1, loss: Loss::Crashed }]);
        assert_eq!(state.work, Work::Failed(Failure::Lost(Loss::Crashed)));
        assert_eq!(state.paste, "a paste");
        assert_eq!(after(vec![asked(2), Action::Lost { id: 1, loss: Loss::Crashed }]).work, Work::Working(2));
    }

    fn begun(id: u32) -> Vec<Action> {
        let found = vec![Found::default(), Found { finding: 1, ..Found::default() }];
        let progress = Progress::default();
        let steps = [Step::Begun { id, paste: Some("many".into()) }, Step::Found { id, found, progress }];
        steps.into_iter().map(Action::Survey).collect()
    }

    fn then(mut actions: Vec<Action>, more: Vec<Action>) -> State {
        actions.extend(more);
        after(actions)
    }

    #[test]
    fn a_case_is_opened_and_left_again() {
        let open = || {
            let asked = Step::Asked { id: 2, spot: Spot::default(), paste: "one".into() };
            vec![Action::Survey(Step::Open(1)), Action::Survey(asked), report(2)]
        };
        let state = then(begun(1), open());
        assert!(matches!(state.work, Work::Done(_)));
        assert_eq!((state.paste.as_str(), state.chosen), ("one", 1));
        let mut actions = open();
        // An article is read in between: the way back leads to the case first.
        actions.push(Action::Moved(Route::Index));
        actions.push(Action::Moved(Route::Home));
        assert!(matches!(then(begun(1), actions).work, Work::Done(_)));
        let mut actions = open();
        actions.push(Action::Moved(Route::Home));
        let state = then(begun(1), actions);
        assert!(state.survey.is_some_and(|survey| survey.is_shown()));
        assert_eq!(state.paste, "many");
    }

    #[test]
    fn a_stopped_survey_keeps_what_it_found() {
        let state = then(begun(1), vec![Action::Cancelled]);
        assert_eq!(state.survey.map(|survey| (survey.found.len(), survey.stage)), Some((2, Stage::Stopped)));
        let nothing = after(vec![Action::Survey(Step::Begun { id: 1, paste: None }), Action::Cancelled]);
        assert!(nothing.survey.is_none());
    }

    #[test]
    fn another_paste_leaves_the_overview_but_keeps_it() {
        let state = then(begun(1), vec![asked(2), report(2)]);
        assert!(matches!(state.work, Work::Done(_)));
        assert_eq!(state.survey.map(|survey| survey.view), Some(View::Away));
        assert!(then(begun(1), vec![Action::Cleared]).survey.is_none());
    }

    #[test]
    fn a_survey_without_any_case_says_why() {
        let unread = vec![("a.png".to_owned(), "no text".to_owned())];
        let done = Surveyed { unread: unread.clone(), files: 1, is_cut: false };
        let begun = Action::Survey(Step::Begun { id: 1, paste: None });
        let state = after(vec![begun, Action::Answered { id: 1, answer: Answer::Surveyed(done) }]);
        assert_eq!(state.work, Work::Failed(Failure::Unread(unread)));
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
        let cleared = after(vec![asked(1), report(1), Action::Cleared]).cleared;
        assert_eq!(cleared, "a paste");
        let twice = vec![Action::Emptied("typed".into()), Action::Emptied(AttrValue::default())];
        assert_eq!(after(twice).cleared, "typed");
        assert_eq!(after(vec![asked(1), Action::Cleared, asked(2)]).cleared, "");
        assert_eq!(after(vec![Action::Typed("so far".into()), Action::Moved(Route::Guide)]).paste, "so far");
    }
}
