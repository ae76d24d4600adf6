//! Every template, rendered with sample values in every language.
#![expect(clippy::unwrap_used, reason = "helpers outside of #[test] functions may fail a test too")]

use std::collections::BTreeSet;

use miniblog::settings::{self, Environment, Settings};
use miniblog::web::error_pages::ErrorPage;
use miniblog::web::flash::Flash;
use miniblog::web::i18n::Locale;
use miniblog::web::page::Moderation;
use miniblog::web::templates::{self, Frame, Language, Templates, View};
use miniblog::{admin, archive, auth, mail, notifications, posts, users};
use scraper::{Html, Selector};

/// Templates that others are made of.
const PARTS: [&str; 4] = ["base.html", "bare.html", "skeleton.html", "components/"];

struct Rendering {
    templates: Templates,
    settings: Settings,
    seen: BTreeSet<&'static str>,
}

impl Rendering {
    fn start() -> Self {
        let (settings, _) = settings::load(Environment::from("test"), None).unwrap();
        Self { templates: Templates::load().unwrap(), settings, seen: BTreeSet::new() }
    }

    /// No page: it has no title, no heading and no frame.
    fn render_feed(&mut self) {
        self.seen.insert(posts::views::Feed::TEMPLATE);
        for sample in posts::views::Feed::samples() {
            let feed =
                self.templates.render(&sample, Locale::En, &Frame::default(), &self.settings);
            assert!(feed.unwrap().contains("<title>&lt;Site&gt;</title>"));
        }
    }

    /// Mail: what is inline in it can't be anywhere else, but for how it looks in the dark.
    fn render_letters(&mut self) {
        self.seen.insert(mail::views::PlainLetter::TEMPLATE);
        self.seen.insert(mail::views::HtmlLetter::TEMPLATE);
        for locale in Locale::ALL {
            for sample in mail::views::PlainLetter::samples() {
                let text = self.render_alone(&sample, locale);
                assert!(text.contains("<b>Line</b>") && !text.contains("\n\n\n"), "{text}");
            }
            for sample in mail::views::HtmlLetter::samples() {
                let html = self.render_alone(&sample, locale);
                let page = Html::parse_document(&html);
                let count = |css: &str| page.select(&Selector::parse(css).unwrap()).count();
                assert_eq!(count("script, b, link, img, body style"), 0, "{html}");
                assert_eq!(count(&format!("html[lang={}] h1", locale.tag())), 1, "{html}");
            }
        }
    }

    /// No page of ours, but one that lies on somebody's disk: its style is its own, and all of its posts
    /// are put into it afterwards.
    fn render_archive(&mut self) {
        self.seen.insert(archive::views::ArchivePage::TEMPLATE);
        self.seen.insert(archive::views::ArchivePosts::TEMPLATE);
        for locale in Locale::ALL {
            let mut render_posts = String::new();
            for sample in archive::views::ArchivePosts::samples() {
                let frame = Frame::default();
                let posts = self.templates.render(&sample, locale, &frame, &self.settings);
                render_posts.push_str(&posts.unwrap());
            }
            for sample in archive::views::ArchivePage::samples() {
                let frame = Frame::default();
                let page = self.templates.render(&sample, locale, &frame, &self.settings).unwrap();
                let page = page.replacen(archive::views::POSTS_GO_HERE, &render_posts, 1);
                let page = Html::parse_document(&page);
                let count = |css: &str| page.select(&Selector::parse(css).unwrap()).count();
                assert_eq!(count(&format!("html[lang={}]", locale.tag())), 1);
                assert_eq!((count("head > title"), count("h1"), count("main")), (1, 1, 1));
                assert_eq!(count("article"), 4);
                assert_eq!(count("script, link, img, iframe, [onclick], article b, a i"), 0);
            }
        }
    }

    fn render_alone<V: View>(&self, view: &V, locale: Locale) -> String {
        self.templates.render(view, locale, &Frame::default(), &self.settings).unwrap()
    }

    /// Signed in and out, with and without a flash and a notice, in each language.
    fn render_all<V: View>(&mut self) {
        self.seen.insert(V::TEMPLATE);
        for sample in V::samples() {
            for locale in Locale::ALL {
                for signed_in in [true, false] {
                    self.settings.site.notice =
                        signed_in.then(|| "<b>Maintenance</b> at noon".to_owned());
                    // The composer is for the signed-in alone.
                    if !signed_in
                        && matches!(
                            V::TEMPLATE,
                            "posts/home.html"
                                | "posts/new.html"
                                | "posts/bookmarks.html"
                                | "posts/likes.html"
                                | "posts/drafts.html"
                                | "posts/edit.html"
                                | "notifications/list.html"
                                | "notifications/settings.html"
                                | "users/settings_privacy.html"
                                | "users/settings_profile.html"
                                | "archive/data.html"
                                | "archive/export.html"
                                | "archive/import.html"
                                | "archive/delete.html"
                                | "archive/cancel.html"
                        )
                    {
                        continue;
                    }
                    let card = users::views::UserCard::sample();
                    let viewer = users::views::ViewerCard { card, unverified: true };
                    let viewer = tera::Value::from_serializable(&viewer);
                    let frame = frame(signed_in.then_some(&viewer));
                    let html = self.templates.render(&sample, locale, &frame, &self.settings);
                    check(V::TEMPLATE, &html.unwrap(), locale);
                }
            }
        }
    }
}

fn frame(viewer: Option<&tera::Value>) -> Frame<'_> {
    let language =
        Language { code: "en", name: "English", current: true, url: "/?lang=en".to_owned() };
    Frame {
        viewer,
        theme: if viewer.is_some() { "dark" } else { "auto" },
        flash: viewer.is_some().then_some(Flash::Saved),
        languages: vec![language],
        unread: if viewer.is_some() { 100 } else { 0 },
        moderation: viewer.map(|_| Moderation { open: 3 }),
    }
}

fn check(template: &str, html: &str, locale: Locale) {
    let page = Html::parse_document(html);
    let count = |css: &str| page.select(&Selector::parse(css).unwrap()).count();
    let title: String = page
        .select(&Selector::parse("head > title").unwrap())
        .flat_map(|title| title.text())
        .collect();
    assert!(
        title.contains("Miniblog") && title.chars().count() > "Miniblog".len() + 2,
        "{template}: the title is {title:?}"
    );
    assert_eq!(count(&format!("html[lang={}]", locale.tag())), 1, "{template}");
    assert_eq!(count("h1"), 1, "{template}: one heading");
    assert_eq!(count("main"), 1, "{template}");
    assert_eq!(
        count("script:not([src]), style, [style], [onclick]"),
        0,
        "{template}: inline script or style"
    );
    // The samples hold markup in every text; none of it may have become any.
    assert_eq!(count("b > script, main script, bdi > *"), 0, "{template}: unescaped");
    let ids: Vec<_> = page
        .select(&Selector::parse("[id]").unwrap())
        .map(|found| found.attr("id").unwrap())
        .collect();
    assert_eq!(
        ids.len(),
        ids.iter().collect::<BTreeSet<_>>().len(),
        "{template}: an id twice in {ids:?}"
    );
    for described in page.select(&Selector::parse("[aria-describedby]").unwrap()) {
        for id in described.attr("aria-describedby").unwrap().split_whitespace() {
            assert!(ids.contains(&id), "{template}: nothing has the id {id}");
        }
    }
    for control in
        page.select(&Selector::parse("input:not([type=hidden]), textarea, select").unwrap())
    {
        let labelled =
            control.attr("id").is_some_and(|id| count(&format!("label[for=\"{id}\"]")) == 1);
        let inside = control
            .ancestors()
            .any(|node| node.value().as_element().is_some_and(|element| element.name() == "label"));
        assert!(labelled || inside, "{template}: no label for {}", control.html());
    }
}

#[test]
fn every_template_renders_with_samples_and_every_one_has_them() {
    let mut rendering = Rendering::start();
    rendering.render_all::<admin::views::Applications>();
    rendering.render_all::<admin::views::Blocks>();
    rendering.render_all::<admin::views::Case>();
    rendering.render_all::<admin::views::Invitations>();
    rendering.render_all::<admin::views::Log>();
    rendering.render_all::<admin::views::People>();
    rendering.render_all::<admin::views::Queue>();
    rendering.render_all::<admin::views::Report>();
    rendering.render_all::<auth::views::Login>();
    rendering.render_all::<auth::views::Register>();
    rendering.render_all::<auth::views::Account>();
    rendering.render_all::<auth::views::Forgot>();
    rendering.render_all::<auth::views::RecoveryCodes>();
    rendering.render_all::<auth::views::Reset>();
    rendering.render_all::<auth::views::ResetVoid>();
    rendering.render_all::<auth::views::SecondFactorOn>();
    rendering.render_all::<auth::views::SecondFactorSetup>();
    rendering.render_all::<auth::views::SecondStep>();
    rendering.render_all::<auth::views::Sessions>();
    rendering.render_all::<auth::views::Verified>();
    rendering.render_all::<posts::views::Explore>();
    rendering.render_all::<posts::views::Home>();
    rendering.render_all::<posts::views::New>();
    rendering.render_all::<posts::views::Profile>();
    rendering.render_all::<posts::views::Show>();
    rendering.render_all::<posts::views::Suspended>();
    rendering.render_all::<posts::views::Bookmarks>();
    rendering.render_all::<posts::views::Likes>();
    rendering.render_all::<posts::views::Tag>();
    rendering.render_all::<posts::views::Search>();
    rendering.render_all::<posts::views::Drafts>();
    rendering.render_all::<posts::views::Edit>();
    rendering.render_all::<posts::views::History>();
    rendering.render_all::<notifications::views::List>();
    rendering.render_all::<notifications::views::SettingsNotifications>();
    rendering.render_all::<notifications::views::Unsubscribe>();
    rendering.render_all::<users::views::People>();
    rendering.render_all::<users::views::SettingsPrivacy>();
    rendering.render_all::<users::views::SettingsAppearance>();
    rendering.render_all::<users::views::SettingsProfile>();
    rendering.render_all::<archive::views::DataPage>();
    rendering.render_all::<archive::views::ExportPage>();
    rendering.render_all::<archive::views::ImportPage>();
    rendering.render_all::<archive::views::DeletePage>();
    rendering.render_all::<archive::views::CancelPage>();
    rendering.render_archive();
    rendering.render_all::<ErrorPage>();
    rendering.render_feed();
    rendering.render_letters();
    for name in templates::names() {
        let part = PARTS.iter().any(|part| name.starts_with(part));
        assert!(part || rendering.seen.contains(name.as_str()), "{name} is rendered by no view");
    }
}

#[test]
fn every_error_that_can_be_shown_has_its_words() {
    let rendering = Rendering::start();
    for name in [
        "400",
        "401",
        "403",
        "404",
        "405",
        "408",
        "413",
        "415",
        "422",
        "429",
        "431",
        "500",
        "503",
        "cross-site",
        "not-yours",
    ] {
        let page = ErrorPage {
            status: 400,
            title_key: format!("http-{name}-title"),
            message_key: format!("http-{name}-message"),
            request_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
        };
        for locale in Locale::ALL {
            rendering
                .templates
                .render(&page, locale, &Frame::default(), &rendering.settings)
                .unwrap();
        }
    }
}
