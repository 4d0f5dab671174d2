//! Whether the terminal is dark or light: asked of the terminal itself, hinted at by its environment.

/// What a terminal draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Light letters are read well on it.
    Dark,
    /// Dark letters are read well on it.
    Light,
}

/// Asks the terminal for the colour of its background (OSC 11).
pub const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// No answer is longer: four digits a part, with another part for transparency.
const LONGEST_ANSWER: usize = 48;

/// What a terminal's report says of its background; absent where it is no such answer, or none that can be read.
pub fn answered(report: &[u8]) -> Option<Background> {
    if report.len() > LONGEST_ANSWER {
        return None;
    }
    let body = report.strip_prefix(b"\x1b]11;")?;
    let body = body
        .strip_suffix(b"\x07")
        .or_else(|| body.strip_suffix(b"\x1b\\"))?;
    let colour = std::str::from_utf8(body).ok()?;
    let parts: Vec<f64> = if let Some(digits) = colour.strip_prefix('#') {
        let length = digits.len() / 3;
        if !digits.is_ascii() || length == 0 || digits.len() != 3 * length {
            return None;
        }
        (0..3)
            .map(|at| share(&digits[at * length..(at + 1) * length]))
            .collect::<Option<_>>()?
    } else {
        let (kind, parts) = colour.split_once(':')?;
        let wanted = match kind {
            "rgb" => 3,
            "rgba" => 4,
            _ => return None,
        };
        let parts: Vec<f64> = parts.split('/').map(share).collect::<Option<_>>()?;
        if parts.len() != wanted {
            return None;
        }
        parts
    };
    let [red, green, blue] = parts.get(..3)?.try_into().ok()?;
    Some(of_colour(red, green, blue))
}

/// One to four hexadecimal digits as a share of the most that they can be.
fn share(digits: &str) -> Option<f64> {
    if !(1..=4).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let most = 16_u32.pow(u32::try_from(digits.len()).ok()?) - 1;
    Some(f64::from(value) / f64::from(most))
}

/// Light is where black has more contrast than white, parts from 0 to 1.
fn of_colour(red: f64, green: f64, blue: f64) -> Background {
    let linear = |part: f64| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    // (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05)
    if (luminance + 0.05).powi(2) > 0.05 * 1.05 {
        Background::Light
    } else {
        Background::Dark
    }
}

/// What the process's environment says of the terminal, each variable where it is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// `TERM`.
    pub term: String,
    /// `COLORFGBG`.
    pub colours: String,
    /// `LC_ALL`, else `LC_CTYPE`, else `LANG`.
    pub locale: String,
}

impl Hints {
    /// What the environment says of the background: the last part of `COLORFGBG` is its number among the sixteen
    /// colours.
    pub fn background(&self) -> Option<Background> {
        match self.colours.rsplit(';').next()?.trim() {
            "7" | "9" | "10" | "11" | "12" | "13" | "14" | "15" => Some(Background::Light),
            "0" | "1" | "2" | "3" | "4" | "5" | "6" | "8" => Some(Background::Dark),
            _ => None,
        }
    }

    /// Whether the terminal is one that may be asked; some show the question as text.
    pub fn may_be_asked(&self) -> bool {
        !matches!(self.term.as_str(), "" | "dumb" | "linux") && !self.term.starts_with("vt")
    }

    /// Whether the terminal has no colours.
    pub fn has_no_colours(&self) -> bool {
        self.term == "dumb" || self.term.starts_with("vt") || self.term.ends_with("-m")
    }

    /// Whether only ASCII can be drawn: another encoding, or a console whose font has few signs. Where no locale is
    /// named nothing is said of the encoding, and nearly all terminals take UTF-8.
    pub fn wants_ascii(&self) -> bool {
        let locale = self.locale.to_ascii_lowercase();
        let is_utf8 = locale.contains("utf-8") || locale.contains("utf8");
        !locale.is_empty() && !is_utf8 || matches!(self.term.as_str(), "linux" | "dumb")
    }
}

#[cfg(test)]
mod tests {
    use super::{Background, Hints, answered};

    #[test]
    fn answers_of_terminals_are_read() {
        for (report, expected) in [
            ("\x1b]11;rgb:0000/0000/0000\x1b\\", Some(Background::Dark)),
            ("\x1b]11;rgb:ffff/ffff/ffff\x07", Some(Background::Light)),
            ("\x1b]11;rgb:fd/f6/e3\x07", Some(Background::Light)),
            ("\x1b]11;rgb:002b/2b36/3636\x07", Some(Background::Dark)),
            (
                "\x1b]11;rgba:ffff/ffff/ffff/0000\x07",
                Some(Background::Light),
            ),
            ("\x1b]11;#1c1c1c\x07", Some(Background::Dark)),
            ("\x1b]11;#fff\x07", Some(Background::Light)),
            ("\x1b]10;rgb:ffff/ffff/ffff\x07", None),
            ("\x1b]11;rgb:ffff/ffff\x07", None),
            ("\x1b]11;rgb:ffff/ffff/ffff/ffff\x07", None),
            ("\x1b]11;rgb:+fff/ffff/ffff\x07", None),
            ("\x1b]11;rgb:fffff/ffff/ffff\x07", None),
            ("\x1b]11;rgb://\x07", None),
            ("\x1b]11;#ééé\x07", None),
            ("\x1b]11;?\x07", None),
            ("\x1b]11;red\x07", None),
            ("\x1b[?62c", None),
            ("", None),
        ] {
            assert_eq!(answered(report.as_bytes()), expected, "{report:?}");
        }
        assert_eq!(answered(&vec![b'1'; 100_000]), None);
        assert_eq!(answered(b"\x1b]11;rgb:\xff\xff/00/00\x07"), None);
    }

    #[test]
    fn the_environment_hints_at_background_encoding_and_colours() {
        let hints = |term: &str, colours: &str, locale: &str| Hints {
            term: term.to_owned(),
            colours: colours.to_owned(),
            locale: locale.to_owned(),
        };
        let background = |colours| hints("xterm", colours, "").background();
        assert_eq!(background("15;0"), Some(Background::Dark));
        assert_eq!(background("0;default;15"), Some(Background::Light));
        assert_eq!(background(""), None);
        assert_eq!(background("0;default"), None);
        assert_eq!(background("0;999"), None);
        for (term, locale, ascii) in [
            ("xterm-256color", "C.UTF-8", false),
            ("xterm-256color", "de_DE.utf8", false),
            ("xterm-256color", "", false),
            ("xterm-256color", "C", true),
            ("xterm-256color", "de_DE.ISO-8859-1", true),
            ("linux", "C.UTF-8", true),
        ] {
            assert_eq!(
                hints(term, "", locale).wants_ascii(),
                ascii,
                "{term} {locale}"
            );
        }
        assert!(hints("tmux-256color", "", "").may_be_asked());
        assert!(!hints("linux", "", "").may_be_asked());
        assert!(hints("vt100", "", "").has_no_colours());
        assert!(!hints("linux", "", "").has_no_colours());
    }
}
