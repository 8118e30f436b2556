//! What became of each recipient, as the report states it.

use crate::report::Recipient;
use yew::prelude::*;

pub fn recipients(recipients: &[Recipient]) -> Html {
    if recipients.is_empty() {
        return Html::default();
    }
    html! {
        <details class="instrument">
            <summary>
                <h2>{ "Recipients" }</h2>
                <span>{ summary(recipients) }</span>
            </summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Recipients">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ "Address" }</th>
                            <th scope="col">{ "Outcome" }</th>
                            <th scope="col">{ "Status" }</th>
                            <th scope="col">{ "Reply code" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for recipients.iter().map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(recipient: &Recipient) -> Html {
    html! {
        <tr>
            <td>
                <bdi>{ &recipient.address }</bdi>
                if let Some(original) = &recipient.original {
                    <span class="soft">{ ", written to as " }<bdi>{ original }</bdi></span>
                }
            </td>
            <td>{ recipient.action.clone().unwrap_or_default() }</td>
            <td>{ recipient.status.clone().unwrap_or_default() }</td>
            <td>{ recipient.reply_code.map(|code| code.to_string()).unwrap_or_default() }</td>
        </tr>
    }
}

/// "3: 2 failed, 1 delayed"
fn summary(recipients: &[Recipient]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for recipient in recipients {
        let action = recipient.action.as_deref().unwrap_or("outcome not stated");
        match counts.iter_mut().find(|(known, _)| *known == action) {
            Some((_, count)) => *count += 1,
            None => counts.push((action, 1)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(action, count)| format!("{count} {action}")).collect();
    counts.join(", ")
}
