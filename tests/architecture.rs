//! Who may import whom (docs/architecture.md), as a failing test.
#![expect(clippy::unwrap_used, reason = "helpers outside of #[test] functions may fail a test too")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// What each module of the crate may name of the others. What isn't listed may import nothing, so
/// a new module has to say here where it stands.
const ALLOWED: [(&str, &[&str]); 17] = [
    ("id", &[]),
    ("settings", &[]),
    ("events", &[]),
    ("db", &["id", "settings"]),
    ("web", &["db", "id", "settings"]),
    ("consul", &["settings"]),
    ("mail", &["web", "db", "id", "settings"]),
    ("users", &["mail", "web", "db", "events", "id", "settings"]),
    ("auth", &["users", "mail", "web", "db", "id", "settings"]),
    ("posts", &["users", "web", "db", "events", "id", "settings"]),
    ("notifications", &["posts", "users", "mail", "web", "db", "events", "id", "settings"]),
    // Above all but what composes: nobody imports it.
    ("admin", &["auth", "posts", "users", "mail", "web", "db", "id"]),
    ("live", &["notifications", "posts", "users", "web", "db", "id"]),
    // Above all the others: what it takes along, brings and deletes is theirs.
    ("archive", &["auth", "posts", "users", "mail", "web", "db", "id", "settings"]),
    (
        "app",
        &[
            "admin",
            "archive",
            "live",
            "notifications",
            "auth",
            "users",
            "posts",
            "mail",
            "web",
            "consul",
            "db",
            "events",
            "id",
            "settings",
        ],
    ),
    // The command line composes, as `app` does.
    (
        "commands",
        &[
            "admin",
            "app",
            "notifications",
            "auth",
            "users",
            "posts",
            "mail",
            "web",
            "db",
            "events",
            "id",
            "settings",
        ],
    ),
    ("lib", &[]),
];
const BLUEPRINTS: [&str; 7] =
    ["auth", "users", "posts", "notifications", "live", "admin", "archive"];

/// A source file without its comments and its unit tests.
struct Source {
    path: PathBuf,
    /// `web` for `src/web/session/store.rs`.
    module: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(Path::new(SRC), &mut files);
    assert!(files.len() > 30, "the sources are where this test looks for them");
    let read = |path: PathBuf| {
        let inside = path.strip_prefix(SRC).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let module = first.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let lines = text.lines().map(|line| line.split("//").next().unwrap());
        Source { module, code: lines.collect::<Vec<_>>().join("\n"), path }
    };
    files.into_iter().filter(|path| !path.ends_with("src/main.rs")).map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The crate's modules that a file names: `crate::users`, and those in `use crate::{auth, db};`.
fn named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (start, _) in code.match_indices("crate::") {
        let rest = &code[start + "crate::".len()..];
        let group = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap());
        for item in
            group.unwrap_or(rest).split(',').take(if group.is_some() { usize::MAX } else { 1 })
        {
            let name: String =
                item.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn modules_import_only_what_stands_below_them() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into();
    for source in sources() {
        let mine = allowed
            .get(source.module.as_str())
            .unwrap_or_else(|| panic!("{} isn't in ALLOWED", source.module));
        for name in named(&source.code) {
            let fine = name == source.module || mine.contains(&name.as_str());
            assert!(fine, "{} imports crate::{name}", source.path.display());
        }
    }
}

#[test]
fn only_app_and_the_command_line_know_more_than_one_blueprint_upwards() {
    for (module, allowed) in ALLOWED
        .into_iter()
        .filter(|(module, _)| !matches!(*module, "app" | "commands" | "admin" | "archive"))
    {
        assert!(!allowed.contains(&"auth"), "{module} must not know auth");
        if matches!(module, "web" | "mail" | "db" | "settings" | "consul" | "id") {
            assert!(
                !BLUEPRINTS.iter().any(|blueprint| allowed.contains(blueprint)),
                "{module} must not know a blueprint"
            );
        }
    }
}

#[test]
fn queries_and_entities_know_nothing_of_http() {
    for source in sources().iter().filter(|source| is_one_of(source, &["queries", "entity"])) {
        assert!(!source.code.contains("actix"), "{}", source.path.display());
    }
}

/// A query of posts that doesn't begin with `posts_for` would forget who may see them.
#[test]
fn one_place_decides_who_may_see_a_post() {
    let mut seen = 0;
    for source in sources() {
        // Tables of their own, which are their owner's alone or belong to a post that was looked up.
        let other_table = source.path.ends_with("posts/queries/drafts.rs");
        let knows_posts = source.module == "posts" || source.code.contains("posts::entity");
        if other_table || !knows_posts {
            continue;
        }
        for (start, _) in source.code.match_indices("Entity::find") {
            let before = source.code[..start].chars().next_back().unwrap();
            let of_posts = before != ':' && !before.is_alphanumeric();
            let decides = source.path.ends_with("posts/queries/visibility.rs");
            assert!(!of_posts || decides, "{} reads posts by itself", source.path.display());
            seen += usize::from(of_posts);
        }
        let raw = source.code.contains("posts::entity::Entity::find");
        assert!(!raw, "{} reads posts by itself", source.path.display());
    }
    // posts_for, find_for_moderators, hidden_from and arrived_since.
    assert_eq!(seen, 4, "they are where this test looks for them");
}

#[test]
fn handlers_hold_no_sql_and_views_no_database() {
    let traits = [
        "EntityTrait",
        "QueryFilter",
        "QuerySelect",
        "QueryOrder",
        "ActiveModelTrait",
        "ConnectionTrait",
        "Statement",
        "Entity::",
    ];
    for source in sources().iter().filter(|source| is_one_of(source, &["handlers"])) {
        for name in traits {
            assert!(!source.code.contains(name), "{} uses {name}", source.path.display());
        }
    }
    for source in sources().iter().filter(|source| is_one_of(source, &["views"])) {
        assert!(!source.code.contains("sea_orm"), "{}", source.path.display());
    }
}

#[test]
fn html_is_made_in_templates() {
    for source in sources().iter().filter(|source| !source.path.ends_with("web/text/html.rs")) {
        for line in source.code.lines() {
            let writes = ["format!(", "push_str(", "write!(", ".body("]
                .iter()
                .any(|call| line.contains(call));
            let html = line.contains("\"<") || line.contains("</");
            assert!(!(writes && html), "{} writes HTML: {line}", source.path.display());
        }
    }
}

#[test]
fn blueprints_are_mounted_in_one_place() {
    for source in sources() {
        let mounts = BLUEPRINTS
            .iter()
            .any(|blueprint| source.code.contains(&format!("{blueprint}::blueprint")));
        assert_eq!(mounts, source.module == "app", "{}", source.path.display());
    }
}

#[test]
fn a_blueprint_renders_its_own_templates() {
    for source in sources().iter().filter(|source| BLUEPRINTS.contains(&source.module.as_str())) {
        for line in source.code.lines().filter(|line| line.contains("const TEMPLATE")) {
            assert!(
                line.contains(&format!("\"{}/", source.module)),
                "{}: {line}",
                source.path.display()
            );
        }
    }
}

#[test]
fn every_module_says_what_it_owns() {
    let mut files = Vec::new();
    collect(Path::new(SRC), &mut files);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} has no module documentation", path.display());
    }
}

#[test]
fn migrations_stand_alone() {
    let mut files = Vec::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/src")), &mut files);
    for path in files {
        assert!(!fs::read_to_string(&path).unwrap().contains("miniblog::"), "{}", path.display());
    }
}

/// docs/security.md names a test for whatever it promises.
#[test]
fn what_the_security_document_promises_is_proven_by_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(Path::new(SRC), &mut files);
    collect(&root.join("tests"), &mut files);
    let code: String = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let mut named = 0;
    for row in document.lines().filter(|line| line.starts_with("| ")) {
        let columns: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        // Other tables hold figures.
        let [what, proof] = columns[..] else { continue };
        if matches!(what, "what" | "---") {
            continue;
        }
        assert!(!proof.is_empty(), "nothing proves: {what}");
        for name in proof.split(", ").map(|name| name.trim_matches('`')) {
            assert!(code.contains(&format!("fn {name}(")), "there is no test {name}: {what}");
            named += 1;
        }
    }
    assert!(named > 30, "the document is written as this test reads it");
}

fn is_one_of(source: &Source, names: &[&str]) -> bool {
    let parts =
        source.path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.into_iter().any(|part| names.contains(&part.trim_end_matches(".rs")))
}
