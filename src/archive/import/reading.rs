//! From the bytes of an outbox to posts that are fit to be brought. Runs on a thread of its own.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use flate2::Crc;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use tokio::sync::mpsc;

use super::unzip::{Entry, unpack};
use super::{MAX_ENTRIES, MAX_UNPACKED};
use crate::archive::export::vocabulary::{PLAIN, PUBLIC};
use crate::archive::worker::Interrupted;
use crate::id;
use crate::posts::entity::Visibility;
use crate::posts::forms::NewPost;
use crate::posts::language;
use crate::posts::publishing::bringing::{BroughtPost, Origin};
use crate::web::fingerprint::fingerprint;

/// One entry of an outbox may have so many bytes.
const MAX_ITEM: u64 = 256 * 1024;
/// The longest identifier that is one.
const MAX_ID: usize = 2_048;

/// One entry of the outbox.
#[derive(Debug)]
pub enum Item {
    Post(Box<BroughtPost>),
    /// A repost, or something else that isn't brought.
    PassedOver,
    /// It isn't what it should be.
    Refused,
}

/// Whose archive it is, and what is asked of its posts.
#[derive(Debug)]
pub struct Owner {
    actor: String,
    followers: String,
    /// Where we are: what comes from here may still be here.
    posts_here: String,
    max_length: usize,
    now: i64,
}

impl Owner {
    /// By the archive's `actor.json`.
    pub fn of(actor: &str, base_url: &str, max_length: usize) -> Option<Self> {
        let actor: Value = serde_json::from_str(actor).ok()?;
        if text(&actor, "type") != Some("Person") {
            return None;
        }
        let followers = text(&actor, "followers").unwrap_or_default().to_owned();
        Some(Self {
            actor: identifier(&actor, "id")?.to_owned(),
            followers,
            posts_here: format!("{base_url}/posts/"),
            max_length,
            now: id::now_ms(),
        })
    }

    fn item(&self, activity: &Value) -> Item {
        let note = match text(activity, "type") {
            Some("Create") => match activity.get("object") {
                Some(note) if text(note, "type") == Some("Note") => note,
                Some(_) => return Item::PassedOver,
                None => return Item::Refused,
            },
            Some(_) => return Item::PassedOver,
            None => return Item::Refused,
        };
        let is_own = text(activity, "actor") == Some(&self.actor)
            && text(note, "attributedTo") == Some(&self.actor);
        match self.post(note).filter(|_| is_own) {
            Some(post) => Item::Post(Box::new(post)),
            None => Item::Refused,
        }
    }

    fn post(&self, note: &Value) -> Option<BroughtPost> {
        let source =
            note.get("source").filter(|source| text(source, "mediaType") == Some(PLAIN))?;
        let languages = note.get("contentMap").and_then(Value::as_object);
        let known = languages.into_iter().flat_map(|map| map.keys());
        let mut known = known.filter(|language| language::is_known(language));
        let typed = NewPost {
            body: text(source, "content")?.to_owned(),
            content_warning: text(source, "summary").unwrap_or_default().to_owned(),
            language: known.next().cloned().unwrap_or_default(),
            ..NewPost::default()
        };
        let wording = typed.validate_edit(self.max_length).ok()?;
        let published_at = time(note, "published").filter(|at| (1..=self.now).contains(at))?;
        let edited_at = time(note, "updated").filter(|at| (published_at..=self.now).contains(at));
        Some(BroughtPost {
            origin: self.origin(identifier(note, "id")?),
            answers: match note.get("inReplyTo") {
                None | Some(Value::Null) => None,
                Some(_) => Some(self.origin(identifier(note, "inReplyTo")?)),
            },
            body: wording.body,
            visibility: self.visibility(note),
            content_warning: wording.content_warning,
            language: wording.language,
            published_at,
            edited_at,
        })
    }

    fn origin(&self, id: &str) -> Origin {
        Origin {
            key: fingerprint(&format!("brought\0{id}")),
            local: id.strip_prefix(&self.posts_here).and_then(|id| id.parse().ok()),
        }
    }

    /// By whom it is addressed to; when in doubt, for no more people.
    fn visibility(&self, note: &Value) -> Visibility {
        let addressed = |field: &str, whom: &str| match note.get(field) {
            Some(Value::String(one)) => one == whom,
            Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(whom)),
            _ => false,
        };
        let followers = |field| !self.followers.is_empty() && addressed(field, &self.followers);
        if addressed("to", PUBLIC) {
            Visibility::Public
        } else if addressed("cc", PUBLIC) {
            Visibility::Unlisted
        } else if followers("to") || followers("cc") {
            Visibility::Followers
        } else {
            Visibility::Mentioned
        }
    }
}

fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field).and_then(Value::as_str)
}

fn identifier<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    text(value, field).filter(|id| (1..=MAX_ID).contains(&id.len()))
}

fn time(value: &Value, field: &str) -> Option<i64> {
    let time: jiff::Timestamp = text(value, field)?.parse().ok()?;
    Some(time.as_millisecond())
}

/// Sends each entry of the outbox as soon as it is read.
pub fn read_outbox(
    packed: mpsc::Receiver<Vec<u8>>,
    items: &mpsc::Sender<Item>,
    entry: &Entry,
    owner: &Owner,
) -> Result<(), Interrupted> {
    let left = Rc::new(Cell::new(MAX_ITEM));
    let packed = Packed { packed, piece: Vec::new(), at: 0 };
    let mut unpacked = Bounded {
        unpacked: unpack(packed, entry),
        left: left.clone(),
        total: 0,
        most: entry.unpacked.min(MAX_UNPACKED),
        crc: Crc::new(),
    };
    let too_many = Cell::new(false);
    let outbox = Outbox { items, owner, left: &left, too_many: &too_many };
    let mut json = serde_json::Deserializer::from_reader(io::BufReader::new(&mut unpacked));
    let read = outbox.deserialize(&mut json).and_then(|()| json.end());
    if items.is_closed() {
        // Nobody wants it any more, and whoever it was says why.
        return Ok(());
    }
    if too_many.get() {
        return Err(Interrupted::Refused("too-many"));
    }
    read.map_err(|_| Interrupted::Refused("unreadable"))?;
    let is_whole = unpacked.total == entry.unpacked && unpacked.crc.sum() == entry.crc;
    if is_whole { Ok(()) } else { Err(Interrupted::Refused("damaged")) }
}

/// Bytes as they come.
struct Packed {
    packed: mpsc::Receiver<Vec<u8>>,
    piece: Vec<u8>,
    at: usize,
}

impl Read for Packed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.piece.len() {
            match self.packed.blocking_recv() {
                Some(piece) => (self.piece, self.at) = (piece, 0),
                None => return Ok(0),
            }
        }
        let mut rest = self.piece.get(self.at..).unwrap_or_default();
        let read = rest.read(into)?;
        self.at += read;
        Ok(read)
    }
}

/// No more than was said of the whole, and no more than an entry may have of each.
struct Bounded<R> {
    unpacked: R,
    left: Rc<Cell<u64>>,
    total: u64,
    most: u64,
    crc: Crc,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(into)?;
        let Some(left) = self.left.get().checked_sub(read as u64) else {
            return Err(io::Error::other("an entry is too large"));
        };
        self.left.set(left);
        self.total += read as u64;
        if self.total > self.most {
            return Err(io::Error::other("there is more than was said"));
        }
        self.crc.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// An `OrderedCollection`, of which only the entries are of interest.
struct Outbox<'s> {
    items: &'s mpsc::Sender<Item>,
    owner: &'s Owner,
    left: &'s Cell<u64>,
    too_many: &'s Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Outbox<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Outbox<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an OrderedCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "orderedItems" {
                map.next_value_seed(Entries(&self))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            self.left.set(MAX_ITEM);
        }
        Ok(())
    }
}

struct Entries<'o, 's>(&'o Outbox<'s>);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("activities")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let outbox = self.0;
        let mut count = 0;
        outbox.left.set(MAX_ITEM);
        while let Some(activity) = seq.next_element::<Value>()? {
            outbox.left.set(MAX_ITEM);
            count += 1;
            if count > MAX_ENTRIES {
                outbox.too_many.set(true);
                return Err(A::Error::custom("too many entries"));
            }
            if outbox.items.blocking_send(outbox.owner.item(&activity)).is_err() {
                return Err(A::Error::custom("nobody wants them"));
            }
        }
        Ok(())
    }
}
