//! An instrument: folded to a line that says the main thing, a table when it is opened.

use super::copy::Copy;
use super::fold::{use_folded, use_opened};
use super::link::{Link, outside};
use super::sign::{Shape, sign};
use crate::text::find::find;
use crate::web::browser::{focus, timer};
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::state::Shared;
use crate::web::worker::explained::{Cell, Explained, Row, Sheet};
use yew::prelude::*;

/// So many rows are shown at first: a browser takes its time over a table of thousands.
const MANY: usize = 120;

type Light = Callback<Option<(usize, usize)>>;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Shared<Explained>,
    /// Which of its sheets.
    pub index: usize,
    pub on_light: Light,
}

#[component]
pub fn SheetView(props: &Props) -> Html {
    let wanted = use_state(String::new);
    let whole = use_state_eq(|| false);
    let sheet = props.report.sheets.get(props.index);
    let (opened, toggled) = use_opened(sheet.is_some_and(|sheet| sheet.open));
    let here = use_folded(&props.report, opened);
    let rows = use_memo((props.report.clone(), opened, here), |(report, opened, _)| {
        if *opened { report.rows(props.index) } else { Vec::new() }
    });
    let Some(sheet) = sheet else { return Html::default() };
    if !opened {
        return fold(sheet, &toggled, Html::default());
    }
    let typed = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                wanted.set(input.value().to_ascii_lowercase());
            }
        })
    };
    let found: Vec<&Row> = rows.iter().filter(|row| fits(row, &wanted)).collect();
    let shown = if *whole { &found[..] } else { &found[..found.len().min(MANY)] };
    let within = html! {
        <>
            { for sheet.sentences.iter().map(|said| html! { <p class="sheet-said">{ said }</p> }) }
            if sheet.search {
                <label class="sheet-search">
                    { "Show those with " }
                    <input type="search" dir="auto" autocomplete="off" spellcheck="false" oninput={typed} />
                    <span class="soft" role="status">{ format!("{} of {}", found.len(), rows.len()) }</span>
                </label>
            }
            if !shown.is_empty() { { table(sheet, shown, &props.on_light) } }
            if shown.len() < found.len() {
                <button type="button" class="quiet" data-test="whole" onclick={move |_| whole.set(true)}>
                    { format!("Show all {} rows", found.len()) }
                </button>
            }
        </>
    };
    fold(sheet, &toggled, within)
}

fn fold(sheet: &Sheet, toggled: &Callback<Event>, within: Html) -> Html {
    html! {
        <details class="instrument sheet" open={sheet.open} data-test={sheet.id.clone()} ontoggle={toggled}>
            <summary><h2>{ &sheet.title }</h2><span><bdi>{ &sheet.summary }</bdi></span></summary>
            { within }
        </details>
    }
}

fn fits(row: &Row, wanted: &str) -> bool {
    wanted.is_empty() || row.cells.iter().any(|cell| find(&cell.text.to_ascii_lowercase(), wanted).is_some())
}

fn table(sheet: &Sheet, rows: &[&Row], on_light: &Light) -> Html {
    // What one filter wrote is headed by its name once.
    let again = |at: usize| {
        let first = |at: usize| rows[at].cells.first();
        let (Some(before), Some(here)) = (at.checked_sub(1).and_then(first), first(at)) else { return false };
        sheet.search && here.small.is_empty() && here.text == before.text
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={sheet.title.clone()}>
            <table class={(sheet.head.len() > 2).then_some("columns")}>
                if !sheet.head.is_empty() {
                    <thead><tr>{ for sheet.head.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                }
                <tbody>{ for rows.iter().enumerate().map(|(at, one)| row(one, again(at), &sheet.head, on_light)) }</tbody>
            </table>
        </div>
    }
}

fn row(row: &Row, again: bool, head: &[String], on_light: &Light) -> Html {
    let range = row.range;
    let name = head.is_empty() && row.cells.len() == 2;
    // One cell for all of the headings, which are three then.
    let span = (row.cells.len() == 1 && head.len() == 3).then_some("3");
    html! {
        <tr class={row.marked.then_some("marked")}
            onmouseenter={on_light.reform(move |_: MouseEvent| range)}
            onmouseleave={on_light.reform(|_: MouseEvent| None)}>
            { for row.cells.iter().enumerate().map(|(at, one)| {
                // The heading stands with the cell where the table is too wide for the screen.
                let head = head.get(at).cloned();
                match at {
                    0 if again => html! { <td></td> },
                    0 if name => html! { <th scope="row">{ jump(one, range, on_light) }</th> },
                    0 => html! { <td data-head={head} colspan={span}>{ jump(one, range, on_light) }</td> },
                    _ => html! { <td data-head={head}>{ cell(one) }</td> },
                }
            }) }
        </tr>
    }
}

/// A row's first cell leads to where it was read from, also by keyboard and on a phone, where the text lies folded.
fn jump(one: &Cell, range: Option<(usize, usize)>, on_light: &Light) -> Html {
    if range.is_none() || !one.cause.is_empty() || one.text.is_empty() {
        return cell(one);
    }
    let go = on_light.reform(move |_: MouseEvent| {
        timer::after(0, || focus::to(".paste-text"));
        range
    });
    html! {
        <>
            <button type="button" class="jump" onclick={go} title="Show it in the text">{ words(one) }</button>
            { small(one) }
        </>
    }
}

fn cell(cell: &Cell) -> Html {
    html! {
        <>
            { words(cell) }
            { small(cell) }
            if cell.copies { <Copy text={cell.text.clone()} what="this value" /> }
        </>
    }
}

fn small(cell: &Cell) -> Html {
    html! { if !cell.small.is_empty() { <small><bdi>{ &cell.small }</bdi></small> } }
}

fn words(cell: &Cell) -> Html {
    let text = if !cell.page.is_empty() {
        html! { <>{ &cell.text }{ " " }{ outside(&cell.page, &cell.page) }</> }
    } else if !cell.cause.is_empty() {
        html! { <Link to={Route::why(&cell.cause)}>{ &cell.text }</Link> }
    } else if cell.code {
        html! { <bdi class="words">{ &cell.text }</bdi> }
    } else {
        html! { <bdi>{ &cell.text }</bdi> }
    };
    html! { <>if !cell.sign.is_empty() { { sign(Shape::named(&cell.sign)) } }{ text }</> }
}
