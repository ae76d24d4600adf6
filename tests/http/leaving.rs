//! Deleting one's account.
