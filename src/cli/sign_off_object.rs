//! What a sign-off is worth, in a word, in words and in JSON.

use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::sign_off::Seal;
use crate::domain::signing::Signing;
use crate::domain::supersede::Difference;
use crate::domain::text::Text;

/// The word for what a sign-off is worth: the worst that is to be said of it.
pub(crate) fn state(signing: &Signing<'_>) -> &'static str {
    match &signing.sign_off.seal {
        Seal::Forged(_) => "forged",
        _ if signing.is_superseded() => "superseded",
        seal => seal.key(),
    }
}

/// The same for people.
pub(crate) fn state_words(signing: &Signing<'_>) -> String {
    let seal = signing.sign_off.seal.words();
    match state(signing) {
        "superseded" => format!("superseded ({seal})"),
        "valid" => "valid".to_owned(),
        "forged" => format!("forged: {seal}"),
        _ => seal.to_owned(),
    }
}

/// The item that it is about.
fn item_of(difference: &Difference) -> Option<&Text> {
    match difference {
        Difference::Item(id, _) => Some(id),
        _ => None,
    }
}

/// The title of the item that it is about.
pub(crate) fn title_of<'a>(
    assessment: &'a Assessment,
    difference: &Difference,
) -> Option<&'a Text> {
    let at = assessment.position(item_of(difference)?)?;
    Some(&assessment.item(at).title)
}

/// A sign-off in JSON. What a forged one says is what it claims.
#[derive(Serialize)]
pub(crate) struct SignOffObject<'a> {
    file: &'a str,
    /// `valid`, `superseded`, `forged`, `unknown-signer`, `no-key` or `unchecked`.
    state: &'static str,
    /// The same but for `superseded`.
    seal: &'static str,
    key: Option<&'a str>,
    /// What is forged about it.
    why: Option<&'static str>,
    role: Option<&'a str>,
    name: Option<&'a str>,
    principal: Option<&'a str>,
    at: Option<String>,
    decision: Option<&'static str>,
    verdict: Option<&'static str>,
    statement: Option<&'a str>,
    despite: Option<&'a str>,
    conditions: Vec<ConditionObject<'a>>,
    is_latest: bool,
    superseded_by: Vec<DifferenceObject<'a>>,
    lost: &'a [String],
}

#[derive(Serialize)]
struct ConditionObject<'a> {
    id: &'a str,
    text: &'a str,
    owner: &'a str,
    due: String,
}

#[derive(Serialize)]
struct DifferenceObject<'a> {
    kind: &'static str,
    item: Option<&'a str>,
    title: Option<&'a str>,
    words: String,
}

impl<'a> SignOffObject<'a> {
    /// The object of a sign-off and what became of it.
    pub(crate) fn of(assessment: &'a Assessment, signing: &Signing<'a>) -> Self {
        let sign_off = signing.sign_off;
        let statement = sign_off.statement.as_ref();
        let unless_empty = |text: &'a Text| Some(text.raw()).filter(|text| !text.is_empty());
        let conditions = statement.map(|it| it.conditions.as_slice());
        Self {
            file: &sign_off.file,
            state: state(signing),
            seal: sign_off.seal.key(),
            key: match &sign_off.seal {
                Seal::Valid { key } | Seal::UnknownSigner { key } => Some(key),
                _ => None,
            },
            why: match &sign_off.seal {
                Seal::Forged(forgery) => Some(forgery.words()),
                _ => None,
            },
            role: statement.map(|it| it.role.raw()),
            name: statement.map(|it| it.name.raw()),
            principal: statement.map(|it| it.principal.raw()),
            at: statement.map(|it| it.at.to_string()),
            decision: statement.map(|it| it.decision.word()),
            verdict: statement.map(|it| it.verdict.word()),
            statement: statement.and_then(|it| unless_empty(&it.words)),
            despite: statement.and_then(|it| unless_empty(&it.despite)),
            conditions: conditions
                .unwrap_or_default()
                .iter()
                .map(|condition| ConditionObject {
                    id: condition.id.raw(),
                    text: condition.text.raw(),
                    owner: condition.owner.raw(),
                    due: condition.due.to_string(),
                })
                .collect(),
            is_latest: signing.is_latest,
            superseded_by: signing
                .superseded_by
                .iter()
                .map(|difference| DifferenceObject {
                    kind: difference.key(),
                    item: item_of(difference).map(Text::raw),
                    title: title_of(assessment, difference).map(Text::raw),
                    words: difference.words(),
                })
                .collect(),
            lost: &sign_off.lost,
        }
    }
}
