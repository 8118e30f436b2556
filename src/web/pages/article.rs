//! The article on a cause, at an address of its own.

use crate::report::text::{place, who};
use crate::web::components::link::Link;
use crate::web::components::prose::prose;
use crate::web::components::state_word::state_word;
use crate::web::route::Route;
use crate::web::worker::message::Article;
use yew::prelude::*;

/// Nothing while it is on its way; `Some(None)` where there is none.
pub fn article_page(article: Option<Option<&Article>>) -> Html {
    match article {
        None => {
            html! { <div class="article" aria-busy="true"><p class="soft">{ "Opening the article…" }</p></div> }
        }
        Some(None) => html! {
            <div class="article">
                <h1>{ "There is no article of this name" }</h1>
                <p><Link to={Route::Index}>{ "All causes" }</Link></p>
            </div>
        },
        Some(Some(article)) => draw(article),
    }
}

fn draw(article: &Article) -> Html {
    html! {
        <article class="article" data-test="article">
            <p class="crumbs">
                <Link to={Route::Index}>{ "All causes" }</Link>
                { " / " }
                <span>{ &article.cause }</span>
            </p>
            <h1>{ &article.title }</h1>
            <p class="lead-text">{ &article.summary }</p>
            <dl class="glance">
                <div>
                    <dt>{ "As a rule" }</dt>
                    <dd>{ state_word(&article.permanence, &article.cause) }</dd>
                </div>
                <div><dt>{ "Who can mend it" }</dt><dd>{ who(&article.act) }</dd></div>
                <div><dt>{ "Where" }</dt><dd>{ place(&article.stage) }</dd></div>
            </dl>
            <p>
                <strong>{ "Does trying again help? " }</strong>
                { &article.retry }
            </p>
            { for article.sections.iter().map(prose) }
            <p class="article-end">
                <Link to={Route::Home}>{ "Explain a message of your own" }</Link>
            </p>
        </article>
    }
}
