//! Comments are searched as plain folded text.

use crate::domain::assessment::Assessment;

use super::fold::fold_letter;
use super::score::Scorer;
use super::worth::Worth;
use super::{Index, Results, Seek};

impl Index {
    /// The positions, in item order, of the items whose comment holds the query as it was typed (folded, as one
    /// piece) and which are not among what is worthwhile of these results. To be listed after those that it does.
    /// Nothing for an empty query.
    pub fn find_in_comments(&self, assessment: &Assessment, results: &Results) -> Vec<usize> {
        if results.query.is_empty() {
            return Vec::new();
        }
        let sought: String = results.query.iter().collect();
        let mut folded = String::new();
        let (seek, worth) = (Seek::of(&results.query), Worth::of(&results.query));
        let mut scorer = Scorer::default();
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
            if folded.contains(&sought) {
                let score = self.score(position, &seek, &mut scorer);
                let is_listed = score.is_some_and(|score| {
                    worth
                        .as_ref()
                        .is_none_or(|worth| worth.holds(&self.texts, position, score.into()))
                });
                if !is_listed {
                    found.push(position);
                }
            }
        }
        found
    }
}
