//! A signature as `ssh-keygen -Y sign` writes it, and nothing but that.
//!
//! `ssh-keygen` itself reads more than it writes: text around the signature, lines of any length. Here each byte
//! matters, so that none can be changed unnoticed.

use sha2::{Digest as _, Sha256};

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
const END: &str = "-----END SSH SIGNATURE-----\n";
/// Columns of a line.
const WIDTH: usize = 70;
const MAGIC: &[u8] = b"SSHSIG";
const VERSION: [u8; 4] = [0, 0, 0, 1];
/// What a signature of candor's is for; one that was made for something else is none.
pub const NAMESPACE: &str = "candor";
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The fingerprint (`SHA256:…`) of the key in a signature; absent where the bytes are not exactly one signature in
/// candor's namespace, as `ssh-keygen` writes it. Whether it is anybody's signature of anything is not looked at.
pub fn fingerprint_in(signature: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(signature).ok()?;
    let lines = text.strip_prefix(BEGIN)?.strip_suffix(END)?;
    let blob = decoded(&lines.replace('\n', ""))?;
    if written(&blob) != text {
        return None;
    }
    let mut rest = blob.strip_prefix(MAGIC)?.strip_prefix(&VERSION)?;
    let key = field(&mut rest)?;
    let namespace = field(&mut rest)?;
    let reserved = field(&mut rest)?;
    let hash = field(&mut rest)?;
    let mut inner = field(&mut rest)?;
    let _algorithm = field(&mut inner)?;
    let is_ours = !key.is_empty()
        && namespace == NAMESPACE.as_bytes()
        && reserved.is_empty()
        && (hash == b"sha256" || hash == b"sha512")
        && rest.is_empty();
    is_ours.then(|| {
        let digest = encoded(&Sha256::digest(key));
        format!("SHA256:{}", digest.trim_end_matches('='))
    })
}

fn written(blob: &[u8]) -> String {
    let base64 = encoded(blob);
    let mut text = BEGIN.to_owned();
    for (at, c) in base64.chars().enumerate() {
        text.push(c);
        if (at + 1) % WIDTH == 0 {
            text.push('\n');
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text + END
}

/// A field of SSH's: its length in four bytes, then so many bytes.
fn field<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (field, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(field)
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            if at <= three.len() {
                let index = (bits >> (18 - 6 * at)) & 63;
                text.push(char::from(ALPHABET[index as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

/// What a text in base 64 holds. Whether it is written as it should be is for the caller to see, by writing it again.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let mut bits = 0_u32;
        for digit in four {
            let value = ALPHABET.iter().position(|known| known == digit)?;
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        bits <<= 6 * (4 - four.len());
        let whole = match four.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return None,
        };
        bytes.extend_from_slice(&bits.to_be_bytes()[1..=whole]);
    }
    Some(bytes)
}
