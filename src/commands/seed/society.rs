//! Who follows whom in the demo world, and what else people are to each other. It depends on how
//! many there are and on nothing else: seeding again changes none of it.

use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use rand::{RngExt, SeedableRng};

use super::people::LOCKED;
use super::{Dice, Failure, NEWEST_MS, Person};

/// Those whom the first one doesn't want to read, and whom he wants nothing to do with.
const MUTED: [usize; 2] = [17, 29];
const BLOCKED: [usize; 1] = [23];
/// Those who ask to follow him. (He let nobody in unasked for a while.)
const ASKING: [usize; 3] = [LOCKED, 12, 31];

/// That somebody did something to somebody, both by their numbers.
#[derive(Debug, Clone, Copy)]
pub struct Deed {
    pub at: i64,
    pub by: usize,
    pub to: usize,
}

/// All deeds of a kind in the order of their time.
pub struct Society {
    pub follows: Vec<Deed>,
    pub requests: Vec<Deed>,
    pub mutes: Vec<Deed>,
    pub blocks: Vec<Deed>,
    /// Of each.
    pub followers: Vec<Vec<usize>>,
}

/// Zipf's law: the tenth is followed a tenth as much as the first.
pub fn popularity(people: usize) -> Result<WeightedIndex<f64>, Failure> {
    Ok(WeightedIndex::new((0..people).map(|number| 1.0 / (number as f64 + 1.5)))?)
}

impl Society {
    pub fn of(people: &[Person], now: i64) -> Result<Self, Failure> {
        let mut dice = Dice::seed_from_u64(people.len() as u64);
        let popularity = popularity(people.len())?;
        let since = |by: usize, to: usize, dice: &mut Dice| {
            let joined = |number: usize| people.get(number).map_or(0, |person| person.joined);
            let (from, until) = (joined(by).max(joined(to)), now - NEWEST_MS);
            Deed {
                at: until - ((until - from).max(0) as f64 * dice.random::<f64>()) as i64,
                by,
                to,
            }
        };
        let mut society = Self {
            follows: Vec::new(),
            requests: Vec::new(),
            mutes: Vec::new(),
            blocks: Vec::new(),
            followers: vec![Vec::new(); people.len()],
        };
        for by in 0..people.len() {
            for to in chosen(by, people.len(), &popularity, &mut dice) {
                let deed = since(by, to, &mut dice);
                // Most wait for a while until they are let in; some still do.
                if to == LOCKED && (by == 0 || dice.random_bool(0.2)) {
                    society.requests.push(deed);
                    continue;
                }
                society.follows.push(deed);
                if let Some(followers) = society.followers.get_mut(to) {
                    followers.push(by);
                }
            }
        }
        let there = |number: &usize| *number < people.len();
        society.requests.extend(ASKING.into_iter().filter(there).map(|by| since(by, 0, &mut dice)));
        society.mutes.extend(MUTED.into_iter().filter(there).map(|to| since(0, to, &mut dice)));
        society.blocks.extend(BLOCKED.into_iter().filter(there).map(|to| since(0, to, &mut dice)));
        for deeds in
            [&mut society.follows, &mut society.requests, &mut society.mutes, &mut society.blocks]
        {
            // What those do who were there before, they have decided themselves meanwhile.
            let new = |number: usize| people.get(number).is_some_and(|person| person.new);
            deeds.retain(|deed| new(deed.by) || new(deed.to));
            deeds.sort_unstable_by_key(|deed| deed.at);
        }
        Ok(society)
    }
}

/// Whether there is a block between the two.
pub fn is_blocked(one: usize, other: usize) -> bool {
    (one == 0 && BLOCKED.contains(&other)) || (other == 0 && BLOCKED.contains(&one))
}

/// Those whom somebody would like to follow: most a few, some a hundred and more.
fn chosen(
    by: usize,
    people: usize,
    popularity: &WeightedIndex<f64>,
    dice: &mut Dice,
) -> Vec<usize> {
    let share = if by == 0 { 0.1 } else { 0.15 * dice.random::<f64>().powi(4) };
    let wished = (4 + (people as f64 * share) as usize + dice.random_range(0..4)).min(people - 1);
    let mut chosen = Vec::new();
    // Who is drawn twice isn't followed twice: the popular run out.
    for _ in 0..wished * 4 {
        let to = popularity.sample(dice);
        let asks = to == 0 && ASKING.contains(&by);
        if to != by && !asks && !is_blocked(by, to) && !chosen.contains(&to) {
            chosen.push(to);
        }
        if chosen.len() == wished {
            break;
        }
    }
    chosen
}
