//! Which databases there are to test on.

use tempfile::TempDir;

use crate::helpers::fresh_database_on;

/// An empty database. The folder, where there is one, goes with it.
pub struct Fresh {
    pub url: String,
    _dir: Option<TempDir>,
}

pub async fn sqlite() -> Fresh {
    let dir = tempfile::tempdir().unwrap();
    Fresh { url: format!("sqlite://{}/test.db", dir.path().display()), _dir: Some(dir) }
}

pub async fn postgres() -> Option<Fresh> {
    on("TEST_POSTGRES_URL").await
}

pub async fn mariadb() -> Option<Fresh> {
    on("TEST_MARIADB_URL").await
}

/// Where there is no server, says so loudly; on a CI machine that is a failure.
async fn on(variable: &str) -> Option<Fresh> {
    if let Ok(server) = std::env::var(variable) {
        return Some(Fresh { url: fresh_database_on(&server).await, _dir: None });
    }
    assert!(std::env::var_os("CI").is_none(), "{variable} names no server; `make test` starts one");
    eprintln!("NOT TESTED: {variable} names no server; `make test` starts one");
    None
}

/// One test for each database.
macro_rules! on_every_database {
    ($($name:ident => $check:path;)*) => {
        mod sqlite {
            $(#[actix_web::test]
            async fn $name() {
                $check(crate::servers::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[actix_web::test]
            async fn $name() {
                if let Some(fresh) = crate::servers::postgres().await {
                    $check(fresh).await;
                }
            })*
        }
        mod mariadb {
            $(#[actix_web::test]
            async fn $name() {
                if let Some(fresh) = crate::servers::mariadb().await {
                    $check(fresh).await;
                }
            })*
        }
    };
}
pub(crate) use on_every_database;
