//! A message that a constant builds before it panics.

/// The most bytes of a message. A longer one is cut.
const MAX: usize = 32_768;

/// What follows a message that is cut.
const CUT: &str = "…";

pub(super) struct ConstMessage {
    bytes: [u8; MAX],
    len: usize,
    is_cut: bool,
}

impl ConstMessage {
    // Only constants build a message.
    #[allow(clippy::large_stack_arrays)]
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; MAX],
            len: 0,
            is_cut: false,
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a text as a whole, or else marks the message as cut.
    pub(super) const fn push(&mut self, text: &str) {
        if self.is_cut {
            return;
        }
        let mut text = text;
        if self.len + text.len() > MAX - CUT.len() {
            self.is_cut = true;
            text = CUT;
        }
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
    }

    pub(super) const fn push_all(&mut self, texts: &[&str]) {
        let mut at = 0;
        while at < texts.len() {
            self.push(texts[at]);
            at += 1;
        }
    }

    pub(super) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // Only whole texts are added.
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ConstMessage, MAX};

    #[test]
    fn long_message_is_cut_between_texts() {
        let mut message = ConstMessage::new();
        for _ in 0..MAX {
            message.push("中文");
        }
        message.push("more");
        let text = message.as_str();
        assert!(text.ends_with("中文…") && text.len() <= MAX);
    }
}
