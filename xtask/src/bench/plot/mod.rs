//! The plots of the document, as SVG that stands alone and suits a light page as well as a dark one.

mod bars;
mod drawing;
mod growth;

pub use bars::throughput;
pub use growth::growth;

/// The least number of the form 1, 2 or 5 times a power of ten that is not below `value`.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(f64::MIN_POSITIVE).log10().floor());
    // A hair of tolerance: 10 to the power of a logarithm is not always the number again.
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| value <= factor * power * (1.0 + 1e-9));
    factor.unwrap_or(10.0) * power
}
