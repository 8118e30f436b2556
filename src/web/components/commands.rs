//! Commands that check it, with the names of this very case in them.

use super::copy::Copy;
use crate::report::Command;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub commands: Vec<Command>,
    pub windows: bool,
    pub on_windows: Callback<bool>,
}

#[component]
pub fn Commands(props: &Props) -> Html {
    if props.commands.is_empty() {
        return Html::default();
    }
    let differs =
        props.commands.iter().any(|command| !command.shell.is_empty() && !command.windows.is_empty());
    html! {
        <section class="commands" aria-labelledby="commands-title">
            <div class="section-head">
                <h2 id="commands-title">{ "Check it" }</h2>
                if differs {
                    <div class="switch" role="group" aria-label="Operating system">
                        { system(props, false, "Linux, macOS") }
                        { system(props, true, "Windows") }
                    </div>
                }
            </div>
            { for props.commands.iter().map(|command| one(command, props.windows)) }
        </section>
    }
}

fn system(props: &Props, windows: bool, label: &'static str) -> Html {
    let pressed = props.windows == windows;
    html! {
        <button
            type="button" aria-pressed={pressed.to_string()}
            onclick={props.on_windows.reform(move |_| windows)}
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
            <p>{ &command.why }</p>
        </div>
    }
}
