//! What the browser loads: it wakes the islands of `app`, nothing else.

// Islands register themselves when the crate is linked; without this line the linker drops them all.
use app as _;

/// Called by the page once the module has loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
