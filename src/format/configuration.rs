//! What a person may set for all reviews: `config.ron`.
//!
//! Each field is read by itself, so that a fault in one leaves the others standing.

use std::fmt;

use ron::Options;
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};

use crate::domain::text::Text;

use super::explain::explain;
use super::fault::{Fault, Place, shortened, suggestion};
use super::locate::{Name, blanks};
use super::read::{as_text, parse};

/// The fields that there are.
pub const FIELDS: [&str; 8] = [
    "name",
    "role",
    "theme",
    "glyphs",
    "mouse",
    "keys",
    "checklist",
    "editor",
];

/// A value and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it begins.
    pub place: Place,
}

/// Which signs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GlyphsWanted {
    /// As the terminal and the locale allow.
    #[default]
    Auto,
    /// The usual symbols.
    Unicode,
    /// ASCII alone.
    Ascii,
}

/// The keys of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The action's name, as written.
    pub action: Placed<String>,
    /// Its keys, as written; none takes the action's keys away.
    pub keys: Vec<Placed<String>>,
}

/// What a person has set; what is absent is as by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Configuration {
    /// Who answers; not blank.
    pub name: Option<Text>,
    /// As what they answer; not blank.
    pub role: Option<Text>,
    /// The theme's name, as written.
    pub theme: Option<Placed<String>>,
    /// Which signs are drawn.
    pub glyphs: GlyphsWanted,
    /// Whether clicks and the wheel are taken.
    pub mouse: Option<bool>,
    /// The keys that are not as by default, in the file's order.
    pub keys: Vec<Binding>,
    /// The checklist of new reviews, by id or path, as written.
    pub checklist: Option<Placed<String>>,
    /// The command that opens long texts.
    pub editor: Option<String>,
}

/// Reads a configuration: all of it that is right, and a fault for each part that is not. An empty file is as none.
pub fn read_configuration(bytes: &[u8]) -> (Configuration, Vec<Fault>) {
    let mut reading = Reading::default();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return (reading.read, reading.faults);
    }
    let text = match as_text(bytes, "Configuration") {
        Ok((text, faults)) => {
            reading.faults = faults;
            text
        }
        Err(fault) => return (reading.read, vec![fault]),
    };
    if blanks(text) == text.len() {
        return (reading.read, reading.faults);
    }
    match pieces(text, "Configuration", true) {
        Ok(fields) => reading.fields(text, &fields),
        Err(fault) => reading.faults.push(fault),
    }
    (reading.read, reading.faults)
}

/// Reads a small file that is one value, such as a theme, or says what is wrong with it and where.
pub fn read_plain<T: DeserializeOwned>(bytes: &[u8], name: &str) -> Result<T, Fault> {
    let (text, _) = as_text(bytes, name)?;
    parse(text, name)
}

/// A name and the piece of the text that is its value.
struct Piece<'a> {
    name: String,
    value: &'a str,
}

#[derive(Default)]
struct Reading {
    read: Configuration,
    faults: Vec<Fault>,
}

impl Reading {
    fn fields(&mut self, text: &str, fields: &[Piece<'_>]) {
        for (at, piece) in fields.iter().enumerate() {
            let name = piece.name.as_str();
            if fields[..at].iter().any(|earlier| earlier.name == name) {
                let what = format!("the field `{}` is there twice", shortened(name));
                self.fault_at(name_place(text, piece), what, "remove one of them");
                continue;
            }
            match name {
                "name" => self.read.name = self.line(text, piece).map(|line| line.value.into()),
                "role" => self.read.role = self.line(text, piece).map(|line| line.value.into()),
                "theme" => self.read.theme = self.line(text, piece),
                "glyphs" => self.glyphs(text, piece),
                "mouse" => self.read.mouse = self.value(text, name, piece.value),
                "keys" => self.keys(text, piece),
                "checklist" => self.read.checklist = self.line(text, piece),
                "editor" => self.read.editor = self.line(text, piece).map(|line| line.value),
                _ => {
                    let what = format!("there is no field `{}`", shortened(name));
                    self.fault_at(name_place(text, piece), what, suggestion(name, FIELDS));
                }
            }
        }
    }

    /// A text of one line that is not blank.
    fn line(&mut self, text: &str, piece: &Piece<'_>) -> Option<Placed<String>> {
        let line: String = self.value(text, &piece.name, piece.value)?;
        let place = value_place(text, piece.value);
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.contains(char::is_control) {
            let what = format!("`{}` is not a line of text", piece.name);
            self.fault_at(
                place,
                what,
                "write one line with at least one word, or remove the field",
            );
            return None;
        }
        Some(Placed {
            value: trimmed.to_owned(),
            place,
        })
    }

    fn glyphs(&mut self, text: &str, piece: &Piece<'_>) {
        let Some(word) = self.line(text, piece) else {
            return;
        };
        self.read.glyphs = match word.value.as_str() {
            "auto" => GlyphsWanted::Auto,
            "unicode" => GlyphsWanted::Unicode,
            "ascii" => GlyphsWanted::Ascii,
            other => {
                let what = format!("`glyphs` can't be `{}`", shortened(other));
                let next = suggestion(other, ["auto", "unicode", "ascii"]);
                self.fault_at(word.place, what, next);
                return;
            }
        };
    }

    fn keys(&mut self, text: &str, piece: &Piece<'_>) {
        let rows = match pieces(piece.value, "keys", false) {
            Ok(rows) => rows,
            Err(fault) => {
                let mut fault = within(fault, text, piece.value, "keys");
                if fault.next.is_empty() {
                    "write it as keys: { \"undo\": \"u\" }".clone_into(&mut fault.next);
                }
                self.faults.push(fault);
                return;
            }
        };
        for (at, row) in rows.iter().enumerate() {
            let place = name_place(text, row);
            if rows[..at].iter().any(|earlier| earlier.name == row.name) {
                let what = format!("`keys` names `{}` twice", shortened(&row.name));
                self.fault_at(place, what, "remove one of them");
                continue;
            }
            let Some(keys) = self.keys_of(text, row) else {
                continue;
            };
            let action = Placed {
                value: row.name.clone(),
                place,
            };
            self.read.keys.push(Binding { action, keys });
        }
    }

    /// A key, or a list of keys.
    fn keys_of(&mut self, text: &str, row: &Piece<'_>) -> Option<Vec<Placed<String>>> {
        let field = format!("keys, {}", row.name);
        let begins = &row.value[blanks(row.value)..];
        let pieces: Vec<&RawValue> = if begins.starts_with('[') {
            match options().from_str(row.value) {
                Ok(pieces) => pieces,
                Err(error) => {
                    let fault = explain(row.value, "keys", &error);
                    self.faults.push(within(fault, text, row.value, &field));
                    return None;
                }
            }
        } else {
            let key: String = self.value(text, &field, row.value)?;
            return Some(vec![Placed {
                value: key,
                place: value_place(text, row.value),
            }]);
        };
        let mut keys = Vec::new();
        for piece in pieces {
            let value = self.value(text, &field, piece.get_ron())?;
            let place = value_place(text, piece.get_ron());
            keys.push(Placed { value, place });
        }
        Some(keys)
    }

    /// A value by itself; a fault in it is placed in the whole text.
    fn value<T: DeserializeOwned>(&mut self, text: &str, field: &str, piece: &str) -> Option<T> {
        match options().from_str::<Option<T>>(piece) {
            Ok(value) => value,
            Err(error) => {
                let fault = explain(piece, "Configuration", &error);
                self.faults.push(within(fault, text, piece, field));
                None
            }
        }
    }

    fn fault_at(&mut self, place: Place, what: String, next: impl Into<String>) {
        let fault = Fault::error(Vec::new(), what, next);
        self.faults.push(fault.at(place.line, place.column));
    }
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// The names and values of a struct, or of a map whose names are texts.
fn pieces<'a>(text: &'a str, name: &str, is_struct: bool) -> Result<Vec<Piece<'a>>, Fault> {
    let mut pieces = Vec::new();
    let walk = Walk {
        is_struct,
        pieces: &mut pieces,
    };
    let read = options().from_str_seed(text, walk);
    read.map(|()| pieces)
        .map_err(|error| explain(text, name, &error))
}

/// A fault of a piece of the text, placed in the whole, with the field that it is in.
fn within(mut fault: Fault, text: &str, piece: &str, field: &str) -> Fault {
    let start = place_of(text, offset_of(text, piece));
    if let Some(place) = &mut fault.place {
        if place.line == 1 {
            place.column += start.column - 1;
        }
        place.line += start.line - 1;
    }
    fault.what = format!("`{}`: {}", shortened(field), fault.what);
    fault
}

/// Where a piece of a text begins, in bytes.
fn offset_of(text: &str, piece: &str) -> usize {
    piece.as_ptr() as usize - text.as_ptr() as usize
}

fn value_place(text: &str, piece: &str) -> Place {
    place_of(text, offset_of(text, piece) + blanks(piece))
}

/// Where the name of a piece stands, or its value where something stands between them.
fn name_place(text: &str, piece: &Piece<'_>) -> Place {
    let before = text[..offset_of(text, piece.value)].trim_end();
    let before = before.strip_suffix(':').unwrap_or(before).trim_end();
    let bare = before.strip_suffix('"').unwrap_or(before);
    match bare.strip_suffix(piece.name.as_str()) {
        Some(start) if bare.len() < before.len() => place_of(text, start.len() - 1),
        Some(start) => place_of(text, start.len()),
        None => value_place(text, piece.value),
    }
}

fn place_of(text: &str, offset: usize) -> Place {
    let before = &text[..offset];
    let last = before.rsplit('\n').next().unwrap_or_default();
    Place {
        line: before.matches('\n').count() + 1,
        column: last.chars().count() + 1,
    }
}

/// Collects names and the pieces of the text that are their values.
struct Walk<'p, 'de> {
    is_struct: bool,
    pieces: &'p mut Vec<Piece<'de>>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.is_struct {
            // Whether or not the struct is named in the text is its own affair.
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_map(self)
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("fields in brackets")
    }

    /// `()`: nothing is set.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.is_struct {
            while let Some(Name(name)) = map.next_key()? {
                let value = map.next_value::<&'de RawValue>()?.get_ron();
                self.pieces.push(Piece { name, value });
            }
            return Ok(());
        }
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<&'de RawValue>()?.get_ron();
            self.pieces.push(Piece { name, value });
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("fields with names are wanted here")),
        }
    }
}
