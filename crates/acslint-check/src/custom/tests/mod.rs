//! Tests of custom categories that run whole checks: their cost, and the official test suites.

mod growth;
mod suite;
