//! A letter as a message (RFC 5322): headers, a plain part and an HTML part.

use anyhow::Context;
use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use super::letter::Words;
use super::views::{HtmlLetter, Letter, PlainLetter};
use crate::settings::Settings;
use crate::web::i18n::Locale;
use crate::web::templates::{Frame, Templates};

/// A header of a fixed name. What it says is encoded like any other's.
macro_rules! header {
    ($type:ident, $name:literal) => {
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

// RFC 3834: so that nobody's holiday notice answers.
header!(AutoSubmitted, "Auto-Submitted");
// RFC 2369 and RFC 8058: the mail program's own button, which asks nobody anything.
header!(ListUnsubscribe, "List-Unsubscribe");
header!(ListUnsubscribePost, "List-Unsubscribe-Post");
header!(ContentLanguage, "Content-Language");

/// What stands in for a host name where the site has none.
const NO_HOST: &str = "localhost";

/// What is the same for all letters.
pub struct Stationery<'a> {
    pub settings: &'a Settings,
    pub templates: &'a Templates,
    /// Our own address.
    pub home: &'a str,
}

impl Stationery<'_> {
    /// Writes the message. `event` names it for ever: who gets it twice all the same can tell.
    ///
    /// # Errors
    /// When it can't be sent like this, now or later. The address isn't quoted.
    pub fn write(&self, words: &Words, event: &str) -> anyhow::Result<Message> {
        let locale = Locale::from_tag(&words.lang).unwrap_or_default();
        let host = self.host();
        let view = Letter::of(words, self.home);
        let (frame, settings) = (Frame::default(), self.settings);
        let plain = PlainLetter(view.clone());
        let plain = self.templates.render(&plain, locale, &frame, settings)?;
        let html = self.templates.render(&HtmlLetter(view), locale, &frame, settings)?;
        let mut message = Message::builder()
            .from(self.from(&host)?)
            .to(Mailbox::new(None, recipient(&words.to)?))
            .subject(one_line(&words.subject))
            .date_now()
            .message_id(Some(in_angles(&format!("{event}@{host}"))))
            .header(AutoSubmitted("auto-generated".to_owned()))
            .header(ContentLanguage(locale.tag().to_owned()));
        if let Some(url) = &words.unsubscribe {
            message = message
                .header(ListUnsubscribe(in_angles(&one_line(url))))
                .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
        }
        message
            .multipart(MultiPart::alternative_plain_html(plain, html))
            .context("the message can't be put together")
    }

    /// Where we are, as a name for mail.
    pub fn host(&self) -> String {
        let url = url::Url::parse(self.home).ok();
        let name = url.as_ref().and_then(url::Url::domain).unwrap_or(NO_HOST);
        name.to_owned()
    }

    fn from(&self, host: &str) -> anyhow::Result<Mailbox> {
        if let Some(from) = &self.settings.mail.from {
            return from.parse().context("mail.from");
        }
        let address = lettre::Address::new("noreply", host).context("our own host")?;
        Ok(Mailbox::new(Some(one_line(&self.settings.site.name)), address))
    }
}

/// As mail writes what is an address or an identifier.
fn in_angles(text: &str) -> String {
    ["<", text, ">"].concat()
}

fn recipient(to: &str) -> anyhow::Result<lettre::Address> {
    let plain = !to.chars().any(|c| c.is_control() || c.is_whitespace());
    to.parse().ok().filter(|_| plain).context("the recipient isn't an address")
}

/// A header is one line: whatever a name holds, it begins no other header.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
