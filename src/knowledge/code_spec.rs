//! Conditions on codes, as rules write them: for the library and for the build script alike.

/// A condition on codes: `550`, `5.7.1`, `550 5.7.1`, `5.7.606-649`, `X.7.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeSpec {
    /// 0: any.
    pub basic: u16,
    /// 0: any; meaningful where `detail` is set.
    pub class: u8,
    pub subject: u16,
    /// First and last detail. `None`: no condition on the enhanced code.
    pub detail: Option<(u16, u16)>,
}

impl CodeSpec {
    pub fn read(code: &str) -> Result<Self, String> {
        let fault = || format!("code {code:?} is none of: 550, 5.7.1, 550 5.7.1, 5.7.606-649, X.7.1");
        let number = |text: &str| text.parse::<u16>().map_err(|_| fault());
        let mut spec = CodeSpec { basic: 0, class: 0, subject: 0, detail: None };
        for part in code.split_whitespace() {
            let mut pieces = part.split('.');
            let (Some(first), Some(subject), Some(detail), None) =
                (pieces.next(), pieces.next(), pieces.next(), pieces.next())
            else {
                spec.basic = number(part)?;
                continue;
            };
            spec.class = if first == "X" { 0 } else { first.parse().map_err(|_| fault())? };
            spec.subject = number(subject)?;
            let (low, high) = detail.split_once('-').unwrap_or((detail, detail));
            spec.detail = Some((number(low)?, number(high)?));
        }
        Ok(spec)
    }
}
