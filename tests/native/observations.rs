//! Opinions on header blocks: ids, sentences, evidence.

use mailwhy::report::opinions::observation_ids;

/// All ids, with their levels. They are public and permanent: a change here breaks what others build upon.
const IDS: &str = "
    slow-hop notice, clock-off notice, fetched-from-mailbox info, trust-boundary info, plain-text-hop info,
    old-tls notice, many-hops notice, dmarc-passed info, dmarc-failed warning, dmarc-not-published info,
    dmarc-not-stated info, not-aligned notice, results-from-elsewhere notice, mailing-list info, forwarded info,
    arc-broken notice, weak-signature notice, short-signature-key notice, partly-signed-body notice,
    signature-expired notice, signature-dated-ahead notice, from-not-signed warning, missing-from notice,
    missing-date notice, missing-message-id notice, doubled-field notice, malformed-message-id info,
    unreadable-date notice, date-ahead notice, date-long-before info, auto-submitted info, empty-sender info,
    loop-sign warning, display-name-imitates warning, reply-to-elsewhere notice, return-path-elsewhere info,
    international-domain info, bulk-without-unsubscribe notice, unsubscribe-not-one-click info, training-mail notice,
    in-junk warning, in-inbox info, in-folder info, spam-verdict warning, clean-verdict info,
    phishing-verdict warning, bulk-verdict notice, virus-verdict warning, quarantined warning, filter-skipped info,
    greylisted info";

#[test]
fn no_id_is_gone_or_renamed() {
    let want: Vec<(&str, &str)> = IDS.split(',').filter_map(|row| row.trim().split_once(' ')).collect();
    assert_eq!(observation_ids().collect::<Vec<_>>(), want);
}
