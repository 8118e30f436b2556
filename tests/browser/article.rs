//! Articles and other addresses.

use crate::visit::{Outcome, Server, Session, Visit, chromium, root};

#[test]
fn an_articles_address_opens_it() -> Outcome {
    let visit = Visit::to("why/greylisted/")?;
    visit.page.until("document.querySelector('[data-test=article] h1')")?;
    assert!(
        visit.page.text("[data-test=article]")?.len() > 1000,
        "the article is there, not its title alone"
    );
    let title = visit.page.text("[data-test=article] h1")?;
    visit.page.until(&format!("document.title.startsWith({title:?})"))?;
    visit.console_is_clean()
}

#[test]
fn from_the_list_to_an_article_and_back() -> Outcome {
    let visit = Visit::to("why/")?;
    visit.page.click("main a[href$='why/mailbox-full/']")?;
    visit.page.until("document.querySelector('[data-test=article]')")?;
    assert_eq!(visit.page.js("return location.href")?, visit.server.url("why/mailbox-full/"));
    visit.page.js("history.back()")?;
    visit
        .page
        .until("location.pathname.endsWith('/why/') && !document.querySelector('[data-test=article]')")?;
    visit.console_is_clean()
}

#[test]
fn a_paste_is_explained_after_an_article() -> Outcome {
    let visit = Visit::to("why/greylisted/")?;
    visit.page.until("document.querySelector('[data-test=article]')")?;
    visit.page.click("[data-test=article] .article-end a")?;
    visit.explain("452 4.2.2 mailbox full")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.console_is_clean()
}

#[test]
fn every_address_of_the_site_is_a_file() -> Outcome {
    let visit = Visit::to("")?;
    for path in ["", "why/", "why/user-unknown/", "check/", "check/does-not-arrive/", "where/"] {
        visit.open(path)?;
        visit.settle()?;
    }
    for request in visit.server.requests() {
        let path = request.strip_prefix("GET /some/where/");
        assert!(path.is_some() || request == "GET /favicon.ico", "{request} leads out of the site");
        let mut file = root().join("dist").join(path.unwrap_or_default());
        if file.is_dir() {
            file.push("index.html");
        }
        assert!(file.is_file(), "{request} is not there");
    }
    Ok(())
}

#[test]
fn an_address_of_nothing_says_so() -> Outcome {
    for base in ["/", "/some/where/"] {
        let server = Server::start(&root().join("dist"), base)?;
        let page = Session::start(&chromium()?, &server)?;
        page.open(&server.url("no/such/page"))?;
        page.until("document.querySelector('nav') && document.querySelector('main h1')")?;
        assert!(page.text("main")?.contains("no page at this address"), "{}", page.text("main")?);
    }
    Ok(())
}
