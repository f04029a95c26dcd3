//! The bytes of a file, which may be compressed by gzip.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The first bytes of each part that gzip compressed.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A file with the bytes that were read to recognize it.
pub(super) struct Begun<R> {
    first: Vec<u8>,
    rest: BufReader<R>,
}

pub(super) enum Input<R> {
    Plain(Begun<R>),
    Gzip(Gzip<R>),
}

/// Parts that are each compressed, one after the other.
pub(super) struct Gzip<R> {
    /// `None` after the last.
    part: Option<Box<GzDecoder<Begun<R>>>>,
    /// How many bytes after the last part are neither padding nor another part.
    after_end: u64,
}

impl<R: Read> Input<R> {
    /// Starts to read a file.
    pub(super) fn of(input: R) -> io::Result<Self> {
        let mut input = Begun {
            first: Vec::new(),
            rest: BufReader::with_capacity(128 << 10, input),
        };
        Ok(if input.is_gzip()? {
            let part = Some(Box::new(GzDecoder::new(input)));
            Self::Gzip(Gzip { part, after_end: 0 })
        } else {
            Self::Plain(input)
        })
    }

    /// Describes what comes after the compressed data, when that was read.
    pub(super) fn after_end(&self) -> Option<String> {
        let Self::Gzip(Gzip { after_end, .. }) = self else {
            return None;
        };
        let bytes = match after_end {
            0 => return None,
            1 => "1 byte is".to_owned(),
            several => format!("{several} bytes are"),
        };
        Some(format!(
            "{bytes} not read: expected the end of the file after its compressed data"
        ))
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(into),
            Self::Gzip(input) => input.read(into),
        }
    }
}

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(part) = &mut self.part {
            let length = part.read(into)?;
            if length > 0 || into.is_empty() {
                return Ok(length);
            }
            if let Some(part) = self.part.take() {
                self.begin_part(part.into_inner())?;
            }
        }
        Ok(0)
    }
}

impl<R: Read> Gzip<R> {
    /// Begins the next part, which zeros can come before, or counts the bytes of what is not one. Zeros up to the end are
    /// padding, as they are to gzip itself.
    fn begin_part(&mut self, mut input: Begun<R>) -> io::Result<()> {
        let zeros = input.skip_zeros()?;
        if input.is_gzip()? {
            self.part = Some(Box::new(GzDecoder::new(input)));
            return Ok(());
        }
        let others = io::copy(&mut input, &mut io::sink())?;
        if others > 0 {
            self.after_end = zeros + others;
        }
        Ok(())
    }
}

impl<R: Read> Begun<R> {
    /// Returns whether the next bytes begin what gzip compressed.
    fn is_gzip(&mut self) -> io::Result<bool> {
        let missing = MAGIC.len().saturating_sub(self.first.len());
        let mut next = self.rest.by_ref().take(missing as u64);
        next.read_to_end(&mut self.first)?;
        Ok(self.first.starts_with(&MAGIC))
    }

    fn skip_zeros(&mut self) -> io::Result<u64> {
        let mut all = 0;
        loop {
            let bytes = self.fill_buf()?;
            let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
            let is_end = zeros < bytes.len() || bytes.is_empty();
            self.consume(zeros);
            all += zeros as u64;
            if is_end {
                return Ok(all);
            }
        }
    }
}

impl<R: Read> Read for Begun<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.first.is_empty() {
            return self.rest.read(into);
        }
        let length = self.first.as_slice().read(into)?;
        self.first.drain(..length);
        Ok(length)
    }
}

impl<R: Read> BufRead for Begun<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.first.is_empty() {
            self.rest.fill_buf()
        } else {
            Ok(&self.first)
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.first.is_empty() {
            self.rest.consume(amount);
        } else {
            self.first.drain(..amount);
        }
    }
}
