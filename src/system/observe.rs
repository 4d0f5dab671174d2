//! A look at all the evidence of an assessment, and at its sign-offs, at once.

use std::path::Path;

use crate::domain::assessment::Assessment;
use crate::domain::evidence::{Content, Observation, Observations};

use super::evidence_file::{Observed, observe};
use super::files::FileSystem;
use super::links;
use super::sign_offs;
use super::signers::Signers;

/// Looks at every file that is evidence and not withdrawn. What this user can't read is as good as absent: it can't
/// be judged. Signatures are checked by the list of signers; without a folder of sign-offs nothing is.
pub fn observe_all(
    files: &dyn FileSystem,
    assessment_path: &Path,
    assessment: &Assessment,
    signers: &Signers,
) -> Observations {
    // It is the file that they belong to, whichever link leads to it.
    let assessment_path = &*links::file(files, assessment_path);
    let pieces = assessment
        .answers()
        .iter()
        .flat_map(|answer| &answer.evidence)
        .filter(|piece| piece.withdrawn.is_none());
    let mut observations = Observations::new();
    for piece in pieces {
        if let Content::File {
            path,
            sha256,
            bytes,
        } = &piece.content
        {
            let seen = match observe(files, assessment_path, Path::new(path), sha256, *bytes) {
                Observed::Same => Observation::Same,
                Observed::Changed => Observation::Changed,
                Observed::Absent | Observed::Unreadable => Observation::Absent,
            };
            observations.insert(piece.id.clone(), seen);
        }
    }
    let sign_offs = sign_offs::read(files, assessment_path, assessment, signers);
    if !sign_offs.is_empty() {
        observations.set_sign_offs(sign_offs.into());
    }
    observations
}
