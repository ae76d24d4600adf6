//! Keyset paging: `?before=ID`, newest first. A page never shifts under the reader, and the
//! thousandth costs what the first does.

use serde::Deserialize;

/// The query of every list.
#[derive(Debug, Default, Deserialize)]
pub struct Cursor {
    pub before: Option<i64>,
}

impl Cursor {
    /// For lists of most of a table: said so that the database goes along the primary key, from its
    /// end where nothing else is said.
    pub fn end(&self) -> i64 {
        self.before.unwrap_or(i64::MAX)
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Slice<T> {
    pub items: Vec<T>,
    /// What the next page starts before; `None` on the last.
    pub next_before: Option<i64>,
}

impl<T> Slice<T> {
    /// Of `rows`, fetched as one more than `size` so that the last page is known without a count.
    pub fn new(mut rows: Vec<T>, size: u64, id: impl Fn(&T) -> i64) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next_before = rows.last().filter(|_| more).map(id);
        Self { items: rows, next_before }
    }

    /// The link to what is older in the list that is at this path.
    pub fn older_url(&self, path: &str) -> Option<String> {
        let joint = if path.contains('?') { '&' } else { '?' };
        self.next_before.map(|before| format!("{path}{joint}before={before}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_page_is_offered_only_when_there_is_one() {
        let page = Slice::new(vec![9, 8, 7], 2, |id| *id);
        assert_eq!((page.items, page.next_before), (vec![9, 8], Some(8)));
        let last = Slice::new(vec![9, 8], 2, |id| *id);
        assert_eq!((last.items, last.next_before), (vec![9, 8], None));
        assert_eq!(Slice::new(Vec::<i64>::new(), 2, |id| *id).next_before, None);
    }
}
