//! Who may come in: invitations, those who wait, and those who may not.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use sea_orm::{ActiveEnum, DatabaseTransaction};

use super::{cards, parse_id, person_url};
use crate::admin::acts::Hand;
use crate::admin::audit::{self, Act, Done};
use crate::admin::forms;
use crate::admin::staff::Staff;
use crate::admin::views::{
    Applicant, Applications, Block, BlockForm, Blocks, Invitation, InvitationForm, Invitations,
};
use crate::auth::entity::invitation::Model as Row;
use crate::auth::queries::admission::{self, NewInvitation};
use crate::db::Db;
use crate::id;
use crate::mail::Mailer;
use crate::posts::views::rfc3339;
use crate::users::email;
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::pagination::Cursor;
use crate::web::text;

const INVITATIONS: &str = "/admin/invitations";
const APPLICATIONS: &str = "/admin/applications";
const BLOCKS: &str = "/admin/blocks";

pub async fn invitations(
    page: Page,
    _: Staff,
    (db, mailer): (Data<Db>, Data<Mailer>),
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    page.show(&list_invitations(&page, &db, &mailer, &cursor, InvitationForm::default()).await?)
}

async fn list_invitations(
    page: &Page,
    db: &Db,
    mailer: &Mailer,
    cursor: &Cursor,
    form: InvitationForm,
) -> Result<Invitations, Error> {
    let size = page.settings.posts.page_size;
    let slice = admission::invitations(db.reader(), cursor, size).await?;
    let makers = cards(db, slice.items.iter().map(|row| row.made_by)).await?;
    let older_url = slice.older_url(INVITATIONS);
    let shown = |row: Row| {
        let ended = row.expires_at.is_some_and(|end| end <= id::now_ms());
        Invitation {
            id: row.id.to_string(),
            link: mailer.link(&format!("/auth/register?invitation={}", row.code)),
            made_at: rfc3339(id::time_of(row.id)),
            made_by: makers.get(&row.made_by).cloned(),
            state: match () {
                () if row.revoked_at.is_some() => "revoked",
                () if row.uses >= row.max_uses => "used",
                () if ended => "expired",
                () => "good",
            },
            note: row.note,
            uses: row.uses,
            max_uses: row.max_uses,
            expires_at: row.expires_at.map(rfc3339),
        }
    };
    let invitations = slice.items.into_iter().map(shown).collect();
    let mode = page.settings.auth.registration.name();
    Ok(Invitations { form, invitations, older_url, mode })
}

pub async fn invite(
    page: Page,
    staff: Staff,
    (db, mailer): (Data<Db>, Data<Mailer>),
    Form(form): Form<forms::Invitation>,
) -> Result<HttpResponse, Error> {
    let valid = match form.validate() {
        Ok(valid) => valid,
        Err(form) => {
            let view = list_invitations(&page, &db, &mailer, &Cursor::default(), form).await?;
            return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let new = NewInvitation {
        code: format!("{:032x}", rand::random::<u128>()),
        note: valid.note,
        made_by: staff.id,
        max_uses: valid.max_uses,
        expires_at: valid.lasts_ms.map(|lasts| id::now_ms() + lasts),
    };
    let add = async |tx: &DatabaseTransaction| {
        let id = admission::add_invitation(tx, new.clone()).await?;
        audit::write(tx, Done::new(Some(staff.id), Act::Invite, "").about(id)).await?;
        Ok::<_, Error>(())
    };
    db.write(add).await?;
    Ok(page.redirect_saying(INVITATIONS, Flash::InvitationMade))
}

pub async fn revoke(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    let revoke = async |tx: &DatabaseTransaction| {
        if admission::revoke_invitation(tx, id).await? {
            let done = Done::new(Some(staff.id), Act::RevokeInvitation, "").about(id);
            audit::write(tx, done).await?;
        }
        Ok::<_, Error>(())
    };
    db.write(revoke).await?;
    Ok(page.redirect_saying(INVITATIONS, Flash::InvitationRevoked))
}

pub async fn applications(
    page: Page,
    _: Staff,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let size = page.settings.posts.page_size;
    let slice = admission::applicants(db.reader(), &cursor, size).await?;
    let older_url = slice.older_url(APPLICATIONS);
    let shown = |applicant: admission::Applicant| {
        let person = applicant.person;
        Applicant {
            id: person.id.to_string(),
            card: UserCard::of(&person.identity()),
            url: person_url(&person.username),
            at: rfc3339(person.created_at),
            reason_html: text::to_html(&applicant.reason),
            domain: email::domain(&person.email),
            verified: person.is_verified(),
        }
    };
    page.show(&Applications { applicants: slice.items.into_iter().map(shown).collect(), older_url })
}

/// What a handler of a decision is given.
type Asked = (Staff, Data<Db>, Data<Mailer>, Path<String>);

pub async fn approve(
    page: Page,
    asked: Asked,
    Form(words): Form<forms::Words>,
) -> Result<HttpResponse, Error> {
    decide(&page, asked, words, true).await
}

pub async fn reject(
    page: Page,
    asked: Asked,
    Form(words): Form<forms::Words>,
) -> Result<HttpResponse, Error> {
    decide(&page, asked, words, false).await
}

async fn decide(
    page: &Page,
    (staff, db, mailer, id): Asked,
    words: forms::Words,
    approve: bool,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    // The page has no field for it; who sends one has it shortened by nobody.
    let reason = words.reason().map_err(|_| Error::BadRequest)?;
    let hand = Hand { db: &db, mailer: &mailer, staff: &staff, reason: &reason };
    hand.decide(id, approve).await?;
    let flash = if approve { Flash::ApplicantApproved } else { Flash::ApplicantRejected };
    Ok(page.redirect_saying(APPLICATIONS, flash))
}

pub async fn blocks(
    page: Page,
    _: Staff,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    page.show(&list_blocks(&page, &db, &cursor, BlockForm::default()).await?)
}

async fn list_blocks(
    page: &Page,
    db: &Db,
    cursor: &Cursor,
    form: BlockForm,
) -> Result<Blocks, Error> {
    let slice = admission::blocks(db.reader(), cursor, page.settings.posts.page_size).await?;
    let older_url = slice.older_url(BLOCKS);
    let blocks = slice.items.into_iter().map(|row| Block {
        id: row.id.to_string(),
        kind: row.kind.to_value(),
        pattern: row.pattern,
        note: row.note,
        at: rfc3339(id::time_of(row.id)),
    });
    Ok(Blocks { form, blocks: blocks.collect(), older_url })
}

pub async fn add_block(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    Form(form): Form<forms::Block>,
) -> Result<HttpResponse, Error> {
    let valid = match form.validate() {
        Ok(valid) => valid,
        Err(form) => {
            let view = list_blocks(&page, &db, &Cursor::default(), form).await?;
            return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let add = async |tx: &DatabaseTransaction| {
        let (kind, pattern, note) = (valid.kind, &valid.pattern, &valid.note);
        if let Some(id) = admission::add_block(tx, kind, pattern, note).await? {
            // Which it is may be somebody's name: the log has only its number.
            audit::write(tx, Done::new(Some(staff.id), Act::AddBlock, "").about(id)).await?;
        }
        Ok::<_, Error>(())
    };
    db.write(add).await?;
    Ok(page.redirect_saying(BLOCKS, Flash::BlockAdded))
}

pub async fn remove_block(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    let remove = async |tx: &DatabaseTransaction| {
        if admission::remove_block(tx, id).await? {
            let done = Done::new(Some(staff.id), Act::RemoveBlock, "").about(id);
            audit::write(tx, done).await?;
        }
        Ok::<_, Error>(())
    };
    db.write(remove).await?;
    Ok(page.redirect_saying(BLOCKS, Flash::BlockRemoved))
}
