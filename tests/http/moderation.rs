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
