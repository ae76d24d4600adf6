//! What a post's text is made of. It is refined in four passes, each of which takes apart what the
//! ones before it left as text: fenced code, inline code, links, mentions and tags. So nothing is
//! ever found inside of code, and neither a mention nor a tag inside of a link.

use super::{is_blank, links, references};

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span<'t> {
    Text(&'t str),
    /// The address of a web page.
    Link(&'t str),
    /// Without its backticks.
    Code(&'t str),
    /// Whole lines, without their fences. The line breaks around the fences, too, belong to no span.
    CodeBlock(&'t str),
    /// As written, and without its @.
    Mention {
        written: &'t str,
        name: &'t str,
    },
    /// As written, and without its #.
    Tag {
        written: &'t str,
        name: &'t str,
    },
}

/// All of the text in order, but for the marks of its code. No span is empty.
pub fn spans(text: &str) -> Vec<Span<'_>> {
    let passes = [fences, inline_code, web_pages, references::split];
    passes.into_iter().fold(vec![Span::Text(text)], |coarse, pass| {
        let mut fine = Vec::with_capacity(coarse.len());
        for span in coarse {
            match span {
                Span::Text(text) => pass(text, &mut fine),
                found => fine.push(found),
            }
        }
        fine
    })
}

pub(super) fn push_text<'t>(text: &'t str, spans: &mut Vec<Span<'t>>) {
    if !text.is_empty() {
        spans.push(Span::Text(text));
    }
}

/// Lines between two lines of three or more backticks. A fence that nothing closes is text: it is
/// shown as it was typed rather than taking in all that follows.
fn fences<'t>(text: &'t str, spans: &mut Vec<Span<'t>>) {
    // What stands before this is in `spans`.
    let mut done = 0;
    let mut end = 0;
    // Where the open fence begins, and where its code does.
    let mut open = None;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        match open {
            None if opens_fence(line) => open = Some((start, end)),
            Some((fence, first)) if closes_fence(line) => {
                open = None;
                let code = text.get(first..start).unwrap_or_default();
                // An empty box would say less than the backticks do.
                if !is_blank(code) {
                    push_text(trim_breaks(text.get(done..fence)), spans);
                    spans.push(Span::CodeBlock(code.strip_suffix('\n').unwrap_or(code)));
                    done = end;
                }
            }
            _ => {}
        }
    }
    if done == 0 {
        push_text(text, spans);
    } else {
        push_text(trim_breaks(text.get(done..)), spans);
    }
}

/// A block stands apart by itself; line breaks around it would only add empty lines.
fn trim_breaks(text: Option<&str>) -> &str {
    text.unwrap_or_default().trim_matches('\n')
}

/// Three or more backticks, and perhaps the name of a language (`c++`, `objective-c`).
fn opens_fence(line: &str) -> bool {
    let line = line.trim();
    let behind = line.trim_start_matches('`');
    let name = behind.trim_start();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "+-_.#".contains(c);
    let is_named =
        name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_name);
    line.len() - behind.len() >= 3 && (name.is_empty() || is_named)
}

fn closes_fence(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b'`')
}

/// Between two backticks on one line. Two or more of them side by side are neither end of it.
fn inline_code<'t>(text: &'t str, spans: &mut Vec<Span<'t>>) {
    let mut done = 0;
    let mut open = None;
    let mut before = '\n';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_mark =
            c == '`' && before != '`' && chars.peek().is_none_or(|(_, after)| *after != '`');
        match open {
            _ if c == '\n' => open = None,
            None if is_mark => open = Some(at),
            Some(mark) if is_mark => {
                open = None;
                let code = text.get(mark + 1..at).unwrap_or_default();
                if !is_blank(code) {
                    push_text(text.get(done..mark).unwrap_or_default(), spans);
                    spans.push(Span::Code(code));
                    done = at + 1;
                }
            }
            _ => {}
        }
        before = c;
    }
    push_text(text.get(done..).unwrap_or_default(), spans);
}

fn web_pages<'t>(text: &'t str, spans: &mut Vec<Span<'t>>) {
    for piece in links::pieces(text) {
        match piece.is_link {
            true => spans.push(Span::Link(piece.text)),
            false => push_text(piece.text, spans),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Span::{Code, CodeBlock, Link, Mention, Tag, Text};

    const ADA: Span = Mention { written: "@ada", name: "ada" };
    const RUST: Span = Tag { written: "#rust", name: "rust" };

    #[test]
    fn a_text_is_taken_apart() {
        assert_eq!(
            spans("hi @ada, `let #x` of #rust: https://x.org/@ada#rust"),
            [
                Text("hi "),
                ADA,
                Text(", "),
                Code("let #x"),
                Text(" of "),
                RUST,
                Text(": "),
                Link("https://x.org/@ada#rust"),
            ]
        );
        assert_eq!(spans("plain"), [Text("plain")]);
        assert_eq!(spans(""), []);
    }

    #[test]
    fn code_is_between_two_backticks_of_one_line() {
        assert_eq!(spans("`a`"), [Code("a")]);
        assert_eq!(spans("`a`b`c`"), [Code("a"), Text("b"), Code("c")]);
        assert_eq!(spans("``a`` `b``c`"), [Text("``a`` "), Code("b``c")]);
        for text in ["`", "``", "` `", "`a", "`a\nb`", "``a``", "```a```"] {
            assert_eq!(spans(text), [Text(text)], "{text:?}");
        }
    }

    #[test]
    fn fenced_lines_are_a_block() {
        assert_eq!(
            spans("see\n\n```rust\nfn f() {\n\n    g(`@ada`)\n}\n```\n  and #rust"),
            [Text("see"), CodeBlock("fn f() {\n\n    g(`@ada`)\n}"), Text("  and "), RUST]
        );
        for fence in ["```", "````", "``` c++", "  ```"] {
            assert_eq!(spans(&format!("{fence}\n x\n```")), [CodeBlock(" x")], "{fence}");
        }
        assert_eq!(spans("```\na\n```\n```\nb\n```"), [CodeBlock("a"), CodeBlock("b")]);
    }

    #[test]
    fn what_is_no_fence_stays_as_it_was_typed() {
        for text in [
            "```\na",
            "```\n```",
            "```\n\n```\nb",
            "``\na\n``",
            "``` two words\na\n```",
            "```(a)\na\n```",
            "x ```\na\n```",
        ] {
            assert_eq!(spans(text), [Text(text)], "{text:?}");
        }
    }

    #[test]
    fn what_follows_a_link_is_no_part_of_its_address() {
        let link = Link("https://x.org");
        assert_eq!(spans("https://x.org#rust"), [link, Text("#rust")]);
        assert_eq!(spans("https://x.org，#rust"), [link, Text("，"), RUST]);
        assert_eq!(spans("https://x.org，y#rust"), [link, Text("，y"), Text("#rust")]);
        assert_eq!(spans("ftp://x.org#rust"), [Text("ftp://x.org"), Text("#rust")]);
    }
}
