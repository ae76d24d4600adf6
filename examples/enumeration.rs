//! Whether the time of an answer tells who has an account. Usage: `enumeration URL ADDRESS TRIES`,
//! with the address of an account that there is, against a server without rate limits.
//!
//! Signs in with a wrong password, signs up, and asks for a new password, in turns for that address
//! and for one that nobody has, and compares the medians. Exits with 1 when one of the three differs
//! by more than five per cent, or when the answers aren't alike.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

/// How far the medians may be apart.
const MOST: f64 = 0.05;

struct Asker {
    http: Client,
    site: String,
}

impl Asker {
    /// Status, where it leads, and how long it took until all of it was there.
    async fn post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<(StatusCode, String, Duration)> {
        let form =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{path}", self.site)).header(ORIGIN, &self.site);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        let begun = Instant::now();
        let answer = request.send().await?;
        let status = answer.status();
        let location = answer.headers().get("location").cloned();
        let text = answer.text().await?;
        let took = begun.elapsed();
        ensure!(!status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS, "{status}");
        // A refused form shows what was typed; everything else must be alike.
        let typed = fields.iter().fold(text, |text, (_, value)| text.replace(value, ""));
        Ok((status, format!("{location:?} {typed}"), took))
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1000.0
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: enumeration URL ADDRESS TRIES";
    let site = args.next().context(usage)?;
    let known = args.next().context(usage)?;
    let tries: usize = args.next().context(usage)?.parse().context(usage)?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = Client::builder().redirect(Policy::none()).no_proxy().build()?;
    let (local, domain) = known.split_once('@').context(usage)?;
    let asker = Asker { http, site };
    let mut apart = false;
    for what in ["sign-in", "sign-up", "reset"] {
        let (mut of_known, mut of_unknown, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..tries {
            // Both are as long, and which comes first changes.
            let name = format!("{:032x}", rand::random::<u128>());
            let name = name.get(..local.len()).context("the name before the @ is too long")?;
            let unknown = format!("{name}@{domain}");
            let pair = [(&known, &mut of_known), (&unknown, &mut of_unknown)];
            let mut pair = Vec::from(pair);
            if number % 2 == 1 {
                pair.reverse();
            }
            for (address, times) in pair {
                let name = format!("t{:08x}", rand::random::<u32>());
                let (path, fields) = match what {
                    "sign-in" => {
                        ("/auth/login", vec![("identifier", address.as_str()), ("password", "no")])
                    }
                    "sign-up" => (
                        "/auth/register",
                        vec![
                            ("email", address.as_str()),
                            ("username", name.as_str()),
                            ("password", "seven grey herons at dusk"),
                        ],
                    ),
                    _ => ("/auth/forgot", vec![("email", address.as_str())]),
                };
                let (status, text, took) = asker.post(path, &fields).await?;
                times.push(took);
                answers.push((status, text));
            }
        }
        answers.dedup();
        let (known, unknown) = (median(of_known), median(of_unknown));
        let ratio = known / unknown;
        let alike = answers.len() == 1;
        apart |= !alike || (ratio - 1.0).abs() > MOST;
        let words = if alike { "answers alike" } else { "ANSWERS DIFFER" };
        say(format_args!(
            "{what:8} known {known:8.2} ms   unknown {unknown:8.2} ms   ratio {ratio:.3}   {words}, {tries} tries each"
        ));
    }
    std::process::exit(i32::from(apart));
}

#[expect(clippy::print_stdout, reason = "what it is for")]
fn say(line: std::fmt::Arguments<'_>) {
    println!("{line}");
}
