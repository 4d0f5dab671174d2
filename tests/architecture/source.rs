//! Reads the paths that a source file names, through every way of writing them.

/// A path that a file names.
pub(crate) struct Named {
    pub(crate) line: usize,
    /// From the crate's root where it is ours, else as written.
    pub(crate) path: Vec<String>,
    pub(crate) is_ours: bool,
    pub(crate) is_glob: bool,
    pub(crate) is_reexport: bool,
}

/// What the rules look at in a file.
pub(crate) struct Source {
    pub(crate) named: Vec<Named>,
    pub(crate) forbids_unsafe: bool,
}

impl Source {
    /// Reads the text of a module.
    pub(crate) fn read(text: &str, module: &[String]) -> Self {
        let tokens = tokens(text);
        let words: Vec<&str> = tokens.iter().map(|(_, word)| word.as_str()).collect();
        let forbid = ["#", "!", "[", "forbid", "(", "unsafe_code", ")", "]"];
        let root = matches!(module, [only] if only == "main" || only == "lib");
        let mut reader = Reader {
            tokens: &tokens,
            module: if root { &[] } else { module },
            children: Vec::new(),
            inside: Vec::new(),
            named: Vec::new(),
        };
        reader.read();
        Self {
            named: reader.named,
            forbids_unsafe: words.windows(forbid.len()).any(|window| window == forbid),
        }
    }
}

/// Words and signs with their lines; no comments, no contents of strings, no lifetimes.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let start = i;
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            '"' => i = after_string(&chars, i),
            'r' | 'b' | 'c' if raw_hashes(&chars, i).is_some() => {
                let (quote, hashes) = raw_hashes(&chars, i).unwrap();
                i = quote + 1;
                while i < chars.len()
                    && !(at(i) == '"' && (1..=hashes).all(|next| at(i + next) == '#'))
                {
                    i += 1;
                }
                i += hashes + 1;
            }
            '\'' => {
                i += 1;
                if at(i) == '\\' {
                    i += 2;
                    while i < chars.len() && at(i) != '\'' {
                        i += 1;
                    }
                    i += 1;
                } else if at(i + 1) == '\'' {
                    i += 2;
                } else {
                    while is_word(at(i)) {
                        i += 1;
                    }
                }
            }
            c if is_word(c) => {
                while is_word(at(i)) {
                    i += 1;
                }
                tokens.push((line, chars[start..i].iter().collect()));
            }
            ':' if at(i + 1) == ':' => {
                i += 2;
                tokens.push((line, "::".to_owned()));
            }
            c => {
                i += 1;
                if !c.is_whitespace() {
                    tokens.push((line, c.to_string()));
                }
            }
        }
        let end = i.min(chars.len());
        line += chars[start..end].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// Where a raw string's opening quote stands, and how many signs close it.
fn raw_hashes(chars: &[char], start: usize) -> Option<(usize, usize)> {
    let mut place = start;
    if matches!(chars.get(place), Some('b' | 'c')) {
        place += 1;
    }
    if chars.get(place) != Some(&'r') {
        return None;
    }
    let after = &chars[place + 1..];
    let hashes = after.iter().take_while(|c| **c == '#').count();
    (after.get(hashes) == Some(&'"')).then_some((place + 1 + hashes, hashes))
}

fn after_string(chars: &[char], quote: usize) -> usize {
    let mut place = quote + 1;
    while place < chars.len() && chars[place] != '"' {
        place += if chars[place] == '\\' { 2 } else { 1 };
    }
    place + 1
}

/// Walks over the tokens of a file and collects the paths.
struct Reader<'a> {
    tokens: &'a [(usize, String)],
    module: &'a [String],
    /// The modules that this file declares: their names begin paths too.
    children: Vec<String>,
    /// The names of the modules written inside the file that are open, each with the depth of its brace.
    inside: Vec<(String, usize)>,
    named: Vec<Named>,
}

impl Reader<'_> {
    fn word(&self, place: usize) -> &str {
        self.tokens.get(place).map_or("", |(_, word)| word)
    }

    fn is_name(&self, place: usize) -> bool {
        let first = self.word(place).chars().next();
        first.is_some_and(|c| c.is_alphabetic() || c == '_')
    }

    fn read(&mut self) {
        for place in 0..self.tokens.len() {
            if self.word(place) == "mod" && self.word(place + 2) == ";" {
                self.children.push(self.word(place + 1).to_owned());
            }
        }
        let (mut place, mut depth) = (0, 0);
        while place < self.tokens.len() {
            match self.word(place) {
                "{" => depth += 1,
                "}" => {
                    depth = usize::saturating_sub(depth, 1);
                    self.inside.retain(|(_, opened)| *opened < depth + 1);
                }
                "mod" if self.word(place + 2) == "{" => {
                    let name = self.word(place + 1).to_owned();
                    self.inside.push((name, depth + 1));
                }
                "use" if self.word(place + 1) != "<" => {
                    let is_reexport = self.is_public(place);
                    place = self.tree(place + 1, &[], is_reexport);
                    continue;
                }
                _ if self.is_name(place) && self.word(place + 1) == "::" => {
                    let begins = place == 0
                        || self.word(place - 1) != "::"
                        || !(place > 1 && (self.is_name(place - 2) || self.word(place - 2) == ">"));
                    if begins {
                        place = self.path(place);
                        continue;
                    }
                }
                _ => {}
            }
            place += 1;
        }
    }

    /// Whether `pub`, with or without brackets, stands before a `use`.
    fn is_public(&self, place: usize) -> bool {
        let mut before = place.wrapping_sub(1);
        if self.word(before) == ")" {
            while before > 0 && self.word(before) != "(" {
                before -= 1;
            }
            before = before.wrapping_sub(1);
        }
        self.word(before) == "pub"
    }

    /// Reads a path in an expression or a type; gives the place after it.
    fn path(&mut self, start: usize) -> usize {
        let mut path = vec![self.word(start).to_owned()];
        let mut place = start + 1;
        while self.word(place) == "::" && self.is_name(place + 1) {
            path.push(self.word(place + 1).to_owned());
            place += 2;
        }
        self.take(start, &path, false, false);
        place.max(start + 1)
    }

    /// Reads one branch of a `use`; gives the place after it.
    fn tree(&mut self, start: usize, before: &[String], is_reexport: bool) -> usize {
        let mut path = before.to_vec();
        let mut place = start;
        loop {
            match self.word(place) {
                "::" => place += 1,
                "{" => {
                    place += 1;
                    while !matches!(self.word(place), "}" | "") {
                        place = self.tree(place, &path, is_reexport);
                        if self.word(place) == "," {
                            place += 1;
                        }
                    }
                    return place + 1;
                }
                "*" => {
                    self.take(place, &path, true, is_reexport);
                    return place + 1;
                }
                "as" => place += 2,
                _ if self.is_name(place) => {
                    // `self` at the end of a branch is the module before it.
                    if self.word(place) != "self" || path.is_empty() {
                        path.push(self.word(place).to_owned());
                    }
                    place += 1;
                }
                _ => {
                    self.take(start, &path, false, is_reexport);
                    return place.max(start + 1);
                }
            }
        }
    }

    /// Keeps a path, from the crate's root where it is ours.
    fn take(&mut self, place: usize, path: &[String], is_glob: bool, is_reexport: bool) {
        let mut here = self.module.to_vec();
        here.extend(self.inside.iter().map(|(name, _)| name.clone()));
        let mut rest = path;
        let mut is_ours = true;
        match rest.first().map(String::as_str) {
            Some("crate" | "candor") => {
                here.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|step| step == "super") {
                    here.pop();
                    rest = &rest[1..];
                }
            }
            Some(first) if self.children.iter().any(|child| child == first) => {}
            _ => {
                here.clear();
                is_ours = false;
            }
        }
        here.extend_from_slice(rest);
        self.named.push(Named {
            line: self.tokens[place].0,
            path: here,
            is_ours,
            is_glob,
            is_reexport,
        });
    }
}

#[test]
fn paths_are_seen_through_every_way_of_writing_them() {
    let text = r##"
        // use crate::cli::no; and "a string
        /* crate::cli /* nested */ crate::cli */
        /// [`crate::cli`]
        const QUOTED: &str = "\" crate::cli::no \\";
        const RAW: &str = r#"" crate::cli::no "#;
        const QUOTE: char = '"'; const ESCAPED: char = '\''; const WIDE: char = '\u{22}';
        fn long<'a>(one: &'a crate::one::One) -> impl Fn() + use<'a> { super::two::two::<u8>(one) }
        use crate::{
            three::{self, Inner as Other},
            four::{five::{Five}, six},
        };
        mod child;
        use child::deep::Deep;
        mod inline { use super::near; mod deeper { use super::super::nearer; } use super::super::far; }
        use self::own;
        use ::std::fs;
        fn last() { <u8 as crate::seven::Seven>::eight(); }
    "##;
    let module = ["up".to_owned(), "here".to_owned()];
    let named: Vec<String> = Source::read(text, &module)
        .named
        .iter()
        .map(|named| {
            let ours = if named.is_ours { "" } else { "::" };
            format!("{} {ours}{}", named.line, named.path.join("::"))
        })
        .collect();
    assert_eq!(
        named,
        [
            "8 one::One",
            "8 up::two::two",
            "10 three",
            "10 three::Inner",
            "11 four::five::Five",
            "11 four::six",
            "14 up::here::child::deep::Deep",
            "15 up::here::near",
            "15 up::here::nearer",
            "15 up::far",
            "16 up::here::own",
            "17 ::std::fs",
            "18 seven::Seven",
        ]
    );
}
