//! Reading aloud, for those who read with effort. Where the device has no Vietnamese voice there is no button.

use leptos::prelude::*;

/// A button that reads a text aloud. A second press stops.
#[cfg(feature = "ssr")]
#[component]
pub fn Listen(
    /// What is read.
    text: String,
    /// Words on the button.
    label: &'static str,
) -> impl IntoView {
    use crate::ui::icon::{Glyph, Icon};
    view! {
        <Voice>
            <button type="button" class="btn btn--second kiosk__listen" data-aloud=text hidden>
                <Icon glyph=Glyph::Speaker/>{label}
            </button>
        </Voice>
    }
}

/// Gives the button inside a voice, and shows it, where the device has one.
#[island]
pub fn Voice(
    /// A button with the text as `data-aloud`.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| browser::await_voice());
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::{document, window};
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;
    use web_sys::{
        Element, HtmlElement, SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice,
    };

    fn vietnamese(speech: &SpeechSynthesis) -> Option<SpeechSynthesisVoice> {
        speech
            .get_voices()
            .iter()
            .filter_map(|v| v.dyn_into::<SpeechSynthesisVoice>().ok())
            .find(|v| v.lang().starts_with("vi"))
    }

    /// Voices are known at once or some time after the page: both are looked at.
    pub(super) fn await_voice() {
        let Ok(speech) = window().speech_synthesis() else {
            return;
        };
        if vietnamese(&speech).is_some() {
            show();
            return;
        }
        let of = speech.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            if vietnamese(&of).is_some() {
                show();
            }
        });
        let _ = speech.add_event_listener_with_callback(
            "voiceschanged",
            changed.into_js_value().unchecked_ref(),
        );
    }

    /// Shows every button of the page that is hidden still.
    fn show() {
        while let Ok(Some(button)) = document().query_selector("[data-aloud][hidden]") {
            button.unchecked_ref::<HtmlElement>().set_hidden(false);
            let of = button.clone();
            let pressed = Closure::<dyn FnMut()>::new(move || toggle(&of));
            let _ = button
                .add_event_listener_with_callback("click", pressed.into_js_value().unchecked_ref());
        }
    }

    fn toggle(button: &Element) {
        let Ok(speech) = window().speech_synthesis() else {
            return;
        };
        if speech.speaking() {
            speech.cancel();
            return;
        }
        let text = button.get_attribute("data-aloud").unwrap_or_default();
        let Ok(words) = SpeechSynthesisUtterance::new_with_text(&text) else {
            return;
        };
        words.set_lang("vi-VN");
        words.set_voice(vietnamese(&speech).as_ref());
        // Slower than the device's own pace: the text is new to the listener.
        words.set_rate(0.9);
        speech.speak(&words);
    }
}
