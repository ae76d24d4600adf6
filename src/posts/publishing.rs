//! What publishing, editing and deleting come to, for the web and the command line alike: one
//! transaction each. What was published elsewhere comes here by [`bringing`].

pub mod bringing;

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, SqlErr};

use super::entity::{Model, Visibility, draft};
use super::language;
use super::queries::versions::Wording;
use super::queries::{self, drafts, search, versions, visibility};
use crate::db::Db;
use crate::events::{Event, Events};
use crate::id;
use crate::users::queries::{self as people, relations};
use crate::web::text;

/// A post that is fit to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidPost {
    pub body: String,
    pub in_reply_to: Option<i64>,
    /// None: as what it answers, else public.
    pub visibility: Option<Visibility>,
    pub content_warning: Option<String>,
    /// Empty: to be guessed.
    pub language: String,
    /// A fingerprint of the form that it came with: who sends it twice publishes once.
    pub submission: Option<String>,
    /// The draft that it was until now.
    pub draft: Option<i64>,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Published {
    /// Under this identifier.
    Post(i64),
    /// What it answers has been deleted, or isn't for its author to see.
    ParentGone,
}

pub async fn publish(
    db: &Db,
    events: &Events,
    author_id: i64,
    post: ValidPost,
) -> Result<Published, DbErr> {
    let publish =
        async |transaction: &_| publish_once(transaction, events, author_id, post.clone()).await;
    match db.write(publish).await {
        // Sent twice at the same moment: the other one was quicker.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let first = match &post.submission {
                Some(key) => queries::find_submitted(db.writer(), author_id, key).await?,
                None => None,
            };
            first.map(Published::Post).ok_or(error)
        }
        outcome => outcome,
    }
}

async fn publish_once(
    transaction: &DatabaseTransaction,
    events: &Events,
    author_id: i64,
    post: ValidPost,
) -> Result<Published, DbErr> {
    if let Some(key) = &post.submission
        && let Some(first) = queries::find_submitted(transaction, author_id, key).await?
    {
        return Ok(Published::Post(first));
    }
    let parent = match post.in_reply_to {
        None => None,
        Some(parent) => match visibility::find(transaction, Some(author_id), parent).await? {
            Some(parent) => Some(parent),
            None => return Ok(Published::ParentGone),
        },
    };
    let id = id::mint();
    let row = Model {
        id,
        author_id,
        created_at: id::now_ms(),
        in_reply_to: post.in_reply_to,
        root_id: parent.as_ref().map(|parent| parent.root_id.unwrap_or(parent.id)),
        is_reply: parent
            .as_ref()
            .is_some_and(|parent| parent.is_reply || parent.author_id != author_id),
        visibility: post.visibility.unwrap_or_else(|| {
            parent.as_ref().map_or_else(Visibility::default, |parent| {
                parent.visibility.of_answer(parent.author_id == author_id)
            })
        }),
        language: known_or_guessed(post.language, &post.body),
        content_warning: post.content_warning,
        submission: post.submission,
        body: post.body,
        edited_at: None,
        pinned_at: None,
        hidden_at: None,
        imported_at: None,
    };
    queries::insert(transaction, row.clone()).await?;
    let named = named_in(transaction, &row.body, author_id).await?;
    let there = in_conversation(transaction, &row, parent.as_ref()).await?;
    let mentions = &named | &there;
    queries::add_mentions(transaction, id, mentions.iter().copied()).await?;
    index(transaction, &row).await?;
    if let Some(draft) = post.draft {
        drafts::delete(transaction, draft, author_id).await?;
    }
    let answers = parent.map(|parent| parent.author_id).filter(|author| *author != author_id);
    let told = if row.visibility.is_open() { named } else { mentions };
    let mentions = told.into_iter().filter(|person| Some(*person) != answers).collect();
    events.tell(transaction, &Event::Posted { post: id, by: author_id, answers, mentions }).await?;
    Ok(Published::Post(id))
}

/// Those whom a closed answer is for without naming them: whoever is in a closed conversation stays
/// in it.
async fn in_conversation(
    db: &impl ConnectionTrait,
    post: &Model,
    parent: Option<&Model>,
) -> Result<BTreeSet<i64>, DbErr> {
    let Some(parent) = parent.filter(|_| !post.visibility.is_open()) else {
        return Ok(BTreeSet::new());
    };
    let mut there = BTreeSet::from([parent.author_id]);
    if !parent.visibility.is_open() {
        there.extend(queries::mentioned_in(db, parent.id).await?);
    }
    let there = relations::unblocked(db, there, post.author_id).await?;
    Ok(there.into_iter().take(text::MAX_MENTIONS).collect())
}

/// Those whom a text names, without its author and those between whom and him is a block.
async fn named_in(
    db: &impl ConnectionTrait,
    body: &str,
    author_id: i64,
) -> Result<BTreeSet<i64>, DbErr> {
    let names = text::mentions(body);
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found = people::find_by_keys(db, names).await?;
    Ok(relations::unblocked(db, found, author_id).await?.into_iter().collect())
}

/// What a text can be found by.
async fn index(transaction: &DatabaseTransaction, post: &Model) -> Result<(), DbErr> {
    queries::add_tags(transaction, post.id, text::tags(&post.body)).await?;
    search::index(transaction, post).await
}

fn known_or_guessed(language: String, body: &str) -> String {
    if language.is_empty() {
        language::guess(body).unwrap_or_default().to_owned()
    } else {
        language
    }
}

/// What became of an edit.
#[derive(Debug, PartialEq, Eq)]
pub enum Edited {
    Done,
    /// The words are what they were.
    Same,
    /// There is no such post of this author's.
    NotOwn,
}

pub async fn edit(
    db: &Db,
    events: &Events,
    author_id: i64,
    post_id: i64,
    wording: Wording,
) -> Result<Edited, DbErr> {
    let edit = async |transaction: &_| {
        edit_once(transaction, events, author_id, post_id, wording.clone()).await
    };
    db.write(edit).await
}

async fn edit_once(
    transaction: &DatabaseTransaction,
    events: &Events,
    author_id: i64,
    post_id: i64,
    wording: Wording,
) -> Result<Edited, DbErr> {
    let Some(post) = queries::lock_own(transaction, post_id, author_id).await? else {
        return Ok(Edited::NotOwn);
    };
    let language = known_or_guessed(wording.language, &wording.body);
    let wording = Wording { language, ..wording };
    let (before, after) = (&post, &wording);
    if before.body == after.body
        && before.content_warning == after.content_warning
        && before.language == after.language
    {
        return Ok(Edited::Same);
    }
    // Whoever was named, whatever is between him and the author by now.
    let named_before = people::find_by_keys(transaction, text::mentions(&post.body)).await?;
    let named_before: BTreeSet<i64> = named_before.into_iter().collect();
    let named = named_in(transaction, &wording.body, author_id).await?;
    let known: BTreeSet<i64> =
        queries::mentioned_in(transaction, post_id).await?.into_iter().collect();
    let parent = match post.in_reply_to {
        Some(parent) => visibility::find(transaction, Some(author_id), parent).await?,
        None => None,
    };
    let there = in_conversation(transaction, &post, parent.as_ref()).await?;
    let Wording { body, content_warning, language } = wording.clone();
    let edited = Model { body, content_warning, language, ..post.clone() };
    versions::replace(transaction, &post, wording).await?;
    let unnamed: Vec<i64> = named_before.difference(&(&named | &there)).copied().collect();
    queries::remove_mentions(transaction, post_id, unnamed.iter().copied()).await?;
    let mentions: Vec<i64> = named.difference(&known).copied().collect();
    queries::add_mentions(transaction, post_id, mentions.iter().copied()).await?;
    queries::remove_tags(transaction, post_id).await?;
    index(transaction, &edited).await?;
    let event = Event::Edited { post: post_id, by: author_id, mentions, unnamed };
    events.tell(transaction, &event).await?;
    Ok(Edited::Done)
}

/// What is kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWords {
    pub body: String,
    pub content_warning: String,
    /// None: as what it answers, else public.
    pub visibility: Option<Visibility>,
    pub language: String,
    pub in_reply_to: Option<i64>,
}

/// What keeping a draft came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept {
    Draft,
    /// Its owner has as many as he may.
    TooMany,
}

/// Puts these words in the place of a draft, or makes a new one: also of one that was published or
/// deleted in another window.
pub async fn keep_draft(
    db: &Db,
    user_id: i64,
    draft: Option<i64>,
    words: DraftWords,
) -> Result<Kept, DbErr> {
    let keep =
        async |transaction: &_| keep_draft_once(transaction, user_id, draft, words.clone()).await;
    db.write(keep).await
}

async fn keep_draft_once(
    transaction: &DatabaseTransaction,
    user_id: i64,
    draft: Option<i64>,
    words: DraftWords,
) -> Result<Kept, DbErr> {
    // So that those that are kept meanwhile are counted.
    people::lock(transaction, [user_id]).await?;
    let parent = match words.in_reply_to {
        Some(parent) => visibility::find(transaction, Some(user_id), parent).await?,
        None => None,
    };
    let as_there = |parent: &Model| parent.visibility.of_answer(parent.author_id == user_id);
    let row = draft::Model {
        id: draft.unwrap_or_default(),
        user_id,
        body: words.body,
        content_warning: words.content_warning,
        visibility: words.visibility.or(parent.as_ref().map(as_there)).unwrap_or_default(),
        language: words.language,
        in_reply_to: words.in_reply_to,
        updated_at: id::now_ms(),
    };
    let replaced = draft.is_some() && drafts::update(transaction, row.clone()).await?;
    if !replaced {
        if drafts::count(transaction, user_id).await? >= drafts::MOST {
            return Ok(Kept::TooMany);
        }
        drafts::insert(transaction, draft::Model { id: id::mint(), ..row }).await?;
    }
    Ok(Kept::Draft)
}

/// Deletes a post of this author's. `redraft` keeps its words as a draft, and answers that draft's
/// identifier. None when there is no such post.
pub async fn delete(
    db: &Db,
    author_id: i64,
    post_id: i64,
    redraft: bool,
) -> Result<Option<Deleted>, DbErr> {
    let delete =
        async |transaction: &_| delete_once(transaction, author_id, post_id, redraft).await;
    db.write(delete).await
}

async fn delete_once(
    transaction: &DatabaseTransaction,
    author_id: i64,
    post_id: i64,
    redraft: bool,
) -> Result<Option<Deleted>, DbErr> {
    let Some(post) = queries::lock_own(transaction, post_id, author_id).await? else {
        return Ok(None);
    };
    let mut draft_id = None;
    if redraft {
        let draft = draft::Model {
            id: id::mint(),
            user_id: author_id,
            body: post.body,
            content_warning: post.content_warning.unwrap_or_default(),
            visibility: post.visibility,
            language: post.language,
            in_reply_to: post.in_reply_to,
            updated_at: id::now_ms(),
        };
        draft_id = Some(draft.id);
        drafts::insert(transaction, draft).await?;
    }
    queries::delete(transaction, post_id, author_id).await?;
    Ok(Some(Deleted { draft: draft_id }))
}

/// What is left of a deleted post.
#[derive(Debug, PartialEq, Eq)]
pub struct Deleted {
    pub draft: Option<i64>,
}
