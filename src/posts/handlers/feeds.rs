//! Atom feeds (RFC 4287) of one person's posts, of a tag's and of everybody's: what who is signed
//! out may see.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::timeline::parse_tag;
use crate::db::Db;
use crate::posts::queries::cards;
use crate::posts::queries::timelines;
use crate::posts::views::{Feed, tag_url};
use crate::users;
use crate::users::views::UserCard;
use crate::web::client::Client;
use crate::web::conditional;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

/// Of the newest posts.
const ENTRIES: u64 = 30;

pub async fn person(
    req: HttpRequest,
    page: Page,
    client: Client,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = users::queries::find_by_username(db.reader(), &username).await?;
    let person = person.filter(|person| !person.is_gone()).ok_or(Error::NotFound)?;
    let slice = timelines::written_by(db.reader(), None, person.id, ENTRIES).await?;
    let cards = cards::find(db.reader(), &slice.items, None).await?;
    let card = UserCard::of(&person.identity());
    let title = format!("{} (@{}) · {}", card.display_name, card.username, page.settings.site.name);
    let base = client.base_url(&page.settings);
    answer(
        &req,
        &page,
        &Feed::new(
            &base,
            &card.url,
            &format!("{}/feed.atom", card.url),
            title,
            person.created_at,
            &cards,
        ),
    )
}

pub async fn everybody(
    req: HttpRequest,
    page: Page,
    client: Client,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let slice = timelines::public(db.reader(), None, &Cursor::default(), ENTRIES).await?;
    let cards = cards::find(db.reader(), &slice.items, None).await?;
    let base = client.base_url(&page.settings);
    answer(
        &req,
        &page,
        &Feed::new(&base, "/explore", "/explore.atom", page.settings.site.name.clone(), 0, &cards),
    )
}

pub async fn tag(
    req: HttpRequest,
    page: Page,
    client: Client,
    db: Data<Db>,
    tag: Path<String>,
) -> Result<HttpResponse, Error> {
    let folded = parse_tag(&tag)?;
    let slice = timelines::tagged(db.reader(), None, &folded, &Cursor::default(), ENTRIES).await?;
    let cards = cards::find(db.reader(), &slice.items, None).await?;
    let base = client.base_url(&page.settings);
    let (url, title) = (tag_url(&folded), format!("#{tag} · {}", page.settings.site.name));
    let feed = Feed::new(&base, &url, &format!("{url}/feed.atom"), title, 0, &cards);
    answer(&req, &page, &feed)
}

fn answer(req: &HttpRequest, page: &Page, feed: &Feed) -> Result<HttpResponse, Error> {
    let xml = page.render_bare(feed)?;
    Ok(conditional::answer(req, "application/atom+xml; charset=utf-8", xml, feed.changed_at))
}
