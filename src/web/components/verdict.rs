//! What is wrong, in plain words: the first thing that is read.

use super::link::Link;
use super::sign::Shape;
use super::state_word::state_word;
use crate::report::{Finding, standing};
use crate::web::browser::time;
use crate::web::clock;
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::worker::explained::Beside;
use yew::prelude::*;

/// The article that tells more, about this very case.
pub fn about(finding: &Finding, beside: &Beside) -> Route {
    Route::Why { cause: standing::about(finding).to_owned(), case: beside.case.clone() }
}

/// A number stays with its unit where the line ends.
fn unbroken(title: &str) -> String {
    let mut before = ' ';
    let held = |sign: char| {
        let is_behind_digit = std::mem::replace(&mut before, sign).is_ascii_digit();
        if sign == ' ' && is_behind_digit { '\u{a0}' } else { sign }
    };
    title.chars().map(held).collect()
}

pub fn verdict(finding: &Finding, beside: &Beside) -> Html {
    let shape = Shape::named(&finding.state);
    html! {
        <section class={classes!("verdict", shape.class())}>
            <h1 id="verdict" tabindex="-1" data-test="verdict" data-cause={finding.cause.clone()}>{ unbroken(&finding.title) }</h1>
            <p class="verdict-state">
                { state_word(&finding.state) }
                if !finding.retry.is_empty() {
                    <span class="verdict-retry">
                        <span class="soft">{ "Try again? " }</span>
                        { &finding.retry }
                    </span>
                }
            </p>
            if let Some(until) = finding.will_retry_until {
                <p data-test="until">
                    { "The server goes on trying by itself until " }
                    <strong>{ clock::time(until, time::offset(until)) }</strong>
                    { "." }
                </p>
            }
            <p class="verdict-summary">
                { &finding.summary }
                { " " }
                <Link to={about(finding, beside)}>{ "More about this" }</Link>
            </p>
            if let Some(recipient) = &finding.recipient {
                <p class="verdict-recipient">{ "Recipient: " }<bdi><code>{ recipient }</code></bdi></p>
            }
            if let Some(meant) = &finding.did_you_mean {
                <p class="verdict-meant">{ "Did you mean " }<bdi><code>{ meant }</code></bdi>{ "?" }</p>
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn a_number_stays_with_its_unit() {
        assert_eq!(unbroken("after 3 hours 52 minutes on"), "after 3\u{a0}hours 52\u{a0}minutes on");
    }
}
