//! What templates see here: the pages under Settings, and the page inside an archive.

use serde::Serialize;

use super::entity::job::{Model, State};
use crate::posts::queries::cards::Card;
use crate::posts::views::{body_html, name_of, permalink, rfc3339};
use crate::users;
use crate::users::entity::Link;
use crate::users::views::UserCard;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;
use crate::web::text;

/// Where the posts go in the page around them.
pub const POSTS_GO_HERE: &str = "<!-- posts -->";

/// A job as its owner sees it.
#[derive(Debug, Clone, Serialize)]
pub struct JobCard {
    /// `open`, `done` or `failed`.
    pub state: &'static str,
    /// None: nobody can say yet.
    pub percent: Option<i64>,
    /// Where its result is fetched.
    pub url: String,
    /// Of the result, for people.
    pub size: String,
    /// RFC 3339.
    pub finished_at: Option<String>,
    pub expires_at: Option<String>,
    pub imported: u64,
    pub known: u64,
    pub refused: u64,
    /// Why it has failed.
    pub fault: Option<Message>,
}

impl JobCard {
    pub fn of(job: &Model) -> Self {
        let outcome = job.outcome();
        let state = match job.state {
            state if state.is_open() => "open",
            State::Failed => "failed",
            _ => "done",
        };
        Self {
            state,
            percent: (job.total > 0).then(|| (job.done.max(0) * 100 / job.total).min(100)),
            url: format!("/settings/export/{}/download", job.id),
            size: readable_size(job.size),
            finished_at: job.finished_at.map(rfc3339),
            expires_at: job.expires_at.map(rfc3339),
            imported: outcome.imported,
            known: outcome.known,
            refused: outcome.refused,
            fault: outcome.fault.as_deref().map(fault_of),
        }
    }

    fn sample(state: &'static str, percent: Option<i64>) -> Self {
        let time = || Some("2026-11-20T07:36:00Z".to_owned());
        Self {
            state,
            percent,
            url: "/settings/export/1/download".to_owned(),
            size: "1.4 MB".to_owned(),
            finished_at: time(),
            expires_at: time(),
            imported: 120,
            known: 3,
            refused: 1,
            fault: (state == "failed").then(|| fault_of("not-a-zip")),
        }
    }

    fn samples() -> Vec<Option<Self>> {
        vec![
            None,
            Some(Self::sample("open", None)),
            Some(Self::sample("open", Some(42))),
            Some(Self::sample("done", Some(100))),
            Some(Self::sample("failed", None)),
        ]
    }
}

/// Why an archive wasn't taken, or something else didn't come to its end.
pub fn fault_of(name: &str) -> Message {
    Message::new(match name {
        "not-a-zip" => "archive-fault-not-a-zip",
        "too-large" => "archive-fault-too-large",
        "too-many" => "archive-fault-too-many",
        "names" => "archive-fault-names",
        "damaged" => "archive-fault-damaged",
        "not-ours" => "archive-fault-not-ours",
        "unreadable" => "archive-fault-unreadable",
        "missing" => "archive-fault-missing",
        _ => "archive-fault-internal",
    })
}

/// In the units that people know; they are the same in all languages.
fn readable_size(bytes: i64) -> String {
    match bytes.max(0) {
        bytes @ 0..1_000_000 => format!("{} kB", (bytes + 999) / 1_000),
        bytes @ 1_000_000..1_000_000_000 => {
            format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
        }
        bytes => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// `archive/data.html`
#[derive(Debug, Serialize)]
pub struct DataPage {}

impl View for DataPage {
    const TEMPLATE: &'static str = "archive/data.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

/// `archive/export.html`
#[derive(Debug, Serialize)]
pub struct ExportPage {
    pub job: Option<JobCard>,
    pub errors: Errors,
}

impl View for ExportPage {
    const TEMPLATE: &'static str = "archive/export.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let limited = Errors::one("form", Message::new("error-rate-limited").with("minutes", 5));
        let jobs = JobCard::samples().into_iter();
        jobs.map(|job| Self { job, errors: Errors::default() })
            .chain([Self { job: None, errors: limited }])
            .collect()
    }
}

/// `archive/import.html`
#[derive(Debug, Serialize)]
pub struct ImportPage {
    pub job: Option<JobCard>,
    pub errors: Errors,
    /// In megabytes.
    pub max_mb: usize,
}

impl ImportPage {
    pub fn new(job: Option<JobCard>, errors: Errors) -> Self {
        Self { job, errors, max_mb: super::import::MAX_BYTES / (1024 * 1024) }
    }
}

impl View for ImportPage {
    const TEMPLATE: &'static str = "archive/import.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let wrong = Errors::one("archive", Message::new("archive-fault-too-large"));
        let jobs = JobCard::samples().into_iter();
        jobs.map(|job| Self::new(job, Errors::default())).chain([Self::new(None, wrong)]).collect()
    }
}

/// `archive/delete.html`
#[derive(Debug, Serialize)]
pub struct DeletePage {
    pub username: String,
    pub form: DeleteForm,
}

#[derive(Debug, Default, Serialize)]
pub struct DeleteForm {
    pub username: String,
    pub errors: Errors,
}

impl View for DeletePage {
    const TEMPLATE: &'static str = "archive/delete.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let mut errors = Errors::one("username", Message::new("error-delete-username"));
        errors.add("current_password", Message::new("error-password-wrong"));
        let wrong = DeleteForm { username: "\"><script>".to_owned(), errors };
        [DeleteForm::default(), wrong].map(|form| Self { username: "ada".to_owned(), form }).into()
    }
}

/// `archive/cancel.html`
#[derive(Debug, Serialize)]
pub struct CancelPage {
    /// RFC 3339; when it will be deleted.
    pub due_at: String,
    /// It is being deleted, and nothing can be kept any more.
    pub too_late: bool,
}

impl View for CancelPage {
    const TEMPLATE: &'static str = "archive/cancel.html";

    fn samples() -> Vec<Self> {
        [false, true]
            .map(|too_late| Self { due_at: "2026-11-27T07:36:00Z".to_owned(), too_late })
            .into()
    }
}

/// `archive/index.html`: the page inside an archive.
#[derive(Debug, Serialize)]
pub struct ArchivePage {
    pub person: UserCard,
    pub person_url: String,
    /// Safe HTML.
    pub bio_html: String,
    pub links: Vec<Link>,
    pub joined_at: String,
    pub made_at: String,
    pub posts: u64,
    pub reposts: u64,
    pub posts_go_here: &'static str,
}

impl ArchivePage {
    pub fn of(user: &users::entity::Model, posts: u64, reposts: u64, base: &str) -> Self {
        let person = UserCard::of(&user.identity());
        Self {
            person_url: format!("{base}{}", person.url),
            person,
            bio_html: text::to_html(&user.bio),
            links: Link::of_column(user.links.as_deref()),
            joined_at: rfc3339(user.created_at),
            made_at: rfc3339(crate::id::now_ms()),
            posts,
            reposts,
            posts_go_here: POSTS_GO_HERE,
        }
    }
}

impl View for ArchivePage {
    const TEMPLATE: &'static str = "archive/index.html";

    fn samples() -> Vec<Self> {
        let link = |url: &str| Link { label: "<b>".to_owned(), url: url.to_owned() };
        vec![Self {
            person: UserCard::sample(),
            person_url: "https://blog.example/users/ada".to_owned(),
            bio_html: text::to_html("<script>alert(1)</script>"),
            links: vec![link("https://example.org/\"><script>")],
            joined_at: "2026-11-20T07:36:00Z".to_owned(),
            made_at: "2026-11-20T07:36:00Z".to_owned(),
            posts: 120,
            reposts: 1,
            posts_go_here: POSTS_GO_HERE,
        }]
    }
}

/// `archive/index_posts.html`: some posts for that page.
#[derive(Debug, Serialize)]
pub struct ArchivePosts {
    pub posts: Vec<ReadablePost>,
}

#[derive(Debug, Serialize)]
pub struct ReadablePost {
    pub url: String,
    /// The year, where this is its first post.
    pub year: Option<String>,
    /// Safe HTML, made by [`text::to_html_with`].
    pub body_html: String,
    pub content_warning: Option<String>,
    /// A BCP 47 tag, or empty.
    pub language: String,
    /// RFC 3339.
    pub created_at: String,
    pub edited_at: Option<String>,
    /// `public`, `unlisted`, `followers` or `mentioned`.
    pub visibility: &'static str,
    pub answers: Option<Answers>,
    pub replies: i64,
    pub likes: i64,
    pub reposts: i64,
    pub imported: bool,
}

/// Whose post it answers; nobody's when that is gone.
#[derive(Debug, Serialize)]
pub struct Answers {
    pub url: String,
    pub username: Option<String>,
}

impl ReadablePost {
    pub fn of(card: &Card, base: &str, last_year: &mut String) -> Self {
        let post = &card.post;
        let created_at = rfc3339(post.created_at);
        let year = created_at.split('-').next().unwrap_or_default().to_owned();
        let is_new = year != *last_year;
        last_year.clone_from(&year);
        Self {
            url: format!("{base}{}", permalink(post.id)),
            year: is_new.then_some(year),
            body_html: body_html(&post.body, &card.mentioned, base),
            content_warning: post.content_warning.clone(),
            language: post.language.clone(),
            created_at,
            edited_at: post.edited_at.map(rfc3339),
            visibility: name_of(post.visibility),
            answers: post.in_reply_to.map(|parent| Answers {
                url: format!("{base}{}", permalink(parent)),
                username: card.answered.as_ref().map(|person| person.username.clone()),
            }),
            replies: card.replies,
            likes: card.likes,
            reposts: card.reposts,
            imported: post.imported_at.is_some(),
        }
    }

    fn sample(number: i64) -> Self {
        let even = number % 2 == 0;
        Self {
            url: "https://blog.example/posts/1".to_owned(),
            year: even.then(|| "2026".to_owned()),
            body_html: text::to_html("<script>alert(1)</script>\nhttps://example.org/"),
            content_warning: even.then(|| "<b>Spoilers</b>".to_owned()),
            language: if even { "en" } else { "" }.to_owned(),
            created_at: "2026-11-20T07:36:00Z".to_owned(),
            edited_at: even.then(|| "2026-11-20T08:36:00Z".to_owned()),
            visibility: if even { "public" } else { "mentioned" },
            answers: (number > 0).then(|| Answers {
                url: "https://blog.example/posts/2".to_owned(),
                username: even.then(|| "<i>".to_owned()),
            }),
            replies: number,
            likes: number,
            reposts: number,
            imported: !even,
        }
    }
}

impl View for ArchivePosts {
    const TEMPLATE: &'static str = "archive/index_posts.html";

    fn samples() -> Vec<Self> {
        vec![Self { posts: (0..4).map(ReadablePost::sample).collect() }]
    }
}
