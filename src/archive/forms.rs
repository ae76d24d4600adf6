//! What a browser may send here.

use serde::Deserialize;

use super::views::DeleteForm;
use crate::users::username;
use crate::web::form::Errors;
use crate::web::i18n::Message;

/// To delete an account takes its password and its name: the one proves who asks, the other that he
/// has read what he asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Delete {
    pub current_password: String,
    username: String,
}

impl Delete {
    pub fn validate(&self, own_name: &str) -> Errors {
        let mut errors = Errors::default();
        let typed = self.username.trim().trim_start_matches('@');
        errors.require(username::fold(typed) == username::fold(own_name), "username", || {
            Message::new("error-delete-username")
        });
        errors.require(!self.current_password.is_empty(), "current_password", || {
            Message::new("error-required")
        });
        errors
    }

    pub fn refuse(self, errors: Errors) -> DeleteForm {
        DeleteForm { username: self.username, errors }
    }
}
