//! The token in a digest that ends it, for whoever holds the message: no sign-in, and nothing to
//! keep in the database. It allows nothing else.

use actix_web::cookie::Key;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What is signed begins with this, so that nothing else that the key signs is such a token.
const PURPOSE: &str = "miniblog: no more digests for ";

/// Makes tokens and reads them. Equal on all instances, as the key is.
#[derive(Clone)]
pub struct Tokens(Hmac<Sha256>);

impl Tokens {
    /// # Errors
    /// When the key can't sign.
    pub fn new(key: &Key) -> anyhow::Result<Self> {
        let mac = Hmac::new_from_slice(key.signing());
        Ok(Self(mac.map_err(|_| anyhow::anyhow!("a key that can't sign"))?))
    }

    pub fn token(&self, user_id: i64) -> String {
        let tag = self.mac(user_id).finalize().into_bytes();
        format!("{user_id}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// Whose token it is.
    pub fn user_of(&self, token: &str) -> Option<i64> {
        let (user_id, tag) = token.split_once('.')?;
        let user_id = user_id.parse().ok()?;
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        self.mac(user_id).verify_slice(&tag).ok()?;
        Some(user_id)
    }

    fn mac(&self, user_id: i64) -> Hmac<Sha256> {
        self.0.clone().chain_update(PURPOSE).chain_update(user_id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_owners_and_nobody_makes_one_up() {
        let (ours, theirs) = (Key::from(&[1; 64]), Key::from(&[2; 64]));
        let tokens = Tokens::new(&ours).unwrap();
        let token = tokens.token(42);
        assert_eq!(tokens.user_of(&token), Some(42));
        assert_eq!(Tokens::new(&theirs).unwrap().user_of(&token), None);
        for forged in [
            token.replace("42", "43"),
            token[..token.len() - 1].to_owned(),
            String::new(),
            "42.".to_owned(),
        ] {
            assert_eq!(tokens.user_of(&forged), None, "{forged}");
        }
    }
}
