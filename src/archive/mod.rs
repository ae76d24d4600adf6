//! One's own data: taking it all along, bringing it from elsewhere, deleting it with the account.
//! Each takes longer than a request, so it is a job in the database that a worker beside the server
//! takes up ([`worker`]). What it reads and writes belongs to the other blueprints; this one stands
//! above them.

pub mod entity;
pub mod export;
mod forms;
mod handlers;
mod import;
mod leaving;
mod queries;
mod removal;
mod routes;
pub mod views;
mod worker;

pub use leaving::hold_leaving;
pub use routes::blueprint;
pub use worker::{Worker, sweep};
