//! Who is told of what happens, written down with it.

use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};

use super::entity::Kind;
use super::queries::{self, News};
use crate::events::{Event, Listener};
use crate::id;
use crate::posts;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub struct Notifier;

#[async_trait]
impl Listener for Notifier {
    async fn hear(&self, event: &Event, db: &DatabaseTransaction) -> Result<(), DbErr> {
        match event {
            Event::Posted { post, by, answers, mentions } => {
                let reply = News::of_post(Kind::Reply, *by, *post, *post);
                queries::tell(db, reply, answers.iter().copied()).await?;
                let mention = News::of_post(Kind::Mention, *by, *post, *post);
                queries::tell(db, mention, mentions.iter().copied()).await
            }
            Event::Edited { post, by, mentions, unnamed } => {
                for person in unnamed {
                    queries::forget(db, Kind::Mention, *by, Some(*post), Some(*person)).await?;
                }
                let mention = News::of_post(Kind::Mention, *by, *post, *post);
                queries::tell(db, mention, mentions.iter().copied()).await?;
                // One line for all edits of a post, however often it is mended.
                queries::forget(db, Kind::Edit, *by, Some(*post), None).await?;
                let reposters = posts::queries::reposted_by(db, *post).await?;
                queries::tell(db, News::of_post(Kind::Edit, *by, *post, *post), reposters).await
            }
            Event::Liked { post, author, by } => {
                queries::tell(db, News::of_post(Kind::Like, *by, *post, *post), [*author]).await
            }
            Event::Reposted { post, author, by } => {
                queries::tell(db, News::of_post(Kind::Repost, *by, *post, *post), [*author]).await
            }
            Event::Unliked { post, by } => {
                queries::forget(db, Kind::Like, *by, Some(*post), None).await
            }
            Event::Unreposted { post, by } => {
                queries::forget(db, Kind::Repost, *by, Some(*post), None).await
            }
            Event::Followed { person, by } => {
                // Who had asked before the doors were opened doesn't ask any more.
                queries::forget(db, Kind::Request, *by, None, Some(*person)).await?;
                queries::tell(db, followed(*by), [*person]).await
            }
            Event::FollowRequested { person, by } => {
                let request = News { kind: Kind::Request, topic: *by, by: *by, post: None };
                queries::tell(db, request, [*person]).await
            }
            Event::Unfollowed { person, by } => {
                queries::forget(db, Kind::Follow, *by, None, Some(*person)).await?;
                queries::forget(db, Kind::Request, *by, None, Some(*person)).await
            }
            Event::RequestDecided { person, by, accepted } => {
                queries::forget(db, Kind::Request, *by, None, Some(*person)).await?;
                if *accepted { queries::tell(db, followed(*by), [*person]).await } else { Ok(()) }
            }
            Event::Blocked { person, by } => queries::forget_between(db, *person, *by).await,
        }
    }
}

/// Those who come on one day share a line.
fn followed(by: i64) -> News {
    News { kind: Kind::Follow, topic: id::now_ms() / DAY_MS, by, post: None }
}
