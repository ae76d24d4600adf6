//! People and posts in the words of `ActivityStreams` 2.0
//! (<https://www.w3.org/TR/activitystreams-vocabulary/>), and where those have none, in the words
//! that its users agree on: `Hashtag`, `sensitive` and `manuallyApprovesFollowers` of the same
//! namespace, `discoverable` of Mastodon's (<https://docs.joinmastodon.org/spec/activitypub/>).

use serde_json::{Map, Value, json};

use crate::posts::entity::{Visibility, draft, edit};
use crate::posts::queries::cards::Card;
use crate::posts::views::{body_html, rfc3339, tag_url};
use crate::users;
use crate::users::entity::{Identity, Link};
use crate::web::text;

/// Everybody. <https://www.w3.org/TR/activitypub/#public-addressing>
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
const NAMESPACE: &str = "https://www.w3.org/ns/activitystreams";
/// The text as its author wrote it: nothing in it is markup, though backticks are shown as code.
pub const PLAIN: &str = "text/plain";

pub fn context() -> Value {
    json!([NAMESPACE, {
        "Hashtag": "as:Hashtag",
        "sensitive": "as:sensitive",
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "toot": "http://joinmastodon.org/ns#",
        "discoverable": "toot:discoverable",
    }])
}

/// Where things are on the site that the archive is of.
pub struct Places<'b> {
    pub base: &'b str,
}

impl Places<'_> {
    pub fn person(&self, username: &str) -> String {
        format!("{}/users/{username}", self.base)
    }

    /// The collection of those who follow somebody.
    pub fn followers(&self, username: &str) -> String {
        format!("{}/followers", self.person(username))
    }

    pub fn following(&self, username: &str) -> String {
        format!("{}/following", self.person(username))
    }

    pub fn post(&self, id: i64) -> String {
        format!("{}/posts/{id}", self.base)
    }

    fn tag(&self, tag: &str) -> String {
        format!("{}{}", self.base, tag_url(&text::fold_tag(tag)))
    }
}

/// `actor.json`
pub fn person(user: &users::entity::Model, places: &Places) -> Value {
    let links = Link::of_column(user.links.as_deref());
    let links: Vec<Value> = links
        .iter()
        .map(|link| json!({"type": "Link", "href": link.url, "name": link.label}))
        .collect();
    json!({
        "@context": context(),
        "id": places.person(&user.username),
        "type": "Person",
        "preferredUsername": user.username,
        "name": user.identity().shown_name(),
        "summary": text::to_html(&user.bio),
        "source": {"content": user.bio, "mediaType": PLAIN},
        "url": places.person(&user.username),
        "published": rfc3339(user.created_at),
        "attachment": links,
        "manuallyApprovesFollowers": user.locked,
        "discoverable": user.discoverable,
        "outbox": "outbox.json",
        "followers": places.followers(&user.username),
        "following": places.following(&user.username),
        "liked": "likes.json",
    })
}

/// A post's publication.
pub fn create(card: &Card, places: &Places) -> Value {
    let (to, cc) = audience(card, places);
    let id = places.post(card.post.id);
    json!({
        "id": format!("{id}#create"),
        "type": "Create",
        "actor": places.person(&card.author.username),
        "published": rfc3339(card.post.created_at),
        "to": to,
        "cc": cc,
        "object": note(card, places),
    })
}

/// A repost.
pub fn announce(by: &str, at: i64, repost: i64, post: i64, places: &Places) -> Value {
    json!({
        "id": format!("{}#repost-{repost}", places.post(post)),
        "type": "Announce",
        "actor": places.person(by),
        "published": rfc3339(at),
        "to": [PUBLIC],
        "cc": [places.followers(by)],
        "object": places.post(post),
    })
}

fn note(card: &Card, places: &Places) -> Value {
    let post = &card.post;
    let (to, cc) = audience(card, places);
    let mut note = Map::new();
    let mut put = |name: &str, value: Value| {
        note.insert(name.to_owned(), value);
    };
    put("id", places.post(post.id).into());
    put("type", "Note".into());
    put("url", places.post(post.id).into());
    put("attributedTo", places.person(&card.author.username).into());
    put("published", rfc3339(post.created_at).into());
    if let Some(edited) = post.edited_at {
        put("updated", rfc3339(edited).into());
    }
    put("to", json!(to));
    put("cc", json!(cc));
    if let Some(parent) = post.in_reply_to {
        put("inReplyTo", places.post(parent).into());
    }
    if let Some(warning) = &post.content_warning {
        // HTML, as all summaries are.
        put("summary", text::to_html(warning).into());
    }
    put("sensitive", post.content_warning.is_some().into());
    words(&mut note, &post.body, post.content_warning.as_deref(), &post.language, |body| {
        body_html(body, &card.mentioned, places.base)
    });
    note.insert("tag".to_owned(), Value::Array(tags(&post.body, &card.mentioned, places)));
    Value::Object(note)
}

/// The text, as HTML and as it was written, in its language.
fn words(
    note: &mut Map<String, Value>,
    body: &str,
    warning: Option<&str>,
    language: &str,
    html: impl Fn(&str) -> String,
) {
    let html = html(body);
    if !language.is_empty() {
        note.insert("contentMap".to_owned(), json!({ language: html }));
    }
    note.insert("content".to_owned(), html.into());
    let mut source = json!({"content": body, "mediaType": PLAIN});
    if let (Some(warning), Some(source)) = (warning, source.as_object_mut()) {
        source.insert("summary".to_owned(), warning.into());
    }
    note.insert("source".to_owned(), source);
}

/// Whom it is for: public ones are addressed to everybody; unlisted ones to the followers, with
/// everybody in copy.
fn audience(card: &Card, places: &Places) -> (Vec<String>, Vec<String>) {
    let followers = places.followers(&card.author.username);
    let named = card.mentioned.iter().map(|person| places.person(&person.username));
    match card.post.visibility {
        Visibility::Public => (vec![PUBLIC.into()], [followers].into_iter().chain(named).collect()),
        Visibility::Unlisted => {
            (vec![followers], [PUBLIC.into()].into_iter().chain(named).collect())
        }
        Visibility::Followers => (vec![followers], named.collect()),
        Visibility::Mentioned => (named.collect(), Vec::new()),
    }
}

fn tags(body: &str, mentioned: &[Identity], places: &Places) -> Vec<Value> {
    let mentions = mentioned.iter().map(|person| {
        let (href, name) = (places.person(&person.username), format!("@{}", person.username));
        json!({"type": "Mention", "href": href, "name": name})
    });
    let hashtags = text::tags(body)
        .into_iter()
        .map(|tag| json!({"type": "Hashtag", "href": places.tag(&tag), "name": format!("#{tag}")}));
    mentions.chain(hashtags).collect()
}

/// A draft: a note that has no address and no readers yet.
pub fn draft(draft: &draft::Model, places: &Places) -> Value {
    let mut note = Map::new();
    note.insert("type".to_owned(), "Note".into());
    note.insert("updated".to_owned(), rfc3339(draft.updated_at).into());
    if let Some(parent) = draft.in_reply_to {
        note.insert("inReplyTo".to_owned(), places.post(parent).into());
    }
    let warning = Some(draft.content_warning.as_str()).filter(|warning| !warning.is_empty());
    if let Some(warning) = warning {
        note.insert("summary".to_owned(), text::to_html(warning).into());
    }
    words(&mut note, &draft.body, warning, &draft.language, |body| {
        body_html(body, &[], places.base)
    });
    Value::Object(note)
}

/// What a post was before it was edited.
pub fn version(edit: &edit::Model, places: &Places) -> Value {
    let mut note = Map::new();
    note.insert("type".to_owned(), "Note".into());
    note.insert("context".to_owned(), places.post(edit.post_id).into());
    note.insert("published".to_owned(), rfc3339(edit.written_at).into());
    let warning = edit.content_warning.as_deref();
    if let Some(warning) = warning {
        note.insert("summary".to_owned(), text::to_html(warning).into());
    }
    words(&mut note, &edit.body, warning, &edit.language, |body| body_html(body, &[], places.base));
    Value::Object(note)
}

/// What is the account's own and nobody else's: no vocabulary has words for it.
pub fn settings(user: &users::entity::Model) -> Value {
    use sea_orm::ActiveEnum;
    let muted = user.muted_words.as_deref().unwrap_or_default();
    json!({
        "username": user.username,
        "email": user.email,
        "email_verified_at": user.email_verified_at.map(rfc3339),
        "created_at": rfc3339(user.created_at),
        "locale": user.locale,
        "theme": user.theme.to_value(),
        "locked": user.locked,
        "discoverable": user.discoverable,
        "notify_from": user.notify_from.to_value(),
        "mail_digest": user.mail_digest.to_value(),
        "muted_words": muted.lines().collect::<Vec<_>>(),
    })
}
