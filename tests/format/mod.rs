//! The formats held to their contract: what is written is read back, faults stand where they are, and nothing that
//! can be put into a file makes the reader panic or wait.

mod assessment_faults;
mod by_hand;
mod faults;
mod hostile;
mod layout;
mod round_trip;
mod shared;
mod twice;
