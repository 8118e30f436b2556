//! Files that could not be read, one by one with the reason.

use super::number::grouped;
use crate::web::markup::html;
use yew::prelude::*;

/// How many are named.
const MOST: usize = 200;

/// `all` is how many files there were. Told aloud where there is nothing else to tell.
pub fn unread_files(unread: &[(String, String)], all: usize, is_alert: bool) -> Html {
    if unread.is_empty() {
        return Html::default();
    }
    let count = match (unread.len(), all) {
        (one, all) if one == all => "None of the files could be read".to_owned(),
        (1, all) => format!("1 of {} files could not be read", grouped(all)),
        (some, all) if some < all => format!("{} of {} files could not be read", grouped(some), grouped(all)),
        // Those in archives count, too.
        (some, _) => format!("{} could not be read", grouped(some)),
    };
    html! {
        <div class="unread notice failed" role={is_alert.then_some("alert")}>
            <details open={unread.len() < 4} data-test="unread">
                <summary>{ count }</summary>
                <ul>{ for unread.iter().take(MOST).map(named) }</ul>
                if unread.len() > MOST { <p>{ format!("And {} more.", grouped(unread.len() - MOST)) }</p> }
            </details>
        </div>
    }
}

fn named((name, why): &(String, String)) -> Html {
    html! { <li><bdi><code>{ name }</code></bdi>{ format!(": {why}") }</li> }
}
