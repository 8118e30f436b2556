//! An address that is none of ours.

use crate::web::components::link::Link;
use crate::web::markup::html;
use crate::web::route::Route;
use yew::prelude::*;

pub fn unknown_page() -> Html {
    html! {
        <div class="article">
            <h1>{ "There is no page at this address" }</h1>
            <p>
                <Link to={Route::Home}>{ "Paste what you have" }</Link>
                { ", or look through " }
                <Link to={Route::Index}>{ "all causes" }</Link>
                { "." }
            </p>
        </div>
    }
}
