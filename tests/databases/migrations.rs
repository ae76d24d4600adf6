use futures_util::future::join_all;
use miniblog::app::App;
use miniblog::db::{self, Migration};
use miniblog::settings::{self, Environment, Settings};
use sea_orm::ConnectionTrait;

use crate::servers::{Fresh, mariadb, on_every_database};

on_every_database! {
    steps_go_up_and_down_and_up_again => super::up_down_up;
    four_instances_may_start_at_once => super::four_at_once;
    a_database_that_is_newer_than_the_binary_is_refused => super::newer_is_refused;
}

/// Elsewhere a step is a transaction.
#[actix_web::test]
async fn mariadb_goes_on_where_a_killed_migration_stopped() {
    let Some(fresh) = mariadb().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let settings = settings_for(&fresh, &folder);
    let db = db::connect(&settings).await.unwrap();
    let all = db::migrate(&settings, Migration::Up(None)).await.unwrap();
    // Whatever was done, nothing was noted down; and of the last step half was left to do.
    for sql in [
        "DELETE FROM seaql_migrations",
        "ALTER TABLE post_search_words DROP INDEX post_search_words_rows",
        "DROP TABLE user_search_words, user_search",
    ] {
        db.writer().execute_unprepared(sql).await.unwrap();
    }
    assert_eq!(db::migrate(&settings, Migration::Up(None)).await.unwrap(), all);
    for sql in [
        "SELECT * FROM post_search_words FORCE INDEX (post_search_words_rows)",
        "SELECT * FROM user_search_words FORCE INDEX (user_search_words_rows)",
        // And back, from the middle.
        "DROP TABLE post_search_words, post_search",
    ] {
        db.writer().execute_unprepared(sql).await.unwrap();
    }
    let steps = u32::try_from(all.applied.len()).unwrap();
    db::migrate(&settings, Migration::Down(Some(steps))).await.unwrap();
    assert!(db.writer().execute_unprepared("SELECT * FROM user_search").await.is_err());
}

pub fn settings_for(fresh: &Fresh, folder: &tempfile::TempDir) -> Settings {
    let (mut settings, _) = settings::load(Environment::from("test"), None).unwrap();
    settings.server.port = 0;
    settings.data.dir = folder.path().into();
    settings.database.url = fresh.url.clone().into();
    settings
}

async fn up_down_up(fresh: Fresh) {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings_for(&fresh, &folder);
    let db = db::connect(&settings).await.unwrap();
    let all = db::migrate(&settings, Migration::Up(None)).await.unwrap();
    assert!(all.applied.len() >= 4 && all.pending.is_empty());

    // One step at a time, so that none hides behind another.
    for left in (0..all.applied.len()).rev() {
        let status = db::migrate(&settings, Migration::Down(Some(1))).await.unwrap();
        assert_eq!((status.applied.len(), status.pending.len()), (left, all.applied.len() - left));
    }
    assert!(
        db.writer().execute_unprepared("SELECT * FROM users").await.is_err(),
        "the way down leaves nothing"
    );
    for done in 1..=all.applied.len() {
        let status = db::migrate(&settings, Migration::Up(Some(1))).await.unwrap();
        assert_eq!(status.applied.len(), done);
    }
    assert_eq!(db::schema_status(db.writer()).await.unwrap(), all);
    db.writer().execute_unprepared("SELECT username_key, email_key FROM users").await.unwrap();
}

async fn four_at_once(fresh: Fresh) {
    let folder = tempfile::tempdir().unwrap();
    let builds = (0..4).map(|_| App::build(settings_for(&fresh, &folder)));
    for app in join_all(builds).await {
        assert!(app.unwrap().port() > 0);
    }
}

async fn newer_is_refused(fresh: Fresh) {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings_for(&fresh, &folder);
    let db = db::connect(&settings).await.unwrap();
    db::migrate(&settings, Migration::Up(None)).await.unwrap();
    db.writer().execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_flying_cars', 1)")
        .await
        .unwrap();
    let Err(error) = App::build(settings).await else { panic!("it started") };
    let line = error.to_string();
    assert!(
        line.contains("newer than this miniblog") && line.contains("m20990101_000001_flying_cars"),
        "{line}"
    );
    assert!(!line.contains('\n'));
}
