//! Where each program hides the headers and the errors.

use crate::web::browser::focus;
use crate::web::components::link::{Link, outside};
use crate::web::components::prose::markup;
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::state::Shared;
use crate::web::worker::message::Hideout;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Nothing while they are on their way.
    pub hideouts: Option<Shared<Vec<Hideout>>>,
}

#[component]
pub fn HideoutsPage(props: &Props) -> Html {
    // An address may name one of them, which is not there before this.
    use_effect_with(props.hideouts.is_some(), |there| {
        if *there {
            focus::to_fragment();
        }
    });
    let places = props.hideouts.as_deref().map(Vec::as_slice).unwrap_or_default();
    html! {
        <div class="article places" data-test="places" aria-busy={props.hideouts.is_none().to_string()}>
            <h1>{ "Where to find the headers or the error" }</h1>
            <p class="lead-text">
                { "Full headers are the lines that every mail carries above its text: each server on the way writes into them. Find your program, follow the steps, then " }
                <Link to={Route::Home}>{ "paste what you found" }</Link>
                { "." }
            </p>
            <ul class="places-list">
                { for places.iter().map(|place| html! { <li><a href={format!("#{}", place.id)}>{ &place.name }</a></li> }) }
            </ul>
            { for places.iter().map(one) }
        </div>
    }
}

fn one(place: &Hideout) -> Html {
    html! {
        <section id={place.id.clone()} tabindex="-1">
            <h2>{ &place.name }</h2>
            if !place.note.is_empty() { <p>{ &place.note }</p> }
            { for place.finds.iter().map(|(what, steps)| html! {
                <>
                    <h3>{ what }</h3>
                    <ol>{ for steps.iter().map(|step| html! { <li>{ markup(step) }</li> }) }</ol>
                </>
            }) }
            <p class="places-source">
                { outside(&place.source, "Source") }
                { match place.checked.as_str() {
                    "" => " by the maker; names in your version may differ".to_owned(),
                    date => format!(", checked {date}"),
                } }
            </p>
        </section>
    }
}
