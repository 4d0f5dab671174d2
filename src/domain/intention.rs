//! What somebody is about to sign, before it is a statement.

use super::assessment::Assessment;
use super::evidence::same_person;
use super::gate::Verdict;
use super::sign_off::Condition;
use super::text::Text;

/// What somebody is about to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intention {
    /// Who signs.
    pub by: Text,
    /// In which role.
    pub role: Text,
    /// What is decided.
    pub decision: Verdict,
    /// The verdict that the signer has seen.
    pub seen: Verdict,
    /// Why it is a go, conditional or not, on a no-go; empty where it is not.
    pub despite: Text,
    /// What the signer says besides; may be empty.
    pub words: Text,
    /// What has to be done, of a conditional go.
    pub conditions: Vec<Condition>,
    /// The path of the key, as typed; empty: without a key.
    pub key: String,
}

impl Intention {
    /// Whether a decision is one against a verdict, which takes a reason.
    pub fn is_despite(decision: Verdict, verdict: Verdict) -> bool {
        verdict == Verdict::NoGo && decision != Verdict::NoGo
    }
}

/// The roles that can be chosen, each once: that of the signer among the participants, those whose go is wanted, those
/// of the other participants.
pub fn roles_to_offer(assessment: &Assessment, by: &Text) -> Vec<Text> {
    let participants = || assessment.head.participants.iter();
    let own = participants().filter(|it| same_person(&it.name, by));
    let own = own.map(|it| &it.role);
    let wanted = assessment.checklist().signoff.iter();
    let others = participants().map(|it| &it.role);
    let mut roles: Vec<Text> = Vec::new();
    for role in own.chain(wanted).chain(others) {
        if !role.is_blank() && !roles.iter().any(|known| same_person(known, role)) {
            roles.push(role.clone());
        }
    }
    roles
}

/// The role that is signed in where nobody says otherwise: that of the signer among the participants; empty if none.
pub fn own_role(assessment: &Assessment, by: &Text) -> Text {
    let mut participants = assessment.head.participants.iter();
    let own = participants.find(|it| same_person(&it.name, by) && !it.role.is_blank());
    own.map(|it| it.role.clone()).unwrap_or_default()
}
