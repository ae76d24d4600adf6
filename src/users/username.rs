//! What a username may be, and how two are compared.

/// In characters; all of them ASCII.
pub const MAX_LENGTH: usize = 30;

/// Names that would pass for somebody in charge, or for a part of the site.
const RESERVED: [&str; 37] = [
    "about",
    "abuse",
    "account",
    "admin",
    "administrator",
    "anonymous",
    "api",
    "auth",
    "everyone",
    "explore",
    "feed",
    "help",
    "hostmaster",
    "info",
    "login",
    "logout",
    "mail",
    "me",
    "miniblog",
    "mod",
    "moderator",
    "moderators",
    "nobody",
    "noreply",
    "null",
    "official",
    "postmaster",
    "register",
    "root",
    "security",
    "settings",
    "staff",
    "support",
    "system",
    "undefined",
    "webmaster",
    "www",
];

/// Letters, digits and underscores: what can be typed on every keyboard and stands in a path and
/// behind an @ as it is.
pub fn is_valid(name: &str) -> bool {
    (1..=MAX_LENGTH).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&fold(name).trim_matches('_'))
}

/// The form in which usernames are unique.
pub fn fold(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_plain() {
        for name in ["a", "Ada_L", "1984", &"x".repeat(30)] {
            assert!(is_valid(name), "{name}");
        }
        for name in ["", "a b", "a-b", "é", "林", "a.b", "a@b", "a\n", &"x".repeat(31)] {
            assert!(!is_valid(name), "{name}");
        }
    }

    #[test]
    fn nobody_passes_for_those_in_charge() {
        for name in ["admin", "ADMIN", "_admin_", "Support"] {
            assert!(is_reserved(name), "{name}");
        }
        assert!(!is_reserved("adminton"));
    }
}
