//! SHA-256, as bytes and as the text that files and messages hold.

use sha2::{Digest as _, Sha256};

/// SHA-256 over a file's bytes.
pub type Digest = [u8; 32];

/// SHA-256 over the bytes.
pub fn digest_of(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// Two lower-case hexadecimal digits a byte, as `sha256sum` prints them.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .map(char::from)
        .collect()
}
