//! Identifiers that sort by time: 47 bits of milliseconds since 1970, then 16 bits that are random
//! at first and count up within a millisecond.
//!
//! They need no database round-trip and no co-ordination between instances, give keyset paging its
//! order, don't tell how many accounts or posts there are, and let an imported post take its place
//! by its date. Two instances that mint the same one are told so by the primary key.

use std::sync::atomic::{AtomicI64, Ordering};

const SEQUENCE_BITS: u32 = 16;

static LAST: AtomicI64 = AtomicI64::new(0);

/// A new identifier, larger than every one this process has minted before.
pub fn mint() -> i64 {
    let fresh = mint_at(now_ms());
    let mut minted = fresh;
    // Ordering::Relaxed: nothing but the number itself is handed over.
    let _ = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
        minted = fresh.max(last + 1);
        Some(minted)
    });
    minted
}

/// An identifier for something that happened at another time, in milliseconds since 1970.
pub fn mint_at(ms: i64) -> i64 {
    (ms << SEQUENCE_BITS) | i64::from(rand::random::<u16>() >> 1)
}

/// The smallest identifier of that time.
pub fn first_at(ms: i64) -> i64 {
    ms.saturating_mul(1 << SEQUENCE_BITS)
}

/// When it was minted, in milliseconds since 1970.
pub fn time_of(id: i64) -> i64 {
    id >> SEQUENCE_BITS
}

/// Milliseconds since 1970-01-01T00:00:00Z, as every time in the database is kept.
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_grow_and_carry_their_time() {
        let before = now_ms();
        let ids: Vec<i64> = (0..200_000).map(|_| mint()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids[0] >> SEQUENCE_BITS >= before);
    }
}
