use reqwest::{Method, StatusCode};

use crate::helpers::{PASSWORD, Page, TestApp};

/// Every route that changes something. A new one belongs here.
const UNSAFE: [&str; 61] = [
    "/auth/register",
    "/auth/login",
    "/auth/logout",
    "/posts",
    "/posts/1/delete",
    "/posts/1/edit",
    "/posts/1/pin",
    "/posts/1/unpin",
    "/posts/1/repost",
    "/posts/1/unrepost",
    "/posts/1/like",
    "/posts/1/unlike",
    "/posts/1/bookmark",
    "/posts/1/unbookmark",
    "/drafts",
    "/drafts/1/delete",
    "/notifications/read",
    "/settings/appearance",
    "/settings/account",
    "/settings/account/cancel-email",
    "/auth/two-factor",
    "/auth/two-factor/disable",
    "/auth/two-factor/recovery-codes",
    "/auth/verify/resend",
    "/auth/forgot",
    "/auth/reset",
    "/auth/sessions/1/revoke",
    "/auth/sessions/revoke-others",
    "/settings/profile",
    "/settings/privacy",
    "/settings/export",
    "/settings/import",
    "/settings/delete",
    "/settings/delete/cancel",
    "/settings/notifications",
    "/users/ada/follow",
    "/users/ada/unfollow",
    "/users/ada/accept-follow",
    "/users/ada/reject-follow",
    "/users/ada/remove-follower",
    "/users/ada/mute",
    "/users/ada/unmute",
    "/users/ada/block",
    "/users/ada/unblock",
    "/posts/1/report",
    "/users/ada/report",
    "/admin/reports/1/resolve",
    "/admin/reports/1/dismiss",
    "/admin/posts/1/hide",
    "/admin/posts/1/unhide",
    "/admin/people/ada/silence",
    "/admin/people/ada/suspend",
    "/admin/people/ada/lift",
    "/admin/people/ada/sign-out",
    "/admin/people/ada/notes",
    "/admin/invitations",
    "/admin/invitations/1/revoke",
    "/admin/applications/1/approve",
    "/admin/applications/1/reject",
    "/admin/blocks",
    "/admin/blocks/1/remove",
];

#[actix_web::test]
async fn a_form_on_another_site_changes_nothing() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("mine").await;
    let paths = UNSAFE.map(|path| path.replace("/posts/1", &permalink));
    for path in &paths {
        for (name, value) in [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://evil.example"),
            ("Origin", "null"),
            ("Referer", "https://evil.example/page"),
            ("X-Nothing", "neither of them"),
        ] {
            let fields = [
                ("email", "e@example.org"),
                ("username", "eve"),
                ("password", PASSWORD),
                ("identifier", "ada"),
                ("body", "x"),
                ("theme", "dark"),
            ];
            let page =
                Page::read(browser.request(Method::POST, path).header(name, value).form(&fields))
                    .await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
        }
    }
    assert!(browser.is_signed_in().await);
    assert_eq!(app.browser().get("/explore").await.posts(), ["mine"]);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users").await, 1);
}

#[actix_web::test]
async fn the_list_of_unsafe_routes_is_the_route_tables() {
    let routes =
        ["auth", "users", "posts", "notifications", "live", "admin", "archive"].map(|blueprint| {
            std::fs::read_to_string(format!(
                "{}/src/{blueprint}/routes.rs",
                env!("CARGO_MANIFEST_DIR")
            ))
            .unwrap()
        });
    let posts: usize = routes
        .iter()
        .map(|table| {
            table.matches("post(").count()
                + table.matches("put(").count()
                + table.matches("delete(").count()
        })
        .sum();
    // A mail program's own button is on nobody's page: tests/http/digest.rs.
    let one_click = 1;
    assert_eq!(posts, UNSAFE.len() + one_click, "a route that changes something is missing above");
}

#[actix_web::test]
async fn an_older_browser_is_known_by_its_origin_or_referer() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    for (name, value) in
        [("Origin", app.url.clone()), ("Referer", format!("{}/auth/login", app.url))]
    {
        let fields = [("identifier", "ada"), ("password", PASSWORD)];
        let request =
            app.browser().request(Method::POST, "/auth/login").header(name, value).form(&fields);
        Page::read(request).await.assert_redirects_to("/");
    }
}

#[actix_web::test]
async fn other_methods_are_guarded_too() {
    let app = TestApp::spawn().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::from_bytes(b"BREW").unwrap()]
    {
        let page = Page::read(
            app.browser()
                .request(method.clone(), "/explore")
                .header("Origin", "https://evil.example"),
        )
        .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{method}");
        let page = Page::read(
            app.browser().request(method.clone(), "/explore").header("Origin", &app.url),
        )
        .await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[actix_web::test]
async fn behind_a_trusted_proxy_the_public_name_is_ours() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let try_with = async |forwarded: bool| {
        let fields = [("identifier", "ada"), ("password", PASSWORD)];
        let mut request = app
            .browser()
            .request(Method::POST, "/auth/login")
            .header("Origin", "https://blog.example.org");
        if forwarded {
            request = request.header("X-Forwarded-Host", "blog.example.org");
        }
        Page::read(request.form(&fields)).await.status
    };
    assert_eq!(try_with(true).await, StatusCode::SEE_OTHER);
    assert_eq!(try_with(false).await, StatusCode::FORBIDDEN);
}
