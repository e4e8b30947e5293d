//! Reading aloud, for those who read with effort. Where the device has no Vietnamese voice there is no button.

use crate::ui::icon::{Glyph, LiveIcon};
use crate::ui::live::{flag, word};
use leptos::prelude::*;

/// A button that reads a text aloud. A second press stops.
#[island]
pub fn Listen(
    /// What is read.
    text: String,
    /// Words on the button.
    label: String,
) -> impl IntoView {
    let voiced = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::await_voice(voiced));
    let text = StoredValue::new(text);
    let read = move |_| {
        #[cfg(feature = "hydrate")]
        text.with_value(|t| browser::toggle(t));
        #[cfg(not(feature = "hydrate"))]
        let _ = text;
    };
    view! {
        <button type="button" class="btn btn--second kiosk__listen" hidden=flag(move || !voiced.get()) on:click=read>
            <LiveIcon path=word(|| const { Glyph::Speaker.path() })/>{label}
        </button>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::{RwSignal, Set as _, window};
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;
    use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

    fn vietnamese(speech: &SpeechSynthesis) -> Option<SpeechSynthesisVoice> {
        speech
            .get_voices()
            .iter()
            .filter_map(|v| v.dyn_into::<SpeechSynthesisVoice>().ok())
            .find(|v| v.lang().starts_with("vi"))
    }

    /// Voices are known at once or some time after the page: both are looked at.
    pub(super) fn await_voice(voiced: RwSignal<bool>) {
        let Ok(speech) = window().speech_synthesis() else {
            return;
        };
        if vietnamese(&speech).is_some() {
            voiced.set(true);
            return;
        }
        let of = speech.clone();
        let changed = Closure::<dyn FnMut()>::new(move || voiced.set(vietnamese(&of).is_some()));
        let _ = speech.add_event_listener_with_callback(
            "voiceschanged",
            changed.into_js_value().unchecked_ref(),
        );
    }

    pub(super) fn toggle(text: &str) {
        let Ok(speech) = window().speech_synthesis() else {
            return;
        };
        if speech.speaking() {
            speech.cancel();
            return;
        }
        let Ok(words) = SpeechSynthesisUtterance::new_with_text(text) else {
            return;
        };
        words.set_lang("vi-VN");
        words.set_voice(vietnamese(&speech).as_ref());
        // Slower than the device's own pace: the text is new to the listener.
        words.set_rate(0.9);
        speech.speak(&words);
    }
}
