//! What a RON text says it is.

/// What a file says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OuterName {
    /// `Assessment(`.
    Assessment,
    /// `Checklist(`.
    Checklist,
}

impl OuterName {
    /// The word for people and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Checklist => "checklist",
        }
    }
}

/// What the outermost value of a RON text is called, if it is one of ours; a byte-order mark, blanks and comments
/// may stand before it.
pub fn outer_name(bytes: &[u8]) -> Option<OuterName> {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest.get(..2)? {
            b"//" => b"\n",
            b"/*" => b"*/",
            // #![enable(…)] may stand before the value.
            b"#!" => b"]",
            _ => break,
        };
        let at = rest.windows(end.len()).position(|here| here == end)?;
        rest = &rest[at + end.len()..];
    }
    [OuterName::Assessment, OuterName::Checklist]
        .into_iter()
        .find(|name| {
            let name: &[u8] = match name {
                OuterName::Assessment => b"Assessment",
                OuterName::Checklist => b"Checklist",
            };
            rest.strip_prefix(name)
                .is_some_and(|after| after.trim_ascii_start().starts_with(b"("))
        })
}

#[cfg(test)]
mod tests {
    use super::{OuterName, outer_name};

    #[test]
    fn a_file_is_known_by_its_outer_name() {
        let name = |text: &str| outer_name(text.as_bytes());
        assert_eq!(name("Assessment("), Some(OuterName::Assessment));
        assert_eq!(
            name("\u{feff} // a (\n/* b */ Checklist ("),
            Some(OuterName::Checklist)
        );
        for other in [
            "",
            "C",
            "(format: 1)",
            "Checklists(",
            "/* Checklist(",
            "# Checklist(",
        ] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
