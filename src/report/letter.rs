//! The look of a message to somebody: greeting, what happened, the facts, the request, each set apart.

/// With an empty line wherever one part ends and the next begins.
pub fn spaced(letter: &str) -> String {
    let mut out = String::with_capacity(letter.len() + 16);
    let mut before = None;
    for line in letter.lines() {
        let part = part(line);
        if !out.is_empty() {
            out.push('\n');
        }
        if before.is_some_and(|before| {
            before != Part::Gap && part != Part::Gap && (before != part || before == Part::Courtesy)
        }) {
            out.push('\n');
        }
        out.push_str(line);
        before = Some(part);
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Gap,
    /// "Hello," and "Thank you."
    Courtesy,
    /// "Recipient: ann@example.org"
    Fact,
    Words,
}

fn part(line: &str) -> Part {
    const LONGEST_NAME: usize = 40;
    /// Names of facts that hold a host's name.
    const WITH_HOST: &[&str] = &["Id on ", "Taken by ", "Greylisting at "];
    match line {
        "" => Part::Gap,
        "Hello," | "Thank you." => Part::Courtesy,
        _ => match line.split_once(": ") {
            // "Id on mx.example.org: 4F1A22B0C1".
            Some((name, _)) if WITH_HOST.iter().any(|start| name.starts_with(start)) => Part::Fact,
            Some((name, _)) if name.len() <= LONGEST_NAME && !name.contains(['.', ',', '?']) => Part::Fact,
            _ => Part::Words,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_set_apart_once() {
        let close = "Hello,\nmy mail did not arrive.\nId on mx.example.org: 4F1A\nReply: 550 no: not here\nCould you look?\nThank you.";
        let wide = "Hello,\n\nmy mail did not arrive.\n\nId on mx.example.org: 4F1A\nReply: 550 no: not here\n\nCould you look?\n\nThank you.";
        assert_eq!(spaced(close), wide);
        assert_eq!(spaced(wide), wide);
        assert_eq!(spaced(""), "");
    }
}
