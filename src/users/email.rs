//! What an e-mail address may be, and how two are compared.

use email_address::{EmailAddress, Options};
use unicode_normalization::UnicodeNormalization;

/// In bytes, folded: the column's width, and RFC 5321's limit of a path.
const MAX_LENGTH: usize = 254;

/// An address that mail can be sent to over the net: no quoted local part, no bare host.
pub fn is_valid(text: &str) -> bool {
    let options =
        Options::default().with_required_tld().without_display_text().without_domain_literal();
    let plain = !text.contains('"') && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    let fits = text.len() <= MAX_LENGTH && fold(text).len() <= MAX_LENGTH;
    plain && fits && EmailAddress::parse_with_options(text, options).is_ok()
}

/// The form in which addresses are unique: compatibility forms and case (Unicode's full case
/// folding, so that ß is ss) don't make another one.
pub fn fold(email: &str) -> String {
    let compatible: String = email.trim().nfkc().collect();
    caseless::default_case_fold_str(&compatible).nfkc().collect()
}

/// What stands behind the @, in the form in which two domains are compared: that of the DNS, where
/// `例子.中国` is `xn--fsqu00a.xn--fiqs8s`.
pub fn domain(address: &str) -> String {
    let domain = fold(address.rsplit('@').next().unwrap_or_default());
    let plain = domain.trim_end_matches('.');
    match url::Host::parse(plain) {
        Ok(url::Host::Domain(ascii)) => ascii,
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_differ_in_case_are_one() {
        assert_eq!(fold(" Ada@Example.ORG "), "ada@example.org");
        assert_eq!(fold("STRASSE@x.org"), fold("straße@x.org"));
        assert_eq!(fold("ａｄａ@x.org"), "ada@x.org");
        assert_ne!(fold("ada@x.org"), fold("adá@x.org"));
        assert_ne!(fold("city@x.org"), fold("cıty@x.org"));
    }

    #[test]
    fn addresses_that_cannot_get_mail_are_refused() {
        let too_long = format!("{}@x.org", "a".repeat(65));
        for email in [
            "",
            "ada",
            "ada@",
            "@x.org",
            "ada@localhost",
            "a b@x.org",
            "ada@x..org",
            "\"a\"@x.org",
            "a@x.org\n",
            "Ada <a@x.org>",
            "a@[127.0.0.1]",
            &too_long,
        ] {
            assert!(!is_valid(email), "{email:?}");
        }
        for email in ["a@x.org", "ada+tag@sub.example.co.uk", "o'neil@x.org", "用户@例子.中国"]
        {
            assert!(is_valid(email), "{email:?}");
        }
    }
}
