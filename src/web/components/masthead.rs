//! The head of every page.

use super::link::Link;
use crate::web::markup::html;
use crate::web::route::Route;
use yew::prelude::*;

/// Out of reach while the list of keys lies over the page.
pub fn masthead(on_help: &Callback<()>, covered: bool) -> Html {
    html! {
        <header class="masthead" inert={covered}>
            <Link to={Route::Home} class="wordmark">{ "mail" }<span>{ "why" }</span></Link>
            <nav aria-label="Pages">
                <Link to={Route::Guide}>{ "Guided check" }</Link>
                <Link to={Route::Index}>{ "All causes" }</Link>
                <button type="button" class="quiet" onclick={on_help.reform(|_| ())}>{ "Keys" }</button>
            </nav>
        </header>
    }
}
