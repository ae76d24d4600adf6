//! `miniblog user` and `miniblog seed`.

use std::time::Duration;

use crate::support::eventually;
use crate::support::process::Miniblog;
use crate::support::visitor::PASSWORD;

const CREATE_ADA: [&str; 4] = ["user", "create", "ada", "ada@example.org"];

#[tokio::test]
async fn an_account_is_made_with_the_password_from_standard_input() {
    let program = Miniblog::new();
    let ran = program.run_with(&CREATE_ADA, &format!("{PASSWORD}\n"));
    assert!(ran.fine().contains("ada"));
    assert!(!ran.out.contains(PASSWORD));
    let blog = program.start().await;
    for identifier in ["ada", "ADA", "ada@example.org"] {
        assert_eq!(blog.visitor().sign_in(identifier, PASSWORD).await.status, 303, "{identifier}");
    }
}

#[test]
fn an_account_follows_the_rules_of_the_sign_up_page() {
    let program = Miniblog::new();
    program.run_with(&CREATE_ADA, "short\n").refused(2, &["password", "8"]);
    program.run_with(&CREATE_ADA, "").refused(1, &["standard input"]);
    program
        .run_with(&["user", "create", "a b", "nowhere"], PASSWORD)
        .refused(2, &["username", "email"]);
    program.run_with(&CREATE_ADA, PASSWORD).fine();
    program.run_with(&CREATE_ADA, PASSWORD).refused(2, &["username"]);
    program
        .run_with(&["user", "create", "ada2", "ADA@example.org"], PASSWORD)
        .refused(2, &["e-mail"]);
}

#[test]
fn roles_are_given_by_name_and_unknown_people_are_named() {
    let program = Miniblog::new();
    program.run_with(&CREATE_ADA, PASSWORD).fine();
    assert!(program.run(&["user", "promote", "ada"]).fine().contains("admin"));
    assert!(
        program
            .run(&["user", "promote", "ada", "--role", "moderator"])
            .fine()
            .contains("moderator")
    );
    for command in ["promote", "suspend", "reset-password", "sign-out", "disable-two-factor"] {
        program.run_with(&["user", command, "nobody"], PASSWORD).refused(2, &["nobody"]);
    }
}

#[tokio::test]
async fn a_suspended_person_is_signed_out_and_cannot_sign_in() {
    let program = Miniblog::new();
    let blog = program.start().await;
    let (ada, bob) = (blog.visitor(), blog.visitor());
    ada.join("ada").await;
    bob.join("bob").await;
    program.run(&["user", "suspend", "ada"]).fine();
    assert!(!ada.is_signed_in().await);
    assert!(bob.is_signed_in().await);
    let answer = ada.sign_in("ada", PASSWORD).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("suspended"), "{}", answer.body);
    let answer = ada.post("/posts", &[("body", "still here")]).await;
    assert!(answer.location().starts_with("/auth/login"));
    program.run(&["user", "suspend", "ada", "--lift"]).fine();
    assert_eq!(blog.visitor().sign_in("ada", PASSWORD).await.status, 303);
    program.run(&["user", "suspend", "ada"]).fine();
    // A wrong password doesn't tell a stranger that the account is suspended.
    assert!(!ada.sign_in("ada", "not the password").await.body.contains("suspended"));
    // What operators do stands in the moderators' log, too.
    program.run(&["user", "promote", "bob", "--role", "moderator"]).fine();
    let log = bob.get("/admin/audit").await.body;
    assert_eq!(log.matches(">Operator<").count(), 4, "{log}");
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_and_the_old_password() {
    let program = Miniblog::new();
    let blog = program.start().await;
    let ada = blog.visitor();
    ada.join("ada").await;
    program.run_with(&["user", "reset-password", "ada"], "short\n").refused(2, &["8"]);
    assert!(ada.is_signed_in().await);
    program.run_with(&["user", "reset-password", "ada"], "another fine sentence\n").fine();
    assert!(!ada.is_signed_in().await);
    assert_eq!(ada.sign_in("ada", PASSWORD).await.status, 422);
    assert_eq!(ada.sign_in("ada", "another fine sentence").await.status, 303);
}

#[tokio::test]
async fn all_sessions_of_one_person_can_be_ended() {
    let program = Miniblog::new();
    let blog = program.start().await;
    let (ada, elsewhere, bob) = (blog.visitor(), blog.visitor(), blog.visitor());
    ada.join("ada").await;
    bob.join("bob").await;
    elsewhere.sign_in("ada", PASSWORD).await;
    assert!(program.run(&["user", "sign-out", "ada"]).fine().contains("(2 sessions)"));
    assert!(!ada.is_signed_in().await && !elsewhere.is_signed_in().await);
    assert!(bob.is_signed_in().await);
    assert_eq!(ada.sign_in("ada", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn an_address_that_the_operator_vouches_for_is_its_owners_alone() {
    let program = Miniblog::new();
    program.run_with(&CREATE_ADA, PASSWORD).fine();
    let blog = program.start().await;
    blog.visitor().join("bob").await;
    let set = |name: &'static str, address: &'static str| {
        program.run(&["user", "set-email", name, address])
    };
    set("bob", "ADA@example.org").refused(2, &["e-mail"]);
    set("bob", "nonsense").refused(2, &["e-mail"]);
    set("nobody", "x@example.org").refused(2, &["nobody"]);
    assert!(!set("bob", "new@example.org").fine().contains("new@example.org"));
    assert_eq!(blog.visitor().sign_in("new@example.org", PASSWORD).await.status, 303);
    set("ada", "New@example.org").refused(2, &["e-mail"]);
}

#[tokio::test]
async fn a_second_factor_that_was_lost_can_be_switched_off() {
    let program = Miniblog::new();
    program.run_with(&CREATE_ADA, PASSWORD).fine();
    let blog = program.start().await;
    let ada = blog.visitor();
    assert_eq!(ada.sign_in("ada", PASSWORD).await.status, 303);
    let disable = || program.run(&["user", "disable-two-factor", "ada"]);
    assert!(disable().fine().contains("no second factor"));
    let page = ada.get("/auth/two-factor").await.body;
    let secret = page.split("<code class=\"secret\">").nth(1).expect("the secret");
    let secret = secret.split('<').next().expect("its end").replace(' ', "");
    let secret = totp_rs::Secret::try_from_base32(secret).expect("base 32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a good secret");
    let code = totp.generate_current().to_string();
    let fields = [("code", code.as_str()), ("current_password", PASSWORD)];
    assert_eq!(ada.post("/auth/two-factor", &fields).await.status, 200);
    assert_eq!(blog.visitor().sign_in("ada", PASSWORD).await.location(), "/auth/two-factor");
    assert!(disable().fine().contains("password alone"));
    assert_eq!(blog.visitor().sign_in("ada", PASSWORD).await.location(), "/");
    // The running instance tells her of both.
    let folder = program.database().with_file_name("mail");
    let letters = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
    let both = async || (letters() == 2).then_some(());
    eventually("a letter of each change", Duration::from_secs(30), both).await;
}

#[tokio::test]
async fn demo_data_can_be_read_and_its_people_can_sign_in() {
    let program = Miniblog::new();
    let ran = program.run(&["seed", "--users", "3", "--posts", "30"]);
    assert!(ran.fine().contains("3 people and 30 posts"), "{ran:?}");
    let password = ran.out.trim().rsplit(": ").next().unwrap();
    let blog = program.start().await;
    let visitor = blog.visitor();
    let explore = visitor.get("/explore").await.body;
    assert_eq!(explore.matches("<article ").count(), 20);
    assert!(explore.contains("?before="), "and a second page");
    assert_eq!(visitor.get("/users/mika").await.status, 200);
    assert_eq!(visitor.sign_in("mika", password).await.status, 303);
}

#[test]
fn demo_data_is_not_added_to_a_production_database_with_people_in_it() {
    let program = Miniblog::new()
        .variable("MINIBLOG_ENV", "production")
        .set("session.secret", "a-session-secret-of-forty-characters-ab");
    program.run(&["seed", "--users", "1", "--posts", "1"]).fine();
    program
        .run(&["seed", "--users", "2", "--posts", "1"])
        .refused(2, &["production", "nothing was added"]);
}
