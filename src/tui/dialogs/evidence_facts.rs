//! What is told of a file before it becomes evidence, and what was dropped onto the terminal.

use crate::domain::words::words;

/// The largest file that is copied beside the review, in bytes.
const LARGEST_COPY: u64 = 10 << 20;

/// The hexadecimal digits by which people tell hashes apart where there is no room for all.
const SHORT_HASH: usize = 16;

/// What is told of a file: its size and what becomes of it, then its hash in so many columns.
pub(super) fn facts(bytes: u64, sha256: Option<&str>, columns: usize, sign: &str) -> [String; 2] {
    let kept = if bytes <= LARGEST_COPY {
        "a copy is kept beside the review"
    } else {
        "too large to be copied: pinned by its hash alone"
    };
    let hash = match sha256 {
        Some(hash) if hash.len() + 8 <= columns => format!("SHA-256 {hash}"),
        Some(hash) => format!("SHA-256 {}{sign}", hash.get(..SHORT_HASH).unwrap_or(hash)),
        None => "SHA-256 is worked out when it is attached".to_owned(),
    };
    [format!("{}, {kept}", size(bytes)), hash]
}

/// `1 byte`, `14.2 KiB`, `3.0 GiB`.
fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        1 => return "1 byte".to_owned(),
        0..1024 => return format!("{bytes} bytes"),
        1024..0x10_0000 => (1_u64 << 10, "KiB"),
        0x10_0000..0x4000_0000 => (1 << 20, "MiB"),
        _ => (1 << 30, "GiB"),
    };
    let tenths = bytes / (unit / 10).max(1);
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

/// Whether a file is one that usually holds a secret, by its name: it would be copied beside the review.
pub(super) fn looks_secret(path: &str) -> bool {
    let lower = path.to_lowercase();
    let name = lower.rsplit('/').next().unwrap_or_default();
    let named = [
        "id_rsa",
        "id_dsa",
        "id_ecdsa",
        "id_ed25519",
        ".netrc",
        ".pgpass",
        "credentials",
    ];
    let ending = [".pem", ".key", ".p12", ".pfx", ".kdbx", ".keystore", ".jks"];
    let within = [".ssh/", ".gnupg/", ".aws/"];
    named.contains(&name)
        || name == ".env"
        || name.starts_with(".env.")
        || ending.iter().any(|end| name.ends_with(end))
        || within.iter().any(|place| lower.contains(place))
}

/// The paths in a text as terminals paste dropped files: quoted, with escaped blanks, or as `file://` addresses; one or
/// several. None where it is no path.
pub(super) fn dropped_paths(text: &str) -> Vec<String> {
    let several: Vec<String> = words(text).into_iter().map(plain).collect();
    if !several.is_empty() && several.iter().all(|path| looks_like_path(path)) {
        return several;
    }
    // A path with blanks that nobody escaped.
    let whole = plain(text.to_owned());
    if looks_like_path(&whole) && !whole.contains('\n') {
        vec![whole]
    } else {
        Vec::new()
    }
}

fn looks_like_path(text: &str) -> bool {
    ["/", "./", "../", "~/"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// A `file://` address as a path; anything else as it is.
fn plain(text: String) -> String {
    let Some(address) = text.strip_prefix("file://") else {
        return text;
    };
    let path = address.strip_prefix("localhost").unwrap_or(address);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{dropped_paths, facts, looks_secret, size};

    #[test]
    fn dropped_files_are_found_however_a_terminal_pastes_them() {
        for (pasted, paths) in [
            ("/a/b.txt", &["/a/b.txt"] as &[&str]),
            ("'/a b/c.txt'", &["/a b/c.txt"]),
            ("/a\\ b/c.txt", &["/a b/c.txt"]),
            ("./a b/c.txt", &["./a b/c.txt"]),
            ("file:///a%20b/%C3%A4.txt", &["/a b/ä.txt"]),
            ("file://localhost/x%", &["/x%"]),
            ("'/a b' /c /d\\ e", &["/a b", "/c", "/d e"]),
            ("/a\n/b", &["/a", "/b"]),
            ("https://example.org", &[]),
            ("seen by /usr/bin/eye", &[]),
            ("", &[]),
        ] {
            assert_eq!(dropped_paths(pasted), paths, "{pasted:?}");
        }
    }

    #[test]
    fn sizes_and_hashes_are_told_in_the_room_there_is() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1023 bytes"),
            (1024, "1.0 KiB"),
            (10 << 20, "10.0 MiB"),
            (3 << 30, "3.0 GiB"),
        ] {
            assert_eq!(size(bytes), words);
        }
        let hash = "ab".repeat(32);
        assert_eq!(facts(5, Some(&hash), 76, "…")[1], format!("SHA-256 {hash}"));
        assert_eq!(
            facts(5, Some(&hash), 71, "…")[1],
            "SHA-256 abababababababab…"
        );
        assert!(facts((10 << 20) + 1, None, 76, "…")[0].contains("too large to be copied"));
    }

    #[test]
    fn files_that_hold_secrets_are_known_by_their_names() {
        for path in [
            "/x/.env",
            ".env.local",
            "~/.ssh/config",
            "server.KEY",
            "id_rsa",
        ] {
            assert!(looks_secret(path), "{path}");
        }
        for path in [
            "environment.txt",
            "/keys/readme.md",
            "monkey",
            "id_rsa.pub.txt",
        ] {
            assert!(!looks_secret(path), "{path}");
        }
    }
}
