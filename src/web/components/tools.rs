//! The tools that people are told to use.

use crate::web::markup::html;
use yew::prelude::*;

/// A tool, what it shows, and when it tells nothing.
pub fn tools(tools: &[[String; 3]]) -> Html {
    html! {
        <details class="instrument tools">
            <summary><h2>{ "For administrators" }</h2><span>{ "the tools, and when each is useless" }</span></summary>
            <table>
                    <thead>
                        <tr>
                            <th scope="col">{ "Tool" }</th>
                            <th scope="col">{ "Shows" }</th>
                            <th scope="col">{ "Useless" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for tools.iter().map(|[name, shows, useless]| html! {
                            <tr>
                                <th scope="row">{ name }</th>
                                <td data-label="Shows">{ shows }</td>
                                <td data-label="Useless">{ useless }</td>
                            </tr>
                        }) }
                    </tbody>
            </table>
        </details>
    }
}
