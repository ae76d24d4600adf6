//! Handing a message to a mail server, in two steps with the outbox between them: up to the point
//! where the server would take it ([`Server::open`]), and the message itself ([`Offered::hand_over`]).
//! Before the second nothing has been sent and everything may be tried again; after it, only what
//! the server itself says it hasn't taken.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use secrecy::ExposeSecret;
use tokio::time::timeout;

use crate::settings::{Smtp, SmtpTls};

/// Time-outs of RFC 5321, section 4.5.3.2. The connection, which it leaves open, takes in the
/// greeting (5 minutes) and the handshakes.
const CONNECTING: Duration = Duration::from_mins(5);
const LOGGING_IN: Duration = Duration::from_mins(5);
const MAIL: Duration = Duration::from_mins(5);
const RCPT: Duration = Duration::from_mins(5);
const DATA: Duration = Duration::from_mins(2);
/// Three minutes for a block of the message, ten for the answer to it.
const MESSAGE: Duration = Duration::from_mins(13);
/// Nobody waits for the good-bye.
const QUIT: Duration = Duration::from_secs(5);
/// That a host doesn't answer at all is known sooner.
const SYN: Duration = Duration::from_secs(30);

/// A server, and what is needed to talk to it.
pub struct Server {
    smtp: Smtp,
    hello: ClientId,
    tls: Option<TlsParameters>,
}

/// What a try came to, in words for the log: what a server says often names the address, so only its
/// number is told.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// Surely not sent; another time perhaps.
    Passing(String),
    /// Surely not sent, nor will it be.
    Final(String),
    /// The server may have it or not.
    Unclear(String),
}

/// A server that is ready for the message.
pub struct Offered(AsyncSmtpConnection);

impl Server {
    /// # Errors
    /// When the certificates in `ca` can't be read.
    pub fn new(smtp: Smtp, ca: Option<&Path>, host: &str) -> anyhow::Result<Self> {
        let tls = match smtp.tls {
            SmtpTls::None => None,
            _ => Some(tls(&smtp.host, ca)?),
        };
        let hello = match host.contains('.') {
            true => ClientId::Domain(host.to_owned()),
            false => ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST),
        };
        Ok(Self { smtp, hello, tls })
    }

    /// Connects, signs in, and says from whom and to whom.
    pub async fn open(&self, message: &Message) -> Result<Offered, Failure> {
        let mut connection = self.connect().await?;
        let outcome = self.offer(&mut connection, message).await;
        match outcome {
            Ok(()) => Ok(Offered(connection)),
            Err(failure) => {
                let _ = timeout(QUIT, connection.abort()).await;
                Err(failure)
            }
        }
    }

    /// What fails here is about the server or about us, not about the letter: it is tried again.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let address = (self.smtp.host.as_str(), self.smtp.port);
        let implicit = self.tls.clone().filter(|_| self.smtp.tls == SmtpTls::Implicit);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(address, Some(SYN), &self.hello, implicit, None);
        let mut connection = within(CONNECTING, "connect", connecting).await.map_err(passing)?;
        if let (Some(tls), false) = (&self.tls, connection.is_encrypted()) {
            if connection.can_starttls() {
                let upgrade = connection.starttls(tls.clone(), &self.hello);
                within(CONNECTING, "STARTTLS", upgrade).await.map_err(passing)?;
            } else if self.smtp.tls != SmtpTls::Opportunistic {
                let _ = timeout(QUIT, connection.abort()).await;
                return Err(Failure::Passing("STARTTLS isn't offered".to_owned()));
            }
        }
        if let Some((user, password)) = &self.smtp.login {
            let login = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let ways = [Mechanism::Plain, Mechanism::Login];
            let outcome = within(LOGGING_IN, "AUTH", connection.auth(&ways, &login)).await;
            if let Err(failure) = outcome {
                let _ = timeout(QUIT, connection.abort()).await;
                return Err(passing(failure));
            }
        }
        Ok(connection)
    }

    async fn offer(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &Message,
    ) -> Result<(), Failure> {
        let envelope = message.envelope();
        let mut parameters = Vec::new();
        let is_plain = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
        if !envelope.to().iter().chain(envelope.from()).all(is_plain) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Failure::Final("the server doesn't take SMTPUTF8".to_owned()));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let from = connection.command(Mail::new(envelope.from().cloned(), parameters));
        within(MAIL, "MAIL", from).await?;
        for to in envelope.to() {
            let to = connection.command(Rcpt::new(to.clone(), Vec::new()));
            within(RCPT, "RCPT", to).await?;
        }
        Ok(())
    }
}

impl Offered {
    /// The message itself.
    pub async fn hand_over(mut self, message: &[u8]) -> Result<(), Failure> {
        let outcome = self.send(message).await;
        let _ = match &outcome {
            Ok(()) => timeout(QUIT, self.0.quit()).await.map(drop),
            Err(_) => timeout(QUIT, self.0.abort()).await,
        };
        outcome
    }

    async fn send(&mut self, message: &[u8]) -> Result<(), Failure> {
        within(DATA, "DATA", self.0.command(Data)).await?;
        let sent = within(MESSAGE, "message", self.0.message(message)).await;
        sent.map(drop).map_err(|failure| match failure {
            // Neither yes nor no: silence, or a connection that broke.
            Failure::Passing(why) if !why.contains(REFUSED) => Failure::Unclear(why),
            failure => failure,
        })
    }
}

/// Marks the answers of a server.
const REFUSED: &str = "refused with";

/// One step of the dialogue, in its time.
async fn within<T>(
    limit: Duration,
    step: &str,
    dialogue: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Failure> {
    match timeout(limit, dialogue).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(match error.status() {
            Some(code) if error.is_permanent() => {
                Failure::Final(format!("{step}: {REFUSED} {code}"))
            }
            Some(code) => Failure::Passing(format!("{step}: {REFUSED} {code}")),
            // Its parser quotes what it couldn't read.
            None if error.is_response() => {
                Failure::Passing(format!("{step}: an answer that can't be read"))
            }
            None => Failure::Passing(format!("{step}: {error}")),
        }),
        Err(_) => Err(Failure::Passing(format!("{step}: no answer in {} s", limit.as_secs()))),
    }
}

fn passing(failure: Failure) -> Failure {
    match failure {
        Failure::Final(why) | Failure::Unclear(why) | Failure::Passing(why) => {
            Failure::Passing(why)
        }
    }
}

fn tls(host: &str, ca: Option<&Path>) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParametersBuilder::new(host.to_owned());
    if let Some(path) = ca {
        let read = || format!("mail.smtp_ca: can't read {}", path.display());
        let pem = std::fs::read(path).with_context(read)?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).with_context(read)?);
    }
    builder.build_rustls().context("mail.smtp_url: TLS can't be set up")
}
