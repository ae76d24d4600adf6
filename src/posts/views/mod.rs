//! What templates see here: [`card`] a post, [`composer`] the form that makes one, [`pages`] what
//! lists them, [`feed`] the same for feed readers.

mod card;
mod composer;
mod feed;
mod pages;

pub use card::{PostCard, Reader, permalink, rfc3339, tag_url};
pub use composer::{Composer, DraftRow, Drafts, Edit, New, draft_url};
pub use feed::Feed;
pub use pages::{
    Bookmarks, Explore, History, Home, Likes, OpenGraph, Person, Profile, Reply, Search, Show,
    ShownLink, Tab, Tag, TagLink, Timeline, Version,
};
