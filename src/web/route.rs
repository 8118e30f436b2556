//! The addresses of the page, relative to the site's root.

/// Where the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The box, or the answer to what is in it.
    #[default]
    Home,
    /// The article on a cause: `why/<cause-id>`.
    Why(String),
    /// The list of all articles: `why`.
    Index,
    /// No page of ours.
    Unknown,
}

impl Route {
    /// Reads an address below the root: `""`, `"index.html"`, `"why"`, `"why/mailbox-full/"`.
    pub fn read(path: &str) -> Route {
        let path = path.trim_matches('/');
        let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
        let is_id = |id: &str| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        match path.split_once('/') {
            None if path.is_empty() => Route::Home,
            None if path == "why" => Route::Index,
            Some(("why", id)) if is_id(id) => Route::Why(id.to_owned()),
            _ => Route::Unknown,
        }
    }

    /// The address below the root. With a slash at its end, as a static server wants a folder.
    pub fn path(&self) -> String {
        match self {
            Route::Home | Route::Unknown => String::new(),
            Route::Index => "why/".to_owned(),
            Route::Why(id) => format!("why/{id}/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        for route in [Route::Home, Route::Index, Route::Why("mailbox-full".into())] {
            assert_eq!(Route::read(&route.path()), route);
        }
        assert_eq!(Route::read("why/greylisted/index.html"), Route::Why("greylisted".into()));
        assert_eq!(Route::read("index.html"), Route::Home);
    }

    #[test]
    fn anything_else_is_unknown() {
        for path in ["why/../x", "why/a/b", "What", "why/<b>"] {
            assert_eq!(Route::read(path), Route::Unknown, "{path}");
        }
    }
}
