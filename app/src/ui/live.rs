//! Values that change, for attributes and text of islands.
//!
//! Leptos makes code of its own for every closure type it meets in a view. These closures have one type for each kind of
//! value, so the browser downloads that code once.

/// Text or a text attribute.
pub type Text = Box<dyn FnMut() -> String + Send>;
/// A class, an icon, a fixed word.
pub type Word = Box<dyn FnMut() -> &'static str + Send>;
/// `hidden`, `disabled`.
pub type Flag = Box<dyn FnMut() -> bool + Send>;

/// A changing text.
pub fn text(of: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(of)
}

/// A changing word.
pub fn word(of: impl FnMut() -> &'static str + Send + 'static) -> Word {
    Box::new(of)
}

/// A changing yes or no.
pub fn flag(of: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(of)
}
