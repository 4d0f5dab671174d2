//! Where in a RON text a value stands.
//!
//! RON keeps no spans for values. A seed that walks down a path and fails on purpose at its end makes the reader's
//! own error carry the position.

use std::fmt;

use ron::Options;
use ron::extensions::Extensions;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fault::{Fault, PathStep, Place};

/// The place of the value at the end of a path; absent where the text has no such value.
pub fn locate(text: &str, path: &[PathStep]) -> Option<Place> {
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let error = options.from_str_seed(text, Walk(path)).err()?;
    if !matches!(&error.code, ron::Error::Message(message) if message == ARRIVED) {
        return None;
    }
    let start = error.span.end;
    Some(skip_blanks(
        text,
        Place {
            line: start.line,
            column: start.col,
        },
    ))
}

/// Fills in the places of faults that know only their path; a path that leads nowhere is followed as far as it goes.
pub fn place_all(text: &str, faults: &mut [Fault]) {
    // A hostile file can have a fault in every line; beyond this many, the path's file name has to do.
    const AT_MOST: usize = 200;
    for fault in faults
        .iter_mut()
        .filter(|fault| fault.place.is_none())
        .take(AT_MOST)
    {
        let mut path = fault.path.as_slice();
        loop {
            fault.place = locate(text, path);
            match path {
                [shorter @ .., _] if fault.place.is_none() => path = shorter,
                _ => break,
            }
        }
    }
}

const ARRIVED: &str = "\u{0}arrived";

struct Walk<'a>(&'a [PathStep]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0.first() {
            None => Err(D::Error::custom(ARRIVED)),
            // Whether or not the struct is named in the text is its own affair.
            Some(PathStep::Field(_)) => deserializer.deserialize_any(self),
            Some(PathStep::Index(_)) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a struct or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((PathStep::Field(wanted), rest)) = self.0.split_first() else {
            return Ok(());
        };
        while let Some(Name(name)) = map.next_key()? {
            if name == *wanted {
                map.next_value_seed(Walk(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((PathStep::Index(wanted), rest)) = self.0.split_first() else {
            return Ok(());
        };
        for _ in 0..*wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Walk(rest))?;
        Ok(())
    }
}

struct Name(String);

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Identifier;
        impl Visitor<'_> for Identifier {
            type Value = Name;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a field's name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(Identifier)
    }
}

/// Moves a place over white space to the value itself.
fn skip_blanks(text: &str, place: Place) -> Place {
    let Place {
        mut line,
        mut column,
    } = place;
    for (number, content) in text.lines().enumerate().skip(place.line - 1) {
        let rest = content.chars().skip(column - 1);
        let blanks = rest.clone().take_while(|c| c.is_whitespace()).count();
        if blanks < rest.count() {
            return Place {
                line: number + 1,
                column: column + blanks,
            };
        }
        (line, column) = (number + 2, 1);
    }
    Place { line, column }
}
