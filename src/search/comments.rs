//! Comments are searched as plain folded text.

use crate::domain::assessment::Assessment;

use super::Results;
use super::fold::fold_letter;

impl Results {
    /// The positions, in item order, of the items whose comment holds the query as it was typed (folded, as one
    /// piece) and which are not among the results already. To be listed after them. Nothing for an empty query.
    pub fn find_in_comments(&self, assessment: &Assessment) -> Vec<usize> {
        if self.query.is_empty() {
            return Vec::new();
        }
        let sought: String = self.query.iter().collect();
        let mut folded = String::new();
        let mut matched = self.survivors.iter().peekable();
        let mut found = Vec::new();
        for (position, answer) in assessment.answers().iter().enumerate() {
            // Both run upwards.
            while matched.next_if(|at| (**at as usize) < position).is_some() {}
            let comment = answer.comment.raw();
            if comment.is_empty() || matched.peek().is_some_and(|at| **at as usize == position) {
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
                found.push(position);
            }
        }
        found
    }
}
