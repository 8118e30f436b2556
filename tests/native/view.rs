//! What the page's components draw, as text, without a browser. Run with `cargo test --features ssr --test view`.

use mailwhy::knowledge::{CAUSES, Cause};
use mailwhy::web::articles;
use mailwhy::web::components::coded::coded;
use mailwhy::web::components::paste_view::{PasteView, Props as PasteProps};
use mailwhy::web::pages::answer::{AnswerPage, Props as AnswerProps};
use mailwhy::web::pages::article::article_page;
use mailwhy::web::pages::check::{CheckPage, Props as CheckProps, guide_page};
use mailwhy::web::pages::hideouts::{HideoutsPage, Props as HideoutsProps};
use mailwhy::web::pages::many::{ManyPage, Props as ManyProps};
use mailwhy::web::state::{Articles, Shared, State};
use mailwhy::web::survey::{Facet, Stage, Step, Survey, View};
use mailwhy::web::worker::explained::Explained;
use mailwhy::web::worker::host;
use mailwhy::web::worker::message::{Answer, Ask, Found, Progress, Surveyed};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use yew::LocalServerRenderer;
use yew::prelude::*;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// The component as markup.
fn draw<C: BaseComponent>(props: C::Properties) -> String {
    wait(LocalServerRenderer::<C>::with_props(props).hydratable(false).render())
}

#[derive(Properties, PartialEq)]
struct PieceProps {
    html: Html,
}

/// Draws what a function made.
#[component]
fn Piece(props: &PieceProps) -> Html {
    props.html.clone()
}

fn answer(paste: &str) -> String {
    answer_within(paste, None)
}

fn answer_within(paste: &str, survey: Option<Survey>) -> String {
    let Answer::Explained(report) = host::answer(Ask::Explain { text: paste.to_owned(), as_one: true })
    else {
        panic!("no answer to {paste:?}")
    };
    let state = State { paste: AttrValue::from(paste.to_owned()), survey, ..State::default() };
    draw::<AnswerPage>(AnswerProps {
        report: Shared::new(*report),
        state,
        act: Callback::noop(),
        on_wish: Callback::noop(),
        on_keep: Callback::noop(),
    })
}

#[test]
fn an_answer_says_what_who_where_and_why() {
    let page = answer("452 4.2.2 mailbox full");
    for wanted in [
        "data-cause=\"mailbox-full\"",
        "mailbox is full</h1>",
        ">Temporary<",
        "data-test=\"who\">The recipient<",
        "held up here",
        "<mark>mailbox full</mark>",
        "Do this",
        "href=\"why/mailbox-full/#452,4.2.2\"",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
}

#[test]
fn what_is_pasted_never_becomes_markup() {
    let page =
        answer("452 4.2.2 mailbox full <img src=x onerror=alert(1)> <script>alert(2)</script> \u{202e}moc");
    assert!(page.contains("&lt;img src"), "{page}");
    assert!(!page.contains("<img") && !page.contains("<script"), "{page}");
}

#[test]
fn names_to_be_typed_are_drawn_as_code() {
    let page = answer(
        "Host or domain name not found. Name service error for name=gone.example type=MX: Host not found",
    );
    assert!(page.contains("data-cause=\"domain-not-found\""), "{page}");
    assert!(page.contains("<code>.con</code>") && !page.contains("`.con`"), "{page}");
    // What is pasted may hold such marks, too.
    let pair = draw::<Piece>(PieceProps { html: coded("a `b` and `c") });
    assert!(pair.contains("a `b` and `c"), "{pair}");
}

#[test]
fn an_answer_without_a_cause_draws_no_path() {
    let page = answer("it does not work");
    assert!(page.contains("data-cause=\"undetermined\""), "{page}");
    assert!(!page.contains("stopped here") && !page.contains("held up here"), "{page}");
}

#[test]
fn the_path_knows_what_was_passed() {
    let page = answer("452 4.2.2 mailbox full");
    assert_eq!(page.matches("class=\"passed\"").count(), 6, "{page}");
    assert_eq!(page.matches("class=\"ahead\"").count(), 0, "{page}");
}

#[test]
fn a_recipient_that_is_refused_as_such_meets_no_filter() {
    let page = answer(
        "status=bounced (host mx.example.org[192.0.2.7] said: 550 5.1.1 <ann@example.org>: User unknown (in reply to RCPT TO command))",
    );
    assert_eq!(page.matches("class=\"passed\"").count(), 5, "{page}");
    assert!(!page.contains("Their filter") && page.contains("stopped here"), "{page}");
}

#[test]
fn a_log_is_told_to_who_runs_the_server() {
    let page = answer(
        "Nov 20 08:00:00 mx postfix/smtp[9]: 4F1A22B0C1: to=<b@example.org>, relay=mx.example.org[203.0.113.4]:25, delay=2, \
         dsn=5.7.1, status=bounced (host mx.example.org[203.0.113.4] said: 554 5.7.1 Service unavailable; Client host \
         [192.0.2.9] blocked using zen.spamhaus.org (in reply to RCPT TO command))",
    );
    assert!(page.contains("aria-pressed=\"true\">Administrator<"), "{page}");
    // Whose steps they are is said above them.
    assert!(
        page.contains("data-test=\"who\">You, or whoever runs your mail server<")
            && !page.contains("Sending side"),
        "{page}"
    );
    assert!(page.contains(">If somebody else runs it: message to them<"), "{page}");
    let reply =
        answer("554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org");
    assert!(reply.contains("aria-pressed=\"true\">You<"), "{reply}");
}

#[test]
fn the_hops_of_a_mail_are_drawn_and_told() {
    let page = answer(mailwhy::web::examples::EXAMPLES[0].1);
    assert_eq!(page.matches("class=\"hop-bar\"").count(), 3, "{page}");
    for wanted in ["3 hops, 12 min 46 s, the longest wait 12 min 39 s", "SPF pass, DKIM pass, DMARC pass"] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
}

#[test]
fn evidence_is_marked_and_what_is_pointed_at_is_lit() {
    let page = draw::<PasteView>(PasteProps {
        report: Shared::new(Explained::default()),
        paste: "one two\nthree".into(),
        marks: vec![(4, 7)],
        lit: Some((8, 13)),
        on_light: Callback::noop(),
        on_edit: Callback::noop(),
        on_clear: Callback::noop(),
    });
    assert!(page.contains("one <mark>two</mark>"), "{page}");
    assert!(page.contains("<span class=\"pointed lit\">three</span>"), "{page}");
}

#[test]
fn signs_that_cannot_be_seen_are_shown_by_their_numbers() {
    let page = draw::<PasteView>(PasteProps {
        report: Shared::new(Explained::default()),
        paste: "a\u{202e}b\u{0}c \u{5e9}\u{5dc}".into(),
        marks: vec![],
        lit: None,
        on_light: Callback::noop(),
        on_edit: Callback::noop(),
        on_clear: Callback::noop(),
    });
    for wanted in
        ["<span class=\"control\">U+202E</span>", "<span class=\"control\">U+0000</span>", "c \u{5e9}\u{5dc}"]
    {
        assert!(page.contains(wanted), "{wanted} is missing in {page}");
    }
    assert!(!page.contains('\u{202e}') && !page.contains('\u{0}'), "{page}");
}

#[test]
fn every_article_can_be_drawn() {
    let source = |cause: &Cause| {
        let path = format!("{}/src/knowledge/causes/{}.md", env!("CARGO_MANIFEST_DIR"), cause.id);
        let text = std::fs::read_to_string(path).expect("every cause has its article");
        format!("{}\n{}\u{1e}", cause.id, text.trim_start_matches("+++\n"))
    };
    let file: String = CAUSES.iter().map(source).collect();
    let articles = Articles::Here(Shared::new(articles::read(&file)));
    for cause in CAUSES.iter() {
        let page = draw::<Piece>(PieceProps {
            html: article_page(&articles, cause.id, &[("550".into(), "A refusal.".into())]),
        });
        assert!(page.contains("<dt><code>550</code></dt><dd>A refusal.</dd>"), "{}", cause.id);
        assert!(page.contains("<h2>In one sentence</h2>"), "{}", cause.id);
        assert!(!page.contains("href=\"cause:"), "{}", cause.id);
    }
}

/// The guided check after these answers, with what was filled in.
fn check(complaint: &str, answers: &str, told: &[(&str, &str)]) -> String {
    let answers = answers.split('.').map(str::to_owned).collect();
    let told: Vec<_> = told.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let asked = Ask::Check { complaint: complaint.to_owned(), answers, told: told.clone() };
    let Answer::Check(checkup) = host::answer(asked) else { panic!("no check {complaint:?}") };
    let state = State { checkup: Some(Shared::new(*checkup)), told, ..State::default() };
    draw::<CheckPage>(CheckProps { state, act: Callback::noop() })
}

#[test]
fn a_check_asks_says_why_and_shows_the_way_so_far() {
    let page = check("does-not-go-out", "no.software.match.yes.yes", &[("host", "mail.example.org")]);
    for wanted in [
        "Does the server answer on the port that you set?</h1>",
        "nc -vz -w 10 mail.example.org 587",
        "data-test=\"choice-refused\"",
        "value=\"mail.example.org\"",
        "href=\"check/does-not-go-out/#no.software\"",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
}

#[test]
fn a_check_ends_at_who_can_act() {
    let page = check("does-not-go-out", "no.software.match.yes.yes.silent.no.no", &[]);
    assert!(page.contains("Your outgoing mail server does not answer</h1>"), "{page}");
    assert!(page.contains("data-test=\"who\">Your mail administrator<"), "{page}");
    assert_eq!(page.matches(">Change<").count(), 8, "{page}");
}

#[test]
fn what_is_filled_in_never_becomes_markup() {
    let page = check("does-not-go-out", "no.software.match.yes", &[("host", "<img src=x>\"'`$(id)")]);
    assert!(!page.contains("<img"), "{page}");
}

#[test]
fn the_beginning_names_complaints_and_tools() {
    let Answer::Guide(guide) = host::answer(Ask::Guide) else { panic!("no guide") };
    let page = draw::<Piece>(PieceProps { html: guide_page(Some(&guide)) });
    for wanted in ["href=\"check/lands-in-junk/\"", "swaks", "Useless"] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
}

#[test]
fn every_program_has_its_steps() {
    let Answer::Hideouts(places) = host::answer(Ask::Hideouts) else { panic!("no places") };
    let page = draw::<HideoutsPage>(HideoutsProps { hideouts: Some(Shared::new(places)) });
    for wanted in ["id=\"gmail\"", "<strong>Show original</strong>", "href=\"#outlook-classic\""] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
}

const LIST: [&str; 3] = [
    "550 5.1.1 <ann@example.org> user unknown",
    "552 5.2.2 <bob@example.org> mailbox full <b>",
    "550 5.1.1 <cat@example.net> user unknown",
];

fn survey() -> Survey {
    surveyed(&LIST)
}

fn surveyed(lines: &[&str]) -> Survey {
    let mut survey = Survey::begun(1, Some("a list".into()));
    let found = lines.iter().enumerate().flat_map(|(number, line)| {
        let rows = mailwhy::many::cases(&(number + 1).to_string(), &mailwhy::diagnose(line));
        rows.into_iter().map(|(finding, case)| Found { finding, case, ..Found::default() })
    });
    survey.step(Step::Found { id: 1, found: found.collect(), progress: Progress::default() });
    survey.end(Stage::Finished);
    survey
}

fn overview(survey: Survey) -> String {
    draw::<ManyPage>(ManyProps { survey, said: None, act: Callback::noop(), on_wish: Callback::noop() })
}

#[test]
fn an_overview_counts_and_lists() {
    let page = overview(survey());
    for wanted in [
        ">3 cases</h1>",
        "2 causes. The most frequent, 2 of 3 (67\u{a0}%): ",
        ">3 cases explained.<",
        "data-value=\"example.org\"",
        "id=\"case-2\"",
        "mailbox full &lt;b&gt;",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
    assert!(!page.contains("shown</span>"), "nothing is left out:\n{page}");
    assert!(page.find("id=\"case-0\"") < page.find("facet-cause"), "a few cases come first:\n{page}");
}

#[test]
fn what_arrived_is_counted_as_no_failure() {
    let arrived =
        ["eva@example.org;open;", "kim@example.org;delivered;\"250 OK\"", "lee@example.org;spamreport;"];
    let page = overview(surveyed(&[&LIST[..], &arrived[..]].concat()));
    assert!(page.contains("2 causes. The most frequent, 2 of 3 failed (67\u{a0}%): "), "{page}");
}

#[test]
fn what_is_chosen_is_listed_alone() {
    let mut survey = survey();
    survey.step(Step::Choose(Facet::Domain, "example.net".into()));
    let page = overview(survey);
    assert!(page.contains("1 of 3 shown") && page.contains("id=\"case-2\""), "{page}");
    assert!(!page.contains("id=\"case-0\""), "{page}");
    assert!(page.contains("aria-pressed=\"true\" data-value=\"example.net\""), "{page}");
}

#[test]
fn files_that_were_not_read_are_named() {
    let mut survey = survey();
    let unread = vec![("a<b>.png".to_owned(), "there is no text in it".to_owned())];
    survey.done = Surveyed { unread, files: 4, is_cut: false };
    let page = overview(survey);
    assert!(page.contains("1 of 4 files could not be read"), "{page}");
    assert!(page.contains("a&lt;b&gt;.png</code></bdi>: there is no text in it"), "{page}");
}

#[test]
fn a_case_says_where_it_stands() {
    let mut survey = survey();
    survey.view = View::Case(1);
    let page = answer_within(LIST[1], Some(survey));
    for wanted in ["Case 2 of 3", "data-test=\"back\"", "data-cause=\"mailbox-full\""] {
        assert!(page.contains(wanted), "{wanted} is missing in:\n{page}");
    }
    assert!(!answer(LIST[1]).contains("case-bar"));
}
