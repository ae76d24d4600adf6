//! What several people do at the same moment, or one with several windows. On one machine with
//! SQLite there is one writer at a time; PostgreSQL and MariaDB show what is right here.

use futures_util::future::{join, join_all};
use reqwest::StatusCode;

use crate::helpers::{Browser, PASSWORD, Page, TestApp, id_of};

/// Counted as in earnest.
async fn busy_app() -> TestApp {
    TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.post_account = "1000/10m".parse().unwrap();
    })
    .await
}

async fn crowd(app: &TestApp, size: usize) -> Vec<Browser> {
    let mut people = Vec::new();
    for number in 0..size {
        people.push(app.browser_of(&format!("person{number}")).await);
    }
    people
}

#[track_caller]
fn assert_all_done(answers: &[Page], what: &str) {
    for answer in answers {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.html);
    }
}

fn count(answers: &[Page], status: StatusCode) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

#[actix_web::test]
async fn twelve_who_publish_at_the_same_moment_are_all_published() {
    let app = busy_app().await;
    let people = crowd(&app, 12).await;
    let question = people[0].publish("Where shall we go? #walk").await;
    for round in 0..4 {
        for (kind, parent) in [("tags", ""), ("names", ""), ("answers", id_of(&question))] {
            let tag = format!("{kind}{round}");
            let bodies: Vec<String> = (0..people.len())
                .map(|number| {
                    let next = (number + 1) % people.len();
                    let named =
                        if kind == "names" { format!("@person{next}") } else { String::new() };
                    format!("#{tag} #everybody #by{number} {named} Number {number} says hello.")
                })
                .collect();
            let posts = people.iter().zip(&bodies).map(async |(person, body)| {
                person.post("/posts", &[("body", body), ("in_reply_to", parent)]).await
            });
            assert_all_done(&join_all(posts).await, &tag);
            let found = app.browser().get(&format!("/tags/{tag}")).await;
            assert_eq!(found.posts().len(), people.len(), "{tag}");
        }
    }
}

#[actix_web::test]
async fn twelve_who_like_and_pass_on_one_post_at_the_same_moment_are_all_counted() {
    let app = TestApp::spawn().await;
    let people = crowd(&app, 12).await;
    let post = people[0].publish("likeable").await;
    for round in 0..4 {
        for (action, counted, expected) in [
            ("like", "likes", "12"),
            ("repost", "reposts", "12"),
            ("unlike", "likes", ""),
            ("unrepost", "reposts", ""),
        ] {
            let path = format!("{post}/{action}");
            let answers = join_all(people.iter().map(|person| person.post(&path, &[]))).await;
            assert_all_done(&answers, &format!("{action}, round {round}"));
            let css = format!("[data-count={counted}]");
            assert_eq!(app.browser().get(&post).await.texts(&css), [expected], "{action}");
        }
    }
}

#[actix_web::test]
async fn twelve_who_edit_their_posts_at_the_same_moment_all_change_them() {
    let app = busy_app().await;
    let people = crowd(&app, 12).await;
    let mut posts = Vec::new();
    for person in &people {
        posts.push(person.publish("#before the edit").await);
    }
    // Who has passed something on is told when it changes.
    let paths: Vec<String> = posts.iter().map(|post| format!("{post}/repost")).collect();
    join_all(paths.iter().rev().zip(&people).map(|(path, person)| person.press(path))).await;
    for round in 0..4 {
        let body = format!("#round{round} #everybody @person0 @person{round}");
        let edits = people.iter().zip(&posts).map(async |(person, post)| {
            person.post(&format!("{post}/edit"), &[("body", &body)]).await
        });
        assert_all_done(&join_all(edits).await, &body);
        let found = app.browser().get(&format!("/tags/round{round}")).await;
        assert_eq!(found.posts().len(), 12, "round {round}");
        let gone = match round {
            0 => "/tags/before".to_owned(),
            _ => format!("/tags/round{}", round - 1),
        };
        assert!(app.browser().get(&gone).await.posts().is_empty(), "{gone}");
    }
}

#[actix_web::test]
async fn eight_who_follow_each_other_at_the_same_moment_all_do() {
    let app = TestApp::spawn().await;
    let people = crowd(&app, 8).await;
    for (action, expected) in [("follow", 7), ("unfollow", 0), ("follow", 7)] {
        let paths: Vec<String> =
            (0..people.len()).map(|number| format!("/users/person{number}/{action}")).collect();
        let presses =
            people.iter().flat_map(|person| paths.iter().map(move |path| person.post(path, &[])));
        assert_all_done(&join_all(presses).await, action);
        for number in 0..people.len() {
            for list in ["followers", "following"] {
                let path = format!("/users/person{number}/{list}");
                assert_eq!(app.browser().get(&path).await.people().len(), expected, "{path}");
            }
        }
    }
}

#[actix_web::test]
async fn two_who_do_everything_to_each_other_at_the_same_moment_get_all_of_it_done() {
    let app = busy_app().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    for round in 0..6 {
        let (hers, his) = (ada.publish("hers").await, ben.publish("his").await);
        let mut all = Vec::new();
        for (person, own, other, name) in [(&ada, &hers, &his, "ben"), (&ben, &his, &hers, "ada")] {
            for path in [
                format!("{other}/like"),
                format!("{other}/repost"),
                format!("{other}/bookmark"),
                format!("{own}/pin"),
                format!("/users/{name}/follow"),
                format!("/users/{name}/mute"),
            ] {
                all.push((person, path, String::new()));
            }
            let body = format!("@{name} says something in round {round} #everybody");
            for path in ["/posts".to_owned(), format!("{own}/edit"), "/drafts".to_owned()] {
                all.push((person, path, body.clone()));
            }
        }
        let requests =
            all.iter().map(async |(person, path, body)| person.post(path, &[("body", body)]).await);
        let answers = join_all(requests).await;
        for (answer, (_, path, _)) in answers.iter().zip(&all) {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.html);
        }
        let undone =
            [(&ada, "ben", &hers), (&ben, "ada", &his)].map(async |(person, name, own)| {
                person.press(&format!("/users/{name}/unmute")).await;
                person.press(&format!("/users/{name}/unfollow")).await;
                person.press(&format!("{own}/unpin")).await;
            });
        join_all(undone).await;
    }
}

#[actix_web::test]
async fn what_is_pinned_or_edited_or_deleted_can_be_liked_at_the_same_moment() {
    let app = busy_app().await;
    let people = crowd(&app, 10).await;
    let ada = app.browser_of("ada").await;
    for round in 0..4 {
        let post = ada.publish("likeable").await;
        let (body, one) = (format!("better in round {round} #now @ada"), format!("{post}/like"));
        for (action, done) in [
            ("pin", &[StatusCode::SEE_OTHER][..]),
            ("edit", &[StatusCode::SEE_OTHER]),
            ("unpin", &[StatusCode::SEE_OTHER]),
            ("delete", &[StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]),
        ] {
            let (own, other) = (format!("{post}/{action}"), format!("{post}/repost"));
            let fields = [("body", body.as_str())];
            let changed = ada.post(&own, &fields);
            let liked = people.iter().zip([&one, &other].into_iter().cycle());
            let liked = join_all(liked.map(|(person, path)| person.post(path, &[])));
            let (changed, liked) = join(changed, liked).await;
            assert_eq!(changed.status, StatusCode::SEE_OTHER, "{action}: {}", changed.html);
            for answer in liked {
                assert!(done.contains(&answer.status), "{action}: {}", answer.html);
            }
        }
        assert!(ada.get("/notifications").await.texts(".note").is_empty(), "round {round}");
    }
}

#[actix_web::test]
async fn twelve_who_sign_up_at_the_same_moment_all_have_an_account_and_a_name_one() {
    let app = TestApp::spawn().await;
    for (names, expected) in [
        ((0..12).map(|number| format!("person{number}")).collect::<Vec<_>>(), 12),
        (vec!["ada".to_owned(); 6], 1),
    ] {
        let tries = names.iter().enumerate().map(async |(number, name)| {
            let email = format!("{name}.{number}@example.org");
            app.browser().register(&email, name, PASSWORD).await
        });
        let answers = join_all(tries).await;
        assert_eq!(count(&answers, StatusCode::SEE_OTHER), expected);
        let refused = count(&answers, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused, names.len() - expected);
    }
    let found = app.browser().get("/search?q=person&in=people").await;
    assert_eq!(found.people().len(), 12);
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
}

/// Neither of the two follows the other, nor asks to; not even when the block is lifted.
async fn assert_nothing_between(app: &TestApp, ada: &Browser, round: usize) {
    for person in ["ada", "ben"] {
        for list in ["followers", "following"] {
            let path = format!("/users/{person}/{list}");
            assert!(app.browser().get(&path).await.people().is_empty(), "round {round}: {path}");
        }
    }
    assert!(ada.get("/follow-requests").await.people().is_empty(), "round {round}");
    let notes = ada.get("/notifications").await;
    assert!(notes.texts(".note, .asked").is_empty(), "round {round}");
}

#[actix_web::test]
async fn following_and_blocking_at_the_same_moment_leaves_the_block_alone() {
    for locked in [false, true] {
        let app = TestApp::spawn().await;
        let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
        if locked {
            ada.save_privacy(&[("locked", "1")]).await;
        }
        for round in 0..12 {
            let follows = join_all((0..3).map(|_| ben.post("/users/ada/follow", &[])));
            let (follows, blocked) = join(follows, ada.post("/users/ben/block", &[])).await;
            assert_eq!(blocked.status, StatusCode::SEE_OTHER);
            let refused = count(&follows, StatusCode::FORBIDDEN);
            assert_eq!(refused + count(&follows, StatusCode::SEE_OTHER), follows.len());
            assert_eq!(ada.get("/settings/blocks").await.people(), ["@ben"]);
            assert_nothing_between(&app, &ada, round).await;
            ada.press("/users/ben/unblock").await;
            assert_nothing_between(&app, &ada, round).await;
        }
    }
}

#[actix_web::test]
async fn letting_somebody_in_and_blocking_at_the_same_moment_leaves_the_block_alone() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    ada.save_privacy(&[("locked", "1")]).await;
    for round in 0..16 {
        ben.press("/users/ada/follow").await;
        // Now she blocks him, now he her.
        let (blocker, path, other) = match round % 2 {
            0 => (&ada, "/users/ben/block", "/users/ben/unblock"),
            _ => (&ben, "/users/ada/block", "/users/ada/unblock"),
        };
        let accepted = ada.post("/users/ben/accept-follow", &[]);
        let (accepted, blocked) = join(accepted, blocker.post(path, &[])).await;
        assert_eq!(blocked.status, StatusCode::SEE_OTHER, "round {round}");
        assert!([StatusCode::SEE_OTHER, StatusCode::NOT_FOUND].contains(&accepted.status));
        assert_nothing_between(&app, &ada, round).await;
        blocker.press(other).await;
        assert_nothing_between(&app, &ada, round).await;
    }
}

#[actix_web::test]
async fn of_two_edits_at_the_same_moment_no_wording_is_lost() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for round in 0..8 {
        let post = ada.publish("the original").await;
        let path = format!("{post}/edit");
        let edits = ["one wording", "another wording"]
            .map(async |body| ada.post(&path, &[("body", body)]).await);
        assert_all_done(&join_all(edits).await, "both edits");
        let history = app.browser().get(&format!("{post}/history")).await.texts(".versions .text");
        assert_eq!(history.len(), 3, "round {round}: {history:?}");
        assert_eq!(history[2], "the original", "round {round}: {history:?}");
        for body in ["one wording", "another wording"] {
            assert!(history.contains(&body.to_owned()), "round {round}: {history:?}");
        }
        assert_eq!(app.browser().get(&post).await.posts(), history[..1]);
    }
}

#[actix_web::test]
async fn a_double_click_on_save_is_one_edit() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for round in 0..8 {
        let post = ada.publish("before @ada #then").await;
        let path = format!("{post}/edit");
        let form = ada.get(&path).await.form(&path);
        let clicks = (0..3).map(|_| ada.submit(&form, &[("body", "after #now")]));
        let clicks = join_all(clicks).await;
        for click in &clicks {
            click.assert_redirects_to(&post);
        }
        let history = app.browser().get(&format!("{post}/history")).await.texts(".versions .text");
        assert_eq!(history, ["after #now", "before @ada #then"], "round {round}");
        assert_eq!(app.browser().get("/tags/now").await.posts().len(), round + 1);
    }
}

#[actix_web::test]
async fn deleting_a_post_to_write_it_anew_four_times_at_once_leaves_one_draft() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for round in 0..8 {
        let post = ada.publish("Wrtie anew").await;
        let path = format!("{post}/delete");
        let answers = join_all((0..4).map(|_| ada.post(&path, &[("redraft", "1")]))).await;
        assert_eq!(count(&answers, StatusCode::SEE_OTHER), 1, "round {round}");
        assert_eq!(count(&answers, StatusCode::NOT_FOUND), 3, "round {round}");
        let list = ada.get("/drafts").await;
        assert_eq!(list.texts(".drafts a.open"), ["Wrtie anew"], "round {round}");
        let delete = list.attributes(".drafts form", "action").remove(0);
        ada.post(&delete, &[]).await.assert_redirects_to("/drafts");
    }
}

#[actix_web::test]
async fn an_edit_and_a_deletion_at_the_same_moment_leave_no_post() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for round in 0..8 {
        let post = ada.publish("before #then").await;
        let path = format!("{post}/edit");
        let fields = [("body", "after #now @ada")];
        let deleted = format!("{post}/delete");
        let (edited, deleted) = join(ada.post(&path, &fields), ada.post(&deleted, &[])).await;
        assert!(
            [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND].contains(&edited.status),
            "round {round}: {}",
            edited.html
        );
        assert_eq!(deleted.status, StatusCode::SEE_OTHER, "round {round}: {}", deleted.html);
        for path in [&post, &format!("{post}/history")] {
            assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "round {round}");
        }
        for path in ["/tags/now", "/tags/then", "/search?q=after"] {
            assert!(ada.get(path).await.posts().is_empty(), "round {round}: {path}");
        }
    }
}

#[actix_web::test]
async fn twelve_pins_at_once_are_five_in_the_end() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let mut posts = Vec::new();
    for number in 0..12 {
        posts.push(ada.publish(&format!("post {number}")).await);
    }
    for round in 0..4 {
        let pin = async |action: &str| {
            let paths: Vec<String> = posts.iter().map(|post| format!("{post}/{action}")).collect();
            let answers = join_all(paths.iter().map(|path| ada.post(path, &[]))).await;
            assert_all_done(&answers, action);
            app.browser().get("/users/ada").await.texts(".pinned .text").len()
        };
        assert_eq!(pin("pin").await, 5, "round {round}");
        assert_eq!(pin("unpin").await, 0, "round {round}");
    }
}

#[actix_web::test]
async fn drafts_that_are_saved_at_once_are_never_more_than_a_hundred() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let ids: Vec<String> = (1..=99)
        .map(|id| format!("({id}, (SELECT id FROM users), 'x', '', 'public', '', 0)"))
        .collect();
    let sql = "INSERT INTO drafts (id, user_id, body, content_warning, visibility, language, updated_at) VALUES";
    app.db_execute(&format!("{sql} {}", ids.join(", "))).await;
    for round in 0..4 {
        let bodies: Vec<String> = (0..8).map(|number| format!("draft {number}")).collect();
        let saved = bodies.iter().map(async |body| ada.post("/drafts", &[("body", body)]).await);
        let saved = join_all(saved).await;
        assert_eq!(count(&saved, StatusCode::SEE_OTHER), 1, "round {round}");
        assert_eq!(count(&saved, StatusCode::UNPROCESSABLE_ENTITY), 7, "round {round}");
        assert_eq!(app.db_number("SELECT COUNT(*) FROM drafts").await, 100, "round {round}");
        let delete = ada.get("/drafts").await.attributes(".drafts form", "action").remove(0);
        ada.post(&delete, &[]).await.assert_redirects_to("/drafts");
    }
}

#[actix_web::test]
async fn a_post_that_is_deleted_while_others_use_it_is_gone_for_all() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let people = crowd(&app, 4).await;
    for _ in 0..3 {
        let post = ada.publish("@person0 short-lived #talk").await;
        let clicks = people.iter().map(async |person| {
            let mut all = Vec::new();
            for action in ["like", "repost", "bookmark"] {
                all.push(person.post(&format!("{post}/{action}"), &[]).await);
            }
            let answer = [("body", "an answer"), ("in_reply_to", id_of(&post))];
            all.push(person.post("/posts", &answer).await);
            all
        });
        let path = format!("{post}/delete");
        let delete = ada.post(&path, &[("redraft", "")]);
        let (clicked, deleted) = join(join_all(clicks), delete).await;
        assert_eq!(deleted.status, StatusCode::SEE_OTHER);
        for page in clicked.into_iter().flatten() {
            assert!(page.status.as_u16() < 500, "{}: {}", page.status, page.html);
        }
        for person in &people {
            assert_eq!(person.get(&post).await.status, StatusCode::NOT_FOUND);
            assert!(person.get("/bookmarks").await.posts().is_empty());
        }
    }
}
