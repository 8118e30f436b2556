//! The message that the headers are of: the lines that people know it by.

use crate::report::message::Message;
use yew::prelude::*;

pub fn head(message: &Message) -> Html {
    let date = message.date.as_ref().map(|date| date.text.clone());
    let to = (!message.to.is_empty()).then(|| message.to.join(", "));
    let lines = [
        ("From", &message.from),
        ("To", &to),
        ("Subject", &message.subject),
        ("Date", &date),
        ("Reply to", &message.reply_to),
        ("Envelope sender", &message.return_path),
        ("Message-ID", &message.message_id),
    ];
    if lines.iter().all(|(_, value)| value.is_none()) {
        return Html::default();
    }
    let about = message.subject.clone().or(message.from.clone()).unwrap_or_default();
    html! {
        <details class="instrument facts">
            <summary><h2>{ "The message" }</h2><span><bdi>{ about }</bdi></span></summary>
            <dl>
                { for lines.iter().filter_map(|(name, value)| value.as_ref().map(|value| html! {
                    <div><dt>{ *name }</dt><dd><bdi>{ value }</bdi></dd></div>
                })) }
            </dl>
        </details>
    }
}
