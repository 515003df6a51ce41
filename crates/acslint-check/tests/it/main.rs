//! Tests of the public interface: bytes in, findings out.

mod authority;
mod causes;
mod chunks;
mod contents;
mod csv;
mod custom;
mod decoded_rows;
mod disclosure;
mod exact;
mod findings;
mod fixes;
mod fixtures;
mod framings;
mod json;
mod lint;
mod pages;
mod provenance;
mod recovery;
mod rows;
mod silence;
mod single;
mod spans;
mod splits;
mod support;
mod utf_16;
mod wrappers;
