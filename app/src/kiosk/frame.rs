//! The frame around every page on a kiosk: whose contest it is, letters and contrast, the way out. There is no
//! navigation: a turn leads from the start to the receipt, and everything else is one person's way out of it.

use super::foot::KioskFoot;
use crate::request;
use crate::ui::icon::{Glyph, Icon, Seal};
use leptos::prelude::*;
use services::kiosk::KioskHome;

/// A page during a turn.
#[component]
pub fn KioskFrame(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page kiosk">
            <a class="skip" href="#main">"Đến nội dung chính"</a>
            <KioskHead/>
            <main class="kiosk__page" id="main" tabindex="-1">{children()}</main>
            <KioskFoot/>
        </div>
    }
    .into_any()
}

/// The head with what the device is paired to. A device that cannot be asked about now shows the name of the product.
#[component]
pub fn KioskHead() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    view! {
        <Suspense>
            {Suspend::new(async move {
                let home = services.kiosk_status(&actor).await.ok().flatten();
                view! { <HeadOf home=home/> }
            })}
        </Suspense>
    }
    .into_any()
}

/// Letters of a name that stand at full size on two lines beside the seal and the tools.
const SHORT: usize = 48;

/// The head. Two lines hold a name: a long one in smaller letters, and the longest is cut, for the page says it too.
#[component]
pub(super) fn HeadOf(home: Option<KioskHome>) -> impl IntoView {
    let (name, place) = home.map_or_else(
        || ("Hội Thi".to_owned(), String::new()),
        |h| (h.contest, format!("{} · {}", h.unit, h.label)),
    );
    let class = if name.chars().count() > SHORT {
        "brand__name brand__name--long"
    } else {
        "brand__name"
    };
    view! {
        <header class="kiosk__head">
            <p class="brand">
                <Seal/>
                <span class="brand__text">
                    <span class=class>{name}</span>
                    <span class="brand__sub">{place}</span>
                </span>
            </p>
            <HeadTools/>
        </header>
    }
    .into_any()
}

/// Two text sizes and contrast: what someone at a kiosk changes.
#[component]
fn HeadTools() -> impl IntoView {
    let display = request::display();
    let large = display.text.as_deref() == Some("large");
    let more = display.contrast.as_deref() == Some("more");
    let pressed = |on: bool| if on { "true" } else { "false" };
    view! {
        <form class="kiosk__tools" method="post" action="/hien-thi" aria-label="Cỡ chữ và tương phản">
            <input type="hidden" name="ve" value=request::address()/>
            <button class="btn btn--second" name="text" value="normal" aria-pressed=pressed(!large)>
                <span aria-hidden="true">"A"</span><span class="sr">"Chữ vừa"</span>
            </button>
            <button class="btn btn--second" name="text" value="large" aria-pressed=pressed(large)>
                <span aria-hidden="true">"A+"</span><span class="sr">"Chữ to"</span>
            </button>
            <button class="btn btn--second" name="contrast" value=if more { "normal" } else { "more" } aria-pressed=pressed(more)>
                <Icon glyph=Glyph::Contrast/><span class="sr">"Tăng tương phản"</span>
            </button>
        </form>
    }
}
