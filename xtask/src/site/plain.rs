//! Scripts and styles without what is only for people.

/// Without comments that stand in lines of their own, indentation and empty lines. For texts in which a line's beginning
/// means nothing: styles, and scripts without texts of several lines.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*") && line.find("*/").is_none_or(|end| end + 2 == line.len());
        if !comment && !begins && !line.is_empty() && !line.starts_with("//") {
            plain += line;
            plain.push('\n');
        }
        comment = (comment || begins) && !line.ends_with("*/");
    }
    plain
}

/// Styles without the room around their signs. They hold no texts in which such signs stand.
pub fn tight(styles: &str) -> String {
    let mut lines = String::new();
    for line in styles.lines() {
        // A value goes on in the next line.
        let is_open = !lines.is_empty() && !lines.ends_with(['{', '}', ';', ',']);
        lines += if is_open { " " } else { "" };
        lines += line;
    }
    lines.replace(";}", "}").replace(": ", ":").replace(" {", "{").replace(", ", ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_only_room() {
        let styles = ".a :is(b, i) {\ncolor: red;\nmargin: 0\nauto;\n}\n@media (min-width: 2rem) {\n.a {\ntop: 0;\n}\n}\n";
        assert_eq!(tight(styles), ".a :is(b,i){color:red;margin:0 auto}@media (min-width:2rem){.a{top:0}}");
    }

    #[test]
    fn only_comments_and_indentation_go() {
        let text = "/* one */\n.a {\n  /* two\n     lines */\n  color: red; /* behind */\n}\n\n/* before */ .b {}\n// c\n";
        assert_eq!(plain(text), ".a {\ncolor: red; /* behind */\n}\n/* before */ .b {}\n");
    }
}
