//! Whom and what somebody has chosen: follows, likes, bookmarks, mutes, blocks. The newest first.

use sea_orm::Condition;
use serde_json::Value;

use super::vocabulary::Places;
use super::{Export, PAGE};
use crate::archive::worker::Interrupted;
use crate::db::pairs::{self, End, Pair};
use crate::posts::entity::{bookmark, like};
use crate::users::entity::{block, follow, follow_request, mute};
use crate::users::queries::identities;

impl Export {
    pub(super) async fn write_lists(&mut self, places: &Places<'_>) -> Result<(), Interrupted> {
        let name = self.user.username.clone();
        let (followers, following) = (places.followers(&name), places.following(&name));
        let (forth, back) = (End::Subject, End::Object);
        self.people::<follow::Entity>("following.json", &following, forth, places).await?;
        self.people::<follow::Entity>("followers.json", &followers, back, places).await?;
        let requests = "follow_requests.json";
        self.people::<follow_request::Entity>(requests, requests, forth, places).await?;
        self.people::<mute::Entity>("mutes.json", "mutes.json", forth, places).await?;
        self.people::<block::Entity>("blocks.json", "blocks.json", forth, places).await?;
        self.posts::<like::Entity>("likes.json", places).await?;
        self.posts::<bookmark::Entity>("bookmarks.json", places).await
    }

    async fn people<P: Pair>(
        &mut self,
        name: &'static str,
        id: &str,
        end: End,
        places: &Places<'_>,
    ) -> Result<(), Interrupted> {
        let mut file = self.begin_list(name, id).await?;
        let mut before = None;
        loop {
            let rows = self.read_pairs::<P>(end, before).await?;
            let Some((last, _)) = rows.last() else { break };
            before = Some(*last);
            let people =
                identities(self.work.db().reader(), rows.iter().map(|(_, other)| *other)).await?;
            let named = rows.iter().filter_map(|(_, other)| people.get(other));
            let items = named.map(|person| Value::from(places.person(&person.username))).collect();
            self.add_to_list(&mut file, items).await?;
        }
        self.end_list(file).await
    }

    async fn posts<P: Pair>(
        &mut self,
        name: &'static str,
        places: &Places<'_>,
    ) -> Result<(), Interrupted> {
        let mut file = self.begin_list(name, name).await?;
        let mut before = None;
        loop {
            let rows = self.read_pairs::<P>(End::Subject, before).await?;
            let Some((last, _)) = rows.last() else { break };
            before = Some(*last);
            let items = rows.iter().map(|(_, post)| Value::from(places.post(*post))).collect();
            self.add_to_list(&mut file, items).await?;
        }
        self.end_list(file).await
    }

    async fn read_pairs<P: Pair>(
        &self,
        end: End,
        before: Option<i64>,
    ) -> Result<Vec<(i64, i64)>, sea_orm::DbErr> {
        let db = self.work.db().reader();
        pairs::list::<P>(db, end, self.user.id, before, PAGE, |_| Condition::all()).await
    }
}
