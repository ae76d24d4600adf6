//! Starting what takes long, showing how far it is, fetching what came of it.

pub mod export;
pub mod import;
pub mod leaving;
