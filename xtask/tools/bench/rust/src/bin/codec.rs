//! Compresses a file, or decompresses one and does nothing with it: `codec <gzip|zstd> <decompress <file>|compress <from> <to>>`.
//!
//! The decompressors are acslint's; acslint cannot be faster than they are.

use std::{
    env,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
};

use acslint_bench_peers::Failure;
use flate2::{Compression, bufread::MultiGzDecoder, write::GzEncoder};

const PIECE: usize = 256 * 1024;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["gzip", "decompress", file] => say(drain(MultiGzDecoder::new(reader(file)?))?),
        ["zstd", "decompress", file] => say(drain(zstd::Decoder::with_buffer(reader(file)?)?)?),
        ["gzip", "compress", from, to] => {
            let mut encoder = GzEncoder::new(BufWriter::new(File::create(to)?), Compression::new(6));
            io::copy(&mut reader(from)?, &mut encoder)?;
            Ok(encoder.finish()?.flush()?)
        }
        ["zstd", "compress", from, to] => {
            let mut encoder = zstd::Encoder::new(BufWriter::new(File::create(to)?), 3)?;
            io::copy(&mut reader(from)?, &mut encoder)?;
            Ok(encoder.finish()?.flush()?)
        }
        _ => Err("usage: codec <gzip|zstd> <decompress <file>|compress <from> <to>>".into()),
    }
}

fn reader(file: &str) -> io::Result<BufReader<File>> {
    Ok(BufReader::with_capacity(PIECE, File::open(file)?))
}

/// Reads to the end and prints the number of bytes.
fn drain(mut from: impl Read) -> io::Result<u64> {
    let mut buffer = vec![0; PIECE];
    let mut bytes = 0;
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(bytes),
            read => bytes += read as u64,
        }
    }
}

fn say(bytes: u64) -> Result<(), Failure> {
    println!("{}", serde_json::json!({ "bytes": bytes }));
    Ok(())
}
