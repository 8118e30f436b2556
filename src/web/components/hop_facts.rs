//! What one Received field states.

use crate::report::message::Hop;
use yew::prelude::*;

pub fn hop_facts(hop: &Hop) -> Html {
    let facts: [(&str, &Option<String>); 12] = [
        ("taken by", &hop.by),
        ("from", &hop.from_name),
        ("called itself", &hop.from_helo),
        ("name of the address", &hop.from_rdns),
        ("address", &hop.from_ip),
        ("by way of", &hop.via),
        ("protocol", &hop.with),
        ("encryption", &hop.tls),
        ("queue id", &hop.id),
        ("for", &hop.r#for),
        ("envelope sender", &hop.envelope_from),
        ("software", &hop.software),
    ];
    let known = facts.iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value)));
    html! {
        <dl class="hop-facts">
            { for known.map(|(name, value)| html! {
                <div><dt>{ *name }</dt><dd><bdi>{ value }</bdi></dd></div>
            }) }
            if hop.authenticated {
                <div><dt>{ "sign-in" }</dt><dd>{ "the sender had signed in" }</dd></div>
            }
        </dl>
    }
}
