//! Copying through the terminal itself (OSC 52), so that it works over ssh.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The control sequence that asks the terminal to put a text into its clipboard. Base64 holds nothing that could end
/// it early, whatever the text.
pub fn copying(text: &str) -> Vec<u8> {
    let mut sequence = b"\x1b]52;c;".to_vec();
    sequence.extend(base64(text.as_bytes()));
    sequence.push(b'\x07');
    sequence
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut digits = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let three = [0, 1, 2].map(|at| u32::from(group.get(at).copied().unwrap_or(0)));
        let bits = three[0] << 16 | three[1] << 8 | three[2];
        for at in 0..4_usize {
            let digit = (bits >> (18 - 6 * at)) & 63;
            let is_filled = at <= group.len();
            digits.push(if is_filled {
                DIGITS[digit as usize]
            } else {
                b'='
            });
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{base64, copying};

    #[test]
    fn base64_is_that_of_everybody_else() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{fe}\u{ff}", "w77Dvw=="),
        ] {
            assert_eq!(base64(text.as_bytes()), expected.as_bytes(), "{text:?}");
        }
        assert_eq!(copying("a\x07"), b"\x1b]52;c;YQc=\x07");
    }
}
