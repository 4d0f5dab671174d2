//! Where in a RON text a value stands.
//!
//! RON keeps no spans for values, but it hands out a value's own piece of the text unread. The pieces that paths lead
//! through are asked for, level by level, so that all paths together cost one reading per level.

use std::collections::HashMap;
use std::fmt;

use ron::Options;
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fault::{Fault, PathStep, Place};

/// The place of the value at the end of a path, or of the last value that the path leads through.
pub fn locate(text: &str, path: &[PathStep]) -> Place {
    let offset = offsets(text, &[path])[0];
    places(text, &[offset])[0]
}

/// Fills in the places of faults that know only their path; a path that leads nowhere is followed as far as it goes.
pub fn place_all(text: &str, faults: &mut [Fault]) {
    place_all_in(text, (text, |offset| offset), faults);
}

/// The same, where what was read was made of another text: `origin` tells where in that one something stands, in bytes.
pub(super) fn place_all_in(
    text: &str,
    (shown, origin): (&str, impl Fn(usize) -> usize),
    faults: &mut [Fault],
) {
    let mut unplaced: Vec<&mut Fault> = faults
        .iter_mut()
        .filter(|fault| fault.place.is_none())
        .collect();
    if unplaced.is_empty() {
        return;
    }
    let paths: Vec<&[PathStep]> = unplaced.iter().map(|fault| fault.path.as_slice()).collect();
    let offsets: Vec<usize> = offsets(text, &paths).into_iter().map(origin).collect();
    let found = places(shown, &offsets);
    for (fault, place) in unplaced.iter_mut().zip(found) {
        fault.place = Some(place);
    }
}

/// The paths that lead through one value, and the ways that they go on.
#[derive(Default)]
struct Crossing<'p> {
    through: Vec<usize>,
    onward: HashMap<&'p PathStep, Crossing<'p>>,
}

/// Where the values at the ends of paths begin, in bytes.
fn offsets(text: &str, paths: &[&[PathStep]]) -> Vec<usize> {
    let mut top = Crossing::default();
    for (number, path) in paths.iter().enumerate() {
        let mut crossing = &mut top;
        crossing.through.push(number);
        for step in *path {
            crossing = crossing.onward.entry(step).or_default();
            crossing.through.push(number);
        }
    }
    let mut offsets = vec![0; paths.len()];
    let mut pieces = vec![(text, &top)];
    while let Some((piece, crossing)) = pieces.pop() {
        let begins = piece.as_ptr() as usize - text.as_ptr() as usize;
        let begins = begins + blanks(piece);
        for number in &crossing.through {
            offsets[*number] = begins;
        }
        if !crossing.onward.is_empty() {
            let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
            // Whatever is wrong in the text, the pieces before it have been found.
            let walk = Walk {
                crossing,
                pieces: &mut pieces,
            };
            let _ = options.from_str_seed(piece, walk);
        }
    }
    offsets
}

/// The lines and columns of offsets, in one pass over the text.
pub(super) fn places(text: &str, offsets: &[usize]) -> Vec<Place> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_unstable_by_key(|&at| offsets[at]);
    let mut places = vec![Place { line: 1, column: 1 }; offsets.len()];
    let (mut reached, mut place) = (0, Place { line: 1, column: 1 });
    for at in order {
        for c in text[reached..offsets[at]].chars() {
            place.column += 1;
            if c == '\n' {
                place.line += 1;
                place.column = 1;
            }
        }
        reached = offsets[at];
        places[at] = place;
    }
    places
}

/// How many bytes of white space and comments a text begins with.
pub(super) fn blanks(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = after_block_comment(rest);
        } else {
            return text.len() - rest.len();
        }
    }
}

/// What follows the block comment that a text begins with; such comments nest.
fn after_block_comment(text: &str) -> &str {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(found) = text[at..].find(['/', '*']).map(|found| at + found) {
        match text.as_bytes().get(found..found + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, found + 2),
            Some(b"*/") => (depth, at) = (depth.saturating_sub(1), found + 2),
            _ => at = found + 1,
        }
        if depth == 0 {
            return &text[at..];
        }
    }
    ""
}

/// Looks into a value and keeps the pieces of it that paths go on to.
struct Walk<'a, 'c, 'de> {
    crossing: &'c Crossing<'c>,
    pieces: &'a mut Vec<(&'de str, &'c Crossing<'c>)>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let into_list = |step: &&PathStep| matches!(step, PathStep::Index(_));
        if self.crossing.onward.keys().any(into_list) {
            deserializer.deserialize_seq(self)
        } else {
            // Whether or not the struct is named in the text is its own affair.
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a struct or a list")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            let wanted =
                |step: &&&PathStep| matches!(step, PathStep::Field(field) if **field == name);
            match self.crossing.onward.keys().find(wanted) {
                Some(step) => {
                    let piece = map.next_value::<&'de RawValue>()?.get_ron();
                    self.pieces.push((piece, &self.crossing.onward[*step]));
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        for at in 0.. {
            match self.crossing.onward.get(&PathStep::Index(at)) {
                Some(crossing) => match seq.next_element::<&'de RawValue>()? {
                    Some(piece) => self.pieces.push((piece.get_ron(), crossing)),
                    None => break,
                },
                None if seq.next_element::<IgnoredAny>()?.is_none() => break,
                None => {}
            }
        }
        Ok(())
    }
}

/// A field's name.
pub(super) struct Name(pub(super) String);

impl<'de> Deserialize<'de> for Name {
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
