//! How mail goes out, and what an SMTP server's URL says.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::layers::{self, Choice};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    #[serde(deserialize_with = "layers::choice")]
    pub transport: MailTransport,
    pub smtp_url: SecretString,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub smtp_ca: Option<PathBuf>,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub from: Option<String>,
    #[serde(deserialize_with = "super::duration::deserialize")]
    pub retry_after: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTransport {
    File,
    Smtp,
}

impl Choice for MailTransport {
    const CHOICES: &'static [(&'static str, Self)] = &[("file", Self::File), ("smtp", Self::Smtp)];
}

/// A mail server, from `mail.smtp_url`.
#[derive(Debug, Clone)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub tls: SmtpTls,
    pub login: Option<(String, SecretString)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte (RFC 8314).
    Implicit,
    /// `STARTTLS`, and nothing is sent without it.
    Required,
    /// `STARTTLS` where it is offered.
    Opportunistic,
    None,
}

impl Mail {
    /// The server to hand letters to.
    ///
    /// # Errors
    /// What was expected of the URL; it is not quoted, as it may hold a password.
    pub fn smtp(&self) -> Result<Smtp, &'static str> {
        const EXPECTED: &str = "smtp://user:password@host:587, with ?tls=required, opportunistic or none, or smtps://user:password@host:465";
        let url = Url::parse(self.smtp_url.expose_secret()).map_err(|_| EXPECTED)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(EXPECTED)?;
        let mut tls = match url.scheme() {
            "smtp" => SmtpTls::Required,
            "smtps" => SmtpTls::Implicit,
            _ => return Err(EXPECTED),
        };
        for (name, value) in url.query_pairs() {
            tls = match (name.as_ref(), value.as_ref(), tls) {
                (_, _, SmtpTls::Implicit) => return Err(EXPECTED),
                ("tls", "required", _) => SmtpTls::Required,
                ("tls", "opportunistic", _) => SmtpTls::Opportunistic,
                ("tls", "none", _) => SmtpTls::None,
                _ => return Err(EXPECTED),
            };
        }
        let decode =
            |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.to_string());
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => {
                let user = decode(user).map_err(|_| EXPECTED)?;
                Some((user, decode(password).map_err(|_| EXPECTED)?.into()))
            }
            _ => return Err("a user and a password, or neither"),
        };
        // Who is in between needs only to leave STARTTLS out of the answer.
        if login.is_some() && matches!(tls, SmtpTls::Opportunistic | SmtpTls::None) {
            return Err("TLS where there is a password: tls=required, or smtps://");
        }
        let port = url.port().unwrap_or(if tls == SmtpTls::Implicit { 465 } else { 587 });
        let host = host.trim_matches(['[', ']']).to_owned();
        Ok(Smtp { host, port, tls, login })
    }

    pub(super) fn validate(&self) -> Result<(), (&'static str, String)> {
        if self.retry_after < Duration::from_millis(100) {
            return Err(("mail.retry_after", "100ms or more".to_owned()));
        }
        let from = self.from.as_deref();
        if from.is_some_and(|from| from.parse::<lettre::message::Mailbox>().is_err()) {
            let expected = "an address such as Miniblog <post@blog.example.org>";
            return Err(("mail.from", expected.to_owned()));
        }
        if self.transport == MailTransport::Smtp || !self.smtp_url.expose_secret().is_empty() {
            self.smtp().map_err(|expected| ("mail.smtp_url", expected.to_owned()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smtp(url: &str) -> Result<Smtp, &'static str> {
        Mail {
            transport: MailTransport::Smtp,
            smtp_url: url.to_owned().into(),
            smtp_ca: None,
            from: None,
            retry_after: Duration::from_mins(1),
        }
        .smtp()
    }

    #[test]
    fn a_url_names_host_port_tls_and_login() {
        let smtp_of = |url| smtp(url).unwrap();
        let server = smtp_of("smtp://ada%40x:p%23w@mail.example");
        assert_eq!((server.port, server.tls), (587, SmtpTls::Required));
        let (user, password) = server.login.unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("ada@x", "p#w"));
        assert_eq!(smtp_of("smtps://mail.example").port, 465);
        assert_eq!(smtp_of("smtp://127.0.0.1:25?tls=none").tls, SmtpTls::None);
        assert_eq!(smtp_of("smtp://[::1]:25?tls=opportunistic").host, "::1");
    }

    #[test]
    fn a_url_that_would_give_the_password_away_is_refused() {
        for url in [
            "",
            "http://mail.example",
            "smtp://",
            "smtp://ada@mail.example",
            "smtp://ada:secret@mail.example?tls=none",
            "smtp://ada:secret@mail.example?tls=opportunistic",
            "smtps://mail.example?tls=none",
            "smtp://mail.example?tsl=none",
        ] {
            assert!(smtp(url).is_err(), "{url}");
        }
    }
}
