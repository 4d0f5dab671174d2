//! Comments are searched as plain folded text.

use crate::domain::assessment::Assessment;

use super::fold::fold_letter;
use super::score::Scorer;
use super::{Index, Results, Seek};

impl Index {
    /// The positions, in item order, of the items whose comment holds the query as it was typed (folded, as one
    /// piece) and which the query of these results does not match fuzzily. To be listed after those that it does.
    /// Nothing for an empty query.
    pub fn find_in_comments(&self, assessment: &Assessment, results: &Results) -> Vec<usize> {
        if results.query.is_empty() {
            return Vec::new();
        }
        let sought: String = results.query.iter().collect();
        let mut folded = String::new();
        let (seek, mut scorer) = (Seek::of(&results.query), Scorer::default());
        let mut found = Vec::new();
        for (position, answer) in assessment.answers().iter().enumerate() {
            let comment = answer.comment.raw();
            if comment.is_empty() {
                continue;
            }
            folded.clear();
            if comment.is_ascii() {
                if comment.len() < sought.len() {
                    continue;
                }
                folded.push_str(comment);
                folded.make_ascii_lowercase();
            } else {
                comment
                    .chars()
                    .for_each(|letter| fold_letter(letter, |one| folded.push(one)));
            }
            if folded.contains(&sought) && !self.matches(position, &seek, &mut scorer) {
                found.push(position);
            }
        }
        found
    }
}
