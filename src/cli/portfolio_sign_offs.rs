//! What a portfolio tells of sign-offs.

use serde::Serialize;

use crate::domain::portfolio::Portfolio;
use crate::domain::signing::in_short;
use crate::export::json::SignedOffObject;

use super::output::{Align, Page, Tone};
use super::portfolio::table;

#[derive(Serialize)]
pub(super) struct SignOffsObject<'a> {
    /// How many assessments somebody has signed.
    signed: u32,
    /// How many goes no longer hold.
    superseded: usize,
    /// How many sign-offs are forged.
    forged: usize,
    /// Those that no longer hold, and those that are forged.
    lost: Vec<LostObject<'a>>,
}

#[derive(Serialize)]
struct LostObject<'a> {
    path: &'a str,
    name: &'a str,
    #[serde(flatten)]
    sign_off: SignedOffObject<'a>,
}

/// What is told of sign-offs in JSON.
pub(super) fn sign_offs(portfolio: &Portfolio) -> SignOffsObject<'_> {
    let lost = portfolio.superseded();
    let forged = lost.iter().filter(|it| it.sign_off.says.is_none()).count();
    SignOffsObject {
        signed: portfolio.signed(),
        superseded: lost.len() - forged,
        forged,
        lost: lost
            .into_iter()
            .map(|it| LostObject {
                path: &it.path,
                name: &it.name,
                sign_off: SignedOffObject::of(&it.sign_off),
            })
            .collect(),
    }
}

/// How many are signed, and how many of these goes no longer hold; nothing where nobody has signed.
pub(super) fn signed(page: &mut Page, portfolio: &Portfolio) {
    if portfolio.signed() == 0 {
        return;
    }
    let lost = portfolio.superseded();
    let forged = lost.iter().filter(|it| it.sign_off.says.is_none()).count();
    let superseded = lost.len() - forged;
    page.line(&format!("{:>6}  signed", portfolio.signed()));
    for (count, one, many) in [
        (superseded, "go superseded", "goes superseded"),
        (forged, "sign-off forged", "sign-offs forged"),
    ] {
        if count > 0 {
            page.words(Tone::Plain, &format!("{count:>6}  "));
            let words = if count == 1 { one } else { many };
            page.words(Tone::Bad, words).end();
        }
    }
}

/// The goes that no longer hold, and by what.
pub(super) fn superseded(page: &mut Page, portfolio: &Portfolio) {
    let lost = portfolio.superseded();
    let rows = lost.iter().map(|it| {
        let said = it.sign_off.says.as_ref();
        let (decision, role) = said.map_or_else(
            || ("forged".to_owned(), it.sign_off.file.clone()),
            |said| {
                let decision = said.decision.word().to_owned();
                (decision, said.role.raw().to_owned())
            },
        );
        vec![
            decision,
            role,
            it.name.clone(),
            in_short(&it.sign_off.superseded_by),
            it.path.clone(),
        ]
    });
    let head = ["signed", "role", "service", "superseded by", "file"];
    let title = "Sign-offs that no longer hold";
    table(page, title, &[Align::Left; 5], &head, rows);
}
