//! What may be typed after `candor sign`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

/// Sign off: decide go, conditional go or no-go on the assessment as it stands, with an SSH key or without
#[derive(Debug, Args)]
#[command(after_help = "\
Beside api.ron, in the folder api.signoffs, it keeps the exact bytes that were signed, a statement that a person can read,
and, with --key, the SSH signature of that statement, made by ssh-keygen. The key may be a private key (its passphrase is
asked for), a public key whose private half an agent holds, or a hardware key. Files there are only ever added.

A sign-off is superseded by any change that the verdict reads: a status, evidence lost or against, a confirmation, a
waiver, an agreement, a dissent, a measured value, a trait, the version, the target, the checklist. Comments, owners, due
dates, actions and fresh evidence do not supersede it. The time in it is the signer's word.

With --list --json: format, as_of, sign_offs (as of candor verify --json), conditions (number, id, text, role, owner, due,
state, done_by, done_at), missing_roles.

Examples:
  candor sign api.ron --by \"Ana <ana@example.org>\" --role sre --decision go --key ~/.ssh/id_ed25519
  candor sign api.ron --by Bo --role product --decision conditional-go --condition \"time a restore\" --owner Cy --due 2026-12-01
  candor sign api.ron --role sre --decision no-go --statement \"nobody has tried a restore\" --dry-run
  candor sign api.ron --done 1 --by Cy
  candor sign api.ron --list")]
pub(crate) struct SignTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// Who signs, with or without an address: Ana, or "Ana <ana@example.org>"; your name in config.ron, else git's
    /// user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// In which role; the one in which the signer takes part, if left out
    #[arg(long, value_name = "R")]
    pub(crate) role: Option<String>,
    /// go, conditional-go or no-go
    #[arg(long, value_name = "D", required_unless_present_any = ["done", "list"])]
    pub(crate) decision: Option<String>,
    /// Sign with this SSH key: a private key, or a public one whose private half an agent holds
    #[arg(long, value_name = "SSHKEY")]
    pub(crate) key: Option<PathBuf>,
    /// What you say besides
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) statement: Option<String>,
    /// Why it is a go although the verdict is no-go
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) despite: Option<String>,
    #[command(flatten)]
    pub(crate) conditions: ConditionsTyped,
    /// Print the statement that would be signed; nothing is written
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Mark a condition done instead: by its id, the beginning of its id, or its number in --list
    #[arg(long, value_name = "CONDITION", conflicts_with_all = ["decision", "key", "role", "statement", "despite", "condition", "list", "dry_run"])]
    pub(crate) done: Option<String>,
    /// List the sign-offs and their conditions instead
    #[arg(long, conflicts_with_all = ["decision", "key", "role", "statement", "despite", "condition", "dry_run", "by"])]
    pub(crate) list: bool,
    /// With --list: judge as of then
    #[arg(long, value_name = "TIME", requires = "list")]
    pub(crate) as_of: Option<String>,
    /// With --list: print one JSON object
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

/// A condition with what was typed after it, up to the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ConditionTyped {
    /// What has to be done.
    pub(crate) text: String,
    /// Who does it.
    pub(crate) owner: Option<String>,
    /// By when.
    pub(crate) due: Option<String>,
}

/// The conditions in their order: an owner and a date belong to the condition before them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConditionsTyped(pub(crate) Vec<ConditionTyped>);

const WORDS: [(&str, &str, &str); 3] = [
    (
        "condition",
        "TEXT",
        "What has to be done for a conditional go; --owner and --due follow each",
    ),
    ("owner", "O", "Who does what the condition before it says"),
    ("due", "DATE", "The last day for it, as 2026-12-01"),
];

impl Args for ConditionsTyped {
    fn augment_args(command: Command) -> Command {
        let arg = |(name, value, help): (&'static str, &'static str, &'static str)| {
            Arg::new(name)
                .long(name)
                .value_name(value)
                .help(help)
                .action(ArgAction::Append)
                .allow_hyphen_values(name == "condition")
        };
        command.args(WORDS.map(arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ConditionsTyped {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut typed: Vec<(usize, &str, &String)> = Vec::new();
        for (word, _, _) in WORDS {
            let places = matches.indices_of(word).into_iter().flatten();
            let values = matches.get_many::<String>(word).into_iter().flatten();
            typed.extend(
                places
                    .zip(values)
                    .map(|(place, value)| (place, word, value)),
            );
        }
        typed.sort_by_key(|(place, _, _)| *place);
        let mut conditions: Vec<ConditionTyped> = Vec::new();
        for (_, word, value) in typed {
            if word == "condition" {
                conditions.push(ConditionTyped {
                    text: value.clone(),
                    ..ConditionTyped::default()
                });
                continue;
            }
            let refused = |what: String| {
                clap::Error::raw(
                    clap::error::ErrorKind::ArgumentConflict,
                    format!(
                        "{what}\n\n  tip: write --condition TEXT --owner NAME --due DATE, once for each condition\n"
                    ),
                )
            };
            let Some(condition) = conditions.last_mut() else {
                return Err(refused(format!(
                    "--{word} {value} stands before any condition"
                )));
            };
            let slot = match word {
                "owner" => &mut condition.owner,
                _ => &mut condition.due,
            };
            if slot.replace(value.clone()).is_some() {
                let text = &condition.text;
                return Err(refused(format!(
                    "the condition \"{text}\" has --{word} twice"
                )));
            }
        }
        Ok(Self(conditions))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
