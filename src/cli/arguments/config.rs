//! What may be typed after `candor config`, and how a screen is to look.

use clap::{Args, Subcommand};

/// Show where the configuration is, whether it is fine, and what can be set in it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor config path
  candor config check
  mkdir -p \"$(dirname \"$(candor config path)\")\" && candor config print-default > \"$(candor config path)\"
  candor config print-theme dark > mine.ron")]
pub(crate) struct ConfigTyped {
    #[command(subcommand)]
    pub(crate) what: ConfigCommand,
}

/// What is asked of the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print a commented sample: every field, and every action with its keys
    #[command(after_help = "Examples:\n  candor config print-default > config.ron")]
    PrintDefault,
    /// Print where config.ron is, or would be
    #[command(after_help = "Examples:\n  candor config path")]
    Path,
    /// Say whether config.ron is fine, or what is wrong with it and where
    #[command(after_help = "Examples:\n  candor config check")]
    Check,
    /// Print a theme, to make one's own of it: themes/NAME.ron beside config.ron
    #[command(after_help = "Examples:\n  candor config print-theme light")]
    PrintTheme {
        /// The theme
        #[arg(value_name = "NAME", default_value = "dark")]
        name: String,
    },
}

/// How the screen is to look
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(crate) struct LookTyped {
    /// The screen's colours: auto, dark, light, high-contrast, monochrome, or a theme of yours
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// Draw the screen in ASCII alone
    #[arg(long)]
    pub(crate) ascii: bool,
    /// Review in plain lines and numbered prompts, for screen readers and braille displays; also without a terminal
    #[arg(long)]
    pub(crate) accessible: bool,
}

impl LookTyped {
    /// What was typed after a command, and where nothing was, before it.
    pub(crate) fn or(&self, before: &Self) -> Self {
        Self {
            theme: self.theme.clone().or_else(|| before.theme.clone()),
            ascii: self.ascii || before.ascii,
            accessible: self.accessible || before.accessible,
        }
    }
}
