//! `index.html`: the archive as one page that any browser shows, without a server and without a
//! script.

use super::Export;
use crate::archive::views::{ArchivePage, ArchivePosts, POSTS_GO_HERE, ReadablePost};
use crate::archive::worker::Interrupted;
use crate::posts::queries::cards;
use crate::posts::queries::own_posts;
use crate::web::i18n::Locale;
use crate::web::templates::{Frame, View};

impl Export {
    pub(super) async fn write_page(&mut self, base: &str) -> Result<(), Interrupted> {
        let (posts, reposts) = own_posts::count(self.work.db().reader(), self.user.id).await?;
        let around = self.render(&ArchivePage::of(&self.user, posts, reposts, base))?;
        let (head, foot) = around
            .split_once(POSTS_GO_HERE)
            .ok_or_else(|| anyhow::anyhow!("the archive's page has no place for posts"))?;
        self.zip.file("index.html").await?;
        self.zip.write(head.to_owned()).await?;
        let (mut after, mut year) = (0, String::new());
        loop {
            let entries = self.read_entries(after).await?;
            let Some(last) = entries.last() else { break };
            after = last.post;
            let db = self.work.db().reader();
            let cards = cards::find(db, &entries, Some(self.user.id)).await?;
            let posts = cards.iter().map(|card| ReadablePost::of(card, base, &mut year)).collect();
            let html = self.render(&ArchivePosts { posts })?;
            self.zip.write(html).await?;
            self.keep_pieces().await?;
            self.work.job.done += entries.len() as i64;
            self.work.say_how_far().await?;
        }
        self.zip.write(foot.to_owned()).await?;
        self.keep_pieces().await
    }

    fn render<V: View>(&self, view: &V) -> Result<String, Interrupted> {
        let locale = Locale::from_tag(&self.work.job.locale).unwrap_or_default();
        let settings = self.work.settings();
        Ok(self.work.templates().render(view, locale, &Frame::default(), &settings)?)
    }
}
