//! What may change while a process runs, and how it gets there.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::Settings;

/// Settings as a running process sees them. Cheap to clone; a reload swaps in a whole new
/// snapshot, so a request that took one sees no half-changed mixture.
#[derive(Clone)]
pub struct Handle(Arc<ArcSwap<Settings>>);

impl Handle {
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(settings)))
    }

    pub fn get(&self) -> Arc<Settings> {
        self.0.load_full()
    }

    /// Takes over the live settings of `fresh` (see [`is_live`]). What can't change in a running
    /// process stays as it is.
    pub fn apply_live(&self, fresh: &Settings) {
        let mut next = Settings::clone(&self.get());
        next.auth.registration = fresh.auth.registration;
        next.posts = fresh.posts.clone();
        next.site = fresh.site.clone();
        next.rate_limit = fresh.rate_limit.clone();
        next.log.level.clone_from(&fresh.log.level);
        self.0.store(Arc::new(next));
    }
}

/// Whether a change of this key reaches a running process.
pub fn is_live(key: &str) -> bool {
    key == "auth.registration"
        || key == "log.level"
        || ["posts.", "site.", "rate_limit."].iter().any(|section| key.starts_with(section))
}
