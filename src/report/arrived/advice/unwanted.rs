//! To the reader who asks how to get no more of such mail.

use super::Case;
use crate::report::Step;

/// The header's own way to leave (RFC 2369, section 3.2; by one click, RFC 8058) is of whoever the checks prove. Of anybody else a click only tells that
/// somebody reads the address.
pub fn step(case: &Case) -> Option<Step> {
    let chosen = &case.chosen;
    let has_way = chosen.leaves_by_click || chosen.lacks_click;
    let is_it = chosen.is_unwanted && !chosen.danger && !chosen.is_shady() && (has_way || chosen.is_to_many);
    let rest = "If it still comes after some days, block the sender, or mark it as spam.";
    let text = match (chosen.is_proved, chosen.leaves_by_click, has_way) {
        _ if !is_it => return None,
        (true, true, _) => format!(
            "To get no more of it: unsubscribe with the button that your mail program shows beside the sender. The header has the field for that (List-Unsubscribe, by one click), and the checks prove \
             whose mail it is. {rest}"
        ),
        (true, false, true) => format!(
            "To get no more of it: unsubscribe. The header names the way (List-Unsubscribe), which many mail programs show as a button beside the sender, and the checks prove whose mail it is. {rest}"
        ),
        (true, false, false) => format!(
            "To get no more of it: the header names no way to leave (List-Unsubscribe), so look for a link at the end of the mail, or ask the sender: the checks prove whose mail it is. {rest}"
        ),
        (false, ..) => "To get no more of it: block the sender, or mark it as spam. Do not unsubscribe by a link in it: nothing proves whose mail it is, and a click tells that somebody reads it.".to_owned(),
    };
    Some(Step::new("recipient", text))
}
