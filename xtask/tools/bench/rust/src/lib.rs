//! Shared code of the programs: reading lines, finding the schema of a record, and printing the result.
//!
//! Every program gets the schemas as one file, `{"keys": ["category"], "schemas": {"<value of the key>": {…}}}`. It
//! prints the numbers of valid and invalid records on the last line of its output.

use std::{
    collections::HashMap,
    error::Error,
    fs::{self, File},
    io::{self, Read, Write},
};

use serde_json::{Value, json};

/// Error that ends a program.
pub type Failure = Box<dyn Error>;

/// Size of a read: it fits into the cache.
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

/// Compiled schemas, by the value that selects them in a record.
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

    /// The compiled schema for a record.
    pub fn of(&self, record: &Value) -> Option<&V> {
        let named = self.keys.iter().filter_map(|key| record.get(key)?.as_str());
        named.filter_map(|name| self.compiled.get(name)).next()
    }
}

/// Numbers of valid and invalid records.
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

    /// Prints the verdict.
    pub fn say(&self, output: &mut impl Write) -> io::Result<()> {
        writeln!(output, "{}", json!({ "valid": self.valid, "invalid": self.invalid }))?;
        output.flush()
    }
}
