//! Finding posts and tags. What is found is what the viewer may see, and of what others don't want
//! listed nothing.

use std::collections::BTreeSet;

use sea_orm::sea_query::{self, CommonTableExpression, Expr, UnionType, WithClause};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, JoinType, Order,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};

use super::timelines::Entry;
use super::visibility::{Viewer, is_heard_by, posts_for};
use crate::db::fulltext::{self, Query};
use crate::posts::entity::{Column, Entity, Model, Visibility, tag};
use crate::users;
use crate::web::pagination::{Cursor, Slice};
use crate::web::text;

/// What the words of posts are found by.
const TABLE: &str = "post_search";
/// The tags that have been found already.
const FOUND: &str = "found";
/// So many `from:` and `#` of one question are looked at.
const FILTERS: usize = 8;

/// What somebody typed, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Usernames, folded.
    from: Vec<String>,
    /// Folded.
    tags: Vec<String>,
    /// Words and quoted phrases.
    words: String,
}

impl Sought {
    pub fn parse(q: &str) -> Self {
        let mut sought = Self::default();
        let mut quoted = false;
        for word in q.split_whitespace() {
            let name = word.strip_prefix("from:").map(|name| name.trim_start_matches('@'));
            let tag = word.strip_prefix(['#', '＃']).map(|_| text::tags(word));
            match (name, tag.as_deref()) {
                (Some(name), _) if !quoted && users::username::is_valid(name) => {
                    sought.from.push(users::username::fold(name));
                }
                (_, Some([tag])) if !quoted => sought.tags.push(tag.clone()),
                _ => {
                    sought.words.push_str(word);
                    sought.words.push(' ');
                }
            }
            quoted ^= word.matches('"').count() % 2 == 1;
        }
        sought.from.truncate(FILTERS);
        sought.tags.truncate(FILTERS);
        sought
    }
}

/// Posts with all that is sought, the newest first.
pub async fn posts(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    sought: &Sought,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let words = Query::parse(&sought.words);
    let nothing = || Slice::new(Vec::new(), size, |entry: &Entry| entry.at);
    if words.is_empty() && sought.from.is_empty() && sought.tags.is_empty() {
        return Ok(nothing());
    }
    let mut found = posts_for(viewer).filter(listed(viewer)).filter(is_heard_by(viewer));
    // Asked for first: of one known author's posts there is a list in their order.
    let names: BTreeSet<String> = sought.from.iter().cloned().collect();
    if !names.is_empty() {
        let sought = names.len();
        let authors = users::queries::find_by_keys(db, names).await?;
        if authors.len() < sought {
            return Ok(nothing());
        }
        for author in authors {
            found = found.filter(Column::AuthorId.eq(author));
        }
    }
    for tag in &sought.tags {
        let tagged = tag::Entity::find()
            .select_only()
            .column(tag::Column::PostId)
            .filter(tag::Column::Tag.eq(tag));
        found = found.filter(Column::Id.in_subquery(tagged.into_query()));
    }
    if !words.is_empty() {
        let backend = db.get_database_backend();
        found = found.filter(fulltext::matches(backend, Column::Id, TABLE, &words, cursor.before));
    }
    let ids: Vec<i64> = found
        .select_only()
        .column(Column::Id)
        .apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)))
        .order_by(Expr::col((Entity, Column::Id)), Order::Desc)
        .limit(size + 1)
        .into_tuple()
        .all(db)
        .await?;
    Ok(Slice::new(ids.into_iter().map(Entry::of).collect(), size, |entry: &Entry| entry.at))
}

/// Tags that begin with this and that somebody else than their author can come by.
pub async fn tags(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    beginning: &str,
    most: u64,
) -> Result<Vec<String>, DbErr> {
    let beginning = text::fold_tag(beginning.trim_start_matches(['#', '＃']));
    if beginning.is_empty() {
        return Ok(Vec::new());
    }
    let end = format!("{beginning}\u{10ffff}");
    // From each tag the next one is looked up: a tag that thousands of posts have costs as much as
    // one that is on a single post.
    let (found, number) = (|column| Expr::col((FOUND, column)), "number");
    let next = |after: Expr| {
        let tags = posts_for(viewer)
            .join_rev(JoinType::InnerJoin, tag::Relation::Post.def())
            .filter(after.and(tag::Column::Tag.lt(end.as_str())))
            .filter(Column::Visibility.eq(Visibility::Public))
            .filter(is_heard_by(viewer))
            .select_only()
            .column(tag::Column::Tag)
            .order_by_asc(tag::Column::Tag)
            .limit(1);
        Expr::SubQuery(None, Box::new(tags.into_query().into()))
    };
    let mut tags = sea_query::Query::select();
    tags.expr(next(tag::Column::Tag.gte(beginning))).expr(Expr::Constant(1_i64.into()));
    let further = sea_query::Query::select()
        .expr(next(tag::Column::Tag.into_expr().gt(found("tag"))))
        .expr(found(number).add(Expr::Constant(1_i64.into())))
        .from(FOUND)
        .and_where(found("tag").is_not_null().and(found(number).lt(most.cast_signed())))
        .to_owned();
    tags.union(UnionType::All, further);
    let tags = CommonTableExpression::new()
        .table_name(FOUND)
        .columns(["tag", number])
        .query(tags)
        .to_owned();
    let all = sea_query::Query::select()
        .column("tag")
        .from(FOUND)
        .and_where(found("tag").is_not_null())
        .order_by("tag", Order::Asc)
        .with_cte(WithClause::new().recursive(true).cte(tags).to_owned())
        .to_owned();
    let rows = db.query_all(&all).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

fn listed(viewer: Viewer) -> Condition {
    let listed = Condition::any().add(Column::Visibility.ne(Visibility::Unlisted));
    match viewer {
        Some(viewer) => listed.add(Column::AuthorId.eq(viewer)),
        None => listed,
    }
}

/// Makes a post findable by its words of today.
pub async fn index(db: &impl ConnectionTrait, post: &Model) -> Result<(), DbErr> {
    fulltext::put(db, TABLE, post.id, &searchable(post)).await
}

/// The same for many posts.
pub async fn index_many<'p>(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = &'p Model>,
) -> Result<(), DbErr> {
    let texts: Vec<_> = posts.into_iter().map(|post| (post.id, searchable(post))).collect();
    fulltext::put_many(db, TABLE, &texts).await
}

/// The text that a post is found by.
pub fn searchable(post: &Model) -> String {
    format!("{}\n{}", post.content_warning.as_deref().unwrap_or_default(), post.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_told_from_words() {
        let sought = Sought::parse("from:@Ada #Rust \"from:me to #you\" 天气 from:");
        assert_eq!(sought.from, ["ada"]);
        assert_eq!(sought.tags, ["rust"]);
        assert_eq!(sought.words, "\"from:me to #you\" 天气 from: ");
    }
}
