//! What else was considered, and what would make the answer surer.

use super::coded::coded;
use super::link::Link;
use crate::report::Finding;
use crate::web::markup::html;
use crate::web::route::Route;
use yew::prelude::*;

pub fn honest(finding: &Finding) -> Html {
    let Finding { considered, missing, .. } = finding;
    html! {
        <>
            if !missing.is_empty() {
                <section class="honest" aria-labelledby="missing-title">
                    <h2 id="missing-title">{ "What would make it surer" }</h2>
                    <ul>{ for missing.iter().map(|missing| html! { <li>{ coded(missing) }</li> }) }</ul>
                </section>
            }
            if !considered.is_empty() {
                <section class="honest" aria-labelledby="considered-title">
                    <h2 id="considered-title">{ "What else was considered" }</h2>
                    <ul>
                        { for considered.iter().map(|other| html! {
                            <li>
                                <Link to={Route::why(&other.cause)}>{ &other.title }</Link>
                                { ": " }{ &other.why }
                            </li>
                        }) }
                    </ul>
                </section>
            }
        </>
    }
}
