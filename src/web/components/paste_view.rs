//! The paste beside the answer, its telling words marked and lit when they are pointed at.

use crate::web::browser::focus;
use crate::web::passage::{Piece, Row, rows};
use yew::prelude::*;

type Range = (usize, usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    pub paste: AttrValue,
    /// Bytes of the paste that are evidence.
    pub marks: Vec<Range>,
    pub lit: Option<Range>,
    /// The report's kind.
    pub read_as: AttrValue,
    pub product: Option<AttrValue>,
    pub on_light: Callback<Option<Range>>,
    pub on_edit: Callback<()>,
    pub on_clear: Callback<()>,
}

#[component]
pub fn PasteView(props: &Props) -> Html {
    let open = use_state(|| false);
    let frame = use_node_ref();
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
                <p class="soft">{ origin(&props.read_as, props.product.as_deref()) }</p>
                <button type="button" class="quiet handle" aria-expanded={open.to_string()} onclick={toggle}>
                    { if *open { "Fold" } else { "Show" } }
                </button>
                <button type="button" class="quiet" onclick={props.on_edit.reform(|_| ())}>{ "Edit" }</button>
                <button type="button" class="quiet" data-test="clear" onclick={props.on_clear.reform(|_| ())}>
                    { "Clear" }
                </button>
            </div>
            <div class="paste-text" ref={frame} tabindex="0" role="region" aria-label="The text, its evidence marked">
                { lines(props) }
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
        if let Some(frame) = frame.cast::<web_sys::Element>()
            && let Ok(Some(word)) = frame.query_selector(selector)
        {
            focus::show_within(&frame, &word);
        }
    });
}

/// The marks, and what is lit although it is none of them: first, so that it wins where they overlap.
fn lines(props: &Props) -> Html {
    let extra = props.lit.filter(|lit| !props.marks.contains(lit));
    let marks: Vec<Range> = extra.into_iter().chain(props.marks.iter().copied()).collect();
    let ranges: Vec<_> = marks.iter().map(|(start, end)| *start..*end).collect();
    let row = |row: &Row| match row {
        Row::Gap { lines } => html! { <p class="gap">{ format!("{lines} lines not shown") }</p> },
        Row::Line { number, pieces } => html! {
            <div class="line" data-line={number.to_string()} dir="auto">
                { for pieces.iter().map(|piece| draw(props, piece, &marks)) }
                if pieces.is_empty() { <br /> }
            </div>
        },
    };
    rows(&props.paste, &ranges).iter().map(row).collect()
}

fn draw(props: &Props, piece: &Piece, marks: &[Range]) -> Html {
    let Some(range) = piece.mark.and_then(|mark| marks.get(mark).copied()) else {
        return html! { { &piece.text } };
    };
    let class = (props.lit == Some(range)).then_some("lit");
    if !props.marks.contains(&range) {
        return html! { <span class={classes!("pointed", class)}>{ &piece.text }</span> };
    }
    let light = props.on_light.reform(move |_: MouseEvent| Some(range));
    let dark = props.on_light.reform(|_: MouseEvent| None);
    html! { <mark {class} onmouseenter={light} onmouseleave={dark}>{ &piece.text }</mark> }
}

fn origin(kind: &str, product: Option<&str>) -> String {
    let kind = match kind {
        "headers" => "message headers",
        "message" => "a message",
        "bounce" => "a bounce",
        "delivery-report" => "a delivery report",
        "feedback-report" => "a complaint report",
        "auto-reply" => "an automatic reply",
        "reply" => "a server’s reply",
        "client-error" => "an error of a mail program",
        "library-error" => "an error of a program that sends mail",
        "api-error" => "an error of a sending service",
        "transcript" => "an SMTP dialogue",
        "log" => "a server’s log",
        "settings" => "mail settings",
        "mixed" => "several things",
        _ => "words",
    };
    match product {
        Some(product) => format!("Read as {kind}, by {product}."),
        None => format!("Read as {kind}."),
    }
}
