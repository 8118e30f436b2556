//! Numbers for people.

/// `12,345`
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A part of a whole in percent: `41 %`, `under 1 %`.
pub fn share(part: usize, whole: usize) -> String {
    match (part * 100 + whole / 2) / whole.max(1) {
        0 if part > 0 => "under 1\u{a0}%".to_owned(),
        100 if part < whole => "over 99\u{a0}%".to_owned(),
        percent => format!("{percent}\u{a0}%"),
    }
}

/// Bytes as MB, one decimal.
pub fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10 + (1 << 19)) >> 20;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_easily() {
        assert_eq!(
            [7, 999, 1000, 12_345, 1_234_567].map(grouped),
            ["7", "999", "1,000", "12,345", "1,234,567"]
        );
        assert_eq!(
            [(1, 3), (1, 900), (899, 900), (3, 3), (0, 3)].map(|(part, whole)| share(part, whole)),
            ["33\u{a0}%", "under 1\u{a0}%", "over 99\u{a0}%", "100\u{a0}%", "0\u{a0}%"]
        );
        assert_eq!(megabytes(100 << 20), "100.0 MB");
    }
}
