//! The addresses of the page, relative to the site's root.

/// Where the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The box, or the answer to what is in it.
    #[default]
    Home,
    /// The article on a cause: `why/<cause-id>/#<case>`, with the signs of the case that a link is about (`report::case`).
    Why { cause: String, case: String },
    /// The list of all articles: `why`.
    Index,
    /// Where programs hide headers and errors: `where`.
    Where,
    /// Where the guided check begins: `check`.
    Guide,
    /// The guided check: `check/<complaint>/#<answer>.<answer>`. No server sees the answers.
    Check { complaint: String, answers: Vec<String> },
    /// No page of ours.
    Unknown,
}

impl Route {
    /// The article alone.
    pub fn why(cause: &str) -> Route {
        Route::Why { cause: cause.to_owned(), case: String::new() }
    }

    /// Reads an address below the root, `""`, `"index.html"`, `"why"`, `"why/mailbox-full/"`, and its fragment.
    pub fn read(path: &str, fragment: &str) -> Route {
        let path = path.trim_matches('/');
        let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
        let is_id = |id: &str| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match path.split_once('/') {
            None if path.is_empty() => Route::Home,
            None if path == "why" => Route::Index,
            Some(("why", id)) if is_id(id) => Route::Why { cause: id.to_owned(), case: fragment.to_owned() },
            None if path == "where" => Route::Where,
            None if path == "check" => Route::Guide,
            Some(("check", id)) if is_id(id) => Route::Check {
                complaint: id.to_owned(),
                answers: fragment.split('.').take_while(|answer| is_id(answer)).map(str::to_owned).collect(),
            },
            _ => Route::Unknown,
        }
    }

    /// The address below the root. With a slash at its end, as a static server wants a folder.
    pub fn path(&self) -> String {
        match self {
            Route::Home | Route::Unknown => String::new(),
            Route::Index => "why/".to_owned(),
            Route::Why { cause, case } if case.is_empty() => format!("why/{cause}/"),
            Route::Why { cause, case } => format!("why/{cause}/#{case}"),
            Route::Where => "where/".to_owned(),
            Route::Guide => "check/".to_owned(),
            Route::Check { complaint, answers } if answers.is_empty() => format!("check/{complaint}/"),
            Route::Check { complaint, answers } => format!("check/{complaint}/#{}", answers.join(".")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let check = |answers: &[&str]| Route::Check {
            complaint: "does-not-arrive".into(),
            answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
        };
        let known = [Route::Home, Route::Index, Route::why("mailbox-full"), Route::Guide, Route::Where];
        let about = Route::Why { cause: "mailbox-full".into(), case: "552,5.2.2,google".into() };
        for route in known.into_iter().chain([about, check(&[]), check(&["no", "sent"])]) {
            let address = route.path();
            let (path, fragment) = address.split_once('#').unwrap_or((&address, ""));
            assert_eq!(Route::read(path, fragment), route);
        }
        assert_eq!(Route::read("why/greylisted/index.html", ""), Route::why("greylisted"));
        assert_eq!(Route::read("index.html", "p1=x"), Route::Home);
        assert_eq!(Route::read("check/does-not-arrive/", "no.<b>.sent"), check(&["no"]));
    }

    #[test]
    fn anything_else_is_unknown() {
        for path in ["why/../x", "why/a/b", "What", "why/<b>", "check/a/b"] {
            assert_eq!(Route::read(path, ""), Route::Unknown, "{path}");
        }
    }
}
