//! The article on a cause, at an address of its own.

use crate::knowledge::article::Section;
use crate::report::case::{AGAIN, LEFT_OUT, of_arrived};
use crate::report::standing;
use crate::report::text::place;
use crate::web::articles::Article;
use crate::web::components::link::Link;
use crate::web::components::prose::prose;
use crate::web::components::state_word::state_word;
use crate::web::markup::html;
use crate::web::route::Route;
use crate::web::state::Articles;
use yew::prelude::*;

/// `case` is what a link was made about: signs, each with what it says.
pub fn article_page(articles: &Articles, cause: &str, case: &[(String, String)]) -> Html {
    match (articles, articles.on(cause)) {
        (_, Some(article)) => draw(article, case),
        (Articles::Elsewhere, _) => {
            html! { <div class="article" aria-busy="true"><p class="soft">{ "Opening the article…" }</p></div> }
        }
        (Articles::Lost, _) => no_article("The articles could not be loaded", lost()),
        (Articles::Here(_), _) => no_article(
            "There is no article of this name",
            html! { <Link to={Route::Index}>{ "All causes" }</Link> },
        ),
    }
}

fn no_article(title: &str, way_on: Html) -> Html {
    html! { <div class="article"><h1>{ title }</h1><p>{ way_on }</p></div> }
}

/// What to do when the file did not come.
pub fn lost() -> Html {
    html! { { "See whether you are connected, then open this page again." } }
}

fn draw(article: &Article, signs: &[(String, String)]) -> Html {
    // What does not hold in this case is not shown.
    let (left_out, signs) = match signs.split_first() {
        Some(((sign, titles), rest)) if sign == LEFT_OUT => (titles.as_str(), rest),
        _ => ("", signs),
    };
    let arrived = of_arrived(signs);
    let told = |section: &&Section| left_out.split('\n').all(|title| title != section.title);
    html! {
        <article class="article" data-test="article">
            <p class="crumbs">
                <Link to={Route::Index}>{ "All causes" }</Link>
                { " / " }
                <span>{ &article.cause }</span>
            </p>
            if let Some((title, summary)) = arrived {
                <h1>{ title }</h1>
                <p class="lead-text">{ summary }</p>
                { case("What to do", signs.get(1..).unwrap_or_default()) }
            } else {
                <h1>{ &article.title }</h1>
                <p class="lead-text">{ &article.summary }</p>
                { glance(article) }
                { case("The reply that it is about", signs) }
                if signs.iter().all(|(sign, _)| sign != AGAIN) {
                    <p>
                        <strong>{ AGAIN }</strong>
                        { " " }
                        { &article.retry }
                    </p>
                }
            }
            { for article.sections().iter().filter(told).map(prose) }
            <p class="article-end">
                <Link to={Route::Home}>{ "Explain a message of your own" }</Link>
            </p>
        </article>
    }
}

fn glance(article: &Article) -> Html {
    html! {
        <dl class="glance">
            <div>
                <dt>{ "As a rule" }</dt>
                <dd>{ state_word(standing::state(&article.permanence, &article.cause, &article.act)) }</dd>
            </div>
            <div><dt>{ "Mostly mended by" }</dt><dd>{ standing::mender(&article.act, "") }</dd></div>
            <div><dt>{ "Mostly where" }</dt><dd>{ place(&article.stage) }</dd></div>
        </dl>
    }
}

/// Codes stand as they were written, words as words.
fn named(sign: &str) -> Html {
    if sign.contains(' ') || !sign.bytes().any(|byte| byte.is_ascii_digit()) {
        html! { { sign } }
    } else {
        html! { <code>{ sign }</code> }
    }
}

/// What a link was made about.
fn case(title: &'static str, signs: &[(String, String)]) -> Html {
    if signs.is_empty() {
        return Html::default();
    }
    html! {
        <section class="case" aria-labelledby="case-title" data-test="case">
            <h2 id="case-title">{ title }</h2>
            <dl>
                { for signs.iter().map(|(sign, meaning)| html! {
                    <div><dt>{ named(sign) }</dt><dd>{ meaning }</dd></div>
                }) }
            </dl>
        </section>
    }
}
