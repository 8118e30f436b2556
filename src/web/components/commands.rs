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
    let differs = commands.iter().any(|command| !command.shell.is_empty() && !command.windows.is_empty());
    let title = html! { <h2>{ "Check it" }</h2> };
    let systems = html! {
        if differs {
            <div class="switch" role="group" aria-label="Operating system">
                { system(windows, on_windows, false, "Linux, macOS") }
                { system(windows, on_windows, true, "Windows") }
            </div>
        }
    };
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
