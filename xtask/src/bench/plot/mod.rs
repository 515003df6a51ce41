//! The plots of the document, as self-contained SVG that suits light and dark pages.

mod bars;
mod drawing;
mod growth;

pub use bars::throughput;
pub use growth::growth;

/// The least number of the form 1, 2 or 5 times a power of ten that is not below `value`.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(f64::MIN_POSITIVE).log10().floor());
    // A small tolerance: 10 to the power of a logarithm is not always the same number again.
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| value <= factor * power * (1.0 + 1e-9));
    factor.unwrap_or(10.0) * power
}
