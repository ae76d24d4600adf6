//! Every page there is, as those who aren't signed in and those who are see it.

use crate::support::browser::Browser;
use crate::support::process::{Blog, Miniblog};
use crate::support::visitor::{PASSWORD, Visitor};

/// A page by its path, and whether the browser may complain that it got an error.
pub struct Place {
    pub path: String,
    pub is_error: bool,
}

/// A blog with something in it, and Ada's browser in front of it. Ada is a moderator.
pub struct Site {
    pub blog: Blog,
    pub browser: Browser,
    permalink: String,
    /// A post of Bob's, which is reported.
    reported: String,
}

impl Site {
    pub async fn new() -> Option<Self> {
        let program =
            Miniblog::new().set("posts.page_size", "3").set("site.notice", "The kettle is on.");
        let blog = program.start().await;
        let browser = Browser::start(&blog.url).await?;
        let ada = blog.visitor();
        ada.join("ada").await;
        for text in
            ["A plain sentence.", "短句。", "Two\n\nparagraphs, a link: https://example.org/a?b=c"]
        {
            ada.publish(text).await;
        }
        // What has no place to break is what makes pages wide.
        let wide = format!("{} https://example.org/{}", "w".repeat(200), "path/".repeat(60));
        let permalink = ada.publish(&wide).await;
        let profile = [
            ("display_name", "W".repeat(50)),
            ("bio", "b".repeat(250)),
            ("theme", "auto".into()),
            ("locale", String::new()),
        ];
        let profile: Vec<(&str, &str)> =
            profile.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(ada.post("/settings/profile", &profile).await.status, 303);
        let bob = blog.visitor();
        bob.join("bob").await;
        let reported = bob.publish("What a pity.").await;
        program.run(&["user", "promote", "ada", "--role", "moderator"]).fine();
        let site = Self { blog, browser, permalink, reported };
        site.fill(&ada).await;
        site.fill_the_queues(&ada).await;
        Some(site)
    }

    /// What moderators have to do, and have done.
    async fn fill_the_queues(&self, ada: &Visitor) {
        let cleo = self.blog.visitor();
        cleo.sign_in("cleo", PASSWORD).await;
        let wide = "w".repeat(120);
        let did = async |who: &Visitor, path: &str, fields: &[(&str, &str)]| {
            assert_eq!(who.post(path, fields).await.status, 303, "{path}");
        };
        did(
            &cleo,
            &format!("{}/report", self.reported),
            &[("reason", "abuse"), ("comment", &wide)],
        )
        .await;
        did(&cleo, "/users/bob/report", &[("reason", "spam"), ("comment", "")]).await;
        did(&cleo, "/users/mallory/report", &[("reason", "other"), ("comment", "")]).await;
        let hide = format!("/admin{}/hide", self.reported);
        did(ada, &hide, &[("reason", &wide)]).await;
        did(ada, "/admin/people/mallory/silence", &[("reason", "")]).await;
        did(ada, "/admin/people/bob/notes", &[("note", &wide)]).await;
        let invitation = [("note", &*wide), ("max_uses", "5"), ("days", "14")];
        did(ada, "/admin/invitations", &invitation).await;
        let block = [("kind", "domain"), ("pattern", "*.spam.example"), ("note", &*wide)];
        did(ada, "/admin/blocks", &block).await;
    }

    /// So that no page that lists something is empty.
    async fn fill(&self, ada: &Visitor) {
        let (cleo, dave) = (self.blog.visitor(), self.blog.visitor());
        cleo.join("cleo").await;
        dave.join("dave").await;
        self.blog.visitor().register("mallory").await;
        let did = async |who: &Visitor, path: &str, fields: &[(&str, &str)]| {
            let answer = who.post(path, fields).await;
            answer.location().to_owned()
        };
        let id = self.permalink.trim_start_matches("/posts/").to_owned();
        for what in ["like", "repost", "bookmark"] {
            did(&cleo, &format!("{}/{what}", self.permalink), &[]).await;
            did(ada, &format!("{}/{what}", self.permalink), &[]).await;
        }
        did(&cleo, "/users/ada/follow", &[]).await;
        let mut below = id.clone();
        for text in ["@ada `code` and #tag", "deeper", "deeper", "deeper", "deeper", "deepest"] {
            let fields = [("body", text), ("in_reply_to", below.as_str()), ("language", "en")];
            let answer = did(&cleo, "/posts", &fields).await;
            below = answer.replace("/posts/", "");
        }
        let warned = [
            ("body", "The butler.\n\n```\nfn main() {}\n```\n\n#tag"),
            ("content_warning", "Who did it"),
            ("visibility", "followers"),
        ];
        let post = did(ada, "/posts", &warned).await;
        did(ada, &format!("{post}/pin"), &[]).await;
        did(ada, &format!("{}/edit", self.permalink), &[("body", "Edited. #tag #标签")]).await;
        did(ada, "/drafts", &[("body", "not yet"), ("in_reply_to", &id)]).await;
        let privacy = [("locked", "1"), ("notify_from", "anyone"), ("muted_words", "deepest")];
        did(ada, "/settings/privacy", &privacy).await;
        did(&dave, "/users/ada/follow", &[]).await;
        did(ada, "/users/dave/mute", &[]).await;
        did(ada, "/users/mallory/block", &[]).await;
    }

    pub fn places_for_everybody(&self) -> Vec<Place> {
        let paths = [
            "/",
            "/explore",
            "/auth/login",
            "/auth/register",
            "/auth/forgot",
            "/users/ada",
            "/users/bob",
            "/users/bob/followers",
            "/users/ada/following",
            "/tags/tag",
            "/search",
            "/search?q=sentence",
            &self.permalink,
            &format!("{}/history", self.permalink),
        ];
        let mut places: Vec<Place> =
            paths.map(|path| Place { path: path.to_owned(), is_error: false }).into();
        for path in ["/no/such/page", "/auth/reset?token=no", "/auth/verify?token=no"] {
            places.push(Place { path: path.to_owned(), is_error: true });
        }
        places
    }

    /// Once somebody is signed in.
    pub fn places_for_people(&self) -> Vec<Place> {
        let paths = [
            "/",
            "/explore",
            "/posts/new",
            "/settings/profile",
            "/users/ada",
            "/users/bob",
            "/users/bob/followers",
            "/users/ada/following",
            "/users/ada?tab=replies",
            "/bookmarks",
            "/likes",
            "/drafts",
            "/notifications",
            "/follow-requests",
            "/settings/appearance",
            "/settings/account",
            "/auth/two-factor",
            "/auth/sessions",
            "/settings/privacy",
            "/settings/data",
            "/settings/export",
            "/settings/import",
            "/settings/delete",
            "/settings/notifications",
            "/settings/mutes",
            "/settings/blocks",
            "/tags/tag",
            "/tags/nothing",
            "/search",
            "/search?q=sentence",
            "/search?q=ada&in=people",
            "/search?q=tag&in=tags",
            "/users/mallory",
            "/users/bob/report",
            "/admin/reports",
            "/admin/people",
            "/admin/people/bob",
            "/admin/people/mallory",
            "/admin/applications",
            "/admin/invitations",
            "/admin/blocks",
            "/admin/audit",
            &format!("/admin{}", self.reported),
            &self.permalink,
            &format!("{}/edit", self.permalink),
            &format!("{}/history", self.permalink),
        ];
        let mut places: Vec<Place> =
            paths.map(|path| Place { path: path.to_owned(), is_error: false }).into();
        places.push(Place { path: "/posts/1".to_owned(), is_error: true });
        places
    }

    /// The forms as they come back when something is wrong with them.
    pub async fn open_refused_form(&self, which: RefusedForm) {
        match which {
            RefusedForm::SignIn => {
                self.browser.open("/auth/login").await;
                self.browser.fill_in_and_sign_in("ada", "not the password").await;
                self.browser.sees("isn’t right").await;
            }
            RefusedForm::SignUp => {
                self.browser.open("/auth/register").await;
                self.browser.fill("E-mail address", "eve@example.org").await;
                self.browser.fill("Username", "a b").await;
                self.browser.fill("Password", "password").await;
                self.browser.press("Create account").await;
                self.browser.sees("your attention").await;
            }
            RefusedForm::Composer => {
                self.browser.open("/posts/new").await;
                self.browser.fill("Your post", &"long ".repeat(120)).await;
                self.browser.press("Publish").await;
                self.browser.sees("too long").await;
            }
            RefusedForm::Settings => {
                self.browser.open("/settings/profile").await;
                self.browser.fill("Display name", &"long ".repeat(20)).await;
                self.browser.press("Save").await;
                self.browser.sees("too long").await;
            }
            RefusedForm::SecondFactor => {
                self.browser.open("/auth/two-factor").await;
                self.browser.fill("Code", "12").await;
                self.browser.fill("Present password", "not the password").await;
                self.browser.press("Switch it on").await;
                self.browser.sees("your attention").await;
            }
            RefusedForm::Delete => {
                self.browser.open("/settings/delete").await;
                self.browser.fill("Type your username, ada", "bob").await;
                self.browser.fill("Your password", "not the password").await;
                self.browser.press("Delete my account").await;
                self.browser.sees("your attention").await;
            }
            RefusedForm::Report => {
                self.browser.open("/users/cleo/report").await;
                self.browser.press("Send the report").await;
                self.browser.sees("your attention").await;
            }
            RefusedForm::Block => {
                self.browser.open("/admin/blocks").await;
                self.browser.fill("What is blocked", "not a domain").await;
                self.browser.press("Block").await;
                self.browser.sees("your attention").await;
            }
        }
    }
}

/// The same page in another language.
pub fn in_language(path: &str, language: &str) -> String {
    format!("{path}{}lang={language}", if path.contains('?') { '&' } else { '?' })
}

#[derive(Debug, Clone, Copy)]
pub enum RefusedForm {
    SignIn,
    SignUp,
    Composer,
    Settings,
    SecondFactor,
    Delete,
    Report,
    Block,
}

impl RefusedForm {
    pub const FOR_EVERYBODY: [Self; 2] = [Self::SignIn, Self::SignUp];
    pub const FOR_PEOPLE: [Self; 6] = [
        Self::Composer,
        Self::Settings,
        Self::SecondFactor,
        Self::Delete,
        Self::Report,
        Self::Block,
    ];
}
