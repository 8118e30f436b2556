//! The way of the mail in time: a waterfall, and a table that says the same.

use super::fold::{use_folded, use_opened};
use super::hop_bar::{HopBar, hop_facts};
use crate::web::browser::time;
use crate::web::clock;
use crate::web::markup::html;
use crate::web::state::Shared;
use crate::web::worker::explained::{Explained, Stop};
use yew::prelude::*;

/// More hops than these are cut to their two ends, of so many hops each, until they are asked for.
const MANY: usize = 40;
const ENDS: usize = 12;

type Range = (usize, usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    pub report: Shared<Explained>,
    pub open: bool,
    pub lit: Option<Range>,
    pub on_light: Callback<Option<Range>>,
}

/// Whose clock the times are told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Yours,
    Utc,
    Written,
}

#[component]
pub fn Timeline(props: &Props) -> Html {
    let table = use_state(|| false);
    let zone = use_state(|| Zone::Written);
    let whole = use_state_eq(|| false);
    let (opened, toggled) = use_opened(props.open);
    use_folded(&props.report, *table);
    if props.report.stops.is_empty() {
        return Html::default();
    }
    let shown = shown(&props.report.stops, *whole);
    let choose = |value: bool, label: &'static str| {
        let set = table.clone();
        switch(*table == value, label, move || set.set(value))
    };
    let choose_zone = |value: Zone, label: &'static str| {
        let set = zone.clone();
        switch(*zone == value, label, move || set.set(value))
    };
    html! {
        <details class="instrument timeline" open={props.open} data-test="timeline" ontoggle={toggled}>
            <summary><h2>{ &props.report.way }</h2><span>{ &props.report.journey }</span></summary>
            if opened {
            <div class="section-head">
                <div class="switch" role="group" aria-label="Form">
                    { choose(false, "Picture") }
                    { choose(true, "Table") }
                </div>
                <div class="switch" role="group" aria-label="Times">
                    { choose_zone(Zone::Written, "As written") }
                    { choose_zone(Zone::Utc, "UTC") }
                    { choose_zone(Zone::Yours, "Your time") }
                </div>
            </div>
            if *table { { as_table(props, *zone, &shown) } } else { { as_picture(props, *zone, &shown) } }
            if shown.len() < props.report.stops.len() {
                <button type="button" class="quiet" data-test="whole" onclick={move |_| whole.set(true)}>
                    { format!("Show all {} hops", props.report.stops.len()) }
                </button>
            }
            }
        </details>
    }
}

fn switch(pressed: bool, label: &'static str, then: impl Fn() + 'static) -> Html {
    html! {
        <button type="button" aria-pressed={pressed.to_string()} onclick={move |_| then()}>{ label }</button>
    }
}

fn as_picture(props: &Props, zone: Zone, shown: &[usize]) -> Html {
    let row = |&index: &usize| {
        let hop = &props.report.stops[index];
        let range = (hop.start, hop.end);
        html! {
            <HopBar
                report={props.report.clone()}
                index={index}
                time={at(hop, zone)}
                lit={props.lit == Some(range)}
                on_light={props.on_light.clone()}
            />
        }
    };
    // What is left out shows as such.
    let left_out = |at: usize| at.checked_sub(1).map_or(0, |before| shown[at] - shown[before] - 1);
    html! {
        <ol class="waterfall">
            { for shown.iter().enumerate().map(|(at, index)| html! {
                <>
                    if left_out(at) > 0 { <li class="hop-note">{ format!("{} hops not shown", left_out(at)) }</li> }
                    { row(index) }
                </>
            }) }
        </ol>
    }
}

fn as_table(props: &Props, zone: Zone, shown: &[usize]) -> Html {
    let row = |&index: &usize| {
        let hop = &props.report.stops[index];
        html! {
            <>
                <tr>
                    <td>{ index + 1 }</td>
                    <td>
                        { &hop.step }
                        if hop.slowest { <b>{ ", slowest" }</b> }
                    </td>
                    <td>{ at(hop, zone) }</td>
                </tr>
                // What the field says needs the whole width.
                <tr>
                    <td colspan="3">
                        { hop_facts(&props.report.facts(index)) }
                        { for hop.note.iter().chain(&hop.trust).map(|note| html! { <p>{ note }</p> }) }
                    </td>
                </tr>
            </>
        }
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label="Hops">
            <table class="hops">
                <thead>
                    <tr>
                        <th scope="col">{ "Hop" }</th>
                        <th scope="col">{ "Took" }</th>
                        <th scope="col">{ "Arrived" }</th>
                    </tr>
                </thead>
                <tbody>{ for shown.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn at(hop: &Stop, zone: Zone) -> String {
    let Some(epoch) = hop.epoch else { return "time not readable".to_owned() };
    let offset = match zone {
        Zone::Yours => time::offset(epoch),
        Zone::Utc => 0,
        Zone::Written => hop.offset,
    };
    clock::time(epoch, offset)
}

/// Which hops: all of them, or where there are many the two ends and those that something is to be said about.
/// The slowest is one of these: what takes a minute has a note.
fn shown(stops: &[Stop], whole: bool) -> Vec<usize> {
    let telling = |index: usize| {
        let stop = &stops[index];
        stop.note.is_some() || stop.trust.is_some()
    };
    let near = |index: usize| index < ENDS || index + ENDS >= stops.len();
    (0..stops.len()).filter(|index| whole || stops.len() <= MANY || near(*index) || telling(*index)).collect()
}
