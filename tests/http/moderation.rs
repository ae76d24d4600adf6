use futures_util::future::join_all;
use reqwest::StatusCode;

use crate::helpers::{Browser, TestApp};

/// Mal, whom moderators have reason to look at, and those who come by him.
struct Town {
    app: TestApp,
    mal: Browser,
    /// Nobody known, a stranger, a follower of Mal's.
    out: Browser,
    sam: Browser,
    fay: Browser,
    /// What Mal has written.
    post: String,
    /// What Sam has written, and Mal has liked, passed on and answered.
    sams: String,
}

impl Town {
    async fn build() -> Self {
        let app = TestApp::spawn().await;
        let (sam, fay) = (app.browser_of("sam").await, app.browser_of("fay").await);
        let mal = app.browser_of("mal").await;
        fay.press("/users/mal/follow").await;
        mal.press("/users/sam/follow").await;
        let post = mal.publish("A crimson word #malstag @sam").await;
        let sams = sam.publish("A word of Sam's #samstag").await;
        for act in ["like", "repost"] {
            mal.press(&format!("{sams}/{act}")).await;
            fay.press(&format!("{post}/{act}")).await;
        }
        fay.press(&format!("{post}/bookmark")).await;
        let answer = [("in_reply_to", crate::helpers::id_of(&sams))];
        mal.publish_with("A crimson answer #samstag", &answer).await;
        let out = app.browser();
        Self { app, mal, out, sam, fay, post, sams }
    }

    /// Where one may come by what Mal has written.
    fn places(&self) -> Vec<String> {
        let places = [
            "/",
            "/explore",
            "/explore.atom",
            "/tags/malstag",
            "/tags/malstag/feed.atom",
            "/tags/samstag",
            "/search?q=crimson",
            "/search?q=from:mal",
            "/search?q=mal&in=people",
            "/search?q=malst&in=tags",
            "/users/mal",
            "/users/mal/feed.atom",
            "/users/mal/followers",
            "/users/sam/followers",
            "/users/fay",
            "/users/fay/following",
            "/notifications",
            "/bookmarks",
            "/likes",
            &self.post,
            &self.sams,
        ];
        places.map(str::to_owned).into()
    }

    /// In which of them there is anything of it, or of him.
    async fn seen_by(&self, viewer: &Browser) -> Vec<String> {
        let places = self.places();
        let pages = join_all(places.iter().map(|path| viewer.get(path))).await;
        let seen = places.into_iter().zip(pages).filter(|(path, page)| {
            let main = page.html.replace(path.as_str(), "");
            // What somebody looked for stands in the field, and in links to the same in other words.
            let named = path.ends_with("in=people") && !page.people().is_empty();
            let tagged = path.contains("in=tags") && main.contains("/tags/malstag");
            let words = ["crimson word", "crimson answer", "@mal<", ">mal<"];
            named || tagged || words.iter().any(|word| main.contains(word))
        });
        seen.map(|(path, _)| path).collect()
    }

    async fn set(&self, column: &str) {
        let sql = format!("UPDATE users SET {column} = 1 WHERE username = 'mal'");
        assert_eq!(self.app.db_execute(&sql).await, 1);
    }
}

#[actix_web::test]
async fn of_who_is_suspended_or_leaving_nobody_sees_anything() {
    for column in ["suspended_at", "leaving_at"] {
        let town = Town::build().await;
        assert!(town.seen_by(&town.fay).await.len() > 10, "there is something to see");
        town.set(column).await;
        for (name, viewer) in [("out", &town.out), ("sam", &town.sam), ("fay", &town.fay)] {
            let mut seen = town.seen_by(viewer).await;
            // There it says that he is suspended, and nothing else.
            seen.retain(|path| column != "suspended_at" || path != "/users/mal");
            assert!(seen.is_empty(), "{column}: {name} sees {seen:?}");
            assert_eq!(viewer.get(&town.post).await.status, StatusCode::NOT_FOUND);
            let profile = viewer.get("/users/mal").await;
            let expected =
                if column == "suspended_at" { StatusCode::GONE } else { StatusCode::NOT_FOUND };
            assert_eq!(profile.status, expected, "{column}: {name}");
            let counts = viewer.get("/users/sam").await.texts(".person .facts li").join(" ");
            assert!(counts.contains("0 followers"), "{counts}");
            let reactions = viewer.get(&town.sams).await;
            assert_eq!(reactions.texts("[data-count]").concat(), "", "{name}");
        }
        let refused = town.sam.post("/users/mal/follow", &[]).await.status;
        assert_eq!(refused, StatusCode::NOT_FOUND);
        // Who followed him can stop to.
        town.fay.press("/users/mal/unfollow").await;
    }
}

#[actix_web::test]
async fn who_is_silenced_is_come_by_only_by_those_who_follow() {
    let town = Town::build().await;
    let mut before = town.seen_by(&town.fay).await;
    // Feeds are for readers that can't sign in.
    before.retain(|path| !matches!(path.as_str(), "/explore.atom" | "/tags/malstag/feed.atom"));
    town.set("silenced_at").await;
    assert_eq!(town.seen_by(&town.fay).await, before, "his followers see what they saw");
    let direct = |path: &String| {
        path.starts_with("/users/") || path.starts_with("/posts/") || path == "/notifications"
    };
    for (name, viewer) in [("out", &town.out), ("sam", &town.sam)] {
        let seen: Vec<_> = town.seen_by(viewer).await.into_iter().filter(|p| !direct(p)).collect();
        assert!(seen.is_empty(), "{name} sees {seen:?}");
        assert_eq!(viewer.get(&town.post).await.status, StatusCode::OK);
        assert_eq!(viewer.get("/users/mal").await.posts().len(), 2);
    }
    // He himself sees no difference.
    assert_eq!(town.mal.get("/explore").await.posts().len(), 2);
    // What he does from now on is told to nobody but those who follow him.
    let told = async |viewer: &Browser| viewer.get("/notifications").await.html.contains("scarlet");
    town.mal.publish("A scarlet word to @sam and @fay").await;
    assert!(!told(&town.sam).await && told(&town.fay).await);
}

#[actix_web::test]
async fn what_is_hidden_is_marked_for_its_author() {
    let town = Town::build().await;
    let hide = format!("UPDATE posts SET hidden_at = 1 WHERE id = {}", &town.post[7..]);
    town.app.db_execute(&hide).await;
    let page = town.mal.get(&town.post).await;
    assert!(page.html.contains("Hidden by the moderators"), "{}", page.html);
    let seen = town.seen_by(&town.fay).await;
    for path in [&town.post, "/bookmarks", "/likes", "/tags/malstag", "/users/mal/feed.atom"] {
        assert!(!seen.iter().any(|seen| seen == path), "{path}");
    }
    let news = town.sam.get("/notifications").await;
    assert!(!news.html.contains("crimson word"), "{}", news.html);
}

async fn staff(app: &TestApp, name: &str, role: &str) -> Browser {
    let browser = app.browser_of(name).await;
    let sql = format!("UPDATE users SET role = '{role}' WHERE username = '{name}'");
    assert_eq!(app.db_execute(&sql).await, 1);
    browser
}

async fn verify(app: &TestApp, name: &str) {
    let sql = format!(
        "UPDATE users SET verified_email_key = email_key, email_verified_at = 1 WHERE username = '{name}'"
    );
    assert_eq!(app.db_execute(&sql).await, 1);
}

/// What is logged, the last first: what, and of whom.
async fn log(browser: &Browser) -> Vec<String> {
    let page = browser.get("/admin/audit").await;
    let (what, whom) = (page.texts("td:nth-child(3)"), page.texts("td:nth-child(4)"));
    what.iter().zip(whom).map(|(what, whom)| format!("{what} {whom}").trim().to_owned()).collect()
}

const PAGES: [&str; 9] = [
    "/admin",
    "/admin/reports",
    "/admin/people",
    "/admin/people/mal",
    "/admin/applications",
    "/admin/invitations",
    "/admin/blocks",
    "/admin/audit",
    "POST",
];

#[actix_web::test]
async fn to_everybody_else_the_pages_of_moderators_are_not_there() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    for path in PAGES {
        let path = path.replace("POST", &format!("/admin{}", town.post));
        assert_eq!(town.sam.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        let out = town.out.get(&path).await;
        assert!(out.location().starts_with("/auth/login?next="), "{path}");
        let status = mona.get(&path).await.status;
        assert!([StatusCode::OK, StatusCode::SEE_OTHER].contains(&status), "{path}: {status}");
    }
    let acts = [
        format!("/admin{}/hide", town.post),
        "/admin/people/mal/suspend".to_owned(),
        "/admin/people/mal/notes".to_owned(),
        "/admin/invitations".to_owned(),
        "/admin/blocks".to_owned(),
    ];
    for path in &acts {
        assert_eq!(town.sam.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(town.app.db_number("SELECT COUNT(*) FROM audit_log").await, 0);
    assert!(!town.sam.get("/").await.html.contains("/admin"));
    assert!(mona.get(&town.post).await.html.contains(&format!("/admin{}", town.post)));
}

#[actix_web::test]
async fn a_post_is_hidden_and_shown_again_and_its_author_learns_why() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    verify(&town.app, "mal").await;
    let case = format!("/admin{}", town.post);
    let form = mona.get(&case).await.form(&format!("{case}/hide"));
    mona.submit(&form, &[("reason", "Too crimson\nfor us")]).await.assert_redirects_to(&case);
    assert_eq!(town.sam.get(&town.post).await.status, StatusCode::NOT_FOUND);
    assert_eq!(mona.get(&town.post).await.status, StatusCode::NOT_FOUND);
    assert!(mona.get(&case).await.html.contains("crimson word"));
    // Twice is once.
    mona.press(&format!("{case}/hide")).await;
    let letter = town.app.letters().await.pop().unwrap();
    assert_eq!(letter.to, "mal@example.org");
    assert!(letter.text.contains("Too crimson") && letter.links[0].ends_with(&town.post));
    mona.press(&format!("{case}/unhide")).await;
    assert_eq!(town.sam.get(&town.post).await.status, StatusCode::OK);
    assert_eq!(log(&mona).await, ["Showed a post again @mal Post", "Hid a post @mal Post"]);
    assert_eq!(town.app.letters().await.iter().filter(|mail| mail.text.contains("hid")).count(), 1);
}

#[actix_web::test]
async fn who_is_suspended_is_signed_out_and_told_and_comes_back_when_it_is_lifted() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    verify(&town.app, "mal").await;
    let before = town.seen_by(&town.fay).await;
    let form = mona.get("/admin/people/mal").await.form("/admin/people/mal/silence");
    let suspend = [("reason", "Enough")];
    assert!(form.fields.contains_key("reason"));
    let done = mona.post("/admin/people/mal/suspend", &suspend).await;
    done.assert_redirects_to("/admin/people/mal");
    assert!(!town.mal.is_signed_in().await);
    assert_eq!(
        town.app
            .db_number(
                "SELECT COUNT(*) FROM sessions JOIN users ON users.id = user_id WHERE username = 'mal'"
            )
            .await,
        0
    );
    let refused = town.mal.sign_in("mal", crate::helpers::PASSWORD).await;
    assert!(refused.html.contains("suspended"), "{}", refused.html);
    assert_eq!(town.sam.get("/users/mal").await.status, StatusCode::GONE);
    assert!(mona.get("/admin/people?which=suspended").await.html.contains("@mal"));
    mona.press("/admin/people/mal/lift").await;
    assert_eq!(town.seen_by(&town.fay).await, before);
    town.mal.sign_in("mal", crate::helpers::PASSWORD).await.assert_redirects_to("/");
    mona.press("/admin/people/mal/silence").await;
    mona.press("/admin/people/mal/sign-out").await;
    assert!(!town.mal.is_signed_in().await);
    let subjects: Vec<_> = town.app.letters().await.into_iter().map(|mail| mail.subject).collect();
    let about: Vec<_> =
        subjects.iter().filter(|subject| subject.contains("account @mal")).collect();
    assert_eq!(about.len(), 3, "{subjects:?}");
    let logged = [
        "Signed out everywhere @mal",
        "Silenced @mal",
        "Lifted what was imposed @mal",
        "Suspended @mal",
    ];
    assert_eq!(log(&mona).await, logged);
}

#[actix_web::test]
async fn nobody_acts_on_himself_or_on_those_who_are_not_below() {
    let town = Town::build().await;
    let app = &town.app;
    let (mona, mick) =
        (staff(app, "mona", "moderator").await, staff(app, "mick", "moderator").await);
    let (adam, alma) = (staff(app, "adam", "admin").await, staff(app, "alma", "admin").await);
    let status = async |who: &Browser, whom: &str| {
        who.post(&format!("/admin/people/{whom}/silence"), &[]).await.status
    };
    for (who, whom) in [(&mona, "mona"), (&mona, "mick"), (&mona, "adam"), (&adam, "adam")] {
        assert_eq!(status(who, whom).await, StatusCode::FORBIDDEN, "{whom}");
    }
    assert_eq!(status(&adam, "alma").await, StatusCode::FORBIDDEN);
    let post = mick.publish("By a moderator").await;
    let hide = format!("/admin{post}/hide");
    assert_eq!(mona.post(&hide, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(mick.post(&hide, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(mona.post("/admin/people/mona/notes", &[("note", "x")]).await.status, 403);
    // What can't be done isn't offered.
    let offered = mona.get("/admin/people/mick").await;
    assert!(!offered.html.contains("/admin/people/mick/silence"));
    assert_eq!(app.db_number("SELECT COUNT(*) FROM audit_log").await, 0);
    assert_eq!(status(&alma, "mick").await, StatusCode::SEE_OTHER);
    assert_eq!(mona.post("/admin/people/nobody_here/silence", &[]).await.status, 404);
    // Who has ceased to moderate while the form was open can't send it.
    app.db_execute("UPDATE users SET role = 'member' WHERE username = 'mona'").await;
    assert_eq!(status(&mona, "mal").await, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_is_not_verified_is_not_written_to() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    let before = town.app.letters().await.len();
    mona.press("/admin/people/mal/silence").await;
    assert_eq!(town.app.letters().await.len(), before);
}

#[actix_web::test]
async fn a_reason_or_note_that_is_too_long_is_kept_on_the_page() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    let long = "x".repeat(1001);
    for (path, field) in [
        ("/admin/people/mal/suspend".to_owned(), "reason"),
        (format!("/admin{}/hide", town.post), "reason"),
        ("/admin/people/mal/notes".to_owned(), "note"),
    ] {
        let page = mona.post(&path, &[(field, &long)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(!page.error_of(field).is_empty() && page.html.contains(&long), "{path}");
    }
    assert_eq!(town.app.db_number("SELECT COUNT(*) FROM audit_log").await, 0);
    let fields = [("note", "Look at <b>him</b>.")];
    mona.post("/admin/people/mal/notes", &fields).await.assert_redirects_to("/admin/people/mal");
    let page = mona.get("/admin/people/mal").await;
    assert!(page.html.contains("Look at &lt;b&gt;him"));
    assert_eq!(log(&mona).await, ["Made a note @mal"]);
}

#[actix_web::test]
async fn a_deleted_account_leaves_numbers_in_the_log_and_nothing_else() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    town.sam.post("/users/mal/report", &[("reason", "spam"), ("comment", "crimson")]).await;
    mona.post("/admin/people/mal/notes", &[("note", "crimson")]).await;
    mona.post("/admin/people/mal/silence", &[("reason", "Spam")]).await;
    town.app.db_execute("DELETE FROM posts WHERE body LIKE '%crimson%'").await;
    town.app.db_execute("DELETE FROM users WHERE username = 'mal'").await;
    for table in ["reports", "moderation_notes"] {
        assert_eq!(town.app.db_number(&format!("SELECT COUNT(*) FROM {table}")).await, 0);
    }
    let page = mona.get("/admin/audit").await;
    assert!(!page.html.contains("@mal") && page.html.contains("Deleted account"));
    assert_eq!(page.texts("tbody tr").len(), 2);
}

#[actix_web::test]
async fn people_are_found_whatever_they_are_to_others() {
    let town = Town::build().await;
    let mona = staff(&town.app, "mona", "moderator").await;
    town.set("leaving_at").await;
    town.set("suspended_at").await;
    let found = async |path: &str| mona.get(path).await.texts("tbody .handle");
    assert_eq!(found("/admin/people?q=%40mal").await, ["@mal"]);
    assert_eq!(found("/admin/people?which=suspended").await, ["@mal"]);
    assert_eq!(found("/admin/people").await, ["@mona", "@mal", "@fay", "@sam"]);
    assert!(found("/admin/people?q=nobody").await.is_empty());
    assert!(found("/admin/people?q=%00").await.len() <= 4);
    let page = mona.get("/admin/people/mal").await;
    assert!(page.html.contains("Suspended") && page.html.contains("Leaving"));
    assert!(!page.html.contains("mal@example.org"), "an address is nobody else's to see");
}
