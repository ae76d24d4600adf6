//! Keeping the place decent: reports, what moderators do about them and the log of it, who may come
//! in. It stands above the other blueprints and none of them knows it; what its acts come to is in
//! their queries (a post that is hidden, a person who is suspended).

mod acts;
pub mod audit;
pub mod entity;
mod forms;
mod handlers;
mod letters;
pub mod queries;
mod routes;
mod staff;
pub mod views;

pub use routes::blueprint;
pub use staff::count_open_reports;
