//! What templates see here: [`card`] a post, [`composer`] the form that makes one, [`pages`],
//! [`profile`] and [`search`] what lists them, [`feed`] the same for feed readers.

mod card;
mod composer;
mod feed;
mod pages;
mod profile;
mod search;

pub use card::{PostCard, Reader, html as body_html, name_of, permalink, rfc3339, tag_url};
pub use composer::{Composer, DraftRow, Drafts, Edit, New, draft_url};
pub use feed::Feed;
pub use pages::{
    Bookmarks, Explore, History, Home, Likes, OpenGraph, Reply, Show, Tag, Timeline, Version,
};
pub use profile::{Person, Profile, ShownLink, Suspended};
pub use search::{Search, Tab, TagLink};
