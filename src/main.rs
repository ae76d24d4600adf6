//! The command line; nothing else. Each command is a function in [`miniblog::commands`].

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use miniblog::commands::{self, Failure};
use miniblog::settings::{self, Environment};

/// A small microblog server.
#[derive(Parser)]
#[command(name = "miniblog", version, about)]
struct Cli {
    /// A file of settings, on top of the built-in defaults and below the environment
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the blog (what happens without a command, too)
    Serve,
    /// Bring the database's schema up to date, back, or tell where it stands
    #[command(subcommand, arg_required_else_help = false)]
    Migrate(Migrate),
    /// Check or show the settings
    #[command(subcommand, arg_required_else_help = false)]
    Config(Config),
    /// Make and look after accounts
    #[command(subcommand, arg_required_else_help = false)]
    User(User),
    /// Fill the database with demo people and posts
    Seed {
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..))]
        users: u16,
        /// For all of them together
        #[arg(long, default_value_t = 120)]
        posts: u32,
    },
    /// Ask an instance whether it is ready; exits with 0 when it is
    Health {
        /// Its address; the one in the settings when none is given
        url: Option<String>,
    },
}

#[derive(Subcommand)]
enum Migrate {
    /// Apply all pending migrations, or the next N
    Up { steps: Option<u32> },
    /// Take back the last migration, or the last N
    Down {
        #[arg(default_value_t = 1)]
        steps: u32,
    },
    /// List the migrations and which are applied
    Status,
}

#[derive(Subcommand)]
enum Config {
    /// Read every layer and say whether all is well
    Check,
    /// Print each setting, its value and the layer it comes from; secrets are redacted
    Show,
}

#[derive(Subcommand)]
enum User {
    /// Make an account; the password is read from standard input
    Create { username: String, email: String },
    /// Give an account a role
    Promote {
        username: String,
        #[arg(long, default_value = "admin", value_parser = ["member", "moderator", "admin"])]
        role: String,
    },
    /// Set a new password, read from standard input, and end all sessions
    ResetPassword { username: String },
    /// Give an account another e-mail address, taken as verified
    SetEmail { username: String, email: String },
    /// End all sessions of an account
    SignOut { username: String },
    /// Let an account sign in without its second factor, which it has lost
    DisableTwoFactor { username: String },
    /// Keep an account from signing in, and end all its sessions
    Suspend {
        username: String,
        /// Let it sign in again
        #[arg(long)]
        lift: bool,
    },
}

#[actix_web::main]
async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            #[expect(
                clippy::print_stderr,
                reason = "a command's last word is for whoever typed it"
            )]
            {
                eprintln!("miniblog: {failure}");
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let environment = Environment::from_process();
    if let Some(Command::Config(config)) = &cli.command {
        return match config {
            Config::Check => commands::config_check(environment, cli.config.as_deref()),
            Config::Show => commands::config_show(environment, cli.config.as_deref()),
        };
    }
    let (settings, layers) = settings::load(environment, cli.config.as_deref())?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve(settings, layers, cli.config).await,
        Command::Migrate(Migrate::Up { steps }) => commands::migrate_up(&settings, steps).await,
        Command::Migrate(Migrate::Down { steps }) => commands::migrate_down(&settings, steps).await,
        Command::Migrate(Migrate::Status) => commands::migrate_status(&settings).await,
        // Answered above, as these two have to do with settings that are wrong.
        Command::Config(_) => Ok(()),
        Command::User(User::Create { username, email }) => {
            commands::user_create(&settings, &username, &email).await
        }
        Command::User(User::Promote { username, role }) => {
            commands::user_promote(&settings, &username, &role).await
        }
        Command::User(User::ResetPassword { username }) => {
            commands::user_reset_password(&settings, &username).await
        }
        Command::User(User::SetEmail { username, email }) => {
            commands::user_set_email(&settings, &username, &email).await
        }
        Command::User(User::SignOut { username }) => {
            commands::user_sign_out(&settings, &username).await
        }
        Command::User(User::DisableTwoFactor { username }) => {
            commands::user_disable_two_factor(&settings, &username).await
        }
        Command::User(User::Suspend { username, lift }) => {
            commands::user_suspend(&settings, &username, lift).await
        }
        Command::Seed { users, posts } => {
            commands::seed(&settings, users.into(), posts as usize).await
        }
        Command::Health { url } => commands::health(&settings, url.as_deref()).await,
    }
}

/// Help and version as clap prints them; a mistake in one line.
fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    let mistake = text
        .lines()
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let mistake: Vec<&str> = mistake.flat_map(str::split_whitespace).collect();
    let mistake = mistake.join(" ");
    #[expect(clippy::print_stderr, reason = "a command's last word is for whoever typed it")]
    {
        eprintln!("miniblog: {}; try --help", mistake.trim_start_matches("error: "));
    }
    ExitCode::from(2)
}
