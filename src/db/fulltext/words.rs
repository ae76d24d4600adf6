//! Cuts a text into what can be searched for, and spells that in ASCII.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word longer than this (in bytes of UTF-8, folded) is known by its beginning: in hexadecimal,
/// with the letter before it, it is the 81 characters of a column on MariaDB.
const WORD_BYTES: usize = 40;

/// A part of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Letters and digits, with the marks that belong to them.
    Word(&'t str),
    /// Of a script that has no blanks between words, or of emoji: whatever part of it somebody
    /// takes for a word must be found.
    Run(&'t str),
}

impl<'t> Piece<'t> {
    /// Its tokens, complete: nothing of the piece follows. A run's last character stands alone.
    pub(super) fn whole(self) -> impl Iterator<Item = &'t str> {
        let last = match self {
            Self::Run(run) if !self.is_single() => {
                run.char_indices().next_back().and_then(|(start, _)| run.get(start..))
            }
            _ => None,
        };
        self.open().chain(last)
    }

    /// Its tokens as they begin: a run may go on.
    pub(super) fn open(self) -> impl Iterator<Item = &'t str> {
        let (word, run) = match self {
            Self::Word(word) => (Some(word), ""),
            Self::Run(run) => (None, run),
        };
        word.into_iter().chain(pairs(run))
    }

    /// A run of one character: too short for a pair.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Self::Run(run) if run.chars().nth(1).is_none())
    }
}

/// Every two characters that are next to each other; the one of a single one.
fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let ends = run.char_indices().map(|(at, _)| at).skip(2).chain([run.len()]);
    run.char_indices().zip(ends).filter_map(|((start, _), end)| run.get(start..end))
}

/// The form in which texts are compared: compatibility forms, case (Unicode's full case folding)
/// and what can't be seen make no difference.
pub(super) fn fold(text: &str) -> String {
    let compatible: String = text.chars().filter(|c| !is_ignorable(*c)).nfkc().collect();
    caseless::default_case_fold_str(&compatible).nfkc().collect()
}

/// The words and runs of a folded text, in its order.
pub(super) fn pieces(folded: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let start = rest.find(|c| is_unspaced(c) || is_spaced(c))?;
        let (_, from) = rest.split_at(start);
        let run = from.starts_with(is_unspaced);
        let end = from
            .find(|c| !is_combining_mark(c) && !if run { is_unspaced(c) } else { is_spaced(c) })
            .unwrap_or(from.len());
        let (piece, after) = from.split_at(end);
        rest = after;
        Some(if run { Piece::Run(piece) } else { Piece::Word(piece) })
    })
}

/// A token as the databases get it: `x` and the hexadecimal digits of its UTF-8. No parser can cut
/// that in two, none takes it for a stop word or an operator, and what begins alike still does.
pub(super) fn spell(word: &str) -> String {
    let (word, _) = word.split_at(word.floor_char_boundary(WORD_BYTES));
    let digits = word.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
    std::iter::once('x')
        .chain(digits.filter_map(|digit| char::from_digit(digit.into(), 16)))
        .collect()
}

/// A letter or digit of a script that has blanks between words.
fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// Han, Kana, Hangul (whose particles are written on to words), Thai, Lao, Khmer, Burmese and their
/// neighbours, letters and digits only; and pictures.
fn is_unspaced(c: char) -> bool {
    let picture = matches!(c,
        '\u{2300}'..='\u{23FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{1F000}'..='\u{1FBFF}');
    let script = matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}'
        | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{19DF}' | '\u{1A20}'..='\u{1AAF}'
        | '\u{1B00}'..='\u{1B7F}' | '\u{2E80}'..='\u{A4CF}' | '\u{A960}'..='\u{A9FF}'
        | '\u{AA60}'..='\u{AADF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{16FE0}'..='\u{18DFF}' | '\u{1AFF0}'..='\u{1B2FF}' | '\u{20000}'..='\u{3FFFF}');
    picture || (script && c.is_alphanumeric())
}

/// Without a shape of its own: `Default_Ignorable_Code_Point`, which Unicode's `NFKC_Casefold`
/// leaves out too; and the colours of skin.
/// <https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point>
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
}
