//! Codes of a second factor (TOTP, RFC 6238): six digits, SHA-1, 30 seconds, the only kind that
//! every app knows. And the codes to come back with when the app is lost.

use std::fmt::Write;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;
use totp_rs::{Builder, Secret, Totp};

use crate::web::fingerprint::fingerprint;

/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 10;
/// Of the alphabet's 32, so that each code has 140 bits.
const CODE_LENGTH: usize = 28;
/// Crockford's base 32: no letter looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The longest name of a site that an app is told.
const ISSUER_MAX: usize = 40;
/// The light margin that a reader needs, in modules.
const QUIET: usize = 4;

/// 160 bits (RFC 4226, section 4), in base 32.
pub fn new_secret() -> String {
    Secret::from(rand::random::<[u8; 20]>()).to_base32()
}

/// The step (in units of 30 seconds since 1970) that this is the code of: the present one, that
/// before or that after it, as clocks differ.
pub fn step_of(secret: &str, code: &str, seconds: u64) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    i64::try_from(totp(secret)?.check(&digits, seconds)?).ok()
}

fn totp(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

/// In groups of four, to be typed.
pub fn grouped(secret: &str) -> String {
    let chars: Vec<char> = secret.chars().collect();
    chars.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// What an app reads: <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>
pub fn uri(site: &str, username: &str, secret: &str) -> String {
    let issuer: String = site.chars().filter(|c| *c != ':').take(ISSUER_MAX).collect();
    let issuer = utf8_percent_encode(issuer.trim(), NON_ALPHANUMERIC).to_string();
    format!(
        "otpauth://totp/{issuer}:{username}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

/// A QR code as a path of an SVG, on a square of so many units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Qr {
    pub size: usize,
    pub path: String,
}

impl Qr {
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let colours = code.to_colors();
        let dark = colours.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark);
        let mut path = String::new();
        for (at, _) in dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            // A string takes whatever is written.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
        Some(Self { size: width + 2 * QUIET, path })
    }
}

/// Ten new ones, as they are shown.
pub fn new_recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| new_recovery_code()).collect()
}

fn new_recovery_code() -> String {
    let letter = || ALPHABET.get(rand::random_range(0..ALPHABET.len())).copied().unwrap_or(b'0');
    let letters: Vec<char> = (0..CODE_LENGTH).map(|_| char::from(letter())).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The fingerprint of a recovery code however it was typed; none when it can't be one.
pub fn recovery_fingerprint(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').take(CODE_LENGTH + 1);
    // What is read from paper.
    let code: String = letters
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    let fits = code.len() == CODE_LENGTH && code.bytes().all(|b| ALPHABET.contains(&b));
    fits.then(|| fingerprint(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, cut to six digits.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            assert_eq!(step_of(SECRET, code, seconds), Some(seconds as i64 / 30), "{seconds}");
        }
        assert_eq!(step_of(SECRET, " 287 082 ", 59), Some(1));
    }

    #[test]
    fn a_clock_may_differ_by_one_step_and_no_more() {
        for (seconds, accepted) in [(29, true), (59, true), (89, true), (90, false), (1_000, false)]
        {
            assert_eq!(step_of(SECRET, "287082", seconds).is_some(), accepted, "{seconds}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢", "287082\0"] {
            assert_eq!(step_of(SECRET, code, 59), None, "{code:?}");
        }
        assert_eq!(step_of("not base 32!", "287082", 59), None);
    }

    #[test]
    fn a_new_secret_has_160_bits_and_is_never_the_same() {
        let (one, other) = (new_secret(), new_secret());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
        assert!(totp(&one).is_some());
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let codes = new_recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            let known = recovery_fingerprint(code);
            assert!(known.is_some());
            assert_eq!(recovery_fingerprint(&code.to_uppercase().replace('-', " ")), known);
            assert_eq!(recovery_fingerprint(&code.replace('0', "O").replace('1', "l")), known);
        }
        for wrong in ["", "123456", "u", &"a".repeat(29), &"ü".repeat(28)] {
            assert_eq!(recovery_fingerprint(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_of_the_site_breaks_no_address() {
        let uri = uri("A: b&c=\"é\" ".repeat(9).as_str(), "ada", SECRET);
        assert!(uri.starts_with("otpauth://totp/A%20b%26c%3D%22%C3%A9%22"), "{uri}");
        let qr = Qr::of(&uri).unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1z") && qr.size > 40);
    }
}
