//! The main job: register, sign in, publish, be read.

use crate::support::browser::Browser;
use crate::support::process::{Blog, Miniblog};
use crate::support::visitor::PASSWORD;

/// From nothing to a post that everybody can read.
async fn be_read(browser: &Browser, blog: &Blog) {
    browser.open("/").await;
    browser.follow("Create account").await;
    browser.is_at("/auth/register").await;
    browser.fill("E-mail address", "ada@example.org").await;
    browser.fill("Username", "ada").await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Create account").await;
    browser.is_at("/auth/login").await;
    browser.sees("you can sign in now.").await;

    browser.fill_in_and_sign_in("ada@example.org", PASSWORD).await;
    browser.is_at("/").await;
    browser.sees("This is where your posts will be").await;
    let words = "The first sentence, with an é and a 👩‍🔬.";
    let permalink = browser.publish(words).await;
    browser.sees(words).await;

    browser.press("Sign out").await;
    browser.sees("You are signed out.").await;
    for page in ["/", "/explore", "/users/ada", &permalink] {
        browser.open(page).await;
        browser.sees(words).await;
        browser.sees("@ada").await;
        assert!(!browser.has("//button[normalize-space()='Sign out']").await, "{page}");
        assert!(
            !browser.has("//summary[normalize-space()='More']").await,
            "nobody else may delete it: {page}"
        );
    }
    // And not only this browser sees it.
    assert!(blog.visitor().get("/explore").await.body.contains(words));
}

#[tokio::test]
async fn a_new_person_registers_signs_in_by_e_mail_publishes_and_is_read_by_everybody() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    be_read(&browser, &blog).await;
    assert_eq!(browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn all_of_it_works_without_scripts() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::without_scripts(&blog.url).await else { return };
    be_read(&browser, &blog).await;

    // Proof that no script ran: what the script reveals stays hidden.
    browser.open("/auth/login").await;
    browser.field("Password").await;
    assert!(!browser.has("//button[@data-reveal]").await);
    browser.fill_in_and_sign_in("ada", PASSWORD).await;
    browser.is_at("/").await;
    browser.press("More").await;
    browser.press("Delete").await;
    browser.sees("The post is deleted.").await;
    browser.open("/posts/new").await;
    browser.fill("Your post", &"x".repeat(501)).await;
    browser.press("Publish").await;
    browser.sees("1 character too long").await;
    assert_eq!(browser.value_of("Your post").await, "x".repeat(501));
}

#[tokio::test]
async fn a_post_is_deleted_by_its_menu() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.join("ada").await;
    let kept = browser.publish("This one stays.").await;
    browser.open("/").await;
    let gone = browser.publish("This one goes.").await;

    browser.open("/").await;
    // The newest stands first.
    browser.press("More").await;
    browser.sees("Delete this post?").await;
    browser.press("Delete").await;
    browser.sees("The post is deleted.").await;
    browser.is_at("/").await;
    browser.sees("This one stays.").await;
    browser.does_not_see("This one goes.").await;
    assert_eq!(blog.visitor().get(&gone).await.status, 404);
    assert_eq!(blog.visitor().get(&kept).await.status, 200);

    // From its own page too, and from there to where other posts are.
    browser.open(&kept).await;
    browser.press("More").await;
    browser.press("Delete").await;
    browser.sees("The post is deleted.").await;
    browser.is_at("/").await;
}

#[tokio::test]
async fn two_people_in_two_browsers_read_each_other_and_stay_themselves() {
    let blog = Miniblog::new().start().await;
    let Some(adas) = Browser::start(&blog.url).await else { return };
    let Some(bobs) = Browser::start(&blog.url).await else { return };
    tokio::join!(adas.join("ada"), bobs.join("bob"));
    let (from_ada, from_bob) =
        tokio::join!(adas.publish("Ada was here."), bobs.publish("Bob was here."));

    adas.open("/explore").await;
    bobs.open("/explore").await;
    for browser in [&adas, &bobs] {
        browser.sees("Ada was here.").await;
        browser.sees("Bob was here.").await;
    }
    // Each may delete his own post only.
    adas.open(&from_bob).await;
    adas.sees("Bob was here.").await;
    assert!(!adas.has("//summary[normalize-space()='More']").await);
    bobs.open(&from_bob).await;
    assert!(bobs.has("//summary[normalize-space()='More']").await);

    bobs.press("Sign out").await;
    bobs.sees("You are signed out.").await;
    adas.open(&from_ada).await;
    assert!(adas.has("//summary[normalize-space()='More']").await, "Ada is still signed in");
}
