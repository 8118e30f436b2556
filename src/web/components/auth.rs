//! Who vouched for the mail: the statements of the servers, as they stand.

use super::sign::{Shape, sign};
use crate::report::Report;
use crate::report::message::{Arc, Auth};
use std::collections::BTreeMap;
use yew::prelude::*;

type Range = (usize, usize);

pub fn auth_view(report: &Report, on_light: &Callback<Option<Range>>) -> Html {
    let Report { auth, received_spf, arc, dkim_signatures, .. } = report;
    if auth.is_empty() && dkim_signatures.is_empty() && received_spf.is_empty() && arc.is_none() {
        return Html::default();
    }
    html! {
        <details class="instrument auth" data-test="auth">
            <summary><h2>{ "Authentication" }</h2><span>{ summary(report) }</span></summary>
            if !auth.is_empty() {
                <div class="scroll" tabindex="0" role="region" aria-label="Statements">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{ "Check" }</th>
                                <th scope="col">{ "Result" }</th>
                                <th scope="col">{ "About" }</th>
                                <th scope="col">{ "Stated by" }</th>
                            </tr>
                        </thead>
                        <tbody>{ for auth.iter().map(|one| row(one, on_light)) }</tbody>
                    </table>
                </div>
            }
            <dl class="auth-rest">
                { for received_spf.iter().map(|spf| html! {
                    <div><dt>{ "Received-SPF" }</dt><dd>{ &spf.result }</dd></div>
                }) }
                if let Some(arc) = arc { <div><dt>{ "ARC" }</dt><dd>{ chain(arc) }</dd></div> }
                { for dkim_signatures.iter().map(signature) }
            </dl>
        </details>
    }
}

fn row(auth: &Auth, on_light: &Callback<Option<Range>>) -> Html {
    let range = (auth.start, auth.end);
    let props: Vec<String> = auth.props.iter().map(|(name, value)| format!("{name}={value}")).collect();
    html! {
        <tr onmouseenter={on_light.reform(move |_: MouseEvent| Some(range))}
            onmouseleave={on_light.reform(|_: MouseEvent| None)}>
            <td>{ auth.method.to_ascii_uppercase() }</td>
            <td><span class="auth-result">{ sign(shape(&auth.result)) }{ &auth.result }</span></td>
            <td><bdi>{ props.join(" ") }</bdi></td>
            <td><bdi>{ auth.authserv.as_deref().unwrap_or("not stated") }</bdi></td>
        </tr>
    }
}

fn signature(tags: &BTreeMap<String, String>) -> Html {
    let tag = |name: &str| tags.get(name).map(String::as_str);
    let words = [("by ", tag("d")), ("with key ", tag("s")), ("in ", tag("a"))];
    let words: Vec<String> =
        words.iter().filter_map(|(word, value)| value.map(|value| format!("{word}{value}"))).collect();
    html! { <div><dt>{ "DKIM signature" }</dt><dd><bdi>{ words.join(", ") }</bdi></dd></div> }
}

fn chain(arc: &Arc) -> String {
    let cv = arc.cv.as_deref().map_or_else(String::new, |cv| format!(", chain: {cv}"));
    format!("{} sets{cv}", arc.instances)
}

/// The sign of a result (RFC 8601, section 2.7).
fn shape(result: &str) -> Shape {
    match result {
        "pass" => Shape::Fine,
        "fail" | "hardfail" | "policy" | "permerror" => Shape::Permanent,
        "temperror" => Shape::Temporary,
        _ => Shape::Unknown,
    }
}

/// "SPF pass, DKIM pass, DMARC fail"
fn summary(report: &Report) -> String {
    if report.auth.is_empty() {
        return format!("no results stated, {} signatures", report.dkim_signatures.len());
    }
    let mut words: Vec<String> = Vec::new();
    for one in &report.auth {
        let word = format!("{} {}", one.method.to_ascii_uppercase(), one.result);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(5);
    words.join(", ")
}
