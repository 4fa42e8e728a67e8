//! Finds lines that hold a word.

use memchr::memmem::Finder;

/// A line that holds the word; numbers start at 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    pub number: usize,
    pub line: &'a str,
}

/// Every line of `text` that holds `word`, in order.
pub fn find<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Hit<'a>> + 'a {
    let finder = Finder::new(word.as_bytes()).into_owned();
    text.lines()
        .enumerate()
        .filter(move |(_, line)| finder.find(line.as_bytes()).is_some())
        .map(|(index, line)| Hit { number: index + 1, line })
}
