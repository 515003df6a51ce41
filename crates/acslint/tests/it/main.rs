//! End-to-end tests of the program: arguments and files in, streams and exit code out.

#![allow(clippy::unwrap_used, reason = "all of this is tests")]

mod annotations;
mod archives;
mod baseline;
mod clashes;
mod completions;
mod config;
mod console;
mod custom;
mod diff;
mod embed;
mod ending;
mod exhaustion;
mod exit;
mod export;
mod fix;
mod forms;
mod gates;
mod infer;
mod injection;
mod inputs;
mod left_out;
mod limits;
mod lint;
mod manual;
mod outputs;
mod outputs_in_shards;
mod parquet;
mod pipeline;
mod records;
mod redact;
mod released;
mod run;
mod sample;
mod shards;
mod split;
mod stats;
mod stats_in_shards;
mod target;
mod trust;
mod unreadable;
mod watch;
mod window;
