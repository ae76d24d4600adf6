//! Bringing posts from elsewhere.
