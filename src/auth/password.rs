//! Passwords: what is refused, and hashing with bcrypt off the async workers.
//!
//! bcrypt reads 72 bytes; a password may have 128 characters. So what is hashed is the password's
//! SHA-384 in base64 (64 bytes), under a prefix of our own so that no list of bare SHA-384 hashes
//! stolen elsewhere can be tried against ours. The non-truncating calls would refuse anything
//! longer rather than cut it silently.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::web::error::Error;
use crate::web::i18n::Message;

/// In characters.
pub const MIN_LENGTH: usize = 8;
pub const MAX_LENGTH: usize = 128;
/// So much of a password is judged, in characters.
const JUDGED_LENGTH: usize = 24;

/// How long to wait for a slot.
const PATIENCE: Duration = Duration::from_secs(5);

/// So many accounts have a queue of their own for strangers; more share one.
const QUEUES: usize = 1024;

/// Fewer guesses than this, as a power of ten, find the common passwords and their usual variants.
const COMMON_BELOW: f64 = 5.0;

/// Hashes and verifies, at most as many at once as there are cores: a flood of sign-ins must not
/// take the machine from those who read.
#[derive(Clone)]
pub struct Hasher {
    cost: u32,
    slots: Arc<Semaphore>,
    judging: Arc<Semaphore>,
    queues: Arc<Queues>,
    /// Takes as long to verify as any other, and nothing matches it.
    dummy: Arc<str>,
}

impl Hasher {
    /// # Errors
    /// When bcrypt refuses the cost.
    pub fn new(cost: u32) -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        // Made at the least cost, then marked as of the right one: a valid hash, at no expense at
        // start-up, that no password verifies against.
        let cheap = bcrypt::non_truncating_hash(rand::random::<u128>().to_string(), 4)?;
        let dummy = cheap.replacen("$04$", &format!("${cost:02}$"), 1);
        Ok(Self {
            cost,
            slots: Arc::new(Semaphore::new(cores)),
            judging: Arc::new(Semaphore::new(1)),
            queues: Arc::new(Queues::new()),
            dummy: dummy.into(),
        })
    }

    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let (cost, input) = (self.cost, digest(password));
        let hashed = self.run(move || bcrypt::non_truncating_hash(input, cost)).await?;
        hashed.map_err(|error| Error::Internal(error.into()))
    }

    /// `None` stands for an account that doesn't exist: it costs the same time and is never right.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        self.verify_holding(None, password, hash).await
    }

    /// The same for somebody who may be anybody: one at a time for each account, by the name that he
    /// gave. A thousand who try one account keep each other waiting and nobody else.
    pub async fn verify_of_stranger(
        &self,
        account: &str,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, Error> {
        let turn = permit(self.queues.of(account)).await?;
        self.verify_holding(Some(turn), password, hash).await
    }

    async fn verify_holding(
        &self,
        turn: Option<OwnedSemaphorePermit>,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, Error> {
        let hash = hash.unwrap_or(&self.dummy).to_owned();
        let input = digest(password);
        let verify = move || {
            let verified = bcrypt::non_truncating_verify(input, &hash);
            drop(turn);
            verified
        };
        self.run(verify).await?.map_err(|error| Error::Internal(error.into()))
    }

    /// Why a new password is too weak, if it is. Judged one at a time, and not in the slots of those
    /// who sign in.
    pub async fn weakness(
        &self,
        password: &str,
        context: Vec<String>,
    ) -> Result<Option<Message>, Error> {
        let password = password.to_owned();
        run_in(&self.judging, move || find_weakness(&password, &context)).await
    }

    /// Whether a hash was made at another cost than today's.
    pub fn is_outdated(&self, hash: &str) -> bool {
        hash.parse::<bcrypt::HashParts>().is_ok_and(|parts| parts.get_cost() != self.cost)
    }

    /// Takes the time that verifying a hash of an earlier, lower cost has saved: each cost takes as
    /// long as all below it and the lowest once more.
    pub async fn make_up_for(&self, hash: &str) -> Result<(), Error> {
        let lower = hash.parse::<bcrypt::HashParts>().map_or(self.cost, |parts| parts.get_cost());
        let costs = costs_between(lower, self.cost);
        self.run(move || {
            for cost in costs {
                // Only the time it takes is of use, and a failure takes none that could tell.
                let _ = bcrypt::non_truncating_hash("", cost);
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        run_in(&self.slots, work).await
    }
}

/// Does this off the async workers when a slot is free. Who has waited too long is told to come
/// back: a queue without an end would keep everybody waiting for minutes.
async fn run_in<T: Send + 'static>(
    slots: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let slot = permit(slots).await?;
    // The slot goes with the work, not with the request: who hangs up doesn't free the core.
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(slot);
        result
    });
    done.await.map_err(|error| Error::Internal(error.into()))
}

async fn permit(slots: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Error> {
    let slot = tokio::time::timeout(PATIENCE, slots.clone().acquire_owned()).await;
    slot.map_err(anyhow::Error::from)
        .and_then(|slot| slot.map_err(anyhow::Error::from))
        .map_err(|error| Error::Unavailable(error.context("too many passwords at once")))
}

/// One turn at a time for each account. Which accounts share a queue nobody can know or choose.
struct Queues {
    turns: Vec<Arc<Semaphore>>,
    seed: RandomState,
}

impl Queues {
    fn new() -> Self {
        let turns = (0..QUEUES).map(|_| Arc::new(Semaphore::new(1))).collect();
        Self { turns, seed: RandomState::new() }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "a remainder is smaller than what it was divided by"
    )]
    fn of(&self, account: &str) -> &Arc<Semaphore> {
        let number = self.seed.hash_one(account) as usize % self.turns.len();
        &self.turns[number]
    }
}

/// Each cost takes twice the time of the one below, so that these together take what is between.
fn costs_between(lower: u32, cost: u32) -> std::ops::Range<u32> {
    lower..cost
}

fn digest(password: &str) -> String {
    let hash = Sha384::new_with_prefix(b"miniblog password v1\0")
        .chain_update(password.as_bytes())
        .finalize();
    STANDARD.encode(hash)
}

/// Why a new password is refused at first sight: its length, in characters. There are no rules of
/// composition; whether it can be guessed is told by [`Hasher::weakness`].
pub fn length_fault(password: &str) -> Option<Message> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Some(Message::new("error-password-short").with("min", MIN_LENGTH as i64));
    }
    (length > MAX_LENGTH)
        .then(|| Message::new("error-password-long").with("max", MAX_LENGTH as i64))
}

/// Whether a password is common, or made of what everybody knows of its owner (`context`).
fn find_weakness(password: &str, context: &[String]) -> Option<Message> {
    // The time to judge grows much faster than the text, and what can't be guessed in its first
    // part can't be guessed in all.
    let judged: String = password.chars().take(JUDGED_LENGTH).collect();
    if log10_guesses(&judged, &[]) < COMMON_BELOW {
        return Some(Message::new("error-password-common"));
    }
    // Blanks and dashes between known words make nothing new of them.
    let squeezed: Vec<String> = context.iter().map(|word| squeeze(word)).collect();
    let words: Vec<&str> = squeezed.iter().chain(context).map(String::as_str).collect();
    let guessed = [judged.as_str(), &squeeze(&judged)]
        .iter()
        .any(|text| log10_guesses(text, &words) < COMMON_BELOW);
    guessed.then(|| Message::new("error-password-context"))
}

fn log10_guesses(text: &str, words: &[&str]) -> f64 {
    zxcvbn::zxcvbn(text, words).guesses_log10()
}

/// Letters and digits only; all of the text where that would leave too little to judge.
fn squeeze(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if kept.chars().count() < MIN_LENGTH { text.to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(password: &str) -> Option<&'static str> {
        let context = ["quillfeather", "quillfeather@inkpots.org", "inkpots.org", "Miniblog"];
        let weakness = || find_weakness(password, &context.map(str::to_owned));
        length_fault(password).or_else(weakness).map(|message| message.key)
    }

    #[test]
    fn a_password_made_to_be_judged_for_ever_is_judged_at_once() {
        let start = std::time::Instant::now();
        fault(&"@$1!0|{(<6".repeat(12));
        // It took seven seconds in a release build; the bound is generous, the difference greater.
        assert!(start.elapsed() < std::time::Duration::from_secs(5));
    }

    #[test]
    fn common_passwords_are_refused_and_their_variants_too() {
        for password in [
            "12345678",
            "password",
            "password1",
            "Passw0rd",
            "qwertyuiop",
            "iloveyou",
            "aaaaaaaa",
            "abcd1234",
            "11111111111",
        ] {
            assert_eq!(fault(password), Some("error-password-common"), "{password}");
        }
    }

    #[test]
    fn what_everybody_knows_of_its_owner_is_refused() {
        for password in [
            "quillfeather",
            "Quillfeather1",
            "quill-feather",
            "quillfeather@inkpots.org",
            "miniblog1",
            "mini blog!",
        ] {
            assert_eq!(fault(password), Some("error-password-context"), "{password}");
        }
    }

    #[test]
    fn there_are_no_rules_of_composition() {
        for password in [
            "correct horse battery staple",
            "vjqmzkrw",
            "天地玄黃宇宙洪荒",
            "        x   y z w",
            &"é".repeat(3).chars().chain("gartenzaun".chars()).collect::<String>(),
        ] {
            assert_eq!(fault(password), None, "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(fault("vjqmzkr"), Some("error-password-short"));
        let long: String = (0..128).map(|i| char::from(b'!' + (i * 37 % 90) as u8)).collect();
        assert_eq!(fault(&long), None);
        assert_eq!(fault(&format!("{long}x")), Some("error-password-long"));
    }

    #[actix_web::test]
    async fn every_character_counts_even_the_hundredth() {
        let hasher = Hasher::new(4).unwrap();
        let long = "天地玄黃".repeat(32);
        let hash = hasher.hash(&long).await.unwrap();
        assert!(hash.starts_with("$2b$04$"));
        assert!(hasher.verify(&long, Some(&hash)).await.unwrap());
        assert!(
            !hasher
                .verify(&long.replace("玄黃天地玄黃", "玄黃天地玄黄"), Some(&hash))
                .await
                .unwrap()
        );
        assert!(!hasher.verify(&format!("{long}天"), Some(&hash)).await.unwrap());
    }

    #[actix_web::test]
    async fn who_tries_one_account_a_hundred_times_at_once_keeps_nobody_else_waiting() {
        let hasher = Hasher::new(8).unwrap();
        let hash = hasher.hash("an owner's own phrase").await.unwrap();
        let flood: Vec<_> = (0..100)
            .map(|_| {
                let hasher = hasher.clone();
                actix_web::rt::spawn(async move {
                    hasher.verify_of_stranger("ada", "a guess", None).await.is_ok()
                })
            })
            .collect();
        tokio::task::yield_now().await;
        // The owner, from a browser that is known, and somebody else.
        assert!(hasher.verify("an owner's own phrase", Some(&hash)).await.unwrap());
        let others = ["bob", "cid", "dee", "eve"];
        let queue = |name: &str| Arc::as_ptr(hasher.queues.of(name));
        let bob = others.into_iter().find(|name| queue(name) != queue("ada")).unwrap();
        assert!(!hasher.verify_of_stranger(bob, "a slip", Some(&hash)).await.unwrap());
        let waiting = flood.iter().filter(|guess| !guess.is_finished()).count();
        assert!(waiting > 50, "only {waiting} of 100 are still waiting");
        for guess in flood {
            assert!(guess.await.unwrap());
        }
    }

    #[test]
    fn a_hash_of_a_lower_cost_is_made_up_for() {
        // In rounds, which are what takes the time.
        let rounds = |cost: u32| 1u64 << cost;
        for (lower, cost) in [(4, 4), (4, 5), (4, 12), (10, 12)] {
            let made_up: u64 = costs_between(lower, cost).map(rounds).sum();
            assert_eq!(rounds(lower) + made_up, rounds(cost), "{lower} to {cost}");
        }
        assert!(costs_between(12, 10).is_empty());
    }

    #[actix_web::test]
    async fn an_account_that_is_not_there_costs_the_same_and_is_never_right() {
        let hasher = Hasher::new(5).unwrap();
        assert!(!hasher.is_outdated(&hasher.dummy));
        assert!(!hasher.verify("", None).await.unwrap());
    }
}
