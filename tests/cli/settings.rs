//! Settings and their layers, seen from outside.

use std::path::PathBuf;

use crate::support::process::Miniblog;

fn file(program: &Miniblog, name: &str, text: &str) -> PathBuf {
    let path = program.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn good_settings_are_said_to_be_fine_and_nothing_is_written() {
    let program = Miniblog::new();
    assert!(program.run(&["config", "check"]).fine().contains("fine"));
    assert!(!program.folder().join("data").exists());
}

#[test]
fn a_bad_value_in_the_environment_is_one_line_with_key_layer_and_what_was_expected() {
    for (key, value, expected) in [
        ("server.port", "eighty", "integer"),
        ("server.port", "70000", "16"),
        ("server.keep_alive", "soon", "75s"),
        ("auth.bcrypt_cost", "3", "4 to 31"),
        ("posts.max_length", "-1", ""),
        ("posts.max_length", "0", "1 to "),
        ("posts.page_size", "0", "1 to 200"),
        ("rate_limit.enabled", "perhaps", "bool"),
        ("rate_limit.post_account", "lots", "10/15m"),
        ("log.level", "miniblog=loud", "debug"),
        ("consul.check_interval", "0s", "more than zero"),
        ("server.trusted_proxies", "10.0.0.0/8, everybody", "10.0.0.0/8"),
        ("server.base_url", "blog.example.org", "https://"),
        ("database.url", "oracle://x", "postgres://"),
        ("site.name", " ", "name"),
    ] {
        let program = Miniblog::new().set(key, value);
        program
            .run(&["config", "check"])
            .refused(2, &[key, "the environment", "expected", expected]);
        program.run(&["serve"]).refused(2, &[key, "the environment", "expected", expected]);
    }
}

#[test]
fn a_value_that_is_none_of_the_choices_is_answered_with_the_choices() {
    for (key, choices) in [
        ("auth.registration", &["open", "closed"][..]),
        ("log.format", &["text", "json"]),
        ("session.store", &["database"]),
    ] {
        let ran = Miniblog::new().set(key, "maybe").run(&["config", "check"]);
        ran.refused(2, &[key, "the environment"]);
        ran.refused(2, choices);
    }
}

#[test]
fn a_log_level_that_does_not_exist_is_refused() {
    // Taken for the name of a module, it would silence everything.
    Miniblog::new()
        .set("log.level", "verbose")
        .run(&["config", "check"])
        .refused(2, &["log.level", "debug"]);
}

#[test]
fn an_unknown_key_is_refused_with_the_layer_it_stands_in() {
    let program = Miniblog::new().set("posts.max_lenght", "400");
    program.run(&["config", "check"]).refused(2, &["posts.max_lenght", "the environment"]);

    let program = Miniblog::new();
    let path = file(&program, "site.toml", "[server]\nprot = 80\n").display().to_string();
    program.run(&["--config", &path, "config", "check"]).refused(2, &["server.prot", &path]);
}

#[test]
fn a_bad_file_is_one_line_with_its_name() {
    let program = Miniblog::new();
    let bad_value =
        file(&program, "value.toml", "[posts]\nmax_length = \"long\"\n").display().to_string();
    program
        .run(&["--config", &bad_value, "config", "check"])
        .refused(2, &["posts.max_length", &bad_value, "expected"]);
    let bad_toml = file(&program, "broken.toml", "[posts\nmax_length = 1\n").display().to_string();
    program.run(&["--config", &bad_toml, "config", "check"]).refused(2, &[&bad_toml]);
    program.run(&["--config", "not-there.toml", "config", "check"]).refused(2, &["not-there.toml"]);
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let program = Miniblog::new().set("site.name", "From the environment");
    let text = "[site]\nname = \"From the file\"\nnotice = \"Also from the file\"\n";
    let path = file(&program, "site.toml", text).display().to_string();
    let ran = program.run(&["--config", &path, "config", "show"]);
    let line = |key: &str| {
        ran.fine().lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap().to_owned()
    };
    assert_eq!(line("site.name"), "site.name = \"From the environment\"  # the environment");
    assert_eq!(line("site.notice"), format!("site.notice = \"Also from the file\"  # {path}"));
    assert_eq!(line("posts.page_size"), "posts.page_size = 20  # config/default.toml");
    assert!(line("rate_limit.enabled").ends_with("# config/test.toml"), "{ran:?}");
}

#[test]
fn showing_the_settings_shows_no_secret() {
    let program = Miniblog::new()
        .set("session.secret", "a-session-secret-of-forty-characters-ab")
        .set("consul.token", "a-consul-token")
        .set("database.url", "postgres://blog:a-db-password@db.example/blog");
    let ran = program.run(&["config", "show"]);
    for secret in ["a-session-secret", "a-consul-token", "a-db-password"] {
        assert!(!ran.fine().contains(secret), "{ran:?}");
    }
    assert!(ran.out.contains("session.secret = [redacted]  # the environment"), "{ran:?}");
    assert!(ran.out.contains("db.example/blog"), "{ran:?}");
}

#[test]
fn a_secret_can_be_given_as_a_files_name() {
    let program = Miniblog::new();
    let good =
        file(&program, "secret", "a-session-secret-of-forty-characters-ab\n").display().to_string();
    let short = file(&program, "short", "short\n").display().to_string();
    let variable = "MINIBLOG__SESSION__SECRET_FILE";
    let program = program.variable(variable, &good);
    program.run(&["config", "check"]).fine();
    let ran = program.run(&["config", "show"]);
    assert!(ran.fine().contains("session.secret = [redacted]  # the environment"), "{ran:?}");
    let program = program.variable(variable, &short);
    let ran = program.run(&["config", "check"]);
    ran.refused(2, &["session.secret", "32 characters", "[redacted]"]);
    let program = program.variable(variable, "/not/there");
    program.run(&["config", "check"]).refused(2, &["session.secret", "/not/there"]);
}

#[test]
fn a_bad_database_url_is_refused_without_its_password() {
    let ran = Miniblog::new()
        .set("database.url", "oracle://blog:a-db-password@db.example/blog")
        .run(&["serve"]);
    ran.refused(2, &["database.url"]);
    assert!(!ran.err.contains("a-db-password"), "{ran:?}");
}

#[test]
fn production_without_a_session_secret_is_refused() {
    let program = Miniblog::new().variable("MINIBLOG_ENV", "production");
    let words = ["session.secret", "production", "32 characters"];
    program.run(&["config", "check"]).refused(2, &words);
    program.run(&["migrate", "up"]).fine();
    program.run(&["serve"]).refused(2, &words);
    let program = program.set("session.secret", "a-session-secret-of-forty-characters-ab");
    program.run(&["config", "check"]).fine();
}

#[test]
fn a_start_that_is_refused_for_its_settings_has_not_touched_the_database() {
    let program = Miniblog::new().variable("MINIBLOG_ENV", "production");
    program.run(&["serve"]).refused(2, &["session.secret"]);
    assert!(!program.database().exists(), "it was made and migrated");
}

#[test]
fn what_only_matters_with_consul_is_not_asked_without_it() {
    // The default drain time is as long as this.
    let program =
        Miniblog::new().set("consul.enabled", "false").set("server.shutdown_timeout", "5s");
    program.run(&["config", "check"]).fine();
}
