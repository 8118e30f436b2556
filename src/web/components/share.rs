//! A link that holds the text: what belongs to persons is replaced first, and the reader looks at it before it goes out.

use super::copy::Copy;
use super::lines::Lines;
use crate::web::markup::html;
use crate::web::passage::rows;
use crate::web::state::Sharing;
use crate::web::worker::message::{Keep, Redacted};
use yew::prelude::*;

pub fn share(sharing: &Sharing, root: &str, on_keep: &Callback<Option<Keep>>) -> Html {
    let boxes = Keep::KINDS.iter().map(|(label, place)| {
        let mut keep = sharing.keep;
        let checked = !*place(&mut keep);
        *place(&mut keep) = checked;
        html! {
            <label>
                <input type="checkbox" {checked} onchange={on_keep.reform(move |_: Event| Some(keep))} />
                { *label }
            </label>
        }
    });
    html! {
        <section class="share" aria-labelledby="share-title" data-test="share">
            <div class="section-head">
                <h2 id="share-title" tabindex="-1">{ "A link with your text" }</h2>
                <button type="button" class="quiet" data-test="share-close" onclick={on_keep.reform(|_| None)}>
                    { "Close" }
                </button>
            </div>
            <p>
                { "The text is packed into the link itself, behind the #: no server receives it. Replaced by stand-ins:" }
            </p>
            <div class="share-kinds">{ for boxes }</div>
            { match &sharing.redacted {
                Some(redacted) => preview(redacted, root),
                None => html! { <p class="soft" role="status">{ "Replacing…" }</p> },
            } }
        </section>
    }
}

fn preview(redacted: &Redacted, root: &str) -> Html {
    let marks: Vec<_> = redacted.marks.iter().map(|(start, end)| *start..*end).collect();
    let link = format!("{root}#{}", redacted.fragment);
    html! {
        <>
            <p><strong>{ "Read it through before you pass it on:" }</strong>{ &redacted.note }</p>
            <div class="paste-text" tabindex="0" role="region" aria-label="The text as it will be passed on">
                <Lines rows={rows(&redacted.text, &marks)} />
            </div>
            <div class="pass-on-bar" data-test="share-link" data-link={link.clone()}>
                <Copy text={link.clone()} what="the link" label="Copy the link" class="primary" />
                <span class="soft">{ size(link.len()) }</span>
            </div>
        </>
    }
}

/// Some programs cut long addresses.
fn size(bytes: usize) -> String {
    match bytes {
        0..=2_000 => format!("{bytes} characters"),
        _ => format!("{bytes} characters: some programs cut addresses of this length"),
    }
}
