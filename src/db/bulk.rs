//! Many rows at once: as many to a statement as every database takes parameters.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable,
    PrimaryKeyToColumn,
};

/// SQLite takes the fewest. <https://www.sqlite.org/limits.html#max_variable_number>
const PARAMETERS: usize = 32_766;
/// More rows than this make a statement no faster, only longer.
const ROWS: usize = 1_000;

/// Writes these rows. One that breaks a uniqueness rule is there already, and left as it is.
pub async fn insert<E>(
    db: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = E::Model>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let most = ROWS.min(PARAMETERS / E::Column::iter().count().max(1));
    let key: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(most).map(IntoActiveModel::into_active_model))
            .on_conflict(OnConflict::new().do_nothing_on(key.iter().copied()).to_owned())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}
