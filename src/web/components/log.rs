//! A server's log: what it says in a few sentences, then by cause, then message by message.

use super::link::Link;
use crate::report::story::{Group, Log, Story};
use crate::web::clock::duration;
use crate::web::route::Route;
use yew::prelude::*;

type Light = Callback<Option<(usize, usize)>>;

pub fn log_view(log: &Log, on_light: &Light) -> Html {
    html! {
        <>
            <details class="instrument log" open=true data-test="log">
                <summary>
                    <h2>{ "Log" }</h2>
                    <span>
                        { format!(
                            "{} messages: {} delivered, {} waiting, {} failed; {} of {} lines understood",
                            log.messages, log.delivered, log.waiting, log.failed, log.understood, log.lines
                        ) }
                    </span>
                </summary>
                <ul class="log-sentences">{ for log.sentences.iter().map(|said| html! { <li>{ said }</li> }) }</ul>
                if !log.groups.is_empty() {
                    <div class="scroll" tabindex="0" role="region" aria-label="Troubles">
                        <table>
                            <thead>
                                <tr>
                                    <th scope="col">{ "Count" }</th>
                                    <th scope="col">{ "Cause" }</th>
                                    <th scope="col">{ "Host" }</th>
                                    <th scope="col">{ "First and last" }</th>
                                </tr>
                            </thead>
                            <tbody>{ for log.groups.iter().map(|one| group(one, on_light)) }</tbody>
                        </table>
                    </div>
                }
            </details>
            if !log.stories.is_empty() {
                <details class="instrument log">
                    <summary><h2>{ "Messages" }</h2><span>{ format!("{} shown", log.stories.len()) }</span></summary>
                    { for log.stories.iter().map(|one| story(one, on_light)) }
                </details>
            }
        </>
    }
}

fn group(group: &Group, on_light: &Light) -> Html {
    let range = (group.example.start, group.example.end);
    let span = [group.first.as_deref(), group.last.as_deref()];
    html! {
        <tr onmouseenter={on_light.reform(move |_: MouseEvent| Some(range))}
            onmouseleave={on_light.reform(|_: MouseEvent| None)}>
            <td>{ group.count }</td>
            <td><Link to={Route::Why(group.cause.clone())}>{ &group.title }</Link></td>
            <td><bdi>{ group.host.clone().unwrap_or_default() }</bdi></td>
            <td>{ span.iter().flatten().copied().collect::<Vec<_>>().join(" to ") }</td>
        </tr>
    }
}

fn story(story: &Story, on_light: &Light) -> Html {
    let took = story.seconds.map(|seconds| format!(", {}", duration(seconds))).unwrap_or_default();
    html! {
        <section>
            <h3><bdi><code>{ &story.id }</code></bdi>{ format!(" {}{took}", story.outcome) }</h3>
            <p class="soft">
                <bdi>{ story.from.clone().unwrap_or_default() }</bdi>{ " to " }<bdi>{ story.to.join(", ") }</bdi>
            </p>
            <ol>
                { for story.steps.iter().map(|step| {
                    let range = (step.start, step.end);
                    html! {
                        <li onmouseenter={on_light.reform(move |_: MouseEvent| Some(range))}
                            onmouseleave={on_light.reform(|_: MouseEvent| None)}>
                            { step.time.clone().unwrap_or_default() }{ " " }
                            <strong>{ &step.event }</strong>{ " " }
                            <bdi>{ step.host.clone().unwrap_or_default() }</bdi>
                        </li>
                    }
                }) }
            </ol>
        </section>
    }
}
