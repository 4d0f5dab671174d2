//! Words as a shell splits them: what terminals paste for dropped files, and commands with their arguments.

/// The words of a text: split at white space, except within quotes or after a backslash, which are taken off. A quote
/// that is never closed is a letter like any other.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let escaped = rest.next().unwrap_or('\\');
                word.get_or_insert_default().push(escaped);
            }
            '\'' | '"' => match rest.as_str().split_once(c) {
                Some((quoted, after)) => {
                    word.get_or_insert_default().push_str(quoted);
                    rest = after.chars();
                }
                None => word.get_or_insert_default().push(c),
            },
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_and_backslashes_keep_words_together() {
        for (text, expected) in [
            ("", &[] as &[&str]),
            ("  vi  ", &["vi"]),
            ("code --wait", &["code", "--wait"]),
            ("'/a b' \"/c d\" /e\\ f", &["/a b", "/c d", "/e f"]),
            ("it's", &["it's"]),
            ("a''b", &["ab"]),
            ("''", &[""]),
            ("end\\", &["end\\"]),
        ] {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }
}
