//! RON text to domain and back; pure.
