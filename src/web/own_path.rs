//! Paths on this site: the only places that a redirect leads to.

use actix_web::http::header::{HeaderMap, REFERER};
use url::{Position, Url};

/// Whether a redirect may lead there: a path on this site and nothing that a browser could read as
/// another one (`//evil`, `/\evil`, a tab or newline that it would drop, a scheme).
pub fn is_own_path(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && !path.contains('\\')
        && path.chars().all(|c| c.is_ascii_graphic())
}

/// Path and query of the page that a request came from. Which host it was on doesn't matter: the
/// cross-site guard has seen to that, and only the path is used.
pub fn own_path_of_referer(headers: &HeaderMap) -> Option<String> {
    let page = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    Some(page[Position::BeforePath..Position::AfterQuery].to_owned())
        .filter(|path| is_own_path(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn redirects_stay_on_this_site() {
        for path in ["/", "/posts/1?before=2#x", "/users/ada", "/search?q=%E4%B8%AD"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "evil",
            "/\t/evil.example",
            "/a\n",
            "/ü",
            "\\\\evil",
        ] {
            assert!(!is_own_path(path), "{path}");
        }
    }

    proptest! {
        #[test]
        fn whatever_passes_resolves_to_our_own_origin(path in "[/\\\\a-z:@.%\t ]{0,12}") {
            let here = url::Url::parse("https://ours.example/auth/login").unwrap();
            if is_own_path(&path) {
                prop_assert_eq!(here.join(&path).unwrap().origin(), here.origin());
            }
        }
    }
}
