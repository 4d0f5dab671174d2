//! How somebody without candor verifies sign-offs: commands of stock OpenSSH and coreutils.

use std::fmt::Write as _;

use crate::domain::sign_off::{Seal, SignOff};
use crate::domain::text::Text;

use super::report::Report;

/// The commands for one sign-off, each on one line, to be typed in the directory of the assessment or the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commands {
    /// Whether the files that the statement names are what was signed.
    pub files: String,
    /// Whether the signature is that of the statement, and by which key; none without a key.
    pub signature: Option<String>,
    /// Whether the key is the signer's, by the verifier's own list; none without a key.
    pub signer: Option<String>,
}

/// The commands that verify a sign-off; none where its file is no statement. Whatever stands in the file, nothing but
/// the three programs is ever run by them: names are quoted for a shell.
pub fn commands(sign_off: &SignOff) -> Option<Commands> {
    let statement = sign_off.statement.as_ref()?;
    let folder = statement
        .copy
        .split_once('/')
        .map_or("", |(folder, _)| folder);
    let file = format!("./{folder}/{}", sign_off.file);
    // What is invisible or could steer a terminal can't be typed anyway.
    let visible = |text: &str| Text::from(text).shown().to_string();
    let (statement_file, signature_file) = (
        quoted(&visible(&file)),
        quoted(&format!("{}.sig", visible(&file))),
    );
    let with_key = !matches!(sign_off.seal, Seal::NoKey);
    let principal = quoted(&visible(statement.principal.raw()));
    Some(Commands {
        files: format!("sha256sum -c {statement_file}"),
        signature: with_key.then(|| {
            format!("ssh-keygen -Y check-novalidate -n candor -s {signature_file} < {statement_file}")
        }),
        signer: with_key.then(|| {
            format!(
                "ssh-keygen -Y verify -f allowed_signers -I {principal} -n candor -s {signature_file} < {statement_file}"
            )
        }),
    })
}

/// A word as a shell takes it literally.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "./_@+-:,=".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The text that goes into a bundle: what it holds, and for each sign-off what to type.
pub fn instructions(report: &Report<'_>) -> String {
    let head = &report.assessment.head;
    let subject = format!(
        "{} {}",
        head.subject.name.shown(),
        head.subject.version.shown()
    );
    let mut text = format!(
        "How to verify the sign-offs of {}\n\n\
         You need nothing but ssh-keygen (OpenSSH 8.2 or later) and sha256sum (coreutils). Open a shell in this folder.\n\
         Nothing here says whom to trust: write the list of signers yourself, into a file allowed_signers, one line each:\n\n\
         \x20   ana@example.org ssh-ed25519 AAAA...\n\n\
         Take each key from its owner, never from this folder.\n",
        subject.trim()
    );
    if report.sign_offs.is_empty() {
        text.push_str("\nNobody has signed this yet.\n");
    }
    for (number, sign_off) in report.sign_offs.iter().enumerate() {
        let _ = write!(text, "\n{}. ", number + 1);
        let Some((statement, commands)) = sign_off.statement.as_ref().zip(commands(sign_off))
        else {
            let _ = writeln!(
                text,
                "{}: no sign-off",
                Text::from(sign_off.file.as_str()).shown()
            );
            continue;
        };
        let (decision, role, name) = (
            statement.decision.word(),
            statement.role.shown(),
            statement.name.shown(),
        );
        let _ = writeln!(
            text,
            "{decision}, signed for {role} by {name}, at {} by their own word\n",
            statement.at
        );
        let _ = writeln!(
            text,
            "   Are the files what was signed? (It warns of lines that are not about files.)\n   {}",
            commands.files
        );
        match (&commands.signature, &commands.signer) {
            (Some(signature), Some(signer)) => {
                let _ = writeln!(
                    text,
                    "   Is the signature that of the statement, and by which key?\n   {signature}"
                );
                let _ = writeln!(
                    text,
                    "   Is it the key of this signer, by your list?\n   {signer}"
                );
            }
            _ => text.push_str(
                "   It was not signed with a key: nothing but the name says who it was.\n",
            ),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_never_becomes_a_command() {
        assert_eq!(quoted("ana@example.org"), "ana@example.org");
        assert_eq!(quoted("Ana K"), "'Ana K'");
        assert_eq!(quoted("a'; rm -rf ~; '"), "'a'\\''; rm -rf ~; '\\'''");
        assert_eq!(quoted("-oProxy"), "'-oProxy'");
        assert_eq!(quoted(""), "''");
    }
}
