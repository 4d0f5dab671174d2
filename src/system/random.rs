//! The one source of randomness.

use crate::problem::{Problem, ProblemKind};

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// How many characters [`fresh_id`] gives.
pub const ID_LENGTH: usize = 10;

/// Ten characters of `a..=z` and `2..=7`: 50 random bits, so that among a million of them two are equal once in
/// two thousand tries.
pub fn fresh_id() -> Result<String, Problem> {
    let mut bytes = [0_u8; ID_LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::new(
            ProblemKind::File,
            format!("the system gives no random numbers: {error}"),
        )
    })?;
    Ok(bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect())
}

/// Every character is one that [`fresh_id`] uses, and there are as many.
pub fn looks_like_id(text: &[u8]) -> bool {
    text.len() == ID_LENGTH && text.iter().all(|byte| ALPHABET.contains(byte))
}
