//! Taking the answer along: for a ticket, for a colleague, on paper.

use super::copy::Copy;
use crate::web::markup::html;
use crate::web::state::Sharing;
use crate::web::worker::explained::Explained;
use crate::web::worker::message::Format;
use yew::prelude::*;

/// What can be asked for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Written(Format),
    Print,
    Share,
}

/// What it can be saved as.
fn forms(report: &Explained) -> Vec<(&'static str, Format)> {
    let mut forms = vec![("as JSON", Format::Json)];
    if !report.stops.is_empty() {
        forms.push(("the hops as CSV", Format::Hops));
        forms.push(("the timeline as SVG", Format::Svg));
        forms.push(("as PNG", Format::Png));
    }
    if report.sheets.iter().any(|sheet| sheet.id == "recipients") {
        forms.push(("the recipients as CSV", Format::Recipients));
    }
    forms
}

pub fn pass_on(
    report: &Explained,
    link: &str,
    sharing: Option<&Sharing>,
    said: Option<&'static str>,
    on_wish: &Callback<Wish>,
) -> Html {
    let button = |label: &'static str, wish: Wish| {
        html! { <button type="button" onclick={on_wish.reform(move |_| wish)}>{ label }</button> }
    };
    html! {
        <section class="pass-on" aria-labelledby="pass-on-title">
            <div class="section-head">
                <h2 id="pass-on-title">{ "Pass it on" }</h2>
                // Above the buttons, where it is in view with them.
                <p role="status" class="soft">{ said.unwrap_or_default() }</p>
            </div>
            <div class="pass-on-bar">
                <Copy text={link.to_owned()} what="the address of the article" label="Copy link to the explanation" />
                { button("Copy as Markdown", Wish::Written(Format::Markdown)) }
                { button("Copy as text", Wish::Written(Format::Text)) }
                { button("Print", Wish::Print) }
                <button
                    type="button" data-test="share-open" aria-expanded={sharing.is_some().to_string()}
                    onclick={on_wish.reform(|_| Wish::Share)}
                >
                    { "Link with your text…" }
                </button>
            </div>
            <details class="save" data-test="save">
                <summary>{ "Save as a file" }</summary>
                <div class="pass-on-bar">
                    { for forms(report).into_iter().map(|(label, format)| button(label, Wish::Written(format))) }
                </div>
            </details>
        </section>
    }
}
