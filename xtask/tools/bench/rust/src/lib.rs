//! What the programs share: how lines are read, how the schema of a record is found, and how the result is said.
//!
//! Every program gets the schemas as one file, `{"keys": ["category"], "schemas": {"<value of the key>": {…}}}`, and says
//! on the last line of its output how many records it took for valid and how many for invalid.

use std::{
    collections::HashMap,
    error::Error,
    fs::{self, File},
    io::{self, Read, Write},
};

use serde_json::{Value, json};

/// Why a program ended early.
pub type Failure = Box<dyn Error>;

/// How much is read at once: it stays in the cache.
const PIECE: usize = 256 * 1024;

/// Reads a file in pieces.
pub fn each_piece(file: &str, mut piece: impl FnMut(&[u8])) -> io::Result<()> {
    let mut file = File::open(file)?;
    let mut buffer = vec![0; PIECE];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            read => piece(&buffer[..read]),
        }
    }
}

/// Reads the lines of a file, each without its newline.
pub fn each_line(file: &str, mut line: impl FnMut(&[u8])) -> io::Result<()> {
    let mut file = File::open(file)?;
    let mut buffer = vec![0; PIECE];
    let mut filled = 0;
    loop {
        let read = file.read(&mut buffer[filled..])?;
        filled += read;
        let mut begin = 0;
        for end in memchr::memchr_iter(b'\n', &buffer[..filled]) {
            line(&buffer[begin..end]);
            begin = end + 1;
        }
        if read == 0 {
            if begin < filled {
                line(&buffer[begin..filled]);
            }
            return Ok(());
        }
        buffer.copy_within(begin..filled, 0);
        filled -= begin;
        if filled == buffer.len() {
            buffer.resize(2 * filled, 0);
        }
    }
}

/// What was compiled from each schema, by the value that names it in a record.
pub struct Dispatch<V> {
    keys: Vec<String>,
    compiled: HashMap<String, V>,
}

impl<V> Dispatch<V> {
    /// Reads the schemas and compiles each.
    pub fn new(file: &str, mut compile: impl FnMut(Value) -> Result<V, Failure>) -> Result<Self, Failure> {
        let mut dispatch: Value = serde_json::from_slice(&fs::read(file)?)?;
        let keys = serde_json::from_value(dispatch["keys"].take())?;
        let schemas: HashMap<String, Value> = serde_json::from_value(dispatch["schemas"].take())?;
        let compiled = schemas.into_iter().map(|(name, schema)| Ok((name, compile(schema)?)));
        Ok(Self { keys, compiled: compiled.collect::<Result<_, Failure>>()? })
    }

    /// What was compiled for a record.
    pub fn of(&self, record: &Value) -> Option<&V> {
        let named = self.keys.iter().filter_map(|key| record.get(key)?.as_str());
        named.filter_map(|name| self.compiled.get(name)).next()
    }
}

/// How many records were valid, and how many were not.
#[derive(Default)]
pub struct Verdict {
    pub valid: u64,
    pub invalid: u64,
}

impl Verdict {
    /// Counts one more record.
    pub fn count(&mut self, valid: bool) {
        if valid {
            self.valid += 1;
        } else {
            self.invalid += 1;
        }
    }

    /// Says it.
    pub fn say(&self, output: &mut impl Write) -> io::Result<()> {
        writeln!(output, "{}", json!({ "valid": self.valid, "invalid": self.invalid }))?;
        output.flush()
    }
}
