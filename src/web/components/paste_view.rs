//! The paste beside the answer, its telling words marked and lit when they are pointed at.

use super::lines::Lines;
use crate::web::browser::{focus, timer};
use crate::web::markup::html;
use crate::web::passage::{Row, lines, rows_of};
use crate::web::state::Shared;
use crate::web::worker::explained::Explained;
use std::rc::Rc;
use yew::prelude::*;

type Range = (usize, usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the paste told: another paste has another.
    pub report: Shared<Explained>,
    pub paste: AttrValue,
    /// Bytes of the paste that are evidence.
    pub marks: Vec<Range>,
    pub lit: Option<Range>,
    pub on_light: Callback<Option<Range>>,
    pub on_edit: Callback<()>,
    pub on_clear: Callback<()>,
}

#[component]
pub fn PasteView(props: &Props) -> Html {
    let open = use_state(|| false);
    let frame = use_node_ref();
    let (rows, pointed) = use_rows(props);
    use_in_view(frame.clone(), "mark", props.marks.first().copied());
    use_in_view(frame.clone(), ".lit", props.lit);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <aside class={classes!("paste-view", open.then_some("open"))} aria-labelledby="paste-title">
            <div class="paste-view-head">
                <h2 id="paste-title">{ "Your text" }</h2>
                <p class="soft">{ &props.report.origin }</p>
                <button type="button" class="quiet handle" aria-expanded={open.to_string()} onclick={toggle}>
                    { if *open { "Hide" } else { "Show" } }
                </button>
                <button type="button" class="quiet" onclick={props.on_edit.reform(|_| ())}>{ "Edit" }</button>
                <button type="button" class="quiet" data-test="clear" onclick={props.on_clear.reform(|_| ())}>
                    { "Clear" }
                </button>
            </div>
            <div class="paste-text" ref={frame} tabindex="0" role="region" aria-label="The text, its evidence marked">
                <Lines rows={(*rows).clone()} lit={props.lit} {pointed} on_light={props.on_light.clone()} />
            </div>
        </aside>
    }
}

/// Scrolls the paste, and nothing else, to what the selector finds, whenever it is about other words: the first evidence,
/// and what is pointed at.
#[hook]
fn use_in_view(frame: NodeRef, selector: &'static str, words: Option<Range>) {
    use_effect_with(words, move |words| {
        if words.is_none() {
            return;
        }
        show(frame, selector, LOOKS);
    });
}

/// Lines are laid out when they come into view, and move those below them: so many frames are looked at.
const LOOKS: u8 = 12;

fn show(frame: NodeRef, selector: &'static str, looks: u8) {
    timer::next_frame(move || {
        if let Some(element) = frame.cast::<web_sys::Element>()
            && let Ok(Some(word)) = element.query_selector(selector)
        {
            focus::show_within(&element, &word);
            if looks > 1 {
                show(frame, selector, looks - 1);
            }
        }
    });
}

/// The marks, and what is lit although it is none of them: first, so that it wins where they overlap.
#[hook]
fn use_rows(props: &Props) -> (Rc<Vec<Row>>, bool) {
    let lines = {
        let paste = props.paste.clone();
        use_memo(props.report.clone(), move |_| lines(&paste))
    };
    let extra = props.lit.filter(|lit| !props.marks.contains(lit));
    let marks: Vec<Range> = extra.into_iter().chain(props.marks.iter().copied()).collect();
    let paste = props.paste.clone();
    let rows = use_memo((props.report.clone(), marks), move |(_, marks)| {
        let marks: Vec<_> = marks.iter().map(|(start, end)| *start..*end).collect();
        rows_of(&paste, &lines, &marks)
    });
    (rows, extra.is_some())
}
