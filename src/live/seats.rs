//! How many streams there may be: an open one holds a connection and some memory. Counted in this
//! process only, as what it holds is this process's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of all people together.
const MOST: usize = 1000;
/// Of one account, or of one address without.
const MOST_OF_ONE: usize = 10;

/// Who sits there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Whose {
    Account(i64),
    /// As limits count addresses.
    Address(String),
}

/// Why there is no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    House,
    /// He has enough of them himself.
    Share,
}

#[derive(Debug, Clone, Default)]
pub struct Seats(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<Whose, usize>,
}

impl Seats {
    pub fn take(&self, whose: Whose) -> Result<Seat, Full> {
        let mut taken = self.taken();
        if taken.all >= MOST {
            return Err(Full::House);
        }
        let his = taken.by.entry(whose.clone()).or_default();
        if *his >= MOST_OF_ONE {
            return Err(Full::Share);
        }
        *his += 1;
        taken.all += 1;
        Ok(Seat { seats: self.clone(), whose })
    }

    /// Numbers are never left half changed, whatever panicked beside them.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Given back when it is dropped, however that comes about.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    whose: Whose,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        taken.all = taken.all.saturating_sub(1);
        let left = taken.by.get_mut(&self.whose).map_or(0, |his| {
            *his = his.saturating_sub(1);
            *his
        });
        if left == 0 {
            taken.by.remove(&self.whose);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_takes_no_more_than_his_share_and_may_come_back_when_he_has_left() {
        let seats = Seats::default();
        let mut his: Vec<Seat> = (0..MOST_OF_ONE)
            .map(|_| seats.take(Whose::Account(1)).expect("one of his seats"))
            .collect();
        assert_eq!(seats.take(Whose::Account(1)).err(), Some(Full::Share));
        assert!(seats.take(Whose::Account(2)).is_ok());
        assert!(seats.take(Whose::Address("198.51.100.1".to_owned())).is_ok());
        his.pop();
        assert!(seats.take(Whose::Account(1)).is_ok());
    }

    #[test]
    fn a_full_house_has_no_seat_for_anybody_until_somebody_leaves() {
        let seats = Seats::default();
        let mut all: Vec<Seat> = (0..MOST)
            .map(|number| seats.take(Whose::Account(number as i64)).expect("a free seat"))
            .collect();
        assert_eq!(seats.take(Whose::Account(-1)).err(), Some(Full::House));
        all.pop();
        assert!(seats.take(Whose::Account(-1)).is_ok());
    }

    #[test]
    fn nothing_is_kept_of_those_who_have_left() {
        let seats = Seats::default();
        drop(seats.take(Whose::Account(1)));
        assert!(seats.taken().by.is_empty());
        assert_eq!(seats.taken().all, 0);
    }
}
