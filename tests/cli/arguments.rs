//! What may be typed after the program's name.

use crate::support::process::Miniblog;

#[test]
fn version_is_one_line() {
    let ran = Miniblog::new().run(&["--version"]);
    assert_eq!(ran.fine(), concat!("miniblog ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(ran.err, "");
}

#[test]
fn help_names_every_command_and_needs_no_settings() {
    let ran = Miniblog::new().set("server.port", "nonsense").run(&["--help"]);
    for command in ["serve", "migrate", "config", "user", "seed", "health"] {
        assert!(ran.fine().contains(&format!("  {command} ")), "{command}: {ran:?}");
    }
}

#[test]
fn what_is_mistyped_is_named_in_one_line_with_exit_code_2() {
    let program = Miniblog::new();
    program.run(&["--prot"]).refused(2, &["--prot"]);
    program.run(&["srve"]).refused(2, &["srve"]);
    program.run(&["serve", "--port=1"]).refused(2, &["--port"]);
    program.run(&["migrate", "sideways"]).refused(2, &["sideways"]);
    program.run(&["migrate", "down", "two"]).refused(2, &["two"]);
    program.run(&["seed", "--users", "many"]).refused(2, &["many"]);
    program.run(&["user", "promote", "ada", "--role", "queen"]).refused(2, &["queen", "moderator"]);
    program.run(&["user", "create", "ada"]).refused(2, &["EMAIL"]);
    assert!(!program.folder().join("data").exists(), "and nothing was done");
}

#[test]
fn a_command_that_needs_another_word_says_which_there_are() {
    let program = Miniblog::new();
    program.run(&["config"]).refused(2, &["check", "show"]);
    program.run(&["migrate"]).refused(2, &["up", "down", "status"]);
    program.run(&["user"]).refused(2, &["create", "promote", "suspend"]);
}
