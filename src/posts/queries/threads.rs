//! Conversations: what a post answers, and what answers it.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, QueryFilter, QueryOrder, QuerySelect,
};

use super::visibility::{Viewer, posts_for};
use crate::posts::entity::{Column, Model};

/// The most posts of one thread that are looked at, the oldest of it.
const THREAD_LIMIT: u64 = 5_000;
/// The most that are shown above a post.
const ANCESTORS: usize = 50;
/// Answers to answers are shown down to here; what is below is a page of its own.
const DEPTH: usize = 5;

/// The surroundings of a post, as identifiers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// From the first post down to the one that is answered.
    pub ancestors: Vec<i64>,
    /// Each reply followed by those to it, older ones first.
    pub replies: Vec<Reply>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    pub id: i64,
    /// 1 for an answer to the post itself.
    pub depth: usize,
    /// How many are below it that aren't shown here.
    pub folded: usize,
}

/// The thread around a post, as far as the viewer may see it.
pub async fn around(
    db: &impl ConnectionTrait,
    post: &Model,
    viewer: Viewer,
) -> Result<Thread, DbErr> {
    let root = post.root_id.unwrap_or(post.id);
    let rows: Vec<(i64, Option<i64>)> = posts_for(viewer)
        .select_only()
        .column(Column::Id)
        .column(Column::InReplyTo)
        .filter(Condition::any().add(Column::RootId.eq(root)).add(Column::Id.eq(root)))
        .order_by_asc(Column::Id)
        .limit(THREAD_LIMIT)
        .into_tuple()
        .all(db)
        .await?;
    Ok(arrange(post.id, root, &rows))
}

/// `rows` are the thread's posts and what each answers, the oldest first. What answers a post that
/// isn't among them hangs on the first post instead.
fn arrange(id: i64, root: i64, rows: &[(i64, Option<i64>)]) -> Thread {
    let present: HashSet<i64> = rows.iter().map(|(id, _)| *id).collect();
    let parent_of = |(id, parent): (i64, Option<i64>)| {
        let parent = parent.filter(|parent| present.contains(parent)).unwrap_or(root);
        (id != root && present.contains(&parent)).then_some(parent)
    };
    let parents: HashMap<i64, i64> =
        rows.iter().filter_map(|row| Some((row.0, parent_of(*row)?))).collect();
    let above = |id: &i64| parents.get(id).copied();
    let mut ancestors: Vec<i64> =
        std::iter::successors(above(&id), above).take(ANCESTORS).collect();
    ancestors.reverse();

    let mut answers: HashMap<i64, Vec<i64>> = HashMap::new();
    for (reply, _) in rows {
        if let Some(parent) = parents.get(reply) {
            answers.entry(*parent).or_default().push(*reply);
        }
    }
    let mut replies: Vec<Reply> = Vec::new();
    let mut open = vec![(id, 0)];
    while let Some((next, depth)) = open.pop() {
        if depth > DEPTH {
            if let Some(last) = replies.last_mut() {
                last.folded += 1;
            }
        } else if depth > 0 {
            replies.push(Reply { id: next, depth, folded: 0 });
        }
        // Taken out, so that not even a circle in the data could be walked for ever.
        let below = answers.remove(&next).unwrap_or_default();
        open.extend(below.into_iter().rev().map(|reply| (reply, depth + 1)));
    }
    Thread { ancestors, replies }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(thread: &Thread) -> Vec<i64> {
        thread.replies.iter().map(|reply| reply.id).collect()
    }

    #[test]
    fn ancestors_lead_down_to_the_post_and_replies_follow_what_they_answer() {
        let rows =
            [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2)), (5, Some(4)), (6, Some(3))];
        let whole = arrange(1, 1, &rows);
        assert_eq!((whole.ancestors.as_slice(), ids(&whole)), ([].as_slice(), vec![2, 4, 5, 3, 6]));
        let depths: Vec<_> = whole.replies.iter().map(|reply| reply.depth).collect();
        assert_eq!(depths, [1, 2, 3, 1, 2]);
        let part = arrange(4, 1, &rows);
        assert_eq!((part.ancestors.as_slice(), ids(&part)), ([1, 2].as_slice(), vec![5]));
    }

    #[test]
    fn what_answers_a_missing_post_hangs_on_the_first() {
        let rows = [(1, None), (3, Some(2)), (4, Some(3))];
        let part = arrange(4, 1, &rows);
        assert_eq!((part.ancestors.as_slice(), ids(&part)), ([1, 3].as_slice(), vec![]));
        assert_eq!(ids(&arrange(1, 1, &rows)), [3, 4]);
        // The first is gone itself.
        let rows = [(3, Some(1)), (4, Some(3)), (5, Some(1))];
        let part = arrange(4, 1, &rows);
        assert_eq!((part.ancestors.as_slice(), ids(&part)), ([3].as_slice(), vec![]));
    }

    #[test]
    fn what_lies_too_deep_is_counted_where_it_is_folded() {
        let rows: Vec<_> = (0..10).map(|n| (n, (n > 0).then_some(n - 1))).collect();
        let whole = arrange(0, 0, &rows);
        assert_eq!(ids(&whole), [1, 2, 3, 4, 5]);
        assert_eq!(whole.replies.last().unwrap().folded, 4);
        assert_eq!(ids(&arrange(5, 0, &rows)), [6, 7, 8, 9]);
    }

    proptest! {
        #[test]
        fn of_a_thread_of_any_shape_each_post_is_shown_once_or_folded_once(parents in prop::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            // Post n answers some post before it.
            let rows: Vec<(i64, Option<i64>)> = std::iter::once((0, None))
                .chain(parents.iter().enumerate().map(|(n, parent)| (n as i64 + 1, Some(parent.index(n + 1) as i64))))
                .collect();
            let thread = arrange(0, 0, &rows);
            let shown = ids(&thread);
            let folded: usize = thread.replies.iter().map(|reply| reply.folded).sum();
            prop_assert_eq!(shown.iter().collect::<HashSet<_>>().len(), shown.len());
            prop_assert_eq!(shown.len() + folded, parents.len());
        }
    }
}
