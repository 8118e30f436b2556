//! All causes, by the place where they show themselves.

use crate::report::text::place;
use crate::web::articles::Article;
use crate::web::components::link::Link;
use crate::web::markup::html;
use crate::web::pages::article::lost;
use crate::web::route::Route;
use crate::web::state::Articles;
use yew::prelude::*;

/// In the order of a mail's way.
const STAGES: [&str; 11] = [
    "compose",
    "client",
    "submission",
    "outbound",
    "dns",
    "connection",
    "tls",
    "inbound",
    "filter",
    "mailbox",
    "report",
];

pub fn index_page(articles: &Articles) -> Html {
    let causes = articles.all();
    html! {
        <div class="article">
            <h1>{ "Why mail fails" }</h1>
            <p class="lead-text">{ "Every cause that mailwhy knows, by the place where it shows itself." }</p>
            if *articles == Articles::Lost {
                <p>{ "The articles could not be loaded. " }{ lost() }</p>
            }
            { for STAGES.iter().map(|stage| group(stage, causes)) }
        </div>
    }
}

fn group(stage: &str, causes: &[Article]) -> Html {
    let mut here = causes.iter().filter(|cause| cause.stage == stage).peekable();
    if here.peek().is_none() {
        return Html::default();
    }
    let place = place(stage);
    html! {
        <section>
            <h2>{ format!("{}{}", place[..1].to_ascii_uppercase(), &place[1..]) }</h2>
            <ul class="causes">
                { for here.map(|cause| html! {
                    <li>
                        <Link to={Route::why(&cause.cause)}>{ &cause.title }</Link>
                        <p>{ &cause.summary }</p>
                    </li>
                }) }
            </ul>
        </section>
    }
}
