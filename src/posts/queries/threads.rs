//! Conversations: what a post answers, and what answers it.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::posts::entity::{Column, Entity, Model};

/// The most posts of one thread that are looked at, the oldest of it.
const THREAD_LIMIT: u64 = 5_000;
/// The most that are shown above a post.
const ANCESTORS: usize = 50;

/// The surroundings of a post, as identifiers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// From the first post down to the one that is answered.
    pub ancestors: Vec<i64>,
    /// Each reply followed by those to it, older ones first.
    pub descendants: Vec<i64>,
}

pub async fn around(db: &impl ConnectionTrait, post: &Model) -> Result<Thread, DbErr> {
    let root = post.root_id.unwrap_or(post.id);
    let rows: Vec<(i64, Option<i64>)> = Entity::find()
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
/// has been deleted hangs on the first post instead.
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
    let mut descendants = Vec::new();
    let mut open: Vec<i64> = answers.remove(&id).unwrap_or_default().into_iter().rev().collect();
    while let Some(next) = open.pop() {
        descendants.push(next);
        // Taken out, so that not even a circle in the data could be walked for ever.
        open.extend(answers.remove(&next).unwrap_or_default().into_iter().rev());
    }
    Thread { ancestors, descendants }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ancestors_lead_down_to_the_post_and_replies_follow_what_they_answer() {
        let rows =
            [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2)), (5, Some(4)), (6, Some(3))];
        assert_eq!(
            arrange(1, 1, &rows),
            Thread { ancestors: vec![], descendants: vec![2, 4, 5, 3, 6] }
        );
        assert_eq!(arrange(4, 1, &rows), Thread { ancestors: vec![1, 2], descendants: vec![5] });
    }

    #[test]
    fn what_answers_a_deleted_post_hangs_on_the_first() {
        let rows = [(1, None), (3, Some(2)), (4, Some(3))];
        assert_eq!(arrange(4, 1, &rows), Thread { ancestors: vec![1, 3], descendants: vec![] });
        assert_eq!(arrange(1, 1, &rows), Thread { ancestors: vec![], descendants: vec![3, 4] });
        // The first is gone itself.
        let rows = [(3, Some(1)), (4, Some(3)), (5, Some(1))];
        assert_eq!(arrange(4, 1, &rows), Thread { ancestors: vec![3], descendants: vec![] });
    }

    proptest! {
        #[test]
        fn a_thread_of_any_shape_is_shown_whole_and_each_post_once(parents in prop::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            // Post n answers some post before it.
            let rows: Vec<(i64, Option<i64>)> = std::iter::once((0, None))
                .chain(parents.iter().enumerate().map(|(n, parent)| (n as i64 + 1, Some(parent.index(n + 1) as i64))))
                .collect();
            let mut shown = arrange(0, 0, &rows).descendants;
            shown.sort_unstable();
            prop_assert_eq!(shown, (1..=parents.len() as i64).collect::<Vec<_>>());
        }
    }
}
