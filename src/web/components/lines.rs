//! Lines of a paste with their numbers, what is marked and what is lit in them.
//!
//! So many rows are a component of their own: pointing at a word draws few of them anew, and the browser lays out only those
//! that are in view (`style/components/paste_view.css`). What no screen shows at first is put into the document when the rest
//! of the page has been painted.

use crate::text::is_hidden;
use crate::web::browser::timer;
use crate::web::markup::html;
use crate::web::passage::{Mark, Piece, Row};
use yew::prelude::*;

/// How many rows make a component.
const CHUNK: usize = 20;

/// By then the first of them are painted, in milliseconds.
const PAINTED: i32 = 60;

/// How many of these fill a screen, from the one before the first mark: so many are there from the beginning.
const AT_ONCE: usize = 4;

type Light = Callback<Option<(usize, usize)>>;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub rows: Vec<Row>,
    /// What is pointed at.
    #[prop_or_default]
    pub lit: Option<(usize, usize)>,
    /// Whether that is none of the evidence, but marked as long as it is pointed at.
    #[prop_or_default]
    pub pointed: bool,
    /// Makes the marks answer to the pointer.
    #[prop_or_default]
    pub on_light: Option<Light>,
}

#[component]
pub fn Lines(props: &Props) -> Html {
    let chunk = |(key, rows): (usize, &[Row])| {
        let lit = props.lit.filter(|lit| rows.iter().any(|row| holds(row, *lit)));
        let (rows, pointed, on_light) =
            (rows.to_vec(), props.pointed && lit.is_some(), props.on_light.clone());
        html! { <Chunk {key} {rows} {lit} {pointed} {on_light} /> }
    };
    let whole = use_state_eq(|| false);
    let rest = whole.setter();
    use_effect_with((), move |()| timer::after(PAINTED, move || rest.set(true)));
    let marked = props.rows.iter().position(is_marked).map_or(0, |row| row / CHUNK);
    let (first, shown) = if *whole { (0, usize::MAX) } else { (marked.saturating_sub(1), AT_ONCE) };
    props.rows.chunks(CHUNK).enumerate().skip(first).take(shown).map(chunk).collect()
}

fn is_marked(row: &Row) -> bool {
    matches!(row, Row::Line { pieces, .. } if pieces.iter().any(|piece| piece.mark.is_some()))
}

fn holds(row: &Row, lit: (usize, usize)) -> bool {
    matches!(row, Row::Line { pieces, .. } if pieces.iter().any(|piece| is(&piece.mark, lit)))
}

fn is(mark: &Option<Mark>, lit: (usize, usize)) -> bool {
    mark.as_ref().is_some_and(|mark| (mark.start, mark.end) == lit)
}

#[component]
fn Chunk(props: &Props) -> Html {
    let row = |row: &Row| match row {
        Row::Gap { lines } => html! { <p class="gap">{ format!("{lines} lines not shown") }</p> },
        Row::Line { number, pieces } => html! {
            <div class="line" data-line={format!("{number:\u{a0}>5}\u{a0}\u{a0}")}>
                { for pieces.iter().map(|piece| draw(props, piece)) }
                if pieces.is_empty() { <br /> }
            </div>
        },
    };
    html! { <div class="lines">{ for props.rows.iter().map(row) }</div> }
}

/// A word that fills a row is broken where the row ends, lest an empty one stand before it. Others are left whole.
fn is_long(word: &str) -> bool {
    word.len() > 36
}

/// The text between the marks, word by word where one of them is long.
fn unmarked(text: &str) -> Html {
    if !text.split(' ').any(is_long) {
        return visible(text);
    }
    let word = |word: &str| match is_long(word) {
        true => html! { <span class="long">{ visible(word) }</span> },
        false => visible(word),
    };
    text.split_inclusive(' ').map(word).collect()
}

fn draw(props: &Props, piece: &Piece) -> Html {
    let Some(mark) = &piece.mark else { return unmarked(&piece.text) };
    let range = (mark.start, mark.end);
    let lit = props.lit == Some(range);
    let class = lit.then_some("lit");
    match &props.on_light {
        _ if lit && props.pointed => {
            html! { <span class={classes!("pointed", class)}>{ visible(&piece.text) }</span> }
        }
        None => html! { <mark {class}>{ visible(&piece.text) }</mark> },
        Some(on_light) => {
            let light = on_light.reform(move |_: MouseEvent| Some(range));
            let dark = on_light.reform(|_: MouseEvent| None);
            html! { <mark {class} onmouseenter={light} onmouseleave={dark}>{ visible(&piece.text) }</mark> }
        }
    }
}

/// The text, with a word in the place of each sign that cannot be seen: such signs turn the reading direction, hide, or make
/// one name look like another.
pub fn visible(text: &str) -> Html {
    if !text.contains(is_hidden) {
        return html! { { text } };
    }
    let piece = |piece: &str| {
        let (plain, hidden) = match piece.chars().next_back().filter(|sign| is_hidden(*sign)) {
            Some(sign) => (&piece[..piece.len() - sign.len_utf8()], Some(sign)),
            None => (piece, None),
        };
        let hidden = hidden
            .map(|sign| html! { <span class="control">{ format!("U+{:04X}", u32::from(sign)) }</span> });
        html! { <>{ plain }{ for hidden }</> }
    };
    text.split_inclusive(is_hidden).map(piece).collect()
}
