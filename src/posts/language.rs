//! The languages that a post can be in, and a guess at which one it is. What people choose beats
//! the guess, so it would rather know nothing than be wrong.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use whatlang::{Detector, Lang, Script};

use crate::web::text::{self, Span};

/// BCP 47 tags and the languages' own names, in the order of the names.
pub const LANGUAGES: [(&str, &str); 59] = [
    ("id", "Bahasa Indonesia"),
    ("ms", "Bahasa Melayu"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("et", "Eesti"),
    ("en", "English"),
    ("es", "Español"),
    ("eo", "Esperanto"),
    ("fr", "Français"),
    ("hr", "Hrvatski"),
    ("it", "Italiano"),
    ("lv", "Latviešu"),
    ("lt", "Lietuvių"),
    ("hu", "Magyar"),
    ("nl", "Nederlands"),
    ("nb", "Norsk bokmål"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("fi", "Suomi"),
    ("sv", "Svenska"),
    ("tl", "Tagalog"),
    ("vi", "Tiếng Việt"),
    ("tr", "Türkçe"),
    ("el", "Ελληνικά"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("mk", "Македонски"),
    ("ru", "Русский"),
    ("sr", "Српски"),
    ("uk", "Українська"),
    ("hy", "Հայերեն"),
    ("he", "עברית"),
    ("ur", "اردو"),
    ("ar", "العربية"),
    ("fa", "فارسی"),
    ("ne", "नेपाली"),
    ("mr", "मराठी"),
    ("hi", "हिन्दी"),
    ("bn", "বাংলা"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("gu", "ગુજરાતી"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("kn", "ಕನ್ನಡ"),
    ("ml", "മലയാളം"),
    ("si", "සිංහල"),
    ("th", "ไทย"),
    ("my", "မြန်မာ"),
    ("ka", "ქართული"),
    ("am", "አማርኛ"),
    ("km", "ខ្មែរ"),
    ("zh", "中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
];

pub fn is_known(code: &str) -> bool {
    LANGUAGES.iter().any(|(known, _)| *known == code)
}

/// From here on a guess is right nearly always. The library's own bound, 0.9, is for longer texts
/// than ours: every other post would stay without a language.
const SURE: f64 = 0.45;
/// Where several languages share a script, less than this says nothing.
const MIN_WORDS: usize = 3;
const MIN_LETTERS: usize = 10;
/// Of a script that only one language uses; π alone isn't Greek.
const MIN_LETTERS_OF_SCRIPT: usize = 3;

static KNOWN: LazyLock<Detector> = LazyLock::new(|| {
    let known = Lang::all().iter().copied().filter(|language| tag(*language).is_some());
    Detector::with_allowlist(known.collect())
});

/// The language of a text: a tag out of [`LANGUAGES`], or `None` when that isn't sure. Links,
/// mentions, tags and code say nothing about it.
pub fn guess(text: &str) -> Option<&'static str> {
    let parts = parts_by_script(text);
    let whole: usize = parts.values().map(|part| part.weight).sum();
    let is_main = |script: &Script, part: &Part| part.weight * 2 > whole && part.is_enough(*script);
    let (_, main) = parts.into_iter().find(|(script, part)| is_main(script, part))?;
    let known = KNOWN.detect(&main.text)?;
    // Rare languages take much certainty from their frequent relatives (Afrikaans from Dutch), so
    // they don't compete; but what is surely one of them isn't its relative.
    let any = whatlang::detect(&main.text)?;
    let is_other = any.lang() != known.lang() && any.confidence() >= SURE;
    if known.confidence() < SURE || is_other { None } else { tag(known.lang()) }
}

/// What of a text is in one script.
#[derive(Default)]
struct Part {
    text: String,
    letters: usize,
    /// In words; where there are no blanks between them, in characters.
    weight: usize,
}

impl Part {
    fn is_enough(&self, script: Script) -> bool {
        match script {
            Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari => {
                self.weight >= MIN_WORDS && self.letters >= MIN_LETTERS
            }
            Script::Mandarin | Script::Hangul | Script::Thai | Script::Khmer | Script::Myanmar => {
                true
            }
            _ => self.letters >= MIN_LETTERS_OF_SCRIPT,
        }
    }
}

/// A Chinese sentence with three English words in it may have more Latin letters than others, so it
/// is words that are weighed against each other.
fn parts_by_script(text: &str) -> HashMap<Script, Part> {
    let spans = text::spans(text);
    let texts = spans.iter().filter_map(|span| match span {
        Span::Text(text) => Some(*text),
        _ => None,
    });
    let is_letter = |c: char| c.is_alphabetic() || is_combining_mark(c);
    let letters: Vec<char> = texts
        .flat_map(|text| text.nfkc().chain([' ']))
        .map(|c| if is_letter(c) { c } else { ' ' })
        .collect();
    let kind = |c: &char| (*c == ' ', text::joins_word(*c));
    let mut parts = HashMap::<Script, Part>::new();
    for run in letters.chunk_by(|a, b| kind(a) == kind(b)) {
        let word: String = run.iter().collect();
        let script = match whatlang::detect_script(&word) {
            None => continue,
            // Japanese is written in all three.
            Some(Script::Hiragana | Script::Katakana) => Script::Mandarin,
            Some(script) => script,
        };
        let part = parts.entry(script).or_default();
        part.text.extend([&word, " "]);
        part.letters += run.len();
        part.weight += if word.starts_with(text::joins_word) { 1 } else { run.len() };
    }
    parts
}

/// The tag of a language that may be guessed, which is in [`LANGUAGES`]. Tagalog isn't guessed:
/// Basque and Swahili are taken for it.
fn tag(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Vie => "vi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_tells_its_language() {
        for (text, language) in [
            ("Just shipped the new release, go and try it", "en"),
            ("Das Wetter ist heute wirklich schön", "de"),
            ("C'est la rentrée, bon courage à tous", "fr"),
            ("Hoy hace mucho calor en la ciudad", "es"),
            ("Ik heb vandaag geen zin om te werken", "nl"),
            ("Nie chce mi się dzisiaj pracować", "pl"),
            ("Bugün hiç çalışmak istemiyorum", "tr"),
            ("Saya tidak mau bekerja hari ini", "id"),
            ("Сегодня совсем не хочется работать", "ru"),
            ("Сьогодні зовсім не хочеться працювати", "uk"),
            ("لا أريد أن أعمل اليوم", "ar"),
            ("आज काम करायची इच्छा नाही", "mr"),
            ("Ｊｕｓｔ ｓｈｉｐｐｅｄ ｔｈｅ ｎｅｗ ｒｅｌｅａｓｅ", "en"),
        ] {
            assert_eq!(guess(text), Some(language), "{text}");
        }
    }

    #[test]
    fn a_script_of_one_language_tells_it_in_a_word() {
        for (text, language) in [
            ("水", "zh"),
            ("太好了！！！！！", "zh"),
            ("今天用 Rust 写了一个 HTTP server", "zh"),
            ("東京タワーです", "ja"),
            ("ですね", "ja"),
            ("안녕", "ko"),
            ("ελληνικά", "el"),
            ("שלום", "he"),
            ("כן חבר", "he"),
            ("สวัสดี", "th"),
            ("Բարեւ", "hy"),
            ("გამარჯობა", "ka"),
        ] {
            assert_eq!(guess(text), Some(language), "{text}");
        }
    }

    #[test]
    fn what_is_too_short_or_of_no_language_isn_t_guessed() {
        for text in [
            "",
            "ok",
            "Good morning",
            "hahaha hahaha hahaha",
            "asdf jkl qwer uiop",
            "1984 + 36 = 2020",
            "👍👍👍",
            "π ≈ 3.14",
            "Привет мир",
            "I love 北京烤鸭 so much",
            // Afrikaans, Turkmen and Yiddish, which are taken neither for Dutch nor for Turkish
            // nor for Hebrew.
            "Ek wil nie vandag werk nie",
            "Şu gün işläsim gelenok",
            "איך וויל הײַנט נישט אַרבעטן",
        ] {
            assert_eq!(guess(text), None, "{text}");
        }
    }

    #[test]
    fn what_isn_t_prose_doesn_t_count() {
        let prose = "太好了";
        for extra in [
            "https://example.org/just/shipped/the/new/release",
            "@just_shipped @the_new #release",
            "`just shipped the new release`",
            "\n```\nJust shipped the new release\n```",
        ] {
            assert_eq!(guess(&format!("{prose} {extra}")), Some("zh"), "{extra}");
            assert_eq!(guess(extra), None, "{extra}");
        }
    }

    #[test]
    fn every_guess_can_be_chosen() {
        for language in Lang::all() {
            assert!(tag(*language).is_none_or(is_known), "{language}");
        }
        assert!(!is_known("xx"));
    }

    #[test]
    fn languages_stand_in_the_order_of_their_names() {
        let plain = |name: &str| -> String {
            name.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect::<String>().to_lowercase()
        };
        assert!(LANGUAGES.is_sorted_by_key(|(_, name)| plain(name)));
        let mut tags = LANGUAGES.map(|(tag, _)| tag);
        tags.sort_unstable();
        assert!(tags.windows(2).all(|pair| pair[0] != pair[1]));
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked_about(text in "\\PC{0,300}|[a-zäé ]{0,300}|[א-ת ]{0,99}|[а-яѓ ]{0,99}|[ء-ي ]{0,99}|[क-ह ]{0,99}") {
            prop_assert!(guess(&text).is_none_or(is_known));
        }
    }
}
