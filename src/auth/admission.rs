//! Who may come in: what registering asks for beside an address, a name and a password, and who is
//! refused whatever he brings. That this is so is no secret, so it is told beside the field.

use sea_orm::DatabaseTransaction;
use unicode_segmentation::UnicodeSegmentation;

use super::entity::sign_up_block::Kind;
use super::forms::ValidRegister;
use super::queries::admission;
use crate::db::Db;
use crate::settings::Registration;
use crate::users::{email, username};
use crate::web::error::Error;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::text;

/// The longest reason of an application, in grapheme clusters.
const REASON_MAX: usize = 1000;

/// As what somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticket {
    Open,
    /// By the invitation with this code.
    Invited(String),
    /// He waits until moderators have read this.
    Applying(String),
}

/// Whether this registration is one that the instance takes. An invitation saves waiting.
pub async fn judge(
    db: &Db,
    mode: Registration,
    new: &ValidRegister,
) -> Result<Result<Ticket, Errors>, Error> {
    let reader = db.reader();
    let domains = domain_candidates(&email::domain(&new.email));
    if admission::is_blocked(reader, Kind::Domain, domains).await? {
        return Ok(Err(Errors::one("email", Message::new("error-email-domain"))));
    }
    let names = name_candidates(&username::fold(&new.username));
    if admission::is_blocked(reader, Kind::Name, names).await? {
        return Ok(Err(Errors::one("username", Message::new("error-username-reserved"))));
    }
    let code = new.invitation.trim();
    match mode {
        Registration::Open => Ok(Ok(Ticket::Open)),
        Registration::Closed => Err(Error::NotYours),
        Registration::Approval if code.is_empty() => Ok(read_reason(&new.reason)),
        Registration::Approval | Registration::Invitation => {
            let good = is_code(code) && admission::is_good(reader, code).await?;
            Ok(if good { Ok(Ticket::Invited(code.to_owned())) } else { Err(not_good(code)) })
        }
    }
}

/// That a code isn't good, or that there is none.
pub fn not_good(code: &str) -> Errors {
    let key = if code.is_empty() { "error-invitation-missing" } else { "error-invitation" };
    Errors::one("invitation", Message::new(key))
}

/// In the transaction that makes the account. False when the invitation has been used up meanwhile:
/// then there must be no account either.
pub async fn let_in(
    tx: &DatabaseTransaction,
    user_id: i64,
    ticket: &Ticket,
) -> Result<bool, Error> {
    match ticket {
        Ticket::Open => {}
        Ticket::Invited(code) => return Ok(admission::redeem(tx, code).await?),
        Ticket::Applying(reason) => admission::apply(tx, user_id, reason).await?,
    }
    Ok(true)
}

/// What can't be a code isn't asked for.
fn is_code(code: &str) -> bool {
    code.len() == 32 && code.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn read_reason(reason: &str) -> Result<Ticket, Errors> {
    let reason = text::normalize(reason);
    let mut errors = Errors::default();
    errors.require(!text::is_blank(&reason), "reason", || Message::new("error-required"));
    let max = i64::try_from(REASON_MAX).unwrap_or(i64::MAX);
    let length = reason.graphemes(true).count();
    errors.require(length <= REASON_MAX && reason.len() <= REASON_MAX * 16, "reason", || {
        Message::new("error-text-too-long").with("max", max)
    });
    errors.require(!text::has_forbidden(&reason), "reason", || Message::new("error-text-control"));
    if errors.is_empty() { Ok(Ticket::Applying(reason)) } else { Err(errors) }
}

/// `example.org` is that domain alone, `*.example.org` with all that is below it. None when it isn't
/// one.
pub fn domain_pattern(typed: &str) -> Option<String> {
    let (star, domain) = match typed.strip_prefix("*.") {
        Some(domain) => ("*.", domain),
        None => ("", typed),
    };
    let plain = !domain.contains('@') && email::is_valid(&format!("x@{domain}"));
    let domain = email::domain(&format!("x@{domain}"));
    plain.then(|| format!("{star}{domain}"))
}

/// A username, with a `*` at either end for whatever stands there. None when it can't match any.
pub fn name_pattern(typed: &str) -> Option<String> {
    let inner = typed.strip_prefix('*').unwrap_or(typed);
    let inner = inner.strip_suffix('*').unwrap_or(inner);
    username::is_valid(inner).then(|| username::fold(typed))
}

/// Every pattern that matches this domain.
fn domain_candidates(domain: &str) -> Vec<String> {
    let mut all = vec![domain.to_owned()];
    let mut rest = Some(domain);
    while let Some(part) = rest {
        all.push(format!("*.{part}"));
        rest = part.split_once('.').map(|(_, above)| above);
    }
    all
}

/// Every pattern that matches this name, which is of ASCII and at most 30 long: some five hundred.
fn name_candidates(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    for start in 0..name.len() {
        for end in start + 1..=name.len() {
            let Some(part) = name.get(start..end) else { continue };
            all.push(format!("*{part}*"));
            if start == 0 {
                all.push(format!("{part}*"));
            }
            if end == name.len() {
                all.push(format!("*{part}"));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_domain_blocked(pattern: &str, domain: &str) -> bool {
        domain_candidates(&email::domain(&format!("a@{domain}")))
            .contains(&domain_pattern(pattern).unwrap())
    }

    #[test]
    fn a_domain_is_itself_and_with_a_star_all_below_it() {
        assert!(is_domain_blocked("Example.org", "EXAMPLE.org"));
        assert!(!is_domain_blocked("example.org", "mail.example.org"));
        assert!(!is_domain_blocked("example.org", "anexample.org"));
        for domain in ["example.org", "mail.example.org", "a.b.example.org"] {
            assert!(is_domain_blocked("*.example.org", domain), "{domain}");
        }
        assert!(!is_domain_blocked("*.example.org", "anexample.org"));
        assert!(is_domain_blocked("例子.中国", "xn--fsqu00a.xn--fiqs8s"));
        for typed in ["", "*", "*.", "a b.org", "org", "*.*.org", "a@b.org", "example.org/"] {
            assert_eq!(domain_pattern(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn a_star_in_a_name_is_whatever_stands_there() {
        let is_blocked = |pattern: &str, name: &str| {
            name_candidates(&username::fold(name)).contains(&name_pattern(pattern).unwrap())
        };
        assert!(is_blocked("Ada", "ADA") && !is_blocked("ada", "ada1"));
        assert!(
            is_blocked("ada*", "ada") && is_blocked("ada*", "ada1") && !is_blocked("ada*", "xada")
        );
        assert!(is_blocked("*bot", "a_bot") && !is_blocked("*bot", "bottle"));
        assert!(is_blocked("*spam*", "nospam1") && !is_blocked("*spam*", "spa_m"));
        for typed in ["", "*", "**", "a*b", "a b", "***a"] {
            assert_eq!(name_pattern(typed), None, "{typed:?}");
        }
    }
}
