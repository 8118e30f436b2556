//! Commands that check it, with the names of this very case in them.

use super::coded::coded;
use super::copy::Copy;
use crate::report::Command;
use crate::web::markup::html;
use yew::prelude::*;

/// `folded` where they are for other hands than the reader's.
pub fn commands(commands: &[Command], folded: bool, windows: bool, on_windows: &Callback<bool>) -> Html {
    if commands.is_empty() {
        return Html::default();
    }
    let title = html! { <h2>{ "Check it" }</h2> };
    let systems = systems(commands, windows, on_windows);
    let list = commands.iter().map(|command| one(command, windows)).collect::<Html>();
    if folded {
        return html! {
            <details class="instrument">
                <summary>{ title }<span>{ "commands for an administrator" }</span></summary>
                { systems }
                <div class="commands">{ list }</div>
            </details>
        };
    }
    html! {
        <section class="commands">
            <div class="section-head">{ title }{ systems }</div>
            { list }
        </section>
    }
}

/// Those of an article, which has a heading of its own.
pub fn to_fill_in(commands: &[Command], windows: bool, on_windows: &Callback<bool>) -> Html {
    if commands.is_empty() {
        return Html::default();
    }
    html! {
        <div class="commands">
            <p>
                { "In the place of a word in capitals put what fits your case: RECIPIENT_DOMAIN is what stands after the @ of an \
                   address, REMOTE the name of a mail server." }
            </p>
            { systems(commands, windows, on_windows) }
            { for commands.iter().map(|command| one(command, windows)) }
        </div>
    }
}

fn systems(commands: &[Command], windows: bool, on_windows: &Callback<bool>) -> Html {
    let differs = commands.iter().any(|command| !command.shell.is_empty() && !command.windows.is_empty());
    html! {
        if differs {
            <div class="switch" role="group" aria-label="Operating system">
                { system(windows, on_windows, false, "Linux, macOS") }
                { system(windows, on_windows, true, "Windows") }
            </div>
        }
    }
}

fn system(now: bool, on_windows: &Callback<bool>, windows: bool, label: &'static str) -> Html {
    let pressed = now == windows;
    html! {
        <button
            type="button" aria-pressed={pressed.to_string()}
            onclick={on_windows.reform(move |_| windows)}
        >
            { label }
        </button>
    }
}

fn one(command: &Command, windows: bool) -> Html {
    let line = match windows {
        true if !command.windows.is_empty() => &command.windows,
        false if command.shell.is_empty() => &command.windows,
        _ => &command.shell,
    };
    html! {
        <div class="command">
            <div class="command-line">
                <pre dir="ltr" tabindex="0"><code>{ line }</code></pre>
                <Copy text={line.clone()} what="the command" />
            </div>
            <p>{ coded(&command.why) }</p>
        </div>
    }
}
