//! miniblog: a small microblog server. The map:

pub mod app; // builds and runs the whole; the one place that mounts blueprints
pub mod commands; // what the command line does
pub mod db; // connection, migrations, transactions
pub mod events; // what happened, and who listens
pub mod id; // identifiers that sort by time
pub mod settings; // typed settings and their layers

pub mod consul; // what the instance tells Consul's agent
pub mod mail; // letters: the outbox, its worker, SMTP
pub mod web; // what every blueprint shares: pages, errors, sessions, guards

pub mod admin; // reports, moderators' acts and their log, who may come in
pub mod archive; // one's own data: taking it along, bringing it, deleting it
pub mod auth; // registering, signing in and out
pub mod live; // news of lists and notifications, while a page is open
pub mod notifications; // what people are told of
pub mod posts; // writing, timelines, search, profile pages
pub mod users; // people: entity, current user, cards, settings

/// Shown by `--version`, on `/health/ready` and in Consul.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
